"""Lookalikes: characters that are drawn alike, in ASCII and beyond, and numerals that stand for letters."""

from __future__ import annotations

from collections.abc import Iterator

from assay.names.wordlist import word_set

#: Numerals read as letters.
LEET = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "6": "b", "7": "t", "8": "b", "9": "g", "2": "z"}

_ALIKE = word_set("il ij 1i 1l 0o co ce mn nr hn uv vw vy gq bd pq bh dp ft 2z 5s 8b 6b 9g rt hk -_ -. nu")
#: Several characters drawn like one.
_GROUPS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ri", "n"), ("lc", "k"), ("ii", "u"))

# Letters of other scripts that are drawn like ASCII ones (Unicode TR39 has the whole list; these are in use).
_FOREIGN = dict(
    zip(
        "авеоорстухіјѕԁԛԝһкмпгѵαβγεικνορτυχωϲɑɡıłøđħŧʟɩϳօոսցհքԍʏᴄᴏᴜᴠᴡᴢ",
        "abeoopctyxijsdqwhkmnrvabyeiknoptuxwcagilodhtlijonughqgycouvwz",
        strict=True,
    )
)
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"


def are_lookalikes(one: str, other: str) -> bool:
    """True if two ASCII characters are drawn alike in a usual typeface.

    >>> are_lookalikes("l", "1"), are_lookalikes("n", "m"), are_lookalikes("a", "x")
    (True, True, False)
    """
    return "".join(sorted((one, other))) in _ALIKE


def to_ascii(name: str) -> str:
    r"""The ASCII name that a name with foreign letters is drawn like; other characters are kept.

    Accents and invisible characters go, full-width and foreign lookalikes become the letters they resemble.

    >>> to_ascii("\u0435\u0445pr\u0435ss"), to_ascii("lódash"), to_ascii("lo\u200bdash")
    ('express', 'lodash', 'lodash')
    """
    if name.isascii():
        return name
    from unicodedata import category, normalize  # rarely needed

    plain = "".join(char for char in normalize("NFKD", name) if category(char) not in ("Mn", "Cf", "Cc"))
    return "".join("-" if char in _HYPHENS else _FOREIGN.get(char.lower(), char) for char in plain)


def respellings(name: str) -> Iterator[str]:
    """The name with one group of characters replaced by what it is drawn like, or the other way round.

    >>> "commander" in set(respellings("cornmander")), "chalk" in set(respellings("chalk"))
    (True, False)
    """
    for group, single in _GROUPS:
        for before, after in ((group, single), (single, group)):
            at = name.find(before)
            while at >= 0:
                yield name[:at] + after + name[at + len(before) :]
                at = name.find(before, at + 1)


def unleet(name: str) -> str:
    """The name with every numeral replaced by the letter it stands for.

    >>> unleet("l0d4sh")
    'lodash'
    """
    return "".join(LEET.get(char, char) for char in name)
