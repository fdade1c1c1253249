"""The ``assay`` command. Every subcommand is imported only when it is called, so that help answers at once."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from assay import __version__
from assay.errors import AssayError

#: Command to the module that holds it (as ``command``) and its line in the help, in the order of a user's day.
COMMANDS = {
    "scan": ("assay.cli.scan", "Scan projects, lockfiles, tarballs, names or SBOMs."),
    "check": ("assay.cli.check", "Check names before installing them."),
    "inspect": ("assay.cli.inspect", "Show what the code of one package would do."),
    "explain": ("assay.cli.explain", "Explain one rule."),
    "rules": ("assay.cli.rules", "List every rule."),
    "init": ("assay.cli.init", "Write a commented assay.toml."),
    "feed": ("assay.cli.feed", "Update and show the feeds of known malware and advisories."),
    "corpus": ("assay.cli.corpus", "Update and show the names that lookalikes are told by."),
    "sweep": ("assay.cli.sweep", "Compare every name of the registry with known names."),
    "gate": ("assay.cli.gate", "Run a registry that only hands out what passes."),
    "allow": ("assay.cli.allow", "Accept a release for a while, with a reason."),
    "doctor": ("assay.cli.doctor", "Tell which package managers really ask a gate."),
    "ledger": ("assay.cli.ledger", "Show what the gate handed out, to whom, and when."),
    "schema": ("assay.cli.schema", "Print the JSON Schema of the JSON report."),
}

#: What shells give a program that ^C ended: no code of a report, which this run does not have.
INTERRUPTED = 130


class Commands(click.Group):
    """Subcommands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion for a slip of the finger."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, 1)
            meant = f" Did you mean {near[0]!r}?" if near else " 'assay --help' lists them."
            ctx.fail(f"There is no command {name!r}.{meant}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing to block, 1 something to block, 2 wrong use or unreadable input, "
    "3 something could not be checked and nothing is to block.",
)
@click.version_option(__version__, "-V", "--version", prog_name="assay", message="%(prog)s %(version)s")
def cli() -> None:
    """Tell which npm packages are malicious, imitations or unsafe, before their code runs."""


def run() -> None:
    """Entry point of the console script: errors become a message and exit code 2, a second ^C ends it with 130."""
    try:
        code = cli.main(prog_name="assay", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("assay: stopped before there was anything to report", err=True)
        sys.exit(INTERRUPTED)
    except AssayError as error:
        click.echo(f"assay: {error}", err=True)
        if error.hint:
            click.echo(f"       {error.hint}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
