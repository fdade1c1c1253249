from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.model.manifest import manifest_from

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["name", "bin", "exports", "browser", "scripts", "bundleDependencies", "repository", "keywords", "os", "main"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_json_gives_a_manifest(document: dict[str, object]) -> None:
    manifest = manifest_from(document)
    assert all(isinstance(value, str) for value in manifest.bin.values())


def test_the_short_forms_are_spelt_out() -> None:
    manifest = manifest_from(
        {
            "name": "@scope/tool",
            "bin": "./cli.js",
            "repository": {"type": "git", "url": "git+https://git.invalid/tool.git"},
            "license": "MIT",
            "dependencies": {"a": "1"},
            "bundleDependencies": True,
            "exports": {".": {"import": "./a.mjs", "require": ["./a.cjs", None]}},
            "browser": {"fs": False, "./a.js": "./b.js"},
        }
    )
    assert manifest.bin == {"tool": "./cli.js"}
    assert manifest.repository == "git+https://git.invalid/tool.git"
    assert manifest.bundled == ("a",)
    assert manifest.entry_points == {
        "browser[./a.js]": "./b.js",
        "exports[.][import]": "./a.mjs",
        "exports[.][require][0]": "./a.cjs",
    }


def test_deep_exports_do_not_overflow() -> None:
    deep: object = "./x.js"
    for _ in range(5_000):
        deep = [deep]
    assert len(manifest_from({"exports": deep}).entry_points) == 1
