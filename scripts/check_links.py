"""Fail on links in Markdown files that lead nowhere: missing files and missing headings. Web addresses are not visited.

python scripts/check_links.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Print every dead link and return their number."""
    dead = [problem for file in tracked_markdown() for problem in dead_links(file)]
    for problem in dead:
        print(problem, file=sys.stderr)
    return min(len(dead), 1)


def tracked_markdown() -> list[Path]:
    """Every Markdown file that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.md"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return [path for path in map(Path, listed.stdout.splitlines()) if path.exists()]


def dead_links(file: Path) -> list[str]:
    """One message for each link of one file that leads nowhere."""
    text = _FENCE.sub("", file.read_text(encoding="utf-8"))
    found = []
    for match in _LINK.finditer(text):
        link = match.group(1) or match.group(2)
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path) if path else file
        if not target.exists():
            found.append(f"{file}: {link} is not there")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            found.append(f"{file}: {link} has no such heading")
    return found


def anchors(file: Path) -> set[str]:
    """The anchors that a forge makes of the headings of one file."""
    text = _FENCE.sub("", file.read_text(encoding="utf-8"))
    return {_slug(heading) for heading in _HEADING.findall(text)}


def _slug(heading: str) -> str:
    plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).strip().replace(" ", "-")


if __name__ == "__main__":
    sys.exit(main())
