from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assay.registry.default_registry import ask_npm, default_registry, public_registry
from assay.registry.nerf_dart import split_url


@pytest.fixture(autouse=True)
def _forget() -> None:
    default_registry.cache_clear()


def npm(folder: Path, body: str) -> str:
    file = folder / "npm"
    file.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    file.chmod(0o755)
    return str(file)


def test_asks_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm(tmp_path, "assert sys.argv[1:] == ['config', 'get', 'registry']\nprint('https://registry.example/')")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert default_registry() == "https://registry.example/"


@pytest.mark.parametrize("body", ["print('undefined')", "sys.exit(3)", "print()", "sys.stdout.buffer.write(b'\\xff')"])
def test_an_npm_that_does_not_answer_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    npm(tmp_path, body)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert default_registry() == public_registry()


def test_without_npm_package_urls_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    parts = split_url(default_registry())
    assert parts is not None
    assert (parts.scheme, parts.path) == ("https", "/")


def test_an_npm_that_cannot_be_started() -> None:
    assert ask_npm("/nowhere/npm") == ""
