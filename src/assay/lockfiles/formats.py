"""The formats by file name: which reader reads which file."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from assay.errors import InputError
from assay.lockfiles import bun, deno, manifest, npm, pnpm, sbom, yarn
from assay.lockfiles.content import Content, ManifestFile, Reader
from assay.lockfiles.walk import SBOM_ENDINGS, SBOM_NAMES

#: bun's binary lockfile begins so; a number of its version follows.
BUN_BINARY_MAGIC = b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n"
#: Every format shows itself this early.
HEAD_BYTES = 16_384
_BUN_CONVERT = "convert it with `bun install --save-text-lockfile --frozen-lockfile --lockfile-only`"


def read_bun_binary(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Raise InputError with the command that converts a bun.lockb: its binary form is not read."""
    del manifests
    what = "bun's binary format" if data.startswith(BUN_BINARY_MAGIC) else "an unknown binary format"
    raise InputError(f"{file} is in {what}, which is not read", file=file, hint=_BUN_CONVERT)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the file names (or their endings) that are used for it, what its first bytes hold, its reader."""

    names: frozenset[str]
    mark: re.Pattern[bytes]
    read: Reader
    endings: tuple[str, ...] = ()


#: The first format whose names hold the file's name wins, else the first whose mark is in the file's first bytes.
FORMATS = (
    Format(frozenset({"bun.lockb"}), re.compile(rb"\A" + re.escape(BUN_BINARY_MAGIC)), read_bun_binary),
    Format(
        frozenset({"bun.lock"}),
        re.compile(
            rb'\A\s*\{\s*"lockfileVersion"\s*:\s*\d+\s*,\s*(?:"configVersion"\s*:\s*\d+\s*,\s*)?"workspaces"\s*:'
        ),
        bun.read,
    ),
    Format(
        frozenset({"deno.lock"}),
        re.compile(rb'\A\s*\{\s*"version"\s*:\s*"\d+"\s*,\s*"(?:specifiers|packages|npm|jsr|remote|workspace)"\s*:'),
        deno.read,
    ),
    Format(
        SBOM_NAMES,
        re.compile(rb'\A\s*\{.*(?:"bomFormat"\s*:\s*"CycloneDX"|"spdxVersion"\s*:|/spdx\.org/rdf/3)', re.DOTALL),
        sbom.read,
        SBOM_ENDINGS,
    ),
    Format(
        frozenset({"package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"}),
        re.compile(rb'\A\s*\{.*"lockfileVersion"\s*:.*"(?:packages|dependencies|requires)"\s*:', re.DOTALL),
        npm.read,
    ),
    Format(
        frozenset({"yarn.lock"}),
        re.compile(rb'^(?:# yarn lockfile v|"?__metadata"?:)', re.MULTILINE),
        yarn.read,
    ),
    Format(frozenset({"pnpm-lock.yaml"}), re.compile(rb"^lockfileVersion:", re.MULTILINE), pnpm.read),
    Format(
        frozenset({"package.json"}),
        re.compile(rb'\A\s*\{.*"(?:d|devD|optionalD|peerD)ependencies"\s*:\s*\{', re.DOTALL),
        manifest.read,
    ),
)


def reader_for(filename: str, head: bytes) -> Reader | None:
    """The reader of a file, None if it is of no known format.

    filename   its path or name; what it is called decides before what it holds
    head       its first bytes; ``HEAD_BYTES`` are enough
    """
    name = posixpath.basename(filename.replace("\\", "/"))
    for known in FORMATS:
        if name in known.names or name.endswith(known.endings):
            return known.read
    start = head[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    return next((known.read for known in FORMATS if known.mark.search(start)), None)
