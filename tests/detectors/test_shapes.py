"""The shapes of ``bench/source/shapes`` are whole packages, and name no host that answers."""

from __future__ import annotations

import json
import re

import pytest

from bench.source.shapes import WAVES, Shape, shapes

ALL = [shape for wave in WAVES for shape in shapes(wave)]
HOST = re.compile(r"(?:https?|wss?)://([^/:\"'`\s\\?]+)")
#: Services whose address is the shape itself; what stands behind the host names nobody there.
SERVICES = ("gist.githubusercontent.com", "calendar.app.google", "discord.com", "api.telegram.org", "webhook.site")
#: The address of the machine that a cloud's own service answers on.
PLACES = ("169.254.169.254",)


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_a_shape_is_a_package_that_reaches_nobody(shape: Shape) -> None:
    files = dict(shape.files)
    manifest = json.loads(files["package.json"])
    assert manifest["name"].startswith("acme-")
    assert shape.runs in ("import", "install", "command", "checkout")
    hosts = {host for data in files.values() for host in HOST.findall(data.decode("utf-8", "replace"))}
    literal = {host for host in hosts if "$" not in host and host not in (*SERVICES, *PLACES)}
    assert all(host.endswith(".invalid") for host in literal), literal


def test_a_shape_is_packed_the_same_way_every_time() -> None:
    assert ALL[0].tarball() == ALL[0].tarball()
