"""What the user wants, from assay.toml, the environment and flags: one frozen Settings."""

from __future__ import annotations

from assay.settings.load import load
from assay.settings.rule_ids import check_rule_ids
from assay.settings.template import commented_settings
from assay.settings.values import Flags, Settings

__all__ = ["Flags", "Settings", "check_rule_ids", "commented_settings", "load"]
