"""Rules about what feeds of known malware and advisories say."""
