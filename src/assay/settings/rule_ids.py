"""Rule ids in settings, compared with the catalog's (which settings cannot import)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assay.errors import SettingsError
from assay.settings.table import suggestion
from assay.settings.values import Settings


def check_rule_ids(settings: Settings, known: Collection[str]) -> None:
    """Raise SettingsError if the policy or an exception names a rule that does not exist: it would never apply."""
    for place, rule_id in _named(settings):
        if rule_id not in known:
            file = f"{settings.source}: " if settings.source else ""
            near = suggestion(rule_id, known)
            hint = near if near.startswith("did") else "'assay rules' lists them"
            raise SettingsError(f"{file}{place} names the rule {rule_id!r}, which does not exist", hint=hint)


def _named(settings: Settings) -> Iterator[tuple[str, str]]:
    for rule in settings.policy.rules:
        for rule_id in rule.rules:
            yield f"policy {rule.name}", rule_id
    for exception in settings.policy.exceptions:
        for rule_id in exception.rules:
            yield f"the exception for {exception.package}", rule_id
