"""Hooks: shapes of text by which code that changes what a page sends is known.

They are looked for in the text, as they are spread over a file: a function is replaced in one place, and what it
changes stands in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assay.javascript.signs import Signs
from assay.model.location import Location
from assay.model.source import Trait

ADDRESS_SWAP = "address-swap"
#: Functions through which a page sends, and wallets are asked, where they are given another body.
_REPLACED_SHAPE = (
    rb"(?:\b(?:window|globalThis|self|global)\s*\.\s*fetch|XMLHttpRequest\s*\.\s*prototype\s*\.\s*(?:open|send)"
    rb"|\bethereum\s*\.\s*(?:request|send|sendAsync)|\bsolana\s*\.\s*(?:request|signTransaction|signAndSendTransaction))"
    rb"\s*="
)
_REPLACED = re.compile(_REPLACED_SHAPE + rb"(?!=)")
#: Addresses of wallets, each kind by itself, in quotes: Ethereum, Bitcoin (both forms), Tron, Litecoin, Solana.
_WALLETS = re.compile(
    rb"['\"`](0x[0-9a-fA-F]{40}|(?:bc1|ltc1)[a-z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}"
    rb"|L[1-9A-HJ-NP-Za-km-z]{26,33})['\"`]"
)
#: Patterns by which addresses are found in what a page sends.
_SEEKS = re.compile(
    rb"0x\[(?:a-fA-F0-9|0-9a-fA-F|a-f0-9|0-9a-f)\]\{40\}|\[13\]\[a-km-zA-HJ-NP-Z|\(\?:bc1|\bbc1\[|T\[1-9A-HJ-NP-Z"
)
_CHANGES = re.compile(rb"\.replace(?:All)?\s*\(|\blevenshtein|\.params\s*(?:\[|=)|\.to\s*=(?!=)")
_DIGITS = b"123456789"
#: Of 33 letters and digits drawn at random out of 58, one text in fifty has fewer.
_FEWEST_DIGITS = 2
#: So many different addresses are a purse to choose from; a contract that an application talks to is one or two.
_MANY_WALLETS = 3


@lru_cache(maxsize=1)
def _signs() -> Signs:
    return Signs((), [(b"seeks", rb"0x\[|\[13\]\[|bc1|['\"`]0x[0-9a-fA-F]{40}['\"`]")])


@lru_cache(maxsize=1)
def _hook_signs() -> Signs:
    return Signs((), [(b"hooks", _REPLACED_SHAPE)])


def hooks(path: str, source: bytes) -> tuple[Trait, ...]:
    """The shapes that a file has, each at its first place."""
    is_likely = _signs().of(source) and _hook_signs().of(source)  # most files have no address
    return tuple(_swap(path, source)) if is_likely else ()


def _swap(path: str, source: bytes) -> Iterator[Trait]:
    replaced = _REPLACED.search(source)
    if replaced is None or not _CHANGES.search(source):
        return
    wallets = {match[1] for match in _WALLETS.finditer(source) if _is_address(match[1])}
    if len(wallets) >= _MANY_WALLETS or (wallets and _SEEKS.search(source)):
        what = replaced[0].decode("utf-8", "replace").rstrip("= ")
        yield _trait(path, source, replaced.start(), ADDRESS_SWAP, f"{what} is replaced beside {len(wallets)} wallets")


def _is_address(text: bytes) -> bool:
    """False for names and hashes: an address in base 58 mixes capitals, small letters and digits as chance does."""
    if text.startswith((b"0x", b"bc1", b"ltc1")):
        return True
    digits = sum(byte in _DIGITS for byte in text[1:])
    return digits >= _FEWEST_DIGITS and not text.islower() and not text.isupper()


def _trait(path: str, source: bytes, position: int, name: str, detail: str) -> Trait:
    line = source.count(b"\n", 0, position) + 1
    return Trait(name, Location(path, line, position - source.rfind(b"\n", 0, position)), detail)
