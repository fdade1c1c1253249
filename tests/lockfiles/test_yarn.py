from __future__ import annotations

import pytest

from assay.lockfiles.yarn import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# yarn lockfile v1\n\n", "yarn.lock v1"),
        ('a@1:\n  version "1.0.0"\n', "yarn.lock v1"),
        ("__metadata:\n  version: 6\n", "yarn.lock berry v6"),
        ('\ufeff# made by yarn\n"__metadata":\n  version: "8"\n', "yarn.lock berry v8"),
        ("\ufeff__metadata:\n  version: 8\n", "yarn.lock berry v8"),
    ],
)
def test_the_content_chooses_the_reader(text: str, kind: str) -> None:
    assert read("yarn.lock", text.encode()).kind == kind
