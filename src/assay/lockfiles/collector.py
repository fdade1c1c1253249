"""Collects the Gaps of one input while its entries are read, so that one bad entry never hides the others."""

from __future__ import annotations

from assay.lockfiles.content import MAX_GAPS
from assay.lockfiles.json_document import JsonObject
from assay.model.gap import Gap, GapKind
from assay.model.integrity import Integrity
from assay.model.location import Location

_SHOWN = 120


class Collector:
    """The Gaps of one input, at most ``MAX_GAPS``: of a hostile one all entries may be wrong."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._gaps: list[Gap] = []
        self._others = 0

    def add(self, what: str, why: str, location: Location, hint: str = "") -> None:
        """Note that an entry could not be understood; ``what`` is cut to a length that can be shown."""
        if len(self._gaps) < MAX_GAPS:
            self._gaps.append(Gap(GapKind.INPUT, what[:_SHOWN], why, hint, location))
        else:
            self._others += 1

    def repeated(self, what: str, owner: JsonObject) -> None:
        """Note every key that stands in one object more than once: two readers may follow two different ones."""
        for key in owner.repeated:
            self.add(
                f"{key} of {what}"[:_SHOWN], "it stands there more than once; only the last was read", owner.where(key)
            )

    def section(self, owner: JsonObject, key: str) -> JsonObject:
        """The object at a key, an empty one if there is none; a Gap if something else stands there."""
        if key in owner and not isinstance(owner.get(key), JsonObject | None):
            self.add(key, "it is not an object, so nothing of it was read", owner.where(key))
        return owner.child(key)

    def integrity(self, what: str, owner: JsonObject) -> Integrity | None:
        """The ``integrity`` of an entry; None, with a Gap, if it holds no hash that can be read."""
        text = owner.text("integrity")
        if not text:
            return None
        try:
            return Integrity.parse(text)
        except ValueError:
            self.add(f"integrity of {what}", "it holds no hash of a known kind", owner.where("integrity"))
            return None

    def gaps(self) -> tuple[Gap, ...]:
        """All of them, and one that counts those left out."""
        if not self._others:
            return tuple(self._gaps)
        why = f"{self._others} more entries could not be understood"
        return (*self._gaps, Gap(GapKind.INPUT, self._file, why, location=Location(self._file)))
