from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import SettingsError
from assay.model.dependency import DependencyType
from assay.model.integrity import Integrity
from assay.model.policy import Action, PolicyException, PolicyRule
from assay.model.rule import Severity
from assay.model.verdict import Level
from assay.settings import Flags, Settings, load
from assay.settings.load import from_text
from assay.settings.values import DEFAULT_POLICY

HERE = Path("project")


def read(text: str, file: str = "assay.toml") -> Settings:
    return from_text(text, file, folder=HERE)


def refused(text: str, file: str = "assay.toml") -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        read(text, file)
    return caught.value


FULL = """\
fail-on = "warn"
allow-gaps = true
offline = true
workers = 3
cache-dir = "cache"

[policy]
on-gaps = "block"

[policy.block]
rules = ["known-malware", "advisory"]
severity = "critical"

[policy.warn]
verdicts = []

[[policy.rule]]
name = "no flaw in production"
action = "block"
rules = ["advisory"]
severity = "high"
types = ["production", "optional"]

[cooldown]
age = "1w 12h"
exclude = ["@acme/*"]

[internal]
names = ["@acme/*", "acme-cli"]

[feeds]
confirmed = ["MAL-2026-1"]

[registries]
default = "https://registry.example"
[registries.scopes]
"@acme" = "https://npm.acme.example/npm"

[[exceptions]]
package = "left-pad"
version = "^1.0.0"
rules = ["deprecated"]
owner = "ann"
reason = "no successor"
expires = 2027-01-31

[[exceptions]]
package = "right-pad"
integrity = "sha1-wJcKEaiXkJIhuKnjHcyPqYdnUZg="
owner = "ann"
reason = "read"
expires = "2027-02-01"
"""


def test_every_key_is_read() -> None:
    settings = read(FULL)
    assert settings == Settings(
        policy=settings.policy,
        registry="https://registry.example/",
        scope_registries=(("@acme", "https://npm.acme.example/npm/"),),
        fail_on=Action.WARN,
        allow_gaps=True,
        offline=True,
        cache_dir=HERE / "cache",
        workers=3,
    )
    assert settings.policy.rules == (
        PolicyRule("block.verdicts", Action.BLOCK, verdicts=(Level.MALICIOUS,)),
        PolicyRule("block.rules", Action.BLOCK, rules=("known-malware", "advisory")),
        PolicyRule("block.severity", Action.BLOCK, severity=Severity.CRITICAL),
        PolicyRule("warn.rules", Action.WARN, rules=("disputed-record",)),
        PolicyRule("warn.severity", Action.WARN, severity=Severity.HIGH),
        PolicyRule(
            "no flaw in production",
            Action.BLOCK,
            rules=("advisory",),
            severity=Severity.HIGH,
            types=(DependencyType.PRODUCTION, DependencyType.OPTIONAL),
        ),
    )
    assert settings.policy.exceptions == (
        PolicyException("left-pad", "no successor", "ann", date(2027, 1, 31), "^1.0.0", rules=("deprecated",)),
        PolicyException(
            "right-pad",
            "read",
            "ann",
            date(2027, 2, 1),
            integrity=Integrity.parse("sha1-wJcKEaiXkJIhuKnjHcyPqYdnUZg="),
        ),
    )
    assert replace(settings.policy, rules=(), exceptions=()) == replace(
        DEFAULT_POLICY,
        rules=(),
        on_gaps=Action.BLOCK,
        cooldown=timedelta(days=7, hours=12),
        cooldown_exempt=("@acme/*",),
        confirmed=frozenset({"MAL-2026-1"}),
        internal=("@acme/*", "acme-cli"),
    )


def test_an_empty_file_is_the_defaults() -> None:
    assert read("") == Settings()


