"""Word order: the same words, in another order."""

from __future__ import annotations

from assay.names.spelling import words


def differs_by_order(name: str, target: str) -> bool:
    """True if both have the same two or more words in another order.

    >>> differs_by_order("import-mysql", "mysql-import"), differs_by_order("a-b", "a.b")
    (True, False)
    """
    mine, theirs = words(name), words(target)
    return len(mine) > 1 and mine != theirs and sorted(mine) == sorted(theirs)


def show_order(name: str, target: str) -> str:
    """The difference, shown.

    >>> show_order("import-mysql", "mysql-import")
    '[mysql-import→import-mysql]'
    """
    return f"[{target}→{name}]"
