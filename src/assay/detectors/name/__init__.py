"""Rules about the name of a package."""
