"""Standard output, which may be a full disk or a reader that has seen enough."""

from __future__ import annotations

import errno
import os
import sys

import click

from assay.errors import UsageError


def print_text(text: str, *, color: bool | None = None) -> None:
    """Print a text that brings its own line ends. Raises UsageError if standard output takes no more."""
    try:
        click.echo(text, nl=False, color=color)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader has seen enough: click ends quietly
        # What is left in the buffer cannot be written either, and must not raise again when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UsageError(f"cannot print the report: {error.strerror}") from error
