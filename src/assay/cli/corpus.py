"""``assay corpus``: the popular names that every name is compared with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assay.cli.options import context_for, registry_options, settings_for

_TARBALL = click.Path(path_type=Path)


@click.group("corpus")
def command() -> None:
    """Update and show the corpus of popular names that lookalikes are told by."""


@command.command("update")
@click.option("--counts", type=_TARBALL, metavar="FILE", help="Tarball of the npm package download-counts.")
@click.option("--names", type=_TARBALL, metavar="FILE", help="Tarball of the npm package all-the-package-names.")
@registry_options
def update(counts: Path | None, names: Path | None, **given: Any) -> None:
    """Build the corpus anew from two npm packages, download-counts and all-the-package-names.

    What is not given as a tarball is fetched from the registry (about 28 MB each). The old corpus stays if that fails.
    """
    from assay.wiring.corpus import Tarballs, update_corpus

    settings = settings_for((), given)
    updated = update_corpus(Tarballs(counts, names), settings, context_for(()), lambda what: click.echo(what, err=True))
    megabytes = updated.size_bytes / 1_000_000
    click.echo(f"{updated.info.names:,} names, counted on {updated.info.built}, {megabytes:.1f} MB: {updated.path}")


@command.command("show")
def show() -> None:
    """Show which corpus is in use: its names, their day and what it was built from."""
    import os

    from assay.store.corpus_file import FILE_NAME, open_corpus
    from assay.store.location import data_folder

    opened = open_corpus(data_folder(os.environ) / FILE_NAME)
    info = opened.corpus.info
    sources = ", ".join(f"{name}@{version}" for name, version in sorted(info.sources.items()))
    click.echo(f"{info.names:,} names, counted on {info.built}, from {sources}: {opened.path}")
    if opened.warning:
        click.echo(f"assay: {opened.warning}", err=True)
