"""Report in, text out. No judgement here."""
