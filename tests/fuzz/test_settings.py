"""A changed settings file is read or refused with the name of the file; so are other clients' settings."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assay.errors import SettingsError
from assay.registry.other_clients import READERS
from assay.settings.load import from_text
from assay.settings.template import commented_settings

edits = st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 12), st.text(max_size=8)), max_size=5)
#: What `assay init` writes, with every setting switched on.
START = "\n".join(
    line[1:] if line.startswith("#") and not line.startswith("# ") else line
    for line in commented_settings().splitlines()
)


@given(edits)
def test_a_changed_settings_file(changes: list[tuple[int, int, str]]) -> None:
    text = START
    for place, length, noise in changes:
        text = text[:place] + noise + text[place + length :]
    told = "assay.toml"
    try:
        from_text(text, "assay.toml", folder=Path("/nowhere"))
    except SettingsError as error:
        told = str(error)
    assert "assay.toml" in told


def test_the_unchanged_settings_are_read() -> None:
    assert from_text(START, "assay.toml", folder=Path("/nowhere")).fail_on is not None


@given(st.sampled_from(sorted(READERS)), st.text(max_size=200))
def test_any_text_as_settings_of_another_client(name: str, text: str) -> None:
    try:
        entries = READERS[name](text)
    except ValueError:
        return
    assert all(isinstance(value, str) for values in entries.values() for value in values)
