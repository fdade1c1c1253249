"""yarn.lock: yarn 1's own text format, or the YAML of yarn 2 and later, told apart by ``__metadata``."""

from __future__ import annotations

import re

from assay.lockfiles import yarn_berry, yarn_v1
from assay.lockfiles.content import Content, ManifestFile

_BERRY = re.compile(rb"^(?:\xef\xbb\xbf)?\"?__metadata\"?:", re.MULTILINE)


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a yarn.lock of any version. Raises InputError."""
    reader = yarn_berry.read if _BERRY.search(data) else yarn_v1.read
    return reader(file, data, manifests)
