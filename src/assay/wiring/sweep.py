"""Sweeping lists of names for imitations: where names and targets come from, and what comes out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from assay.errors import InputError, UsageError
from assay.names.corpus import Corpus
from assay.names.index import NameIndex
from assay.names.protected import LEAST_WORTH, ProtectedNames
from assay.names.strength import NOTICE, WARN
from assay.names.sweep_targets import SweepTargets, targets_of_corpus, targets_of_names, with_own_names
from assay.names.validity import MAX_NAME_LENGTH
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, open_corpus
from assay.store.corpus_sources import NAMES_PACKAGE, decode_names, read_tarball
from assay.store.location import data_folder
from assay.wiring.context import Context
from assay.wiring.corpus import source_of

#: What a missing library means.
EXTRA = "pip install 'assay[sweep]'"
#: A list of names with more bytes is none: the whole registry's has 117 MB (2026).
MAX_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SweepOrder:
    """What to compare with what.

    names      a list of names or a tarball of ``all-the-package-names``, None for the registry's newest
    against    a list of targets, None for the corpus and the internal names of the settings
    protect    targets by name, in place of the corpus
    """

    names: Path | None = None
    against: Path | None = None
    protect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepRow:
    """One name with the target it imitates most tellingly.

    class_              the most telling class of confusion
    strength            0 to 1
    name_downloads      a month, 0 if the name is not in the corpus; so is ``target_downloads``
    is_internal         the target is internal by the user's settings
    """

    rank: int
    name: str
    target: str
    class_: str
    classes: tuple[str, ...]
    edit: str
    strength: float
    name_downloads: int
    target_downloads: int
    is_internal: bool = False


def sweep_names(
    order: SweepOrder,
    settings: Settings,
    context: Context,
    tell: Callable[[str], None],
    progress: Callable[[str, int, int], None],
) -> Iterator[SweepRow]:
    """Compare every name with every target; the most telling first.

    tell       is told what is being done
    progress   is told what is done with the names, with how many more, and with how many in all
    Raises UsageError if the libraries of the extra are missing, InputError for a list that cannot be read.
    """
    try:
        from assay.names.sweep import sweep
        from assay.names.sweep_own import with_own_hits
    except ImportError as error:
        raise UsageError(f"a sweep needs {error.name or 'numba'}", hint=EXTRA) from error
    opened = open_corpus(data_folder(context.environment) / FILE_NAME)
    if opened.warning:
        tell(opened.warning)
    index = NameIndex(opened.corpus)
    is_whole = order.against is None and not order.protect
    protected = ProtectedNames(index, settings.policy.internal if is_whole else ())
    targets = _targets(order, opened.corpus, protected)
    every = _names(order.names, settings, context, tell)
    names = [name for name in every if _is_usable(name)]
    if len(names) < len(every):
        tell(f"left out {len(every) - len(names):,} that no package can have for a name")
    tell(f"comparing {len(names):,} names with {len(targets.names):,} targets")
    weakest = WARN if is_whole else NOTICE
    hits = sweep(
        opened.corpus,
        names,
        targets,
        weakest,
        progress=lambda more: progress("judging", more, len(names)),
        compared=lambda more: progress("comparing", more, 2 * len(names)),
    )
    if is_whole:
        hits = with_own_hits(hits, protected, names, weakest)
    else:
        own = frozenset(targets.names)
        hits = [hit for hit in hits if hit.name not in own]
    for rank, hit in enumerate(hits, 1):
        like = hit.likeness
        downloads = index.monthly_downloads(like.target) or 0
        yield SweepRow(
            rank, hit.name, like.target, like.classes[0], like.classes, like.edit, like.strength,
            like.name_downloads, downloads, like.is_internal,
        )  # fmt: skip


def read_names(path: Path) -> list[str]:
    """A list of names: one a line, a JSON array, or the tarball of ``all-the-package-names``. Raises InputError."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) == b"\x1f\x8b":
                return decode_names(read_tarball(path))
            stream.seek(0)
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", file=str(path)) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} has over {MAX_BYTES:,} bytes", file=str(path))
    try:
        if data.lstrip()[:1] == b"[":
            return msgspec.json.decode(data, type=list[str])
        return [line.strip() for line in data.decode().split("\n") if line.strip()]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        hint = "write one name a line, or a JSON array of names"
        raise InputError(f"{path} is no list of names: {error}", file=str(path), hint=hint) from error


def _names(path: Path | None, settings: Settings, context: Context, tell: Callable[[str], None]) -> Sequence[str]:
    if path is not None:
        return read_names(path)
    with tempfile.TemporaryDirectory(prefix="assay-sweep-") as temporary:
        return decode_names(source_of(NAMES_PACKAGE, None, Path(temporary), settings, context, tell))


def _targets(order: SweepOrder, corpus: Corpus, protected: ProtectedNames) -> SweepTargets:
    if order.protect:
        return _chosen(corpus, order.protect)
    if order.against is not None:
        return _chosen(corpus, read_names(order.against))
    targets = targets_of_corpus(corpus)
    return with_own_names(targets, protected.names, protected.worth) if protected.names else targets


def _is_usable(name: str) -> bool:
    return 0 < len(name) <= MAX_NAME_LENGTH and name.isascii() and name.isprintable()


def _chosen(corpus: Corpus, names: Sequence[str]) -> SweepTargets:
    """Targets that the user chose: each counts for as much as a popular name."""
    usable = [name for name in names if _is_usable(name) and len(name) > 1]
    if not usable:
        raise UsageError("there is no name to compare with", hint="name packages, or a list of them")
    targets = targets_of_names(corpus, usable)
    return replace(targets, downloads=[max(downloads, LEAST_WORTH) for downloads in targets.downloads])
