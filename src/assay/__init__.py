"""Assay tells which npm packages are malicious, imitations or unsafe before their code runs."""

__version__ = "0.1.0"
