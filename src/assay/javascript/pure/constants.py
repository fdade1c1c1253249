"""Constants: what is known before anything runs."""

from __future__ import annotations

from assay.javascript.pure.code import Run
from assay.javascript.pure.values import Frame


class Constant:
    """Always the same value; known before anything runs."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, frame: Frame) -> object:
        """The value."""
        return self.value


def constant(value: object) -> Run:
    """Always the same value."""
    return Constant(value)


_EMPTY = Frame({})


def settled(run: Run, *parts: Run) -> Run:
    """The value at once, if all that it is made of is constant and it is a number."""
    if all(isinstance(part, Constant) and isinstance(part.value, int | float) for part in parts):
        value = run(_EMPTY)
        return Constant(value) if isinstance(value, int | float) else run
    return run
