"""Programs that build what comes with Assay, and the fixtures of its tests."""
