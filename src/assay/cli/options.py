"""The options that ``scan`` and ``check`` share, and how they become settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from assay.settings import Flags, Settings, load
from assay.wiring.context import Context
from assay.wiring.paths import settings_base

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--offline", is_flag=True, default=None, help="Use only what is on this machine, and say what is missing."
    ),
    click.option("--registry", metavar="URL", help="Default registry; without it npm's own configuration decides."),
    click.option("--config", type=click.Path(path_type=Path), help="Read this settings file and look for no other."),
    click.option("--no-config", is_flag=True, help="Read no settings file."),
    click.option(
        "--fail-on",
        type=click.Choice(["block", "warn", "never"]),
        help="What gives exit code 1. Default: block.",
    ),
    click.option(
        "--allow-gaps", is_flag=True, default=None, help="Exit with 0 in place of 3 if something was unchecked."
    ),
    click.option("--cooldown", metavar="TIME", help="Releases younger than this are too young, such as 3d or 12h."),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep verdicts of other runs."),
    click.option("--workers", type=click.IntRange(1, 256), help="Processes that read packages. Default: one a core."),
)


def shared_options(command: Command) -> Command:
    """Add the shared options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def registry_options(command: Command) -> Command:
    """Add those of them that a command needs which only fetches something."""
    for option in reversed(_OPTIONS[:4]):
        command = option(command)
    return command


def settings_for(words: tuple[str, ...], given: dict[str, Any]) -> Settings:
    """Settings for these targets, with the flags on top. Raises SettingsError."""
    flags = Flags(
        config=given["config"],
        no_config=given["no_config"],
        fail_on=given.get("fail_on"),
        allow_gaps=given.get("allow_gaps"),
        offline=given["offline"],
        workers=given.get("workers"),
        registry=given["registry"],
        cooldown=given.get("cooldown"),
        yara=given.get("yara"),
    )
    return load(settings_base(words), os.environ, flags)


def context_for(words: tuple[str, ...]) -> Context:
    """The outside of a run that starts now."""
    base = settings_base(words)
    return Context(
        now=datetime.now(UTC),
        environment=os.environ,
        project=base if base.is_dir() else base.parent,
        home=Path.home(),
    )
