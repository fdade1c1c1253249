from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.workers.child import serve
from assay.workers.frames import HEADER_BYTES, MAX_PAYLOAD_BYTES, FrameKind, frame, read_header


@given(st.binary(max_size=300), st.sampled_from(FrameKind))
def test_a_header_tells_kind_and_length(payload: bytes, kind: FrameKind) -> None:
    data = frame(kind, payload)
    header = read_header(data[:HEADER_BYTES])
    assert (header.kind, header.size_bytes) == (kind, len(payload))
    assert data[HEADER_BYTES:] == payload


@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b"\0\0\0\0\x09", b"\xff\xff\xff\xff\x01", bytes(6)])
def test_what_is_no_header_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"header|limit|FrameKind"):
        read_header(data)


def test_the_limit_is_far_over_any_tarball() -> None:
    assert MAX_PAYLOAD_BYTES >= 128 * 1024**2


def test_serving_answers_in_order_and_survives_a_target_that_raises() -> None:
    def target(job: bytes) -> bytes:
        if job == b"bad":
            raise KeyError("bad")
        return job.upper()

    jobs = io.BytesIO(b"".join(frame(FrameKind.JOB, job) for job in (b"one", b"bad", b"two")))
    results = io.BytesIO()
    serve(target, jobs, results)
    assert results.getvalue() == (
        frame(FrameKind.RESULT, b"ONE") + frame(FrameKind.FAILURE, b"KeyError: 'bad'") + frame(FrameKind.RESULT, b"TWO")
    )
