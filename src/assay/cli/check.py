"""``assay check``: names, before they are installed."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import context_for, settings_for, shared_options
from assay.errors import UsageError
from assay.model.policy import Action

if TYPE_CHECKING:
    from assay.model.report import Report
    from assay.names.opinion import NameOpinion
    from assay.settings import Settings
    from assay.wiring.names import Answer, OpenNames

#: Standard input with more bytes than this is no list of names.
MAX_INPUT = 64 * 1024 * 1024
#: No word that is longer is shown in full.
_SHOWN = 80


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="NAME[@VERSION]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="What to print. json: one line a name, about the name alone.",
)
@click.option("--deps", is_flag=True, help="Also check everything that they would bring along (not with json).")
@click.option("--all", "show_all", is_flag=True, help="Also show the evidence of what is allowed (not with json).")
@shared_options
def command(names: tuple[str, ...], format_name: str, deps: bool, show_all: bool, **given: Any) -> None:
    """Check packages before installing them: NAME, NAME@RANGE, NAME@TAG or a purl; - reads names from standard input.

    For the terminal they are scanned as by 'assay scan'. With --format json each gets one line about its name: whether
    it exists, and which name it could be mistaken for.
    """
    words = _words(names)
    if not words:
        click.echo("assay: there are no names on standard input", err=True)
        return
    settings = settings_for((), given)
    if format_name == "json":
        sys.exit(_print_lines(words, settings, use_cache=not given["no_cache"]))
    sys.exit(_scan(words, settings, use_cache=not given["no_cache"], deps=deps, show_all=show_all))


def _words(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with the lines of standard input where ``-`` stands. Raises UsageError if there are far too many."""
    if "-" not in names:
        return names
    data = sys.stdin.buffer.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise UsageError(f"standard input is longer than {MAX_INPUT:,} bytes", hint="check fewer names at once")
    lines = [line.strip() for line in data.decode(errors="replace").split("\n") if line.strip()]
    at = names.index("-")
    return tuple(name for name in (*names[:at], *lines, *names[at + 1 :]) if name != "-")


def _open(settings: Settings) -> OpenNames:
    from assay.wiring.names import open_names

    opened = open_names(settings, context_for(()))
    if opened.warning:
        click.echo(f"assay: {opened.warning}", err=True)
    return opened


def _print_lines(words: tuple[str, ...], settings: Settings, *, use_cache: bool) -> int:
    """Print one JSON line a name, and give the exit code."""
    from assay.wiring.names import NamesOrder, judge_names, name_in

    answers: list[tuple[bool, bool, bool]] = []

    def tell(answer: Answer) -> None:
        opinion = answer.opinion
        answers.append((bool(opinion.validity.errors), opinion.level.value == "warn", bool(answer.failure)))
        click.echo(_line(opinion))

    index = _open(settings).index
    judge_names(NamesOrder(tuple(map(name_in, words)), settings, context_for(()), use_cache), index, tell)
    refused, warned, failed = zip(*answers, strict=True)
    if all(refused):
        return 2
    if any(warned) and settings.fail_on is Action.WARN:
        return 1
    return 3 if any(failed) and not settings.allow_gaps else 0


def _line(opinion: NameOpinion) -> str:
    document: dict[str, object] = {
        "name": opinion.name,
        "exists": opinion.exists,
        "level": opinion.level.value,
        "target": opinion.target,
        "class": opinion.kind,
        "reasons": list(opinion.reasons),
    }
    told = opinion.validity
    if not told.for_new_packages:
        # In the words of npm's own validate-npm-package-name.
        document["validity"] = {
            "validForNewPackages": told.for_new_packages,
            "validForOldPackages": told.for_old_packages,
            "errors": list(told.errors),
            "warnings": list(told.warnings),
        }
    return json.dumps(document)


def _scan(words: tuple[str, ...], settings: Settings, *, use_cache: bool, deps: bool, show_all: bool) -> int:
    """Print what a scan says of the names that npm allows, and give the exit code. Raises UsageError if none is."""
    opened = _open(settings)
    allowed, refused = _sorted_out(words, opened)
    if not allowed:
        raise UsageError("; ".join(refused), hint="names look like left-pad or @scope/name")
    for line in refused:
        click.echo(f"assay: {line}", err=True)
    from assay.cli.output import print_report
    from assay.cli.progress import ProgressBar
    from assay.cli.scan import code_of
    from assay.wiring.scan import Order, scan_now

    order = Order(tuple(map(_as_name, allowed)), use_cache=use_cache, with_dependencies=deps)
    with ProgressBar(is_shown=sys.stderr.isatty()) as progress:
        report = scan_now(order, settings, context_for(()), progress)
    _print_opinions(allowed, report, settings, opened)
    print_report(report, "terminal", show_all=show_all)
    return code_of(report, settings)


def _sorted_out(words: tuple[str, ...], opened: OpenNames) -> tuple[list[str], list[str]]:
    """Words that name a package, and what is to say of the others."""
    from assay.reports.visible import visible
    from assay.wiring.names import judge_offline, name_in, refusal

    allowed: list[str] = []
    refused: list[str] = []
    now = context_for(()).now
    for word in words:
        opinion = judge_offline(opened.index, name_in(word), now).opinion
        why = refusal(word, opinion)
        if not why:
            allowed.append(word)
            continue
        meant = f"; probably meant: {', '.join(opinion.likely[:3])}" if opinion.likely else ""
        refused.append(f"{visible(repr(word), _SHOWN)} is no package: {visible(why)}{meant}")
    return allowed, refused


def _print_opinions(words: list[str], report: Report, settings: Settings, opened: OpenNames) -> None:
    """Say which names do not exist; without a registry, which names look like others."""
    from assay.reports.visible import visible
    from assay.wiring.names import judge_offline, name_in

    missing = {
        package.ref.name
        for package in report.packages
        if any(finding.rule_id == "name-not-in-registry" for finding in package.verdict.findings)
    }
    for name in dict.fromkeys(map(name_in, words)):
        exists = False if name in missing else None
        if exists is None and not settings.offline:
            continue
        opinion = judge_offline(opened.index, name, report.started, exists=exists).opinion
        if exists is False:
            likely = opinion.likely[:3]
            meant = f" It was probably meant to be {' or '.join(likely)}." if likely else ""
            click.echo(f"{visible(name)} does not exist: anyone could register it.{meant}")
        elif opinion.level.value != "none":
            click.echo(f"{visible(name)} {visible('; '.join(opinion.reasons))}.")


def _as_name(word: str) -> str:
    """The word as one that is never taken for a path, even where a folder has that name."""
    return word if word.startswith(("npm:", "pkg:")) or "@npm:" in word else f"npm:{word}"
