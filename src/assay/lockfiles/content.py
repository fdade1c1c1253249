"""Content: everything one lockfile or manifest names, and the limits that all readers share.

A reader is a function ``read(file, data, manifests=()) -> Content``. It raises InputError if the whole input cannot
be read (not UTF-8, not JSON or YAML, cut short, of an unknown version); a single entry that cannot be understood
becomes a Gap. It does no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assay.errors import InputError
from assay.model.dependency import Dependency, DependencyType
from assay.model.gap import Gap
from assay.model.location import Location

#: No lockfile that a client wrote comes near: 100 MiB would name some 200,000 releases.
MAX_INPUT_BYTES = 100 * 1024 * 1024
#: Brackets in brackets. npm 6 nests one ``dependencies`` object for each folder level, far fewer than this.
MAX_DEPTH = 400
#: Values (or YAML events) in one input; keeps the memory of a hostile one within a few hundred megabytes.
MAX_VALUES = 2_000_000
#: A hostile input may be wrong in every entry; so many Gaps are shown, the last one counts the others.
MAX_GAPS = 100


@dataclass(frozen=True, slots=True)
class Request:
    """A range in a manifest that has no lockfile: the registry must say which version it means.

    name       the package that is really meant (an alias is resolved)
    range      npm range or dist-tag, "" means any
    location   the line in the manifest
    type       which of the manifest's four lists it stands in
    alias      the name it is installed under, if that is not its own
    paths      ways from the project to it, names only, as in Dependency
    """

    name: str
    range: str
    location: Location
    type: DependencyType
    alias: str = ""
    paths: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What one input names.

    kind           the format in words, such as ``package-lock v3``
    dependencies   one for each entry of the input, in its order
    requests       ranges that are still to be resolved
    gaps           entries that could not be understood
    """

    kind: str
    dependencies: tuple[Dependency, ...]
    requests: tuple[Request, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A package.json beside or below a lockfile, for readers whose lockfile does not say what is direct.

    ``file`` is its path, spelled relative to the same folder as the lockfile's.
    """

    file: str
    data: bytes


class Reader(Protocol):
    """The shape of every ``read`` function."""

    def __call__(self, file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
        """Read one input. Raises InputError."""


def text_of(file: str, data: bytes, hint: str = "") -> str:
    """The text of an input, without its byte order mark. Raises InputError if it is too big or not UTF-8."""
    if len(data) > MAX_INPUT_BYTES:
        raise InputError(f"{file} is larger than {MAX_INPUT_BYTES // 1024**2} MiB", file=file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{file} is not UTF-8 text", file=file, line=line, hint=hint) from error
