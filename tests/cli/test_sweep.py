from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from assay.names.index import NameIndex
from assay.store.corpus_file import open_corpus, save_corpus
from tests.cli.test_corpus import publish
from tests.end_to_end.run import Finished, Machine
from tests.names.small import small_bytes
from tests.registry_simulator import RegistrySimulator

NAMES = ("loadsh", "lodash", "axioss", "arm-compute", "zzzzzz", "our-own-pakcage", "our-own-package")
FIELDS = [
    "rank",
    "name",
    "target",
    "class",
    "classes",
    "edit",
    "strength",
    "name_downloads",
    "target_downloads",
    "internal",
]


@pytest.fixture
def small(machine: Machine) -> Machine:
    """The machine with the small corpus, as after an update."""
    save_corpus(machine.data / "corpus.bin", small_bytes())
    return machine


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text("\n".join(NAMES) + "\n")
    return path


def rows(done: Finished) -> list[dict[str, Any]]:
    assert done.code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_names_are_ranked_by_how_telling_they_are(small: Machine, names: Path) -> None:
    done = small.assay("sweep", "names", "--names", names)
    found = rows(done)
    assert [list(row) for row in found] == [FIELDS] * len(found)
    assert {"loadsh": "lodash", "axioss": "axios"}.items() <= {row["name"]: row["target"] for row in found}.items()
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    strengths = [row["strength"] for row in found]
    assert strengths == sorted(strengths, reverse=True)
    assert f"comparing {len(NAMES)} names with 20 targets" in done.stderr
    assert len(rows(small.assay("sweep", "names", "--names", names, "--top", "1"))) == 1


def test_who_imitates_my_packages(small: Machine, names: Path) -> None:
    for words in (
        ("--protect", "our-own-package", "some-other-thing"),
        ("some-other-thing", "--protect", "our-own-package"),
    ):
        (row,) = rows(small.assay("sweep", "names", "--names", names, *words))
        assert (row["name"], row["target"], row["target_downloads"]) == ("our-own-pakcage", "our-own-package", 0)


def test_against_a_list(small: Machine, names: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_text(json.dumps(["our-own-package", "axios"]))
    found = {
        row["name"]: row["target"] for row in rows(small.assay("sweep", "names", "--names", names, "--against", known))
    }
    assert found == {"our-own-pakcage": "our-own-package", "axioss": "axios"}


def test_files(small: Machine, names: Path, tmp_path: Path) -> None:
    printed = rows(small.assay("sweep", "names", "--names", names))
    lines, table = tmp_path / "found.jsonl", tmp_path / "found.parquet"
    for path in (lines, table):
        done = small.assay("sweep", "names", "--names", names, "-o", path)
        assert (done.code, done.stdout) == (0, "")
        assert str(path) in done.stderr
    assert [json.loads(line) for line in lines.read_text().splitlines()] == printed
    assert pyarrow.parquet.read_table(table).to_pylist() == printed


def test_the_format_may_be_asked_for_whatever_the_ending(small: Machine, names: Path, tmp_path: Path) -> None:
    table = tmp_path / "found.txt"
    done = small.assay("sweep", "names", "--names", names, "--protect", "axios", "-o", table, "--format", "parquet")
    assert (done.code, done.stdout) == (0, "")
    assert [row["name"] for row in pyarrow.parquet.read_table(table).to_pylist()] == ["axioss"]


def test_internal_names_and_scopes_are_targets(small: Machine, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('[internal]\nnames = ["billing-engine", "@acme-tools/*", "inhouse-*"]\n')
    swept = ("biling-engine", "billing-engine", "@acme-tool/x", "@acme-tools/loadsh", "inhouse-axioss", "loadsh")
    (tmp_path / "names.txt").write_text("\n".join(swept))
    found = rows(small.assay("sweep", "names", "--names", "names.txt", cwd=tmp_path))
    assert {row["name"]: (row["target"], row["class"], row["internal"]) for row in found} == {
        "biling-engine": ("billing-engine", "omission", True),
        "@acme-tool/x": ("@acme-tools/x", "scope-lookalike", True),
        "loadsh": ("lodash", "transposition", False),
    }
    assert [row["rank"] for row in found] == [1, 2, 3]
    without = rows(small.assay("sweep", "names", "--names", "names.txt", "--no-config", cwd=tmp_path))
    assert {"biling-engine", "@acme-tool/x"}.isdisjoint(row["name"] for row in without)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (small_bytes()[:-1], "cut short"),
        (small_bytes()[:8] + b"\x63" + small_bytes()[9:], "layout version 99"),
    ],
)
def test_a_corpus_that_cannot_be_used_is_told_and_the_shipped_one_used(
    content: bytes, why: str, machine: Machine, names: Path
) -> None:
    machine.data.mkdir()
    (machine.data / "corpus.bin").write_bytes(content)
    done = machine.assay("sweep", "names", "--names", names, "--protect", "lodash")
    assert why in done.stderr
    assert "the shipped corpus is used instead. Run `assay corpus update`" in done.stderr
    (row,) = rows(done)
    assert (row["name"], row["target_downloads"]) == ("loadsh", downloads_in_the_shipped_corpus("lodash"))


