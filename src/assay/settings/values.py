"""Settings, and the defaults that hold where the user says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from assay.model.policy import Action, Policy, PolicyRule
from assay.model.rule import Severity
from assay.model.verdict import Level

#: Findings of these block whatever else is known about the release: a record of malware, or bytes that are not those
#: which the lockfile or the registry vouches for.
BLOCKING_RULES = ("known-malware", "compromised-version", "integrity-mismatch", "tarball-mismatch")
#: A record that condemns every version of a popular package: shown, never blocking.
WARNING_RULES = ("disputed-record",)
#: Most malicious releases that were found at all were found within three days of their publication.
COOLDOWN = timedelta(days=3)

DEFAULT_POLICY = Policy(
    rules=(
        PolicyRule("block.verdicts", Action.BLOCK, verdicts=(Level.MALICIOUS,)),
        PolicyRule("block.rules", Action.BLOCK, rules=BLOCKING_RULES),
        PolicyRule("warn.verdicts", Action.WARN, verdicts=(Level.SUSPICIOUS,)),
        PolicyRule("warn.rules", Action.WARN, rules=WARNING_RULES),
        PolicyRule("warn.severity", Action.WARN, severity=Severity.HIGH),
    ),
    on_gaps=Action.WARN,
    cooldown=COOLDOWN,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set.

    policy             rules, exceptions, cooldown, internal names, confirmed feed records
    registry           address of the default registry, "" for what npm's own configuration says
    scope_registries   scope with its ``@`` to the address of its registry, in the order of the file
    internal_registry  address of the only registry that is asked for internal names, "" if none is named
    fail_on            the mildest action that gives exit code 1, None for never
    allow_gaps         exit code 0 in place of 3
    offline            use only what is on this machine
    cache_dir          folder of the verdict cache and the feeds, None for the user's own cache folder
    workers            processes that read packages, 0 for one a core
    yara               folder of YARA rules to match every package with, None for none
    source             the file that the settings were read from, None if there is none
    """

    policy: Policy = DEFAULT_POLICY
    registry: str = ""
    scope_registries: tuple[tuple[str, str], ...] = ()
    internal_registry: str = ""
    fail_on: Action | None = Action.BLOCK
    allow_gaps: bool = False
    offline: bool = False
    cache_dir: Path | None = None
    workers: int = 0
    yara: Path | None = None
    source: Path | None = None

    def cache_folder(self) -> Path:
        """The folder to use for caches, by the platform's rules if none is set. It may not exist yet."""
        if self.cache_dir is not None:
            return self.cache_dir
        from platformdirs import user_cache_path

        return user_cache_path("assay", appauthor=False)


@dataclass(frozen=True, slots=True)
class Flags:
    """What was given on the command line, in the words of assay.toml; None where a flag was not given.

    config      read this file in place of looking for one
    no_config   read no file at all
    """

    config: Path | None = None
    no_config: bool = False
    fail_on: str | None = None
    on_gaps: str | None = None
    allow_gaps: bool | None = None
    offline: bool | None = None
    cache_dir: str | None = None
    workers: int | None = None
    registry: str | None = None
    cooldown: str | None = None
    yara: str | None = None
