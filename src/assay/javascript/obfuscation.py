"""Signs of obfuscation in the text of a file, apart from honest minifying. Counts over the bytes; nothing is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from assay.javascript.signs import Ends, Signs
from assay.model.location import Location
from assay.model.source import Trait

_HEX_NAME = re.compile(rb"\b_0x[0-9a-f]{3,8}\b")
_STRING_ARRAY = re.compile(
    rb"(?:var|const|let)\s+_0x[0-9a-f]{3,8}\s*=\s*\[\s*['\"]|function\s+_0x[0-9a-f]{3,8}\s*\(\s*\)\s*\{\s*(?:var|const|let)\s+_0x"
)
_ROTATION = re.compile(
    rb"\[\s*(?:['\"]push['\"]|'\\x70\\x75\\x73\\x68')\s*\]\s*\(\s*\w+\s*\[\s*(?:['\"]shift['\"]|'\\x73)|\.push\(\s*_0x\w+\.shift\(\)"
)
_FLATTENING = re.compile(rb"['\"](?:\d{1,2}\|){4,}\d{1,2}['\"]\s*(?:\[\s*['\"]split|\.split)")
_PACKER = re.compile(rb"eval\(\s*function\s*\(p,a,c,k,e,[dr]\)")
#: The first of a run is written apart, as a pattern that begins with a repetition is searched for five times as slowly.
_ESCAPED = rb"\\(?:x|u00)[0-9a-fA-F]{2}(?:\\x[0-9a-fA-F]{2}|\\u00[0-9a-fA-F]{2})"
_ESCAPES_SHAPE = _ESCAPED + rb"{15}"
_ESCAPES = re.compile(_ESCAPED + rb"{15,}")
_JSFUCK = re.compile(rb"(?:[\[\]()!+]\s*){400,}")
_BLANKS = b"blanks"
#: Bytes of blanks of any sort. One class is looked for ten times as fast as the shapes themselves, which decide.
_BLANK_BYTES = rb"[ \t\xc2\xa0\xe3\x80-\x8a\xe2]"
_RUN_OF_BLANK_BYTES = re.compile(_BLANK_BYTES + rb"*")
_LONG_RUN = 150
_ROW_OF_BLANK_BYTES = _BLANK_BYTES + rb"{%d}" % _LONG_RUN
#: A blank of any sort, those of other scripts among them; lines that are empty are counted apart.
_BLANK_SHAPE = rb"(?:[ \t]|\xc2\xa0|\xe3\x80\x80|\xe2\x80[\x80-\x8a])"
_RUN_OF_BLANKS = re.compile(rb"(?<![ \t])" + _BLANK_SHAPE + rb"{150,}")
_EMPTY_LINES = b"empty lines"
_WHITE = b"white"
_RUN_OF_LINES = re.compile(rb"(?<=[^\s])(?:[ \t\r]{0,200}\n){150,}[ \t\r]{0,200}(?=[^\s/*][^\n]{19})")
#: Fillers of Hangul are letters to the language and blank to the reader; here one stands alone, as a name.
_INVISIBLE_NAME = re.compile(rb"[{,(;=\s](?:\xe3\x85\xa4|\xef\xbe\xa0|\xe1\x85[\x9f\xa0]){1,200}\s{0,8}[,}=;.(\[)]")
#: Not a comment, and not a table of characters in a text.
_CODE = re.compile(rb"[^\s/*\x00-\x1f][^\n\x00-\x08\x0e-\x1f]{19}")
#: Looked back to see whether a run of blanks stands behind something.
_LOOK_BACK = 4_096
_ODD = bytes([*range(0x20), *range(0x7F, 0x100)])
#: Of code, even with comments in other alphabets, and in one line of so many bytes.
_MOSTLY_CODE = 0.1
_BIDI_MARKS = (b"\xe2\x80\xaa", b"\xe2\x80\xab", b"\xe2\x80\xad", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x81\xa7")
#: Variation selectors and tags: a run of them is text that nobody sees (public reports of 2025 on hidden payloads).
_INVISIBLE_SHAPE = rb"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x80-\x87][\x80-\xbf]|\xe2\x80[\x8b-\x8f]|\xef\xbb\xbf){16}"
_INVISIBLE = re.compile(
    rb"[\xe2\xef\xf3](?:(?<=\xef)(?:\xb8[\x80-\x8f]|\xbb\xbf)|(?<=\xf3)\xa0[\x80-\x87][\x80-\xbf]|(?<=\xe2)\x80[\x8b-\x8f])"
    rb"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x80-\x87][\x80-\xbf]|\xe2\x80[\x8b-\x8f]|\xef\xbb\xbf){15,}"
)
#: Names of this kind are rare by chance; obfuscators use nothing else.
MANY_HEX_NAMES = 20
MINIFIED_LINE = 500
#: One text of escapes may be a test or a table.
MANY_ESCAPED = 2


def traits(path: str, source: bytes) -> tuple[Trait, ...]:
    """Every sign of obfuscation, each at its first place."""
    return tuple(_find(path, source))


def is_minified(source: bytes) -> bool:
    """Long lines on average: honest tools do that, too."""
    return len(source) > 2 * MINIFIED_LINE and len(source) / (source.count(b"\n") + 1) > MINIFIED_LINE


@lru_cache(maxsize=1)
def _signs() -> Signs:
    words = (b"_0x", b"p,a,c,k,e", b"![]", *_BIDI_MARKS)
    shapes = (
        (_BLANKS, _ROW_OF_BLANK_BYTES),
        (_EMPTY_LINES, rb"(?:\r?\n){20}"),
        (_WHITE, rb"[ \t\r\n]{150}"),
        (b"fillers", rb"\xe3\x85\xa4|\xef\xbe\xa0|\xe1\x85[\x9f\xa0]"),
        (b"order", rb"['\"](?:\d{1,2}\|){4}"),
        (b"escapes", _ESCAPES_SHAPE),
        (b"signs", rb"[\[\]()!+\s]{400}"),
        (b"invisible", _INVISIBLE_SHAPE),
    )
    return Signs(words, shapes)


def _find(path: str, source: bytes) -> Iterator[Trait]:
    held = _signs().of(source)
    if b"_0x" in held:
        yield from _hex_names(path, source)
    if b"p,a,c,k,e" in held:
        yield from _first(path, source, _PACKER, "packer", "it is packed into a string that is evaluated")
    if b"order" in held:
        yield from _first(
            path, source, _FLATTENING, "control-flow-flattening", "its statements are shuffled by an order string"
        )
    if b"escapes" in held:
        escaped = (match for match in _ESCAPES.finditer(source) if not _is_table(source, match))
        found = list(islice(escaped, MANY_ESCAPED))
        if len(found) == MANY_ESCAPED:
            yield _trait(path, source, found[0].start(), "escaped-text", "texts are written as escapes only")
    if {b"![]", b"signs"} <= held:
        yield from _first(
            path, source, _JSFUCK, "jsfuck", "it is written with brackets, signs and exclamation marks only"
        )
    yield from _unseen(path, source, held)


def _unseen(path: str, source: bytes, held: frozenset[bytes]) -> Iterator[Trait]:
    """What a reader does not get to see."""
    if _BLANKS in held:
        yield from _after_blanks(path, source)
    elif {_EMPTY_LINES, _WHITE} <= held:
        lines = _RUN_OF_LINES.search(source)
        if lines is not None:
            what = "code stands behind more than 150 empty lines"
            yield _trait(path, source, lines.end(), "code-after-blanks", what)
    if not held.isdisjoint(_BIDI_MARKS):
        position = min(at for mark in _BIDI_MARKS if (at := source.find(mark)) >= 0)
        yield _trait(path, source, position, "bidirectional", "marks change the order in which code is shown")
    if b"invisible" in held:
        yield from _first(path, source, _INVISIBLE, "invisible-text", "a run of invisible characters")
    if b"fillers" in held:
        yield from _first(path, source, _INVISIBLE_NAME, "invisible-name", "a name that nobody sees")


def _hex_names(path: str, source: bytes) -> Iterator[Trait]:
    number = sum(1 for _ in _HEX_NAME.finditer(source))
    first = _HEX_NAME.search(source)
    if number >= MANY_HEX_NAMES and first is not None:
        yield _trait(path, source, first.start(), "hex-names", f"{number} names such as {first[0].decode()}")
        yield from _first(path, source, _STRING_ARRAY, "string-array", "its texts are moved into an array")
        yield from _first(path, source, _ROTATION, "rotated-array", "the array of its texts is rotated before use")


def _after_blanks(path: str, source: bytes) -> Iterator[Trait]:
    """Code that is pushed off the screen: behind something, and behind a long run of blanks."""
    for run in _runs_of_blanks(source):
        before = source[max(0, run.start() - _LOOK_BACK) : run.start()].rpartition(b"\n")[2]
        if before.strip() and _CODE.match(source, run.end()) and not _is_binary(before):
            yield _trait(path, source, run.end(), "code-after-blanks", "code stands behind more than 150 blanks")
            return


@lru_cache(maxsize=1)
def _blank_ends() -> Ends:
    return Ends([rb"(?:^|[^" + _BLANK_BYTES[1:] + rb")" + _ROW_OF_BLANK_BYTES])


def _runs_of_blanks(source: bytes) -> Iterator[re.Match[bytes]]:
    """Long runs of blanks, looked for only where many of their bytes stand in a row."""
    for end, _ in _blank_ends().of(source, len(source)):
        row = _RUN_OF_BLANK_BYTES.match(source, end - _LONG_RUN)
        yield from _RUN_OF_BLANKS.finditer(source, end - _LONG_RUN, row.end() if row is not None else end)


def _is_binary(before: bytes) -> bool:
    """Bytes written as a text, such as a program for WebAssembly: blanks in it are data, far behind any screen."""
    odd = len(before) - len(before.translate(None, _ODD))
    return len(before) >= _LOOK_BACK and odd > _MOSTLY_CODE * len(before)


def _is_table(source: bytes, match: re.Match[bytes]) -> bool:
    """Tables of bytes or of character classes: honest code writes those as escapes, and nothing readable is in them."""
    text = match[0]
    codes = [
        int(text[index + 2 : index + 4], 16) for index in range(0, min(len(text), 400), 4) if text[index + 1] == 0x78
    ]
    readable = sum(1 for code in codes if 0x20 <= code < 0x7F)
    return not codes or readable < 0.9 * len(codes)


def _first(
    path: str, source: bytes, pattern: re.Pattern[bytes], name: str, detail: str, group: int = 0
) -> Iterator[Trait]:
    match = pattern.search(source)
    if match is not None:
        yield _trait(path, source, match.start(group), name, detail)


def _trait(path: str, source: bytes, position: int, name: str, detail: str) -> Trait:
    line = source.count(b"\n", 0, position) + 1
    column = position - source.rfind(b"\n", 0, position)
    return Trait(name, Location(path, line, column), detail)
