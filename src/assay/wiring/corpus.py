"""Updating the corpus of names from two npm packages, and reading the registry's names from one of them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assay.assessment.ports import Blob
from assay.errors import BadResponse, InputError, RegistryError, StoreError
from assay.names.corpus_layout import CorpusInfo
from assay.registry.client import RegistryClient
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, read_corpus, save_corpus
from assay.store.corpus_sources import COUNTS_PACKAGE, NAMES_PACKAGE, SourceTarball, build_corpus, read_tarball
from assay.store.location import DATA_VARIABLE, cache_folder, data_folder
from assay.wiring.context import Context, npm_settings

#: What a user can do who cannot fetch the packages here.
ELSEWHERE = "fetch the tarballs elsewhere with 'npm pack', and name them with --counts and --names"


@dataclass(frozen=True, slots=True)
class Tarballs:
    """The paths of tarballs that the user has; what is None is fetched from the registry."""

    counts: Path | None = None
    names: Path | None = None


@dataclass(frozen=True, slots=True)
class UpdatedCorpus:
    """A corpus that was built and put in place."""

    path: Path
    size_bytes: int
    info: CorpusInfo


def update_corpus(
    tarballs: Tarballs, settings: Settings, context: Context, tell: Callable[[str], None]
) -> UpdatedCorpus:
    """Build a corpus and put it in place of the one in the user's folder, which stays if anything goes wrong.

    Raises InputError, RegistryError or StoreError, each with what to do.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="assay-corpus-") as temporary:
            counts = source_of(COUNTS_PACKAGE, tarballs.counts, Path(temporary), settings, context, tell)
            names = source_of(NAMES_PACKAGE, tarballs.names, Path(temporary), settings, context, tell)
        tell("building the corpus")
        content = build_corpus(counts, names)
        target = data_folder(context.environment) / FILE_NAME
        save_corpus(target, content)
        return UpdatedCorpus(target, len(content), read_corpus(target).info)
    except InputError as error:
        error.hint = error.hint or "run 'assay corpus update' without --counts and --names to fetch both"
        raise
    except StoreError as error:
        error.hint = error.hint or f"set {DATA_VARIABLE} to a folder that can be written"
        raise


def source_of(
    name: str, path: Path | None, folder: Path, settings: Settings, context: Context, tell: Callable[[str], None]
) -> SourceTarball:
    """The data of one of the two packages, from the user's tarball or fetched into a folder.

    Raises InputError for a tarball of something else, or if there is none and the registry may not be asked;
    RegistryError if it could not be fetched.
    """
    source = read_tarball(path or _fetch_now(name, folder, settings, context, tell))
    if source.name != name:
        raise InputError(f"{path} is {source.name}, not {name}", hint="--counts and --names may be swapped")
    return source


def _fetch_now(name: str, folder: Path, settings: Settings, context: Context, tell: Callable[[str], None]) -> Path:
    if settings.offline:
        raise InputError(f"{name} cannot be fetched offline", hint=ELSEWHERE)
    tell(f"fetching {name}")
    try:
        return asyncio.run(_fetch(name, folder, settings, context))
    except RegistryError as error:
        raise type(error)(f"{name} could not be fetched: {error}", hint=error.hint or ELSEWHERE) from error


async def _fetch(name: str, folder: Path, settings: Settings, context: Context) -> Path:
    """Write the newest tarball into the folder. Raises a RegistryError, also if its bytes are not those promised."""
    npm = npm_settings(settings, context, settings.cache_dir or cache_folder(context.environment))
    async with RegistryClient(npm, folder=folder) as registry:
        packument = await registry.packument(name)
        release = packument.releases.get(packument.dist_tags.get("latest", ""))
        if release is None:
            raise BadResponse(f"the registry has no latest release of {name}")
        blob = await registry.download(release)
        if not (release.integrity and blob.integrity and release.integrity.agrees_with(blob.integrity)):
            raise BadResponse(f"the tarball of {release.ref} is not the one that the registry vouches for")
        return await asyncio.to_thread(_put, blob, folder / f"{name}.tgz")


def _put(blob: Blob, target: Path) -> Path:
    if blob.path:
        return Path(blob.path).rename(target)
    target.write_bytes(blob.data)
    return target
