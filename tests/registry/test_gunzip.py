from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import ArchiveLimits
from assay.registry.byte_source import MemorySource
from assay.registry.gunzip import ExpandedStream
from tests.registry_simulator import squeeze


def stream_of(data: bytes, limits: ArchiveLimits | None = None) -> tuple[ExpandedStream, AnomalyLog]:
    log = AnomalyLog()
    return ExpandedStream(MemorySource(data), limits or ArchiveLimits(), log), log


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4), st.lists(st.integers(0, 900), max_size=20))
def test_taking_and_skipping_gives_the_content_in_order(parts: list[bytes], steps: list[int]) -> None:
    content = b"".join(parts)
    stream, log = stream_of(b"".join(map(squeeze, parts)))
    at = 0
    for number, step in enumerate(steps):
        if number % 2:
            assert stream.skip(step) == len(content[at : at + step])
        else:
            assert stream.take(step) == content[at : at + step]
        at = min(at + step, len(content))
    assert stream.take(len(content) + 1) == content[at:]
    assert stream.expanded_bytes == len(content)
    assert log.anomalies() == ()


def test_content_larger_than_every_buffer() -> None:
    content = bytes(range(256)) * 10_000
    stream, _ = stream_of(squeeze(content))
    assert stream.skip(1_000_000) == 1_000_000
    assert stream.take(5_000_000) == content[1_000_000:]


def test_a_limit_ends_the_stream() -> None:
    stream, log = stream_of(squeeze(bytes(5_000_000)), ArchiveLimits(expanded_bytes=1_000_000))
    assert stream.skip(10**9) < 2_000_000
    assert stream.ended_early
    assert log.has(AnomalyKind.TOO_BIG)


@pytest.mark.parametrize("cut", [3, 9, 11, 14])
def test_a_header_that_is_cut_is_refused(cut: int) -> None:
    data = squeeze(b"content")
    named = data[:3] + b"\x08" + data[4:10] + b"name"
    with pytest.raises(ArchiveError, match="gzip header"):
        stream_of(named[:cut])
