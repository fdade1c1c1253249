from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assay.model.handout import Handout, HandoutKind, HandoutOutcome
from assay.settings import Settings
from assay.store.ledger import Ledger
from assay.wiring.feeds import update_now
from assay.wiring.ledger import recall_now, store_url

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def test_a_named_store_goes_first(tmp_path: Path) -> None:
    environment = {"ASSAY_STORE": "postgresql://host/ledger", "ASSAY_DATA_DIR": str(tmp_path / "a b")}
    assert store_url("sqlite:///mine", environment) == "sqlite:///mine"
    assert store_url(None, environment) == "postgresql://host/ledger"
    del environment["ASSAY_STORE"]
    with Ledger.open(store_url(None, environment)) as ledger:
        assert ledger.name == str(tmp_path / "a b" / "gate" / "ledger.sqlite3")


def test_what_a_new_feed_condemns_is_recalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"ASSAY_DATA_DIR": str(tmp_path)}
    affected = {"package": {"ecosystem": "npm", "name": "bad-thing"}, "versions": ["1.0.0"]}
    record = {"id": "MAL-2026-1", "summary": "Malicious code", "modified": "2026-05-01T00:00:00Z"}
    (tmp_path / "feed.jsonl").write_text(json.dumps({**record, "affected": [affected]}))
    with Ledger.open(store_url(None, environment)) as ledger:
        for version in ("1.0.0", "2.0.0"):
            made = Handout(version, NOW, HandoutKind.TARBALL, HandoutOutcome.SERVED, "bad-thing", version)
            ledger.record(made)
        assert recall_now(ledger, Settings(), environment, NOW) == []
        monkeypatch.setenv("ASSAY_DATA_DIR", str(tmp_path))
        update_now(str(tmp_path / "feed.jsonl"))
        assert [each.version for each in recall_now(ledger, Settings(), environment, NOW)] == ["1.0.0"]