def test_pyproject_has_its_own_table() -> None:
    text = "[project]\nname = 'x'\n\n[tool.assay]\noffline = true\n[tool.assay.cooldown]\nage = '0'\n"
    settings = read(text, "some/pyproject.toml")
    assert (settings.offline, settings.policy.cooldown) == (True, timedelta(0))
    error = refused(text.replace("age", "ages"), "some/pyproject.toml")
    assert str(error) == "some/pyproject.toml:7: unknown key 'cooldown.ages'"
    assert "not a table" in str(refused("[tool]\nassay = 1\n", "pyproject.toml"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("\nofline = true", "assay.toml:2: unknown key 'ofline'", "did you mean 'offline'?"),
        ("offline = 'yes'", "assay.toml:1: offline is 'yes', expected true or false", ""),
        ("workers = true", "assay.toml:1: workers is 'True', expected a whole number from 0 to 256", ""),
        ("workers = -1", "assay.toml:1: workers is '-1', expected a whole number from 0 to 256", ""),
        (
            "fail-on = 'warm'",
            "assay.toml:1: fail-on is 'warm', expected one of block, warn, never",
            "did you mean 'warn'?",
        ),
        (
            "[policy.block]\nverdicts = 'malicious'",
            "assay.toml:2: policy.block.verdicts is 'malicious', expected a list of strings",
            "",
        ),
        (
            "[policy.block]\nverdicts = ['malicous']",
            "assay.toml:2: policy.block.verdicts is 'malicous', expected one of benign, unknown, suspicious, malicious",
            "did you mean 'malicious'?",
        ),
        ("policy = 3", "assay.toml:1: policy is '3', expected a table ([policy])", ""),
        ("[policy]\nrule = 3", "assay.toml:2: policy.rule is '3', expected an array of tables ([[policy.rule]])", ""),
        ("[[policy.rule]]\nname='a'\n", "assay.toml:1: a [[policy.rule]] needs an 'action': allow, warn or block", ""),
        ("[[policy.rule]]\naction='warn'\n", "assay.toml:1: 'policy.rule.name' is missing", ""),
        (
            "[cooldown]\nage = '3 days'",
            "assay.toml:2: cooldown.age: '3 days' is not a duration such as '3d', '12h' or '1w 2d'",
            "",
        ),
        ("[cooldown]\nage = 3", "assay.toml:2: cooldown.age is '3', expected a string", ""),
        (
            "[registries]\ndefault = 'ftp://x.example'",
            "assay.toml:2: registries.default: 'ftp://x.example' is not an http or https address",
            "",
        ),
        (
            "[registries]\ndefault = 'https://a:b@x.example'",
            "assay.toml:2: registries.default: credentials do not belong into an address: put them into .npmrc",
            "",
        ),
        (
            "[registries.scopes]\nacme = 'https://x.example'",
            "assay.toml:2: 'acme' is not a scope such as \"@acme\"",
            "",
        ),
        ("x = ", "assay.toml: not TOML: Invalid value (at end of document)", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str, hint: str) -> None:
    error = refused(text)
    assert (str(error), error.hint) == (message, hint or error.hint)


EXCEPTION = "[[exceptions]]\npackage='a'\nversion='1.0.0'\nowner='o'\nreason='r'\nexpires=2027-01-31\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version='1.0.0'\n", "", "assay.toml:9: the exception for 'a' needs a 'version' (or range) or an 'integrity'"),
        ("'1.0.0'", "'one'", "assay.toml:10: 'one' is not a version or range that npm understands"),
        ("owner='o'\n", "", "assay.toml:8: 'exceptions.owner' is missing"),
        ("reason='r'", "reason=''", "assay.toml:12: 'exceptions.reason' is missing"),
        ("2027-01-31", "'soon'", "assay.toml:13: exceptions.expires is 'soon', expected a date such as 2027-01-31"),
        (
            "2027-01-31",
            "2027-01-31T10:00:00",
            "assay.toml:13: exceptions.expires is '2027-01-31 10:00:00', expected a date such as 2027-01-31",
        ),
        ("version='1.0.0'", "integrity='x'", "assay.toml:10: exceptions.integrity: not an integrity string: 'x'"),
    ],
)
def test_an_exception_must_be_bound_and_owned(old: str, new: str, message: str) -> None:
    assert str(refused(EXCEPTION + "\n" + EXCEPTION.replace(old, new))) == message


def test_a_home_folder_that_nobody_has_is_refused() -> None:
    assert str(refused("cache-dir = '~no-such-user/x'")).startswith("cache-dir '~no-such-user/x': ")


