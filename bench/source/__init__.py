"""How well source is read: what is caught of our fixtures in every disguise."""
