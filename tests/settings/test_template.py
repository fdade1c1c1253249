from __future__ import annotations

import re
import tomllib
from pathlib import Path

from assay.settings import Settings, commented_settings
from assay.settings.load import from_text


def read(text: str) -> Settings:
    return from_text(text, "assay.toml", folder=Path())


def uncommented() -> str:
    return re.sub(r"(?m)^#(?=[a-z\[\"])", "", commented_settings())


def test_as_written_it_changes_nothing() -> None:
    assert tomllib.loads(commented_settings()) == {}
    assert read(commented_settings()) == Settings()


def test_uncommented_it_is_exactly_the_defaults() -> None:
    assert len(tomllib.loads(uncommented())) > 8
    assert read(uncommented()) == Settings()


def test_the_examples_in_it_can_be_uncommented_too() -> None:
    text = re.sub(r"(?m)^#   (?=\[\[|[a-z]+ = |\"@)", "", uncommented()).replace('integrity = "sha512-..."\n', "")
    settings = read(text)
    assert settings.policy.exceptions[0].package == "some-package"
    assert settings.policy.rules[-1].name == "no known flaw in production"
    assert settings.scope_registries == (("@acme", "https://npm.acme.example/"),)
