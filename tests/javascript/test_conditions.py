from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.conditions import COUNTRY_HARM, COUNTRY_MESSAGE, TIME_HARM, could_depend
from assay.javascript.read import read

FS = 'const fs = require("fs"), os = require("os");\n'
WIPE = "fs.rmSync(process.cwd(), { recursive: true })"
ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone"


def told(code: str) -> list[tuple[str, int]]:
    names = {COUNTRY_HARM, COUNTRY_MESSAGE, TIME_HARM}
    traits = read("a.js", code.encode()).traits
    return [(each.name, each.location.line) for each in traits if each.name in names]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (f'const z = {ZONE};\nif (z === "Europe/Moscow") {{ {WIPE} }}', COUNTRY_HARM),
        (f'const z = {ZONE};\nif (z && z.startsWith("Europe/Mos")) {WIPE}', COUNTRY_HARM),
        (
            f'const {{ locale }} = Intl.DateTimeFormat().resolvedOptions();\nlocale.includes("ru") && {WIPE}',
            COUNTRY_HARM,
        ),
        (f"const d = new Date();\nif (d.getTimezoneOffset() === -180) {WIPE}", COUNTRY_HARM),
        (f"const l = process.env.LANG;\nif (/^ru/i.test(l)) {WIPE}", COUNTRY_HARM),
        (f'const c = j.countryCode;\n["RU", "BY"].includes(c) ? {WIPE} : 0', COUNTRY_HARM),
        ("const c = j.country_code;\nif (c === 'RU') fs.unlink(f)", COUNTRY_HARM),
        ("const l = navigator.language;\nif (l == 'ru-RU') while (true) {}", COUNTRY_HARM),
        ("const l = process.env.LANG;\nif (l.startsWith('ru')) { for (;;) { console.log('x') } }", COUNTRY_MESSAGE),
        (f"const z = {ZONE};\nif (z == 'Asia/Tehran') alert('x')", COUNTRY_MESSAGE),
        (f"const now = Date.now();\nif (now > 1798761600000) {WIPE}", TIME_HARM),
        (f"const d = new Date();\nif (d.getMonth() === 3 && d.getDate() === 1) {WIPE}", TIME_HARM),
        (f"const d = new Date(2027, 3, 1);\nif (Date.now() < d) return;\n{WIPE}", TIME_HARM),
    ],
)
def test_harm_under_a_condition_is_told_at_the_condition(code: str, name: str) -> None:
    line = FS.count("\n") + 2
    assert told(FS + code) == [(name, line)]


@pytest.mark.parametrize(
    "code",
    [
        "if (timeZone === 'Europe/Moscow') return 3; console.log(1)",
        f"if (timeZone === 'Europe/Paris') {WIPE}",
        f"const z = {ZONE}; const zones = ['Europe/Moscow']; if (force) {WIPE}",
        f"if (Date.now() - started > 1000) {WIPE}",
        "if (new Date() > new Date('2027-01-01')) fs.unlinkSync('a.lock')",
        f"if (new Date().getHours() === 0) {WIPE}",
    ],
)
def test_what_depends_on_something_else(code: str) -> None:
    found = [name for name, _ in told(FS + code) if name != COUNTRY_MESSAGE]
    assert found == []


def test_only_files_with_the_words_are_looked_at() -> None:
    assert not could_depend(FS.encode() + WIPE.encode())
    assert could_depend(b"timeZone 'ru' rmSync(")


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert told(f"{text}\nif (timeZone === 'ru') rmSync(") in ([], [(COUNTRY_HARM, text.count("\n") + 2)])


def test_hostile_text_takes_no_time_by_its_square() -> None:
    assert told("'Europe/Moscow' timeZone rmSync(" + " if (timeZone) rmSync(" * 2_000) == []
