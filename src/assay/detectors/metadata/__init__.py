"""Rules about what the manifest, the packument and the archive's shape say."""
