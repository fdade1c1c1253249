"""Frames: how a job and its result cross the pipe. Four bytes of length, one byte of kind, then the payload."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct

_HEADER = Struct(">IB")
HEADER_BYTES = _HEADER.size
#: No job and no result comes near; a longer frame means that the other side has lost its mind.
MAX_PAYLOAD_BYTES = 512 * 1024 * 1024


class FrameKind(IntEnum):
    """What a frame carries."""

    JOB = 1
    RESULT = 2
    FAILURE = 3  # the target raised: its message as text


@dataclass(frozen=True, slots=True)
class Header:
    """Kind and length in bytes of the payload that follows."""

    kind: FrameKind
    size_bytes: int


def frame(kind: FrameKind, payload: bytes) -> bytes:
    """Put a header before a payload. Raises ValueError if it is too long for a frame."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a frame of {len(payload)} bytes is over the limit of {MAX_PAYLOAD_BYTES}")
    return _HEADER.pack(len(payload), kind) + payload


def read_header(data: bytes) -> Header:
    """Read the ``HEADER_BYTES`` before a payload. Raises ValueError if they are none."""
    if len(data) != HEADER_BYTES:
        raise ValueError(f"a header has {HEADER_BYTES} bytes, not {len(data)}")
    size, kind = _HEADER.unpack(data)
    if size > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a frame of {size} bytes is over the limit of {MAX_PAYLOAD_BYTES}")
    return Header(FrameKind(kind), size)
