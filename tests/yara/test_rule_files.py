from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assay.errors import SettingsError
from assay.yara import rule_files
from assay.yara.rule_files import RuleFile, compiled, read_rules, revision

RULE = 'rule own { strings: $a = "acme" condition: $a }'


def test_rules_of_a_folder_and_below_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.yara").write_text(RULE)
    (tmp_path / "b.yar").write_text(RULE)
    (tmp_path / "notes.txt").write_text("no rule")
    assert read_rules(tmp_path) == (RuleFile("b.yar", RULE), RuleFile("below/a.yara", RULE))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"rule own { condition: $b }", "unknown pattern"),
        (b"rule own {", "bad.yar"),
        (b'include "/etc/passwd"', "bad.yar"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
    ],
)
def test_a_bad_file_is_refused_by_name(text: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yar").write_bytes(text)
    with pytest.raises(SettingsError, match=why):
        read_rules(tmp_path)


def test_no_folder_no_rules_and_too_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="no folder"):
        read_rules(tmp_path / "none")
    with pytest.raises(SettingsError, match="no YARA rules"):
        read_rules(tmp_path)
    (tmp_path / "a.yar").write_text(RULE)
    (tmp_path / "b.yar").write_text(RULE)
    monkeypatch.setattr(rule_files, "MAX_BYTES", len(RULE) + 5)
    with pytest.raises(SettingsError, match="together"):
        read_rules(tmp_path)
    monkeypatch.setattr(rule_files, "MAX_FILES", 1)
    with pytest.raises(SettingsError, match="at most 1"):
        read_rules(tmp_path)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yara_x", None)
    with pytest.raises(SettingsError, match="extra 'yara'"):
        compiled((RuleFile("unseen.yar", RULE),))


def test_a_change_of_any_rule_is_another_revision() -> None:
    one, other = RuleFile("a.yar", RULE), RuleFile("a.yar", RULE + " ")
    assert revision(()) == ""
    assert revision((one,)) == revision((one,)) != revision((other,))
