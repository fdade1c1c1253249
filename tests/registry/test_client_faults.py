from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assay.errors import (
    BadResponse,
    RegistryError,
    RegistryUnavailable,
    TooLarge,
)
from assay.model.integrity import Integrity
from assay.registry.client import RegistryClient
from assay.registry.client_limits import ClientLimits
from tests.registry.fetching import limits_for, packument_of, tarball_of
from tests.registry.settings_for import FakeTime, client_for, settings_for
from tests.registry_simulator import Fault, RegistrySimulator


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.CUT_OFF, Fault.STATUS, Fault.SLOW, Fault.TRICKLE])
@pytest.mark.parametrize("path", ["/p", "/p/-/*"])
def test_a_passing_fault_is_survived(fault: Fault, path: str) -> None:
    time = FakeTime()
    with RegistrySimulator() as registry:
        published = registry.publish("p")
        registry.fault(path, fault, times=2, seconds=20 if fault is Fault.SLOW else 0.1)
        limits = limits_for(fault)
        assert tarball_of(client_for(settings_for(registry.url), limits=limits, time=time))[1] == published.tarball
    # aiohttp itself asks once more after a connection that was closed without an answer.
    assert time.slept == ([0.5] if fault is Fault.RESET else [0.5, 1.0])


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        (Fault.RESET, RegistryUnavailable, "closed without an answer after 3 attempts"),
        (Fault.CUT_OFF, RegistryUnavailable, "cut off in the middle of the answer after 3 attempts"),
        (Fault.STATUS, RegistryUnavailable, "status 503 after 3 attempts"),
        (Fault.SLOW, RegistryUnavailable, r"within 0\.5 s after 3 attempts"),
        (Fault.TRICKLE, RegistryUnavailable, r"within 0\.5 s after 3 attempts"),
        (Fault.HTML, BadResponse, "web page instead of a packument"),
        (Fault.WRONG_BYTES, BadResponse, "no packument|damaged"),
        (Fault.WRONG_LENGTH, RegistryError, "no packument|damaged|cut off|not proper HTTP"),
        (Fault.ENDLESS, TooLarge, "more than 1,000,000 bytes"),
        (Fault.BOMB, TooLarge, "more than 1,000,000 bytes"),
    ],
)
def test_a_lasting_fault_of_a_packument_is_told(fault: Fault, error: type[RegistryError], message: str) -> None:
    limits = replace(limits_for(fault), packument_bytes=1_000_000)
    with RegistrySimulator() as registry:
        registry.publish("p")
        registry.publish("q")
        registry.fault("/p", fault, status=503, seconds=20 if fault is Fault.SLOW else 0.1)
        with pytest.raises(error, match=message) as caught:
            packument_of(client_for(settings_for(registry.url), limits=limits))
        assert registry.url in str(caught.value)
        assert packument_of(client_for(settings_for(registry.url)), "q").versions == ("1.0.0",)


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        (Fault.RESET, RegistryUnavailable, "after 3 attempts"),
        (Fault.CUT_OFF, RegistryUnavailable, "after 3 attempts"),
        (Fault.STATUS, RegistryUnavailable, "after 3 attempts"),
        (Fault.SLOW, RegistryUnavailable, "after 3 attempts"),
        (Fault.HTML, BadResponse, "web page instead of a tarball"),
        (Fault.ENDLESS, TooLarge, "more than 50,000 bytes"),
    ],
)
def test_a_lasting_fault_of_a_tarball_is_told(
    fault: Fault, error: type[RegistryError], message: str, tmp_path: Path
) -> None:
    limits = replace(limits_for(fault), tarball_bytes=50_000, memory_bytes=100)
    with RegistrySimulator() as registry:
        registry.publish("p")
        registry.fault("/p/-/*", fault, status=500)
        time = FakeTime()
        client = RegistryClient(
            settings_for(registry.url), limits=limits, folder=tmp_path, seconds=time.seconds, sleep=time.sleep
        )
        with pytest.raises(error, match=message):
            tarball_of(client)
    assert list(tmp_path.iterdir()) == []


def test_wrong_bytes_of_a_tarball_are_handed_on_with_their_own_hash() -> None:
    with RegistrySimulator() as registry:
        published = registry.publish("p")
        registry.fault("/p/-/*", Fault.WRONG_BYTES)
        blob, data = tarball_of(client_for(settings_for(registry.url)))
        assert data != published.tarball
        assert blob.integrity is not None
        assert blob.integrity.agrees_with(Integrity.parse(published.integrity)) is False


def test_retry_after_is_followed_within_bounds() -> None:
    time = FakeTime()
    with RegistrySimulator() as registry:
        registry.publish("p")
        registry.fault("/p", Fault.STATUS, status=429, retry_after="7", times=1)
        registry.fault("/p", Fault.STATUS, status=429, retry_after="86400", times=1)
        assert packument_of(client_for(settings_for(registry.url), time=time)).versions == ("1.0.0",)
        assert time.slept == [7.0, 20.0]
        registry.fault("/p", Fault.STATUS, status=429, retry_after="86400")
        with pytest.raises(RegistryUnavailable, match="429") as caught:
            packument_of(client_for(settings_for(registry.url)))
        assert "86400 s" in caught.value.hint


def test_attempts_end_at_the_overall_deadline() -> None:
    time = FakeTime()
    with RegistrySimulator() as registry:
        registry.fault("/p", Fault.STATUS, status=500, retry_after="10")
        with pytest.raises(RegistryUnavailable):
            packument_of(client_for(settings_for(registry.url, retries=10**6), time=time))
    assert time.now <= ClientLimits().overall.total_seconds()


def test_nobody_listens() -> None:
    with RegistrySimulator() as registry:
        url = registry.url
    with pytest.raises(RegistryUnavailable, match="cannot connect") as caught:
        packument_of(client_for(settings_for(url)))
    assert "network" in caught.value.hint