def downloads_in_the_shipped_corpus(name: str) -> int | None:
    return NameIndex(open_corpus().corpus).monthly_downloads(name)


def test_the_names_of_the_registry(small: Machine, registry: RegistrySimulator) -> None:
    publish(registry)
    done = small.assay("sweep", "names", "--protect", "axioss")
    assert (done.code, rows(done)) == (0, [])  # axios is popular, and so is no imitation
    assert "fetching all-the-package-names" in done.stderr


def test_what_is_no_name_is_left_out(small: Machine, tmp_path: Path) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text(json.dumps(["", "a\nb", "lod\u0430sh", "x" * 500, "loadsh"]))
    done = small.assay("sweep", "names", "--names", strange)
    assert [row["name"] for row in rows(done)] == ["loadsh"]
    assert "left out 4" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--names", "missing.txt"), "missing.txt"),
        (("--names", "broken.json"), "no list of names"),
        (("--names", "broken.tgz"), "npm tarball"),
        (("--names", "latin.txt"), "no list of names"),
        (("--names", "names.txt", "-o", "found.csv"), "ends neither"),
        (("--names", "names.txt", "-o", "nowhere/found.jsonl"), "no folder"),
        (("--names", "names.txt", "--against", "empty.txt"), "no name to compare with"),
        (("--names", "names.txt", "--against", "names.txt", "--protect", "x-y"), "give one of them"),
        (("--names", "names.txt", "--format", "parquet"), "name it: -o found.parquet"),
        (("--names", "names.txt", "extra"), "--protect"),
        (("--offline",), "cannot be fetched offline"),
    ],
)
def test_wrong_use(words: tuple[str, ...], message: str, small: Machine, names: Path) -> None:
    folder = names.parent
    (folder / "broken.json").write_text('["cut sho')
    (folder / "broken.tgz").write_bytes(b"\x1f\x8b no tarball")
    (folder / "latin.txt").write_bytes(b"\xff\xfe\n")
    (folder / "empty.txt").write_text("\n")
    done = small.assay("sweep", "names", *words, cwd=folder)
    assert (done.code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("library", "output"), [("numba", "found.jsonl"), ("pyarrow", "found.parquet")])
def test_a_missing_library_names_the_extra(
    library: str, output: str, small: Machine, names: Path, tmp_path: Path
) -> None:
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow" / f"{library}.py").write_text(f"raise ModuleNotFoundError('none', name='{library}')\n")
    environment = {"PYTHONPATH": f"{tmp_path / 'shadow'}:{Path(__file__).parents[2] / 'src'}"}
    done = small.assay("sweep", "names", "--names", names, "-o", tmp_path / output, env=environment)
    assert (done.code, done.stdout) == (2, "")
    assert library in done.stderr
    assert "assay[sweep]" in done.stderr
