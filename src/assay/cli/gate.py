"""``assay gate``: a registry that only hands out what passes, and what belongs to it."""

from __future__ import annotations

from pathlib import Path

import click

from assay.cli.gate_serve import serve_gate
from assay.cli.gate_setup import setup
from assay.cli.gate_why import why
from assay.cli.ledger import store_option


@click.group("gate", invoke_without_command=True)
@click.option("--listen", default="127.0.0.1:4873", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--upstream", metavar="URL", help="The registry behind it. Default: the one that npm is configured with.")
@click.option(
    "--mode",
    type=click.Choice(["enforce", "observe"]),
    default="enforce",
    show_default=True,
    help="Refuse what the policy blocks, or only record it.",
)
@click.option(
    "--policy", "config", type=click.Path(path_type=Path), help="The settings file. Default: the nearest assay.toml."
)
@click.option("--public-url", default="", metavar="URL", help="The gate's address as clients see it, behind a proxy.")
@click.option(
    "--patience",
    type=click.IntRange(1, 600),
    default=45,
    show_default=True,
    metavar="SECONDS",
    help="How long a client waits for one inspection.",
)
@click.option(
    "--webhook",
    default="",
    metavar="URL",
    envvar="ASSAY_GATE_WEBHOOK",
    help="Posted to when a feed condemns what was handed out before.",
)
@click.option(
    "--log",
    type=click.Choice(["json", "text"]),
    help="Write a line for each request, too, in this form. Default: only what somebody may have to act on, as JSON.",
)
@store_option
@click.pass_context
def command(
    context: click.Context,
    listen: str,
    upstream: str | None,
    mode: str,
    config: Path | None,
    public_url: str,
    patience: int,
    webhook: str,
    log: str | None,
    store: str | None,
) -> None:
    """Serve a registry that only hands out what passes; without a subcommand it runs until it is stopped.

    npm, yarn, pnpm, bun and deno use it unchanged: 'assay gate setup' points them at it.
    """
    if context.invoked_subcommand is None:
        serve_gate(
            listen=listen,
            upstream=upstream,
            store=store,
            mode=mode,
            config=config,
            public_url=public_url,
            patience=patience,
            webhook=webhook,
            log=log,
        )


command.add_command(setup)
command.add_command(why)
