from __future__ import annotations

import pytest

from assay.errors import SettingsError
from assay.settings.environment import read_environment


def test_known_variables_are_read_and_others_left_alone() -> None:
    environment = {
        "ASSAY_OFFLINE": "YES",
        "ASSAY_ALLOW_GAPS": "0",
        "ASSAY_WORKERS": "4",
        "ASSAY_REGISTRY": "https://registry.example",
        "ASSAY_FAIL_ON": "",
        "ASSAY_CONFIG": "x.toml",
        "ASSAY_BIN": ".venv/bin",
        "HOME": "/home/ann",
    }
    assert read_environment(environment) == {
        "offline": True,
        "allow-gaps": False,
        "workers": 4,
        "registry": "https://registry.example",
    }


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ASSAY_OFFLINE", "maybe", "ASSAY_OFFLINE is 'maybe', expected one of 1, true, yes, 0, false, no"),
        ("ASSAY_WORKERS", "two", "ASSAY_WORKERS is 'two', expected a whole number"),
        ("ASSAY_WORKERS", "²", "ASSAY_WORKERS is '²', expected a whole number"),
        ("ASSAY_OFLINE", "1", "unknown environment variable ASSAY_OFLINE"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_environment({name: value})
    assert str(caught.value) == message
