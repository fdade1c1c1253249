"""A real npm registry in memory, for tests and benchmarks of every room.

    with RegistrySimulator() as registry:
        registry.publish("left-pad", "1.0.0", files={"index.js": "..."}, manifest={"scripts": {...}})
        registry.fault("/left-pad/-/*", Fault.CUT_OFF, times=1)
        ... scan against registry.url ...
        assert registry.paths() == ["/left-pad", ...]

It listens on 127.0.0.1 on a free port and stops with the block. ``pack`` builds tarballs, hostile ones through
``RawMember``. Real clients can install from it.
"""

from __future__ import annotations

from tests.simulator.faults import Fault
from tests.simulator.http import Request
from tests.simulator.packages import Published
from tests.simulator.packing import RawMember, pack, pack_raw, squeeze
from tests.simulator.registry import LOCALHOST_PEM, RegistrySimulator

__all__ = [
    "LOCALHOST_PEM",
    "Fault",
    "Published",
    "RawMember",
    "RegistrySimulator",
    "Request",
    "pack",
    "pack_raw",
    "squeeze",
]
