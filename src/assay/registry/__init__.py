"""The npm registry: bounded HTTP, npm's configuration, packuments, and tarballs read in memory."""
