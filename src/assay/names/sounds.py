"""Sounds: words that are spoken alike, and numerals that are spoken as words."""

from __future__ import annotations

from collections.abc import Iterator

from assay.names.kind import Kind
from assay.names.wordlist import word_groups

_HOMOPHONES = word_groups(
    """
    write right rite; read reed red; site cite sight; sync sink; byte bite; cache cash; queue cue; route root;
    flow floe; mail male; meta meter; base bass; pair pear; piece peace; wait weight; week weak; stream streem;
    colour color culler; serial cereal; brake break; buy by bye; cell sell; cent sent scent; check cheque czech;
    choose chews; coarse course; core corps; doc dock; days daze; dual duel; faze phase; flair flare; flour
    flower; grate great; hash hach; heal heel; hear here; hole whole; hour our; key quay; knew new gnu; knot
    not; know no; leak leek; lead led; lie lye; load lode; loan lone; made maid; main mane; medal metal meddle;
    morning mourning; one won; pail pale; parse pars; passed past; patience patients; pause paws; peak peek
    pique; plain plane; poll pole; pore pour poor; principal principle; profit prophet; rain reign rein; raise
    rays; rap wrap; roll role; scene seen; sea see; seam seem; shear sheer; sign sine; sole soul; some sum; son
    sun; stake steak; stair stare; stationary stationery; steal steel; tail tale; their there; threw through
    thru; throne thrown; tide tied; tire tyre; toe tow; vain vein vane; ware wear where; way weigh; wood would;
    yoke yolk; light lite; night nite; quick kwik; easy ez eazy; express xpress; extreme xtreme; you u; are r;
    and n; cool kool; code kode; config konfig; discord diskord; crypto kripto; magic magik; class klass; phish
    fish; phone fone; photo foto; graph graf; physics fysics; style stile; type tipe; time thyme
    """
)
_NUMERALS = {
    "0": ("zero",),
    "1": ("one",),
    "2": ("two", "to"),
    "3": ("three",),
    "4": ("four", "for"),
    "5": ("five",),
    "6": ("six",),
    "7": ("seven",),
    "8": ("eight", "ate"),
    "9": ("nine",),
    "10": ("ten",),
}
_SPELLED = {word: digit for digit, spelled in _NUMERALS.items() for word in spelled}


def same_sound(word: str) -> Iterator[tuple[str, Kind]]:
    """Other words that are spoken like this one.

    >>> dict(same_sound("write"))
    {'right': <Kind.HOMOPHONE: 'homophone'>, 'rite': <Kind.HOMOPHONE: 'homophone'>}
    >>> [str(other) for other, _ in same_sound("2")]
    ['two', 'to']
    """
    for other in _HOMOPHONES.get(word, ()):
        yield other, Kind.HOMOPHONE
    for other in _NUMERALS.get(word, ()):
        yield other, Kind.NUMERAL
    if word in _SPELLED:
        yield _SPELLED[word], Kind.NUMERAL
