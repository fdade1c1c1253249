"""The [policy], [cooldown], [internal], [feeds] and [[exceptions]] of assay.toml, as a Policy."""

from __future__ import annotations

from assay.model.dependency import DependencyType
from assay.model.integrity import Integrity
from assay.model.policy import Action, Policy, PolicyException, PolicyRule
from assay.model.rule import Severity
from assay.model.verdict import Level
from assay.settings.table import Table
from assay.settings.values import DEFAULT_POLICY

ACTIONS = {action.label: action for action in Action}
SEVERITIES: dict[str, Severity | None] = {"": None, **{severity.label: severity for severity in Severity}}
LEVELS = {level.value: level for level in Level}
TYPES = {kind.value: kind for kind in DependencyType}

_DEFAULTS = {rule.name: rule for rule in DEFAULT_POLICY.rules}
_NONE = PolicyRule("", Action.ALLOW)
#: npm reads no longer range.
_MAX_RANGE = 256


def read_policy(top: Table) -> Policy:
    """Everything that decides, from the top table. Raises SettingsError."""
    policy, cooldown = top.table("policy"), top.table("cooldown")
    internal, feeds = top.table("internal"), top.table("feeds")
    policy.only("on-gaps", "block", "warn", "rule")
    cooldown.only("age", "exclude")
    internal.only("names", "registry")
    feeds.only("confirmed")
    return Policy(
        rules=(
            *_simple_rules(policy.table("block"), "block", Action.BLOCK),
            *_simple_rules(policy.table("warn"), "warn", Action.WARN),
            *(_own_rule(table) for table in policy.tables("rule")),
        ),
        exceptions=tuple(_exception(table) for table in top.tables("exceptions")),
        on_gaps=policy.choice("on-gaps", DEFAULT_POLICY.on_gaps, ACTIONS),
        cooldown=cooldown.duration("age", DEFAULT_POLICY.cooldown),
        cooldown_exempt=cooldown.texts("exclude"),
        confirmed=frozenset(feeds.texts("confirmed")),
        internal=internal.texts("names"),
    )


def _simple_rules(table: Table, name: str, action: Action) -> list[PolicyRule]:
    """[policy.block] and [policy.warn]: each key is a rule of its own; a key that is missing keeps its default."""
    table.only("verdicts", "rules", "severity")
    default = {key: _DEFAULTS.get(f"{name}.{key}", _NONE) for key in ("verdicts", "rules", "severity")}
    verdicts = table.choices("verdicts", default["verdicts"].verdicts, LEVELS)
    rules = table.texts("rules", default["rules"].rules)
    severity = table.choice("severity", default["severity"].severity, SEVERITIES)
    made: list[PolicyRule] = []
    if verdicts:
        made.append(PolicyRule(f"{name}.verdicts", action, verdicts=verdicts))
    if rules:
        made.append(PolicyRule(f"{name}.rules", action, rules=rules))
    if severity is not None:
        made.append(PolicyRule(f"{name}.severity", action, severity=severity))
    return made


def _own_rule(table: Table) -> PolicyRule:
    """One [[policy.rule]]: it applies where everything it names holds."""
    table.only("name", "action", "rules", "severity", "verdicts", "types")
    if "action" not in table.data:
        table.fail("action", "a [[policy.rule]] needs an 'action': allow, warn or block")
    return PolicyRule(
        name=table.text("name", required=True),
        action=table.choice("action", Action.BLOCK, ACTIONS),
        rules=table.texts("rules"),
        severity=table.choice("severity", None, SEVERITIES),
        verdicts=table.choices("verdicts", (), LEVELS),
        types=table.choices("types", (), TYPES),
    )


def _exception(table: Table) -> PolicyException:
    """One [[exceptions]], bound to a version, a range or bytes."""
    table.only("package", "version", "integrity", "rules", "owner", "reason", "expires")
    package = table.text("package", required=True)
    version = table.text("version")
    integrity = table.parsed("integrity", Integrity.parse) if table.data.get("integrity") else None
    if not version and integrity is None:
        table.fail("package", f"the exception for {package!r} needs a 'version' (or range) or an 'integrity'")
    if version and (len(version) > _MAX_RANGE or not _is_range(version)):
        table.fail("version", f"{version[:60]!r} is not a version or range that npm understands")
    return PolicyException(
        package=package,
        reason=table.text("reason", required=True),
        owner=table.text("owner", required=True),
        expires=table.day("expires"),
        version=version,
        integrity=integrity,
        rules=table.texts("rules"),
    )


def _is_range(text: str) -> bool:
    from nodesemver import valid_range  # slow to import, and few have exceptions

    return bool(valid_range(text, loose=False))
