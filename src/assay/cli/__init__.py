"""The command line: parses words, calls wiring, renders reports. Nothing is decided here."""
