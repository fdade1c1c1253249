"""``assay explain``: the page of one rule."""

from __future__ import annotations

import click

from assay.errors import UsageError


@click.command("explain")
@click.argument("rule_id", metavar="RULE")
def command(rule_id: str) -> None:
    """Print what RULE looks for, why it matters, an example, and what to do."""
    from assay.catalog import detectors

    by_id = {detector.rule.id: detector for detector in detectors()}
    if rule_id not in by_id:
        from difflib import get_close_matches

        near = get_close_matches(rule_id, by_id, 1)
        hint = f"Did you mean {near[0]!r}?" if near else "'assay rules' lists them all."
        raise UsageError(f"there is no rule {rule_id!r}", hint=hint)
    from assay.reports.rule_page import render_rule

    click.echo(render_rule(by_id[rule_id].rule, by_id[rule_id].page.sections))
