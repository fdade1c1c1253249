"""Report as CycloneDX 1.6; needs cyclonedx-python-lib, which is imported only when it is used."""