def test_an_address_that_is_none_is_refused() -> None:
    assert "is not an http or https address" in str(refused("[registries]\ndefault = 'http://['"))


def test_severity_can_be_turned_off() -> None:
    rules = read("[policy.warn]\nseverity = ''\nrules = []\n").policy.rules
    assert [rule.name for rule in rules] == ["block.verdicts", "block.rules", "warn.verdicts"]


def test_the_nearest_file_is_found_upward(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "assay.toml").write_text("workers = 1\n")
    (inner / "package-lock.json").write_text("{}")
    assert load(inner, {}).workers == 1
    assert load(inner / "package-lock.json", {}).source == tmp_path / "assay.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.assay]\nworkers = 2\n")
    assert load(inner, {}).workers == 2
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load(inner, {}).workers == 2
    (tmp_path / "a" / "assay.toml").write_text("workers = 3\n")
    assert load(inner, {}).workers == 3
    assert load(inner, {}, Flags(no_config=True)) == Settings()


def test_a_scanned_package_has_no_say(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "evil"
    package.mkdir(parents=True)
    (package / "assay.toml").write_text("fail-on = 'never'\n")
    (package / "package.json").write_text('{"assay": {"fail-on": "never"}}')
    assert load(package, {}) == Settings()


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text("workers = 1\noffline = true\nfail-on = 'warn'\n")
    environment = {"ASSAY_WORKERS": "2", "ASSAY_FAIL_ON": "never", "ASSAY_COOLDOWN": "1d", "ASSAY_BIN": "x"}
    settings = load(tmp_path, environment, Flags(workers=3, registry="https://registry.example", on_gaps="block"))
    assert settings.workers == 3
    assert settings.offline is True
    assert settings.fail_on is None
    assert settings.policy.cooldown == timedelta(days=1)
    assert settings.policy.on_gaps is Action.BLOCK
    assert settings.registry == "https://registry.example/"
    assert load(tmp_path, {"ASSAY_OFFLINE": "0"}).offline is False


def test_a_named_file_is_read_in_place_of_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text("workers = 1\n")
    named = tmp_path / "other.toml"
    named.write_text("workers = 2\n")
    assert load(tmp_path, {"ASSAY_CONFIG": str(named)}).workers == 2
    assert load(tmp_path, {}, Flags(config=named)).workers == 2
    with pytest.raises(SettingsError, match=r"missing\.toml: cannot be read"):
        load(tmp_path, {}, Flags(config=tmp_path / "missing.toml"))


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (Flags(fail_on="blok"), "command line: fail-on is 'blok', expected one of block, warn, never"),
        (Flags(cooldown="soon"), "command line: cooldown: 'soon' is not a duration"),
        (Flags(registry="x"), "command line: registry: 'x' is not an http or https address"),
        (Flags(workers=1000), "command line: workers is '1000', expected a whole number from 0 to 256"),
    ],
)
def test_a_wrong_flag_is_refused(tmp_path: Path, flags: Flags, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {}, flags)
    assert str(caught.value).startswith(message)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    path.write_bytes(b"workers = 1 # \xff")
    with pytest.raises(SettingsError, match="not UTF-8 at byte 14"):
        load(tmp_path, {})
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(SettingsError, match="longer than 1,000,000 bytes"):
        load(tmp_path, {})


def test_the_cache_folder_is_the_users_own_unless_it_is_set(tmp_path: Path) -> None:
    assert Settings().cache_folder().name == "assay"
    assert Settings(cache_dir=tmp_path).cache_folder() == tmp_path


words = st.sampled_from(["policy", "block", "rules", "exceptions", "offline", "a", "severity", "expires", "cooldown"])
values = st.sampled_from(["1", "'x'", "true", "[]", "['a']", "{}", "2027-01-01", "[[]]", "{a = 1}", "1.5"])
lines = (
    st.builds("{} = {}".format, words, values)
    | st.builds("[{}.{}]".format, words, words)
    | st.builds("[[{}]]".format, words)
)


@given(st.lists(lines, max_size=8).map("\n".join) | st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except SettingsError as error:
        message = str(error)
    else:
        message = "assay.toml is fine"
    assert message.startswith("assay.toml")
