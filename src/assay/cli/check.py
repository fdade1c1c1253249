"""``assay check``: names, before they are installed."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import context_for, settings_for, shared_options
from assay.cli.printing import print_text
from assay.errors import UsageError
from assay.model.policy import Action

if TYPE_CHECKING:
    from assay.names.opinion import NameOpinion
    from assay.settings import Settings
    from assay.wiring.check import CheckReport
    from assay.wiring.names import Answer, OpenNames

#: Standard input with more bytes than this is no list of names.
MAX_INPUT = 64 * 1024 * 1024
#: No word that is longer is shown in full.
_SHOWN = 80
#: Exit codes, the first that is true: something found, a name that can be none, something that could not be checked.
_FOUND, _REFUSED, _UNCHECKED = 1, 2, 3
#: ^C ended it, as in ``assay.cli.main``.
_STOPPED = 130


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="NAME[@VERSION]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="What to print. json: one line a name.",
)
@click.option("--name-only", is_flag=True, help="Judge the names and download no release. --offline does the same.")
@click.option("--deps", is_flag=True, help="Also check everything that they would bring along.")
@click.option("--all", "show_all", is_flag=True, help="Also show the evidence of what is allowed.")
@shared_options
def command(
    names: tuple[str, ...], format_name: str, name_only: bool, deps: bool, show_all: bool, **given: Any
) -> None:
    """Check packages before installing them: NAME, NAME@RANGE, NAME@TAG or a purl; - reads names from standard input.

    Each name is judged: whether it exists, and which name it could be mistaken for. Then its release is scanned as by
    'assay scan'. With --offline the name is judged by itself ('assay scan --offline NAME' asks what earlier runs kept).

    Exit codes are those of 'assay scan': 1 for a release to block, and with --fail-on warn for a name that is warned
    of; 2 for a name that npm refuses; 3 for a name that the registry could not be asked about.
    """
    words = _words(names)
    if not words:
        click.echo("assay: there are no names on standard input", err=True)
        return
    settings = settings_for((), given)
    use_cache = not given["no_cache"]
    if name_only or settings.offline:
        sys.exit(_names(words, settings, format_name, use_cache=use_cache))
    sys.exit(_scan(words, settings, format_name, use_cache=use_cache, deps=deps, show_all=show_all))


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


def _names(words: tuple[str, ...], settings: Settings, format_name: str, *, use_cache: bool) -> int:
    """Print what is told of the names alone, as it comes, and give the exit code."""
    from assay.wiring.names import NamesOrder, judge_names, name_in

    told: list[Answer] = []

    def tell(answer: Answer) -> None:
        told.append(replace(answer, opinion=replace(answer.opinion, reasons=())))
        if format_name == "json":
            _print_line(answer.opinion)
        else:
            _print_text(answer.opinion)

    index = _open(settings).index
    try:
        judge_names(NamesOrder(tuple(map(name_in, words)), settings, context_for(()), use_cache), index, tell)
    except KeyboardInterrupt:
        if not told:
            raise
        click.echo(f"assay: stopped after {len(told):,} of {len(words):,} names", err=True)
        return _STOPPED
    if _warned([answer.opinion for answer in told], settings):
        return _FOUND
    if any(answer.opinion.validity.errors for answer in told):
        return _REFUSED
    return _UNCHECKED if any(answer.failure for answer in told) and not settings.allow_gaps else 0


def _warned(opinions: list[NameOpinion], settings: Settings) -> bool:
    return settings.fail_on is Action.WARN and any(opinion.level.value == "warn" for opinion in opinions)


def _print_line(opinion: NameOpinion, more: dict[str, object] | None = None) -> None:
    from assay.reports.name_line import as_line, name_fields

    print_text(as_line({**name_fields(opinion), **(more or {})}) + "\n")


def _print_text(opinion: NameOpinion) -> None:
    from assay.reports.name_text import name_text

    width, color = _terminal()
    print_text(name_text(opinion, width, color=color), color=color)


def _terminal() -> tuple[int, bool]:
    """How many columns there are to fill, and whether colours are welcome."""
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return min(shutil.get_terminal_size((100, 24)).columns, 140), color


def _scan(
    words: tuple[str, ...], settings: Settings, format_name: str, *, use_cache: bool, deps: bool, show_all: bool
) -> int:
    """Print what is told of the names and what a scan says of their releases, and give the exit code."""
    refused = _refused(words, settings)
    allowed = [word for word in words if word not in refused]
    if not allowed:
        return _only_refused(words, refused, format_name)
    from assay.cli.progress import ProgressBar
    from assay.cli.scan import code_of
    from assay.wiring.check import check_now

    with ProgressBar(is_shown=sys.stderr.isatty()) as progress:
        done = check_now(allowed, settings, context_for(()), progress, use_cache=use_cache, deps=deps)
    if format_name == "json":
        _print_lines(words, refused, done, deps=deps)
    else:
        _print_report(refused, done, show_all=show_all)
    code = code_of(done.report, settings)
    if code == _FOUND or _warned([*refused.values(), *(checked.answer.opinion for checked in done.words)], settings):
        return _FOUND
    return _REFUSED if refused else code


def _refused(words: tuple[str, ...], settings: Settings) -> dict[str, NameOpinion]:
    """Words that name no release, each with what is to be told of it."""
    from assay.names.opinion import NameLevel
    from assay.wiring.names import judge_offline, name_in, refusal

    opened = _open(settings)
    now = context_for(()).now
    refused = {}
    for word in dict.fromkeys(words):
        opinion = judge_offline(opened.index, name_in(word), now).opinion
        why = refusal(word, opinion)
        if why and not opinion.validity.errors:
            level = NameLevel.WARN if opinion.level is NameLevel.WARN else NameLevel.NOTICE
            opinion = replace(opinion, level=level, reasons=(*opinion.reasons, why))
        if why:
            refused[word] = opinion
    return refused


def _only_refused(words: tuple[str, ...], refused: dict[str, NameOpinion], format_name: str) -> int:
    if format_name == "json":
        for word in words:
            _print_line(refused[word])
    else:
        _complain(refused)
    return _REFUSED


def _complain(refused: dict[str, NameOpinion]) -> None:
    from assay.reports.visible import visible

    for word, opinion in refused.items():
        click.echo(
            f"assay: {visible(repr(word), _SHOWN)} is no package: {visible('; '.join(opinion.reasons))}", err=True
        )
    click.echo("assay: names look like left-pad or @scope/name", err=True)


def _print_lines(words: tuple[str, ...], refused: dict[str, NameOpinion], done: CheckReport, *, deps: bool) -> None:
    from assay.reports.name_line import release_fields

    by_word = {checked.word: checked for checked in done.words}
    for word in words:
        if word in refused:
            _print_line(refused[word], release_fields(None, (), done.report, () if deps else None))
            continue
        checked = by_word[word]
        brings = checked.brings if deps else None
        more = release_fields(checked.release, checked.gaps, done.report, brings)
        _print_line(checked.answer.opinion, more)


def _print_report(refused: dict[str, NameOpinion], done: CheckReport, *, show_all: bool) -> None:
    from assay.cli.output import print_report
    from assay.reports.name_text import has_news, names_to_look_at

    if refused:
        _complain(refused)
    opinions = tuple(dict.fromkeys(checked.answer.opinion for checked in done.words))
    news = [opinion for opinion in opinions if has_news(opinion)]
    for opinion in news:
        _print_text(opinion)
    if news:
        print_text("\n")
    print_report(done.report, "terminal", show_all=show_all)
    width, color = _terminal()
    last = names_to_look_at(opinions, width, color=color)
    if last:
        print_text(f"\n{last}", color=color)
