"""Bytes of lockfiles, manifests and SBOMs in, Dependencies and Gaps out; one file for each format."""
