"""The outside of a run, and npm's configuration as seen from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from assay.registry.configuration import read_registry_settings
from assay.registry.registry_settings import RegistrySettings
from assay.settings import Settings
from assay.wiring.default_registry import remembered_default


@dataclass(frozen=True, slots=True)
class Context:
    """The outside of one run: the clock, the environment, and the folder that npm's configuration is looked for in."""

    now: datetime
    environment: Mapping[str, str]
    project: Path | None
    home: Path


def npm_settings(settings: Settings, context: Context, cache: Path) -> RegistrySettings:
    """Npm's own configuration with the user's settings on top; ``cache`` keeps what npm says is its default."""
    npm = read_registry_settings(context.project, context.home, context.environment)
    return replace(
        npm,
        registry=settings.registry or npm.registry,
        scopes={**npm.scopes, **dict(settings.scope_registries)},
        internal=settings.policy.internal,
        internal_registry=settings.internal_registry,
        find_default=partial(remembered_default, cache, context.now),
    )
