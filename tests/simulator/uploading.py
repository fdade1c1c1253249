"""What a client uploads when it publishes: one version's manifest, and its tarball in base64."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload."""

    name: str
    version: str
    tag: str
    manifest: dict[str, object]
    tarball: bytes


def read_upload(body: bytes) -> Upload:
    """The one version of an uploaded document."""
    document = json.loads(body)
    ((version, manifest),) = document["versions"].items()
    ((_, attachment),) = (each for each in document["_attachments"].items() if each[0].endswith(".tgz"))
    tag = next(iter(document["dist-tags"]))
    return Upload(document["name"], version, tag, manifest, b64decode(attachment["data"]))
