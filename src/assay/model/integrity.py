"""Integrity: the hashes that a lockfile, a packument or our own reading gives for one tarball."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

#: Algorithms that npm clients write, weakest first (W3C Subresource Integrity, plus npm's legacy sha1 and md5).
STRENGTH = ("md5", "sha1", "sha256", "sha384", "sha512")
WEAK = frozenset({"md5", "sha1"})
_DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class Integrity:
    """Pairs of algorithm and lower-case hex digest; never empty, sorted, without repeats."""

    digests: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.digests:
            raise ValueError("an Integrity needs at least one digest")

    @classmethod
    def parse(cls, text: str) -> Integrity:
        """Read a Subresource Integrity string such as ``sha512-...`` (several are separated by blanks).

        Raises ValueError if nothing in it is a digest of a known algorithm with the right length.
        """
        digests: set[tuple[str, str]] = set()
        for part in text.split():
            algorithm, dash, encoded = part.partition("-")
            if not dash or algorithm not in _DIGEST_BYTES:
                continue
            try:
                raw = base64.b64decode(encoded.partition("?")[0], validate=True)
            except (binascii.Error, ValueError):
                continue
            if len(raw) == _DIGEST_BYTES[algorithm]:
                digests.add((algorithm, raw.hex()))
        if not digests:
            raise ValueError(f"not an integrity string: {text[:80]!r}")
        return cls(tuple(sorted(digests)))

    @classmethod
    def from_hex(cls, algorithm: str, digest: str) -> Integrity:
        """Wrap a hex digest such as a packument's ``shasum``. Raises ValueError if it is not one."""
        if algorithm not in _DIGEST_BYTES or len(bytes.fromhex(digest)) != _DIGEST_BYTES[algorithm]:
            raise ValueError(f"not a {algorithm} digest: {digest[:80]!r}")
        return cls(((algorithm, digest.lower()),))

    @classmethod
    def of(cls, data: bytes) -> Integrity:
        """Hash bytes with sha1 and sha512, the two that registries publish."""
        sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        return cls((("sha1", sha1), ("sha512", hashlib.sha512(data).hexdigest())))

    @property
    def strongest(self) -> str:
        """Name of the strongest algorithm present."""
        return max((name for name, _ in self.digests), key=STRENGTH.index)

    @property
    def is_weak(self) -> bool:
        """True if only broken algorithms (md5, sha1) vouch for the bytes."""
        return self.strongest in WEAK

    def agrees_with(self, other: Integrity) -> bool | None:
        """Compare at the strongest algorithm that both have; None if they have none in common.

        Several digests of one algorithm mean "any of these", as in Subresource Integrity.
        """
        for algorithm in reversed(STRENGTH):
            mine = {digest for name, digest in self.digests if name == algorithm}
            theirs = {digest for name, digest in other.digests if name == algorithm}
            if mine and theirs:
                return bool(mine & theirs)
        return None

    def merged(self, other: Integrity) -> Integrity:
        """All digests of both."""
        return Integrity(tuple(sorted({*self.digests, *other.digests})))

    def __str__(self) -> str:
        encoded = (f"{name}-{base64.b64encode(bytes.fromhex(digest)).decode()}" for name, digest in self.digests)
        return " ".join(encoded)
