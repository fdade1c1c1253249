"""Campaigns: signatures of publicly reported attacks as data, one TOML file each; read, checked and matched here."""
