"""Write docs/schema/report-v1.json from the structs of the JSON report; with --check, only compare."""

from __future__ import annotations

import sys
from pathlib import Path

from assay.reports.json_v1.render import schema

TARGET = Path(__file__).parent.parent / "docs" / "schema" / "report-v1.json"


def main(arguments: list[str]) -> int:
    """Return 0, or 1 if --check finds the file stale."""
    wanted = schema()
    if "--check" in arguments:
        current = TARGET.read_text(encoding="utf-8") if TARGET.is_file() else ""
        if current != wanted:
            print(f"{TARGET.name} is stale: run scripts/build_json_schema.py", file=sys.stderr)
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
