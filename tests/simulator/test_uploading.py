from __future__ import annotations

import json
from base64 import b64encode
from urllib.request import Request, urlopen

from tests.registry_simulator import RegistrySimulator, pack


def test_what_is_put_is_published() -> None:
    data = pack({"index.js": "1\n"}, manifest={"name": "new-thing", "version": "1.0.0"})
    body = json.dumps(
        {
            "name": "new-thing",
            "dist-tags": {"latest": "1.0.0"},
            "versions": {"1.0.0": {"name": "new-thing", "version": "1.0.0", "description": "new", "dist": {"x": 1}}},
            "_attachments": {"new-thing-1.0.0.tgz": {"data": b64encode(data).decode()}},
        }
    ).encode()
    with RegistrySimulator() as registry:
        with urlopen(Request(f"{registry.url}/new-thing", body, method="PUT")) as answer:
            assert answer.status == 201
        with urlopen(f"{registry.url}/new-thing") as answer:
            release = json.load(answer)["versions"]["1.0.0"]
        assert release["description"] == "new"
        with urlopen(release["dist"]["tarball"]) as answer:
            assert answer.read() == data
