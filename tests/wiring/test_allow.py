from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assay.errors import AssayError, SettingsError, UsageError
from assay.model.handout import Handout, HandoutKind, HandoutOutcome
from assay.model.integrity import Integrity
from assay.store.ledger import Ledger
from assay.wiring.allow import Wish, allow, allowed, disallow

TODAY = date(2026, 1, 10)
WISH = Wish("@acme/tool@1.2.3", "we read it", "me", TODAY + timedelta(days=30), ("install-script",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "assay.toml"
    file.write_text('# ours\nfail-on = "warn"   # strict\n')
    return file


def no_store(path: Path) -> str:
    return f"sqlite:///{path.parent}/none.sqlite3"


def test_an_exception_is_written_listed_and_taken_back(path: Path) -> None:
    before = path.read_text()
    made = allow(WISH, path, no_store(path), TODAY)
    assert path.read_text().startswith(before)
    assert allowed(path) == (made,)
    assert (made.package, made.version, made.rules, made.integrity) == (
        "@acme/tool",
        "1.2.3",
        ("install-script",),
        None,
    )
    assert disallow("@acme/tool@1.2.4", path) == 0
    assert disallow("@acme/tool@1.2.3", path) == 1
    assert allowed(path) == ()
    assert path.read_text().strip() == before.strip()


def test_it_is_bound_to_the_bytes_that_the_gate_saw(path: Path) -> None:
    store = f"sqlite:///{path.parent}/ledger.sqlite3"
    bytes_seen = Integrity.of(b"these")
    with Ledger.open(store) as ledger:
        time = datetime(2026, 1, 9, tzinfo=UTC)
        made = Handout("a", time, HandoutKind.TARBALL, HandoutOutcome.REFUSED, "@acme/tool", "1.2.3", bytes_seen)
        ledger.record(made, replace(made, id="b", time=time + timedelta(hours=1), integrity=None))
    assert allow(WISH, path, store, TODAY).integrity == bytes_seen
    given = replace(WISH, integrity=str(Integrity.of(b"those")), rules=())
    assert allow(given, path, store, TODAY).integrity == Integrity.of(b"those")


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    assert allowed(path) == ()
    assert disallow("left-pad@1.0.0", path) == 0
    allow(WISH, path, no_store(path), TODAY)
    assert len(allowed(path)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        replace(WISH, release="left-pad"),
        replace(WISH, release="@acme/tool"),
        replace(WISH, release="left-pad@^1.0.0"),
        replace(WISH, release="left-pad@latest"),
        replace(WISH, release="left-pad@"),
        replace(WISH, release="left pad@1.0.0"),
        replace(WISH, reason="  "),
        replace(WISH, owner=""),
        replace(WISH, reason="two\nlines"),
        replace(WISH, expires=TODAY),
        replace(WISH, expires=TODAY + timedelta(days=400)),
        replace(WISH, integrity="sha512-short"),
        replace(WISH, integrity="sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        replace(WISH, rules=("no-such-rule",)),
    ],
    ids=lambda wish: "nonsense",
)
def test_nonsense_is_refused_and_nothing_written(path: Path, wrong: Wish) -> None:
    before = path.read_text()
    with pytest.raises(AssayError):
        allow(wrong, path, no_store(path), TODAY)
    assert path.read_text() == before


def test_what_is_accepted_already_is_not_accepted_twice(path: Path) -> None:
    allow(WISH, path, no_store(path), TODAY)
    with pytest.raises(SettingsError, match="is accepted until") as caught:
        allow(WISH, path, no_store(path), TODAY)
    assert "--remove" in caught.value.hint
    allow(replace(WISH, expires=TODAY + timedelta(days=60)), path, no_store(path), TODAY + timedelta(days=31))


def test_only_releases_can_be_taken_back(path: Path) -> None:
    with pytest.raises(UsageError):
        disallow("left-pad", path)
