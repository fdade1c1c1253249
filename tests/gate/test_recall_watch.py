from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.feeds.documents import document
from tests.gate.running import running_gate
from tests.registry_simulator import RegistrySimulator


class _Hook(BaseHTTPRequestHandler):
    """Turns the first one away, as a program does that is just being started."""

    told: ClassVar[list[dict[str, str]]] = []
    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(self.path)
        if len(self.asked) > 1:
            self.told.append(body)
        self.send_response(503 if len(self.asked) == 1 else 204)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/recalled"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_new_feed_condemns_is_said_at_once_and_refused_from_then_on(hook: str, tmp_path: Path) -> None:
    with RegistrySimulator() as registry:
        registry.publish("bad-thing", "1.0.0")
        registry.publish("good-thing", "1.0.0")
        with running_gate(tmp_path / "gate", registry.url, "--webhook", hook) as gate:
            for name in ("bad-thing", "good-thing"):
                assert gate.get(f"/{name}/-/{name}-1.0.0.tgz").status == 200
            (tmp_path / "feed").mkdir()
            (tmp_path / "feed/MAL-2025-1.json").write_bytes(document("MAL-2025-1", "bad-thing"))
            gate.assay("feed", "update", str(tmp_path / "feed"))
            log = gate.folder / "gate.log"
            for _ in range(600):
                if _Hook.told and "recalled" in log.read_text(encoding="utf-8"):
                    break
                time.sleep(0.1)
            (line,) = (json.loads(each) for each in log.read_text(encoding="utf-8").splitlines() if each[:1] == "{")
            assert (line["event"], line["package"], line["record"]) == ("recalled", "bad-thing", "MAL-2025-1")
            (told,) = _Hook.told
            assert (told["package"], told["version"], told["record"]) == ("bad-thing", "1.0.0", "MAL-2025-1")
            assert _Hook.asked == ["/recalled"] * 2
            refused = gate.get("/bad-thing/-/bad-thing-1.0.0.tgz")
            assert refused.status == 403
            assert "compromised-version" in refused.reason
            assert gate.get("/good-thing/-/good-thing-1.0.0.tgz").status == 200
            assert "bad-thing@1.0.0" in gate.assay("ledger", "--recalled")
