from __future__ import annotations

from pathlib import Path

from assay.reports.json_v1.render import schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema" / "report-v1.json"


def test_the_published_schema_is_what_the_structs_say() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema(), "run scripts/build_json_schema.py"
