from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.entry_points import entry_points
from assay.model.manifest import Manifest, manifest_from
from assay.model.tarball import Member


def members(files: dict[str, bytes]) -> dict[str, Member]:
    return {path: Member(path, len(data), head=data[:4096], data=data) for path, data in files.items()}


def points(manifest: Manifest, **files: bytes) -> set[tuple[str, str]]:
    named = {path.replace("__", "/"): data for path, data in files.items()}
    return set(entry_points(members(named), manifest))


def test_a_script_that_calls_scripts_starts_what_they_name() -> None:
    scripts = {"postinstall": "npm run -s setup", "setup": "run-s a b:c", "a": "node one.js", "postb:c": "node two.js"}
    scripts["b:c"] = "npm run setup"
    found = points(manifest_from({"scripts": scripts}))
    assert {("postinstall", "one.js"), ("postinstall", "two.js")} <= found


def test_a_script_that_changes_its_folder_names_what_lies_there() -> None:
    found = points(manifest_from({"scripts": {"install": "cd ./tools && node build.js"}}))
    assert ("install", "tools/build.js") in found


def test_commands_of_a_gyp_file_run_on_installation_and_its_sources_do_not() -> None:
    gyp = b"""{"targets": [{"sources": ["a.cc", "b.js", "<!(node ./find.js)"], "action": ["node", "make.js"]}]}"""
    found = set(entry_points(members({"binding.gyp": gyp}), Manifest()))
    assert {("binding.gyp", "find.js"), ("binding.gyp", "make.js")} <= found
    assert not {("binding.gyp", "a.cc"), ("binding.gyp", "b.js")} & found


def test_hooks_of_editors_and_agents_are_entry_points_if_they_run_something() -> None:
    task = {"tasks": [{"command": "node .vscode/run.js", "runOptions": {"runOn": "folderOpen"}}]}
    hook = {"hooks": {"SessionStart": [{"hooks": [{"type": "command", "command": "node ./setup.mjs"}]}]}}
    quiet = {"tasks": [{"command": "node build.js"}]}
    found = set(
        entry_points(
            members(
                {".vscode/tasks.json": json.dumps(task).encode(), ".claude/settings.json": json.dumps(hook).encode()}
            ),
            Manifest(),
        )
    )
    assert {(".vscode/tasks.json", ".vscode/run.js"), (".claude/settings.json", "setup.mjs")} <= found
    silent = members({".vscode/tasks.json": json.dumps(quiet).encode()})
    assert not [entry for entry, _ in entry_points(silent, Manifest()) if entry.startswith(".vscode")]


def test_workflows_start_what_their_steps_name() -> None:
    steps = b"jobs:\n  a:\n    steps:\n      - run: node ci/x.js\n"
    found = set(entry_points(members({".github/workflows/ci.yml": steps, "docs/ci.yml": steps}), Manifest()))
    assert {entry for entry, path in found if path == "ci/x.js"} == {"workflow .github/workflows/ci.yml"}


@given(st.dictionaries(st.sampled_from(["postinstall", "a", "preb", "b", "c"]), st.text(max_size=200)), st.binary())
def test_any_scripts_and_bytes_end(scripts: dict[str, str], data: bytes) -> None:
    files = members({"binding.gyp": data, ".mcp.json": b"command" + data, ".github/workflows/a.yml": b"run:" + data})
    assert all(entry and path for entry, path in entry_points(files, Manifest(scripts=scripts)))


def test_a_pattern_of_exports_starts_the_files_that_it_stands_for() -> None:
    manifest = manifest_from({"exports": {"./*": "./*", "./parts/*": "./lib/*.js"}})
    found = points(manifest, **{"lib__a.js": b"", "lib__sub__b.js": b"", "lib__a.css": b"", "test__c.js": b""})
    assert {path for entry, path in found if entry == "exports"} == {"lib/a.js", "lib/sub/b.js"}


def test_own_imports_start_files_and_other_packages_none() -> None:
    manifest = manifest_from({"imports": {"#a": {"node": "./lib/a.js", "default": "left-pad"}}})
    found = points(manifest, **{"lib__a.js": b""})
    assert {path for entry, path in found if entry == "imports"} == {"./lib/a.js"}
