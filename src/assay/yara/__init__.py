"""YARA rules of the user's: read from a folder, compiled, matched within limits (yara-x, the extra ``yara``)."""
