"""Across files: what one file of a package hands to another, by writing both into one text that is never run."""
