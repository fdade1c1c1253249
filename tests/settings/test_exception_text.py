from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import SettingsError
from assay.model.integrity import Integrity
from assay.model.policy import PolicyException
from assay.settings import commented_settings
from assay.settings.exception_text import with_exception, without_exceptions
from assay.settings.load import from_text

TOOL = ("tool", "assay")
ACCEPTED = PolicyException("left-pad", "we read it", "me@acme.example", date(2027, 1, 31), "1.3.0")
OTHER = """\
# ours
[policy]            # strict
on-gaps = "block"

# read by Ann
[[exceptions]]
package = "other"   # not that one
version = "2.x"
# inside
owner = "ann"
reason = \"\"\"
[[exceptions]]
package = "left-pad" is only text
\"\"\"
expires = 2027-01-31

# the last word
"""
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
EXCEPTIONS = st.builds(
    PolicyException,
    package=WORDS,
    reason=WORDS,
    owner=WORDS,
    expires=st.dates(),
    version=st.sampled_from(["1.0.0", "2.0.0-rc.1"]),
    integrity=st.none() | st.binary(max_size=9).map(Integrity.of),
    rules=st.lists(WORDS, max_size=3).map(tuple),
)
TEXTS = st.sampled_from(["", "\n", "# only a comment", OTHER, OTHER.rstrip(), commented_settings()])


def exceptions(text: str, file: str = "assay.toml") -> tuple[PolicyException, ...]:
    return from_text(text, file, folder=Path()).policy.exceptions


@given(TEXTS, EXCEPTIONS)
def test_an_entry_is_read_as_it_was_meant_and_nothing_else_changes(text: str, exception: PolicyException) -> None:
    changed = with_exception(text, exception)
    assert changed.startswith(text)
    assert exceptions(changed) == (*exceptions(text), exception)


@given(TEXTS, st.lists(EXCEPTIONS, min_size=1, max_size=4), st.data())
def test_what_was_put_in_can_be_taken_out(text: str, added: list[PolicyException], data: st.DataObject) -> None:
    changed = text
    for each in added:
        changed = with_exception(changed, each)
    gone = data.draw(st.sampled_from(added))
    left, count = without_exceptions(changed, gone.package, gone.version)
    kept = [each for each in added if (each.package, each.version) != (gone.package, gone.version)]
    assert exceptions(left) == (*exceptions(text), *kept)
    assert count == len(added) - len(kept)
    assert left.startswith(text)


def test_comments_around_an_entry_stay() -> None:
    left, count = without_exceptions(OTHER, "other", "2.x")
    assert count == 1
    assert left == '# ours\n[policy]            # strict\non-gaps = "block"\n\n# read by Ann\n\n# the last word\n'


def test_only_exactly_this_release_is_taken_out() -> None:
    assert without_exceptions(OTHER, "other", "2.0.0") == (OTHER, 0)
    assert without_exceptions(OTHER, "left-pad", "") == (OTHER, 0)


def test_pyproject_has_them_below_tool_assay() -> None:
    text = '[project]\nname = "x"\n'
    changed = with_exception(text, ACCEPTED, TOOL)
    assert exceptions(changed, "pyproject.toml") == (ACCEPTED,)
    assert tomllib.loads(changed)["project"] == {"name": "x"}
    left, count = without_exceptions(changed, "left-pad", "1.3.0", TOOL)
    assert (left.strip(), count) == (text.strip(), 1)


def test_line_ends_of_windows_are_kept() -> None:
    changed = with_exception('fail-on = "warn"\r\n', ACCEPTED)
    assert "\n" not in changed.replace("\r\n", "")
    assert without_exceptions(changed, "left-pad", "1.3.0")[0].strip() == 'fail-on = "warn"'


INLINE = 'exceptions = [{package="a", version="1.0.0", owner="o", reason="r", expires=2027-01-31}]\n'
REST = 'version = "1.0.0"\nowner = "o"\nexpires = 2027-01-31\n'
DECEIVING = f"""\
[[exceptions]]
package = "a"
{REST}reason = "three quotes: '''"
[[exceptions]]
package = "b"
{REST}reason = "r"
"""


@pytest.mark.parametrize("text", [INLINE, "[exceptions]\n", "=", "[[exceptions]]\nx=[\n[1],\n]\n[exceptions.y]\n"])
def test_an_unusual_file_is_left_to_its_owner(text: str) -> None:
    with pytest.raises(SettingsError):
        with_exception(text + "[exceptions]\n", ACCEPTED)


@pytest.mark.parametrize("text", [INLINE, DECEIVING])
def test_what_cannot_be_cut_out_safely_is_left(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        without_exceptions(text, "a", "1.0.0")
    assert "by hand" in caught.value.hint
