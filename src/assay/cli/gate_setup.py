"""``assay gate setup``: point package managers at a gate, and take that back."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from assay.errors import UsageError


@click.command("setup", short_help="Point every package manager at a gate, or take that back.")
@click.argument("url", required=False)
@click.option("--project", is_flag=True, help="Change the files of this folder, for all who work on it.")
@click.option("--user", is_flag=True, help="Change your own files. The default.")
@click.option("--undo", is_flag=True, help="Take back what earlier runs changed.")
@click.option("--dry-run", is_flag=True, help="Only show what would be changed.")
def setup(url: str | None, project: bool, user: bool, undo: bool, dry_run: bool) -> None:
    """Let every package manager on this machine ask the gate at URL, each by its own file.

    Only the setting itself is changed. What is changed is shown, and --undo takes exactly that back.
    """
    from assay.store.location import data_folder

    if project and user:
        raise UsageError("--project and --user change different files", hint="give one of them")
    journal = data_folder(os.environ) / "gate" / "setup.json"
    if undo:
        if url or dry_run:
            raise UsageError("--undo takes back everything, so it takes nothing else")
        sys.exit(_undo(journal))
    if not url:
        raise UsageError("which gate?", hint="assay gate setup http://127.0.0.1:4873/")
    sys.exit(_set_up(url, journal, project=project, dry_run=dry_run))


def _set_up(url: str, journal: Path, *, project: bool, dry_run: bool) -> int:
    from assay.reports.visible import visible
    from assay.wiring.bypasses import stronger_settings
    from assay.wiring.setup import apply, plan
    from assay.wiring.setup_targets import installed, project_targets, user_targets

    clients = installed()
    if not clients:
        raise UsageError("no package manager was found", hint="npm, pnpm, yarn, bun and deno are looked for on PATH")
    targets = project_targets(Path.cwd(), clients) if project else user_targets(Path.home(), clients)
    changes = plan(targets, url)
    for change in changes:
        if change.is_needed:
            click.echo(change.diff(), nl=False)
        elif not change.trouble:
            click.echo(f"{change.target.path}: names the gate already")
    if not dry_run:
        apply(changes, journal, datetime.now(UTC))
    for change in changes:
        if change.trouble:
            click.echo(f"assay: {change.target.path} was left as it is: {change.trouble}", err=True)
    done = "would ask" if dry_run else "ask"
    reached = [name for name in clients if any(name in each.target.clients and not each.trouble for each in changes)]
    if reached:
        click.echo(
            f"{', '.join(reached)} {done} {url}. 'assay doctor' tries them, 'assay gate setup --undo' undoes it."
        )
    folder = Path.cwd()
    for bypass in stronger_settings(folder, Path.home(), os.environ, url, for_project=project):
        click.echo(f"assay: {visible(bypass.place)} is stronger: {visible(bypass.what, 300)}", err=True)
    return 1 if any(change.trouble for change in changes) else 0


def _undo(journal: Path) -> int:
    from assay.wiring.setup import undo

    restored, left = undo(journal)
    for path in restored:
        click.echo(f"{path}: as before")
    for path in left:
        click.echo(f"assay: {path} was changed since and is left as it is: look for the gate's address in it", err=True)
    if not restored and not left:
        click.echo("assay: there is nothing to take back", err=True)
    return 1 if left else 0
