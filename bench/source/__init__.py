"""How well source is read: false alarms, what is caught in every disguise, time."""
