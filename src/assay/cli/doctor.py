"""``assay doctor``: which package managers really ask the gate, and what leads around it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from assay.errors import UsageError

NOT_FROM = ", not from the gate"


@click.command("doctor")
@click.argument("gate", metavar="URL")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def command(gate: str, folder: Path) -> None:
    """Try whether every package manager here asks the gate at URL, and look for ways around it in FOLDER.

    Each installs a harmless canary package, in a folder of its own, with copies of your settings. Nothing is sent to
    the gate or to any registry. Folders with packages that were fetched before are named too; they may have come
    through the gate, so they change no exit code: 0 all ask the gate, 1 something goes around it, 3 something is
    unknown.
    """
    from assay.reports.visible import visible
    from assay.settings.registries import registry_address
    from assay.wiring.bypasses import corepack_bypasses, lockfile_bypasses, setting_bypasses
    from assay.wiring.doctor import Route, try_client
    from assay.wiring.setup_targets import installed
    from assay.wiring.stores import stores

    try:
        address = registry_address(gate)
    except ValueError as error:
        raise UsageError(str(error), hint="assay doctor http://127.0.0.1:4873/") from error
    routes = set()
    for client in installed():
        trial = try_client(client, address, folder, Path.home(), os.environ)
        routes.add(trial.route)
        click.echo(f"{client:<5} {trial.route.value}{visible(f': {trial.detail}', 400) if trial.detail else ''}")
    found = setting_bypasses(folder, Path.home(), os.environ, address)
    locked, unread = lockfile_bypasses(folder, address)
    fetched = corepack_bypasses(folder, os.environ, address)
    for bypass in (*found, *locked, *fetched):
        click.echo(f"{visible(bypass.place)}: {visible(bypass.what, 300)}{'' if bypass in fetched else NOT_FROM}")
    for client, store in stores(folder, Path.home(), os.environ):
        click.echo(f"{visible(str(store))}: {client} installs what is in it without asking; delete it once after setup")
    for each in unread:
        click.echo(f"assay: not read: {visible(each, 300)}", err=True)
    if found:
        click.echo(
            f"'assay gate setup {address}' writes your own settings, with --project this folder's; variables win."
        )
    if locked:
        click.echo("npm 10 and 11, yarn, bun and deno follow such addresses: write the lockfile anew through the gate.")
    if Route.AROUND in routes or found or locked or fetched:
        sys.exit(1)
    if routes == {Route.GATE} and not unread:
        click.echo("Every package manager here asks the gate.")
    sys.exit(3 if Route.UNKNOWN in routes or unread else 0)
