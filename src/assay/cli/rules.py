"""``assay rules``: every rule in one table."""

from __future__ import annotations

import json

import click


@click.command("rules")
@click.option(
    "--format", "format_name", type=click.Choice(["terminal", "json"]), default="terminal", help="What to print."
)
def command(format_name: str) -> None:
    """List every rule: what it is called, how bad it is, and what it is about."""
    from assay.catalog import detectors

    found = detectors()
    if format_name == "json":
        rows = [
            {
                "id": each.rule.id,
                "title": each.rule.title,
                "aspect": each.rule.aspect,
                "severity": each.rule.severity.label,
                "concern": each.rule.concern.value,
                "reach": each.rule.reach.value,
                "techniques": list(each.rule.techniques),
            }
            for each in found
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max(len(each.rule.id) for each in found)
    aspect = ""
    for each in found:
        if each.rule.aspect != aspect:
            aspect = each.rule.aspect
            click.echo(f"{'' if each is found[0] else chr(10)}{aspect}")
        click.echo(f"  {each.rule.id:<{width}}  {each.rule.severity.label:<8}  {each.rule.title}")
    click.echo("\n'assay explain RULE' tells more about one of them.")
