"""The gate: a registry address that hands out only what passes."""
