"""``assay allow``: accept a release that the policy would not, for a while."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.ledger import store_option
from assay.errors import UsageError

if TYPE_CHECKING:
    from assay.model.policy import PolicyException


@click.command("allow")
@click.argument("release", required=False, metavar="PACKAGE@VERSION")
@click.option("--reason", default="", help="What was looked at, and why it is accepted.")
@click.option("--owner", default="", help="Who answers for it.")
@click.option("--expires", metavar="DAY", help="The last day it applies, such as 2027-01-31, or an age such as 30d.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Accept only findings of this rule.")
@click.option("--integrity", default="", metavar="SRI", help="The accepted bytes. Default: those the gate saw.")
@click.option("--remove", is_flag=True, help="Take the exception for PACKAGE@VERSION back.")
@click.option("--list", "show", is_flag=True, help="Show every exception.")
@click.option("--config", type=click.Path(path_type=Path), help="The settings file. Default: the nearest assay.toml.")
@store_option
def command(
    release: str | None,
    reason: str,
    owner: str,
    expires: str | None,
    rules: tuple[str, ...],
    integrity: str,
    remove: bool,
    show: bool,
    config: Path | None,
    store: str | None,
) -> None:
    """Accept PACKAGE@VERSION although the policy does not, with a reason, an owner and a day on which that ends.

    The exception is written into assay.toml, bound to the version and to its bytes where they are known. A running
    gate follows at once.
    """
    from assay.settings.discover import settings_path
    from assay.wiring.allow import Wish, allow, allowed, disallow
    from assay.wiring.ledger import store_url

    today = datetime.now(UTC).date()
    path = settings_path(config, Path(), os.environ)
    if show:
        _show(allowed(path), today)
        return
    if not release:
        raise UsageError("which release?", hint="assay allow PACKAGE@VERSION --reason ... --owner ... --expires ...")
    if remove:
        if not disallow(release, path):
            raise UsageError(f"there is no exception for {release[:80]!r} in {path}")
        click.echo(f"{path}: {release} is no longer accepted.")
        return
    missing = [f"--{name}" for name, given in (("reason", reason), ("owner", owner), ("expires", expires)) if not given]
    if missing:
        hint = f"assay allow {release[:80]} --reason 'what was looked at' --owner you --expires 30d"
        raise UsageError(f"an exception needs {' and '.join(missing)}", hint=hint)
    wish = Wish(release, reason, owner, _day(expires, today), rules, integrity)
    made = allow(wish, path, store_url(store, os.environ), today)
    bound = "bound to its bytes" if made.integrity else "its bytes are not known here, so only the version is bound"
    click.echo(f"{path}: {release} is accepted until {made.expires} ({bound}).")


def _day(text: str | None, today: date) -> date:
    from assay.settings.duration import parse_duration

    hint = "--expires takes a day such as 2027-01-31, or 30d"
    if not text:
        raise UsageError("an exception needs a day on which it ends", hint=hint)
    try:
        return today + parse_duration(text)
    except ValueError:
        pass  # not an age, so a day
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text[:40]!r} is no day", hint=hint) from error


def _show(exceptions: Sequence[PolicyException], today: date) -> None:
    from assay.reports.visible import visible

    for each in exceptions:
        what = f"{each.package}@{each.version or '*'}"
        rules = ", ".join(each.rules) or "everything"
        over = " (over)" if each.expires < today else ""
        bytes_ = "" if each.integrity else ", any bytes"
        click.echo(visible(f"{what}: {rules}{bytes_}, until {each.expires}{over}, {each.owner}: {each.reason}"))
    if not exceptions:
        click.echo("assay: there are no exceptions", err=True)
