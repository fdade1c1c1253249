"""Hooks: shapes of text by which code that changes what a page sends, or picks its victims by country, is known.

Both are looked for in the text, as they are spread over a file: a function is replaced in one place, and what it
changes stands in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assay.javascript.signs import Signs
from assay.model.location import Location
from assay.model.source import Trait

ADDRESS_SWAP, COUNTRY_HARM, COUNTRY_MESSAGE = "address-swap", "country-harm", "country-message"
#: Functions through which a page sends, and wallets are asked, where they are given another body.
_REPLACED = re.compile(
    rb"(?:\b(?:window|globalThis|self|global)\s*\.\s*fetch|XMLHttpRequest\s*\.\s*prototype\s*\.\s*(?:open|send)"
    rb"|\bethereum\s*\.\s*(?:request|send|sendAsync)|\bsolana\s*\.\s*(?:request|signTransaction|signAndSendTransaction))"
    rb"\s*=(?!=)"
)
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
_COUNTRY = (
    rb"(?:Europe/(?:Moscow|Minsk|Kiev|Kyiv|Belgrade|Istanbul)|Asia/(?:Jerusalem|Tel_Aviv|Tehran|Gaza|Shanghai|Pyongyang)|"
    rb"ru(?:[-_]RU)?|be(?:[-_]BY)?|he(?:[-_]IL)?|fa(?:[-_]IR)?|uk(?:[-_]UA)?|RU|BY|IL|IR|UA|CN|russia|belarus|israel|iran)"
)
#: What asks for a country, with plain searches first: a pattern that begins with so many words is slow in bundles.
_ASKS = (
    b"imeZone",
    b"imezone",
    b"ime_zone",
    b"ocale",
    b"anguage",
    b"ountry",
    b"ountryCode",
    b"ountry_code",
    b".LANG",
    b"lang",
)
#: Where it is compared with a few certain ones, behind the word or before it.
_CHOOSES = re.compile(
    rb"\b[\w.()\[\]'\"\s!?]{0,60}(?:===?|!==?|\.(?:includes|startsWith|indexOf|match|test|endsWith)\s{0,9}\()"
    rb"\s{0,9}(?:\[?\s{0,9}['\"`]|/\^?\(?)" + _COUNTRY + rb"\b"
)
_CHOSEN = re.compile(rb"['\"`\]/]\s{0,9}\.(?:includes|test|indexOf)\s{0,9}\([\w.()\s]{0,60}\Z")
#: Mentions of one word that are looked at.
_MOST_MENTIONS = 500
_NAMES_COUNTRY = re.compile(rb"['\"`/^(|]" + _COUNTRY + rb"\b")
_HARMS = re.compile(
    rb"\b(?:rmSync|rmdirSync|unlinkSync|rimraf)\s*\(|\bfs\s*\.\s*(?:rm|unlink|rmdir)\s*\(|\brm\s+-rf"
    rb"|\.writeFile(?:Sync)?\s*\([^)\n]{0,80}(?:'')|pointerEvents\s*=|body\s*\.\s*innerHTML\s*=|new\s+Audio\s*\("
    rb"|\bwhile\s*\(\s*(?:true|1)\s*\)\s*(?:;|\{\s*\})"
)
_SPEAKS = re.compile(rb"\bconsole\s*\.\s*(?:log|warn|error|info)\s*\(|\balert\s*\(|\.write\s*\(|Desktop")
#: Behind the condition; a table of languages is far from what a program does.
_REACH = 1_500


@lru_cache(maxsize=1)
def _signs() -> Signs:
    hooks = rb"fetch\s{0,4}=|XMLHttpRequest\s{0,4}\.\s{0,4}prototype|ethereum\s{0,4}\.|solana\s{0,4}\."
    seeks = rb"0x\[|\[13\]\[|bc1|['\"`]0x[0-9a-fA-F]{40}['\"`]"
    country = (
        rb"Europe/(?:Moscow|Minsk|Kiev|Kyiv)|Asia/(?:Jerusalem|Tel_Aviv|Tehran|Gaza)"
        rb"|['\"`/](?:ru|be|he|fa|RU|BY|IL|IR)\b"
    )
    asks = rb"[tT]ime_?[zZ]one|country|env\.LANG|navigator\.language"
    return Signs((), [(b"hooks", hooks), (b"seeks", seeks), (b"country", country), (b"asks", asks)])


def hooks(path: str, source: bytes) -> tuple[Trait, ...]:
    """The shapes that a file has, each at its first place."""
    held = _signs().of(source)
    found: list[Trait] = []
    if b"hooks" in held and b"seeks" in held:
        found += _swap(path, source)
    if b"country" in held and b"asks" in held:
        found += _by_country(path, source)
    return tuple(found)


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


def _by_country(path: str, source: bytes) -> Iterator[Trait]:
    for start, end in sorted(_choices(source)):
        behind = source[end : end + _REACH]
        for pattern, name in ((_HARMS, COUNTRY_HARM), (_SPEAKS, COUNTRY_MESSAGE)):
            if pattern.search(behind):
                what = source[start:end].decode("utf-8", "replace").split("\n")[0][:80]
                yield _trait(path, source, start, name, f"what follows depends on a country: {what}")
                return


def _choices(source: bytes) -> Iterator[tuple[int, int]]:
    """Where comparisons with countries begin and end."""
    for word in _ASKS:
        position = source.find(word)
        for _ in range(_MOST_MENTIONS):
            if position < 0:
                break
            end = position + len(word)
            chooses = _CHOOSES.match(source, end)
            if chooses is not None:
                yield position, chooses.end()
            elif _CHOSEN.search(source[max(0, position - 100) : position]):
                listed = _NAMES_COUNTRY.search(source[max(0, position - 200) : position])
                if listed is not None:
                    yield position, end
            position = source.find(word, end)


def _trait(path: str, source: bytes, position: int, name: str, detail: str) -> Trait:
    line = source.count(b"\n", 0, position) + 1
    return Trait(name, Location(path, line, position - source.rfind(b"\n", 0, position)), detail)
