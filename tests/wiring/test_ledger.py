from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.model.handout import Handout, HandoutKind, HandoutOutcome
from assay.settings import Settings
from assay.store.ledger import Ledger
from assay.wiring.feeds import update_now
from assay.wiring.ledger import last_denial, recall_now, store_url

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


def test_the_newest_refusal_is_found_by_name_and_version(tmp_path: Path) -> None:
    def made(number: int, kind: HandoutKind, outcome: HandoutOutcome, version: str, *found: str) -> Handout:
        moment = NOW + timedelta(minutes=number)
        return Handout(str(number), moment, kind, outcome, "@acme/thing", version, evidence=found)

    tarball, packument = HandoutKind.TARBALL, HandoutKind.PACKUMENT
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger'}") as ledger:
        ledger.record(
            made(1, tarball, HandoutOutcome.REFUSED, "1.0.0", "it steals"),
            made(2, tarball, HandoutOutcome.SERVED, "0.9.0"),
            made(3, packument, HandoutOutcome.REWRITTEN, "", "2.0.0: young", "1.0.0: it steals"),
            made(4, packument, HandoutOutcome.REWRITTEN, "", "1.0.0: it steals"),
        )
        found = {
            asked: getattr(last_denial(ledger, asked), "id", "")
            for asked in ("@acme/thing", *(f"@acme/thing@{version}" for version in ("1.0.0", "2.0.0", "0.9.0")), "x")
        }
        assert found == {
            "@acme/thing": "1",
            "@acme/thing@1.0.0": "1",
            "@acme/thing@2.0.0": "3",
            "@acme/thing@0.9.0": "",
            "x": "",
        }
