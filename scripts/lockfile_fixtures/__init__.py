"""Scripts that make the lockfile fixtures of the tests with the real clients."""
