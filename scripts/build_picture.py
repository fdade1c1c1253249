"""Draw the README's picture: what ``assay scan examples/shop`` prints in a terminal of 100 columns, its first part.

python -m scripts.build_picture
"""

from __future__ import annotations

import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assay.model.report import Assessed
from assay.reports.terminal.render import render
from assay.settings import Settings
from assay.wiring.scan import Context, Order, scan_now

PICTURE = Path("docs/images/scan.svg")
WIDTH = 100
#: Lines of the output that the picture shows.
LINES = 44


class Silence:
    """A progress that shows nothing."""

    def begin(self, total: int) -> None:
        """Ignore the beginning."""

    def advance(self, assessed: Assessed) -> None:
        """Ignore one more."""


def main() -> None:
    """Scan the example and draw what comes out."""
    context = Context(datetime.now(UTC), os.environ, Path("examples/shop"), Path.home())
    report = scan_now(Order(("examples/shop",)), Settings(), context, Silence())
    shown = "\n".join(render(report, width=WIDTH, color=True).splitlines()[:LINES])
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ assay scan examples/shop", style="bold"))
    console.print(Text.from_ansi(shown))
    picture = console.export_svg(title="assay scan")
    # the fonts would be fetched from elsewhere; a monospaced one of the reader's own does as well
    picture = re.sub(r"@font-face \{[^}]*\}", "", picture)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
