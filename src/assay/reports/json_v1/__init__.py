"""JSON report, version 1: ``document`` is its shape, ``render`` fills it."""
