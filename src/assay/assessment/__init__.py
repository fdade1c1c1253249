"""The use case: gather every fact about a release, inspect it, judge it, decide. No adapter is known here."""
