"""``assay init``: a commented settings file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from assay.errors import UsageError


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(folder: Path, force: bool) -> None:
    """Write an assay.toml with every setting, its default and what it means into FOLDER."""
    from assay.settings import commented_settings

    target = folder / "assay.toml"
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    if target.exists() and not force:
        raise UsageError(f"{target} is there already", hint="'assay init --force' writes over it")
    try:
        target.write_text(commented_settings(), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror}") from error
    click.echo(f"Wrote {target}: everything in it is the default; uncomment what you want to change.")
