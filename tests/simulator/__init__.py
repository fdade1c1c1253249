"""The parts of the registry simulator; tests import them from ``tests.registry_simulator``."""
