"""OSV documents for tests: a valid one, changed by keyword."""

from __future__ import annotations

import json


def document(id: str = "MAL-2025-1", package: str = "left-pad", **changes: object) -> bytes:  # noqa: A002 -- OSV's word
    """One OSV document as JSON; ``affected`` replaces the whole list."""
    content: dict[str, object] = {
        "schema_version": "1.7.0",
        "id": id,
        "modified": "2025-09-08T12:00:00Z",
        "summary": f"Malicious code in {package}",
        "affected": [{"package": {"ecosystem": "npm", "name": package}, "versions": ["1.0.0"]}],
    }
    return json.dumps({**content, **changes}).encode()


def ranged(*events: dict[str, str], package: str = "left-pad", kind: str = "SEMVER") -> list[dict[str, object]]:
    """An ``affected`` list of one package with one range of these events."""
    affected: dict[str, object] = {
        "package": {"ecosystem": "npm", "name": package},
        "ranges": [{"type": kind, "events": list(events)}],
    }
    return [affected]
