"""Fetching one packument or tarball with a client that is closed afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path

from assay.assessment.ports import Blob
from assay.model.packument import Packument
from assay.registry.client import RegistryClient
from assay.registry.client_limits import ClientLimits
from tests.registry.settings_for import IMPATIENT
from tests.registry_simulator import Fault


def packument_of(client: RegistryClient, name: str = "p") -> Packument:
    async def main() -> Packument:
        async with client:
            return await client.packument(name)

    return asyncio.run(main())


def tarball_of(client: RegistryClient, name: str = "p", version: str = "1.0.0") -> tuple[Blob, bytes]:
    """The blob, and its bytes read while the client was open."""

    async def main() -> tuple[Blob, bytes]:
        async with client:
            packument = await client.packument(name)
            blob = await client.download(packument.releases[version])
            data = blob.data or _content(blob.path)
            await client.discard(blob)
            return blob, data

    return asyncio.run(main())


def limits_for(fault: Fault) -> ClientLimits:
    """Attempts end soon where the fault is that nothing comes; elsewhere a busy machine has time."""
    return IMPATIENT if fault in (Fault.SLOW, Fault.TRICKLE) else ClientLimits()


def _content(path: str) -> bytes:
    return Path(path).read_bytes()
