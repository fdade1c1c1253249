"""The text that ``assay init`` writes: every setting with its default, commented out."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assay.settings.duration import duration_text
from assay.settings.values import BLOCKING_RULES, DEFAULT_POLICY, WARNING_RULES


def commented_settings() -> str:
    """An assay.toml that changes nothing. Lines that begin with ``#`` and no blank are settings to uncomment."""
    return _TEMPLATE.format(
        blocking=_list(BLOCKING_RULES),
        warning=_list(WARNING_RULES),
        cooldown=duration_text(DEFAULT_POLICY.cooldown),
        on_gaps=DEFAULT_POLICY.on_gaps.label,
    )


def _list(words: Iterable[str]) -> str:
    return json.dumps(list(words))


_TEMPLATE = """\
# Settings of Assay. Everything here is commented out and shows the default: remove the # to change it.
# ASSAY_... variables and command line flags win over this file.

# What gives exit code 1: "block" (packages to block), "warn" (also packages to look at) or "never".
#fail-on = "block"

# Give exit code 0 in place of 3 when something could not be checked and nothing is to block.
#allow-gaps = false

# Use only what is on this machine: the verdict cache and the feeds that were fetched before.
#offline = false

# Processes that read packages; 0 means one a core.
#workers = 0

# Folder of the verdict cache and the feeds; empty means the user's own cache folder.
#cache-dir = ""

# Folder of YARA rules (.yar, .yara) to match every package with; it needs the extra "yara".
#yara = ""


# All rules of the policy are applied, and the strictest action wins.
#[policy]
# What a package gets at least if something about it could not be checked: "allow", "warn" or "block".
#on-gaps = "{on_gaps}"

# Each key is a rule of its own; an empty list (or "") turns it off.
#   verdicts   "benign", "unknown", "suspicious", "malicious"
#   rules      ids that "assay rules" lists
#   severity   a finding at least this severe: "info", "low", "medium", "high", "critical"
#[policy.block]
#verdicts = ["malicious"]
#rules = {blocking}
#severity = ""

#[policy.warn]
#verdicts = ["suspicious"]
#rules = {warning}
#severity = "high"

# A rule with several conditions applies where all of them hold. Dependency types: "production", "development",
# "optional", "peer".
#   [[policy.rule]]
#   name = "no known flaw in production"
#   action = "block"
#   rules = ["advisory"]
#   severity = "critical"
#   types = ["production"]


# A release younger than this is too young: "3d", "12h", "1w 2d"; "0" turns it off.
#[cooldown]
#age = "{cooldown}"
# Names and "@scope/*" patterns that may be younger.
#exclude = []


# Names and "@scope/*" patterns of your own organisation: they must not come from the public registry, and a "registry"
# that is named here is the only one that is asked for them.
#[internal]
#names = []
#registry = ""


# Where packages come from. Empty means what npm's own configuration (.npmrc) says; credentials belong there, too.
#[registries]
#default = ""

#[registries.scopes]
#   "@acme" = "https://npm.acme.example/"


# Ids of disputed feed records (they condemn every version of a popular package) that you found to be true.
#[feeds]
#confirmed = []


# What you have looked at and accepted, for a while. Each is bound to a version, an npm range or an integrity, and stops
# applying after the day it expires.
#   [[exceptions]]
#   package = "some-package"
#   version = "1.2.3"
#   integrity = "sha512-..."
#   rules = ["install-script"]      # leave it out to accept everything about the release
#   owner = "you@acme.example"
#   reason = "we read the script"
#   expires = 2027-01-31
"""
