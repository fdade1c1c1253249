"""Rules about whether the bytes are those that the registry and the lockfile mean."""
