"""SARIF 2.1.0 for code scanning: ``document`` is the part of the format that is used, ``render`` fills it."""
