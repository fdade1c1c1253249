"""The corpus on disk: the one that is shipped, and the one that ``assay corpus update`` wrote."""

from __future__ import annotations

import contextlib
import mmap
import os
from dataclasses import dataclass
from pathlib import Path

import assay.names
from assay.errors import StoreError
from assay.names.corpus import Corpus
from assay.names.corpus_layout import InvalidCorpus

#: The file's name, in the package's data and in the user's folder.
FILE_NAME = "corpus.bin"


@dataclass(frozen=True, slots=True)
class OpenedCorpus:
    """A corpus ready to be asked.

    path      the file it is read from
    warning   why another file than the expected one was taken, and what to do; "" if all is well
    """

    corpus: Corpus
    path: Path
    warning: str = ""


def shipped_path() -> Path:
    """Where the corpus that comes with the program lies."""
    return Path(assay.names.__path__[0]) / "data" / FILE_NAME


def open_corpus(updated: Path | None = None) -> OpenedCorpus:
    """Open the user's updated corpus if there is one, otherwise the shipped one.

    A file that is cut short, damaged or of another version is not used: the shipped one is, and ``warning`` says
    what happened. Raises StoreError if the shipped one cannot be read either.
    """
    shipped = shipped_path()
    warning = ""
    if updated is not None and updated.exists():
        try:
            return OpenedCorpus(read_corpus(updated), updated)
        except StoreError as error:
            warning = f"{error}; the shipped corpus is used instead. {error.hint}"
    return OpenedCorpus(read_corpus(shipped), shipped, warning)


def read_corpus(path: Path) -> Corpus:
    """Map a corpus file into memory. Raises StoreError, with a hint, if it cannot be used."""
    hint = f"Run `assay corpus update` to fetch a new one, or delete {path}."
    try:
        with path.open("rb") as stream:
            buffer = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return Corpus(buffer)
    except InvalidCorpus as error:
        raise StoreError(f"the corpus of names {path} cannot be used: {error}", hint=hint) from error
    except (OSError, ValueError) as error:
        raise StoreError(f"the corpus of names {path} cannot be read: {error}", hint=hint) from error


def save_corpus(path: Path, content: bytes) -> None:
    """Put a corpus file in place in one step, so that no reader ever sees half of it.

    Raises StoreError if ``content`` is no corpus, or the folder cannot be written; what was there before stays.
    """
    try:
        Corpus(content)
    except InvalidCorpus as error:
        raise StoreError(f"the new corpus of names is not kept: {error}") from error
    import tempfile  # only an update needs it, and it is slow to import

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StoreError(f"the corpus of names cannot be written to {path.parent}: {error}") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise StoreError(f"the corpus of names cannot be written to {path}: {error}") from error
