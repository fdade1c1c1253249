"""``assay gate``: a registry that only hands out what passes, and what belongs to it."""

from __future__ import annotations

import click

from assay.cli.gate_setup import setup
from assay.cli.gate_why import why


@click.group("gate")
def command() -> None:
    """Only let packages in that pass: explain refusals, and point package managers at a gate."""


command.add_command(setup)
command.add_command(why)
