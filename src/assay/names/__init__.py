"""Names that look like others: the corpus of popular names and the classes of likeness. Pure."""
