"""Known malware and advisories in OSV form: read, kept, matched, and held when implausible."""
