"""A whole scan in this process, with workers that are made to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from assay.model.report import Assessed, Report
from assay.settings import Settings
from assay.wiring import adapters
from assay.wiring import scan as wiring
from assay.workers.pool import WorkerLimits, WorkerPool
from tests.end_to_end import locked
from tests.registry_simulator import RegistrySimulator

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WHY = {
    "killer-thing": "SIGKILL",
    "leaver-thing": "ended with code 7",
    "sleeper-thing": "longer than 6 seconds",
    "glutton-thing": "more memory than a worker may have",
    "raiser-thing": "LookupError: a bug in a reader",
    "babbler-thing": "cannot be read",
}


class Watcher:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.seen: list[str] = []

    def begin(self, total: int) -> None:
        self.total = total

    def advance(self, assessed: Assessed) -> None:
        self.seen.append(str(assessed.ref))


@pytest.fixture
def registry() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as simulator:
        yield simulator


def run(project: Path, registry: RegistrySimulator, folder: Path, watcher: Watcher, now: datetime = NOW) -> Report:
    environment = {"ASSAY_CACHE_DIR": str(folder / "cache"), "ASSAY_DATA_DIR": str(folder / "data")}
    context = wiring.Context(now, {**environment, "npm_config_registry": registry.url}, project, folder)
    settings = Settings(workers=2)

    async def scan() -> Report:
        return await wiring.scan(wiring.Order((str(project),)), settings, context, watcher, asyncio.Event())

    return asyncio.run(scan())


def test_a_worker_that_fails_costs_its_own_release_and_no_other(
    registry: RegistrySimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters, "TARGET", "tests.wiring.hostile_target:inspect_job")
    limits = WorkerLimits(memory_bytes=1024**3, deadline=timedelta(seconds=6))
    monkeypatch.setattr(adapters, "WorkerPool", partial(WorkerPool, limits=limits))
    monkeypatch.setenv("PYTHONPATH", f"{Path(wiring.__file__).parents[2]}:{Path(__file__).parents[2]}")
    plain = [registry.publish(f"plain-thing-{number}") for number in range(6)]
    project = locked.project_of(tmp_path / "project", *plain, *(registry.publish(name) for name in WHY))
    watcher = Watcher()
    report = run(project, registry, tmp_path, watcher)
    by_name = {package.ref.name: package for package in report.packages}
    assert watcher.total == len(watcher.seen) == len(by_name) == len(plain) + len(WHY)
    for name, why in WHY.items():
        (gap,) = by_name[name].verdict.gaps
        assert (gap.kind, gap.what) == ("worker", f"tarball of {name}@1.0.0")
        assert why in gap.why
    for published in plain:
        assert by_name[published.name].verdict.gaps == ()
    assert (report.coverage.checked, report.coverage.from_cache) == (len(plain), 0)

    monkeypatch.undo()
    again = run(project, registry, tmp_path, Watcher())
    assert (again.coverage.checked, again.coverage.from_cache) == (len(plain) + len(WHY), len(plain))


def test_kept_facts_are_confirmed_after_a_day_and_not_read_again(registry: RegistrySimulator, tmp_path: Path) -> None:
    project = locked.project_of(tmp_path / "project", registry.publish("plain-thing"))
    run(project, registry, tmp_path, Watcher())
    registry.requests.clear()
    assert run(project, registry, tmp_path, Watcher(), NOW + timedelta(hours=23)).coverage.from_cache == 1
    assert registry.requests == []
    assert run(project, registry, tmp_path, Watcher(), NOW + timedelta(hours=25)).coverage.from_cache == 1
    assert registry.paths() == ["/plain-thing"]
    assert "if-none-match" in registry.requests[0].headers


def test_facts_that_changed_are_seen_after_a_day(registry: RegistrySimulator, tmp_path: Path) -> None:
    project = locked.project_of(tmp_path / "project", registry.publish("plain-thing"))
    run(project, registry, tmp_path, Watcher())
    registry.deprecate("plain-thing", "1.0.0", "no longer looked after")
    (package,) = run(project, registry, tmp_path, Watcher(), NOW + timedelta(hours=25)).packages
    assert [finding.rule_id for finding in package.verdict.findings] == ["deprecated-release"]


def test_the_words_or_the_current_folder() -> None:
    assert wiring.words_or_here(()) == (".",)
    assert wiring.words_or_here(["a", "b"]) == ("a", "b")
