"""Rules about what the code would do."""
