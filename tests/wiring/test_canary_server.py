from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request

import pytest

from assay.model.integrity import Integrity
from assay.wiring.canary_server import CanaryServer

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def test_serves_the_canary_and_notes_it() -> None:
    with CanaryServer("canary-1") as canary:
        with DIRECT.open(f"{canary.url}/p/shop/canary-1") as answer:
            dist = json.load(answer)["versions"]["1.0.0"]["dist"]
        before = canary.seen.fetched
        with DIRECT.open(dist["tarball"]) as answer:
            data = answer.read()
        assert Integrity.parse(dist["integrity"]).agrees_with(Integrity.of(data))
        assert (before, canary.seen.fetched) == (False, True)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            DIRECT.open(f"{canary.url}/other")


def test_a_tunnel_leads_to_itself() -> None:
    with CanaryServer("canary-3") as canary:
        host, _, port = canary.url.removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port))
        connection.set_tunnel(host, int(port))
        connection.request("GET", "/canary-3/-/canary-3-1.0.0.tgz")
        assert connection.getresponse().read() == canary.tarball
        connection.close()
        assert canary.seen.fetched


def test_lets_nothing_out_and_notes_who_was_asked() -> None:
    with CanaryServer("canary-2") as canary:
        through = urllib.request.build_opener(urllib.request.ProxyHandler({"http": canary.url, "https": canary.url}))
        with pytest.raises(urllib.error.HTTPError, match="403"):
            through.open("http://registry.example/canary-2")
        with pytest.raises(urllib.error.URLError):
            through.open("https://other.example/canary-2")
        assert canary.seen.elsewhere == ["registry.example", "other.example"]
        assert not canary.seen.fetched
