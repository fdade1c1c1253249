"""Builds the starter feed from the lists of compromised releases that others have published.

    python scripts/build_starter_feed.py FOLDER [OUTPUT]

FOLDER holds ``compromised-npm-to-2026-05.csv`` and ``datadog-iocs/``; OUTPUT is ``src/assay/feeds/data``.
Only facts are taken (package, version, campaign). The same input gives the same output, byte for byte.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from assay.feeds.osv import records_of
from assay.feeds.starter import NAME, StarterFile
from assay.model.feed import Record

LIST = "compromised-npm-to-2026-05.csv"
#: The newest entry of the lists; the date that the starter feed stands for.
UPDATED = datetime(2026, 5, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Source:
    """Where facts come from, named in every record that rests on them."""

    name: str
    licence: str
    url: str


PACKAGES_LIST = Source("shai-hulud-detect", "MIT", "https://github.com/Cobenian/shai-hulud-detect")
DATADOG = Source(
    "DataDog indicators-of-compromise", "Apache-2.0", "https://github.com/DataDog/indicators-of-compromise"
)


@dataclass(frozen=True)
class Campaign:
    """One campaign.

    slug      of its records' ids; never changed once published
    title     as it stands in a sentence
    began     the first day that the source's name for it allows
    report    public report of it, "" if the source names none
    """

    slug: str
    title: str
    began: datetime
    report: str = ""


def _day(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


#: The list's own names, as they begin.
CAMPAIGNS = {
    "SEPTEMBER-DECEMBER 2025": Campaign(
        "SHAI-HULUD",
        "chalk/debug and Shai-Hulud 1 and 2",
        _day(2025, 9, 8),
        "https://www.wiz.io/blog/shai-hulud-npm-supply-chain-attack",
    ),
    "MAY 2026 - MINI SHAI-HULUD / TheBeautifulSandsOfTime": Campaign(
        "MINI-SHAI-HULUD", "Mini Shai-Hulud (TheBeautifulSandsOfTime)", _day(2026, 5)
    ),
    "MAY 2026 - MINI SHAI-HULUD AntV/atool": Campaign("ANTV", "Mini Shai-Hulud, AntV/atool wave", _day(2026, 5)),
    "JUNE 2025": Campaign("SL4X0", "sl4x0 dependency confusion", _day(2025, 6)),
    "FEBRUARY 2026 - SANDWORM_MODE": Campaign(
        "SANDWORM-MODE",
        "SANDWORM_MODE",
        _day(2026, 2),
        "https://socket.dev/blog/sandworm-mode-npm-worm-ai-toolchain-poisoning",
    ),
    "MAY 21, 2026 - POLYMARKET": Campaign("POLYMARKET", "Polymarket wallet drainers", _day(2026, 5, 21)),
    "MAY 20, 2026 - WEB3": Campaign("WEB3-MCP", "Web3 and DeFi MCP server lookalikes", _day(2026, 5, 20)),
    "MAY 18, 2026 - MEGALODON": Campaign("MEGALODON", "MEGALODON", _day(2026, 5, 18)),
    "MARCH 12, 2025": Campaign(
        "ART-TEMPLATE",
        "takeover of art-template",
        _day(2025, 3, 12),
        "https://safedep.io/art-template-npm-supply-chain-compromise",
    ),
    "MAY 14, 2026 - node-ipc": Campaign(
        "NODE-IPC",
        "backdoor in node-ipc",
        _day(2026, 5, 14),
        "https://securitylabs.datadoghq.com/articles/node-ipc-npm-malware-analysis/",
    ),
    "MARCH 2026 - AXIOS": Campaign("AXIOS", "compromise of axios", _day(2026, 3, 30)),
    "APRIL 22, 2026 - @bitwarden/cli": Campaign(
        "BITWARDEN-CLI",
        "compromise of @bitwarden/cli",
        _day(2026, 4, 22),
        "https://socket.dev/blog/bitwarden-cli-compromised",
    ),
}
SHAI_HULUD = CAMPAIGNS["SEPTEMBER-DECEMBER 2025"]
AXIOS = CAMPAIGNS["MARCH 2026 - AXIOS"]
TEAMPCP = Campaign("TEAMPCP", "TeamPCP", _day(2026, 3))


class Table:
    """What the sources say: campaign and package, to version, to the sources that name it."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], dict[str, set[Source]]] = {}
        self.campaigns: dict[str, Campaign] = {}

    def note(self, campaign: Campaign, package: str, version: str, source: Source) -> None:
        """Add one fact; what is no package and version stops the build."""
        if not re.fullmatch(r"(@[\w.-]+/)?[\w.-]+", package) or not re.fullmatch(r"\d+\.\d+\.\d+[\w.+-]*", version):
            raise SystemExit(f"not a package and a version: {package!r} {version!r}")
        self.campaigns[campaign.slug] = campaign
        self.entries.setdefault((campaign.slug, package), {}).setdefault(version, set()).add(source)


def main(arguments: list[str]) -> int:
    """Build the feed and say what is in it."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    default = Path(__file__).resolve().parent.parent / "src/assay/feeds/data"
    output = Path(arguments[1]) if len(arguments) == 2 else default
    lines = documents(Path(arguments[0]))
    output.mkdir(parents=True, exist_ok=True)
    (output / "starter.jsonl.gz").write_bytes(compressed(lines))
    index = packed(lines)
    (output / "starter.msgpack").write_bytes(index)
    print(f"{len(lines)} records, {len(index):,} bytes of index, updated {UPDATED:%Y-%m-%d}")
    return 0


def documents(folder: Path) -> list[bytes]:
    """The OSV documents, one a line, sorted by id."""
    table = Table()
    for row in _rows(folder / LIST):
        table.note(_campaign(row["campaign"]), row["package"], row["version"], PACKAGES_LIST)
    _note_datadog(table, folder / "datadog-iocs")
    return sorted(
        _document(table.campaigns[slug], package, versions) for (slug, package), versions in table.entries.items()
    )


def _note_datadog(table: Table, folder: Path) -> None:
    for row in _rows(folder / "shai-hulud-2.csv"):
        for version in row["package_versions"].split(","):
            table.note(SHAI_HULUD, row["package_name"], version.strip(), DATADOG)
    for row in _rows(folder / "teampcp.csv"):
        if row["artifact_type"] == "npm package":
            for version in row["affected_versions"].split(","):
                table.note(TEAMPCP, row["name"], version.strip(), DATADOG)
    for row in _rows(folder / "axios-2026-03.csv"):
        if row["type"] == "npm package":
            package, _, version = row["indicator"].rpartition("@")
            table.note(AXIOS, package, version, DATADOG)


def compressed(lines: list[bytes]) -> bytes:
    """JSON lines, compressed without a name or a time in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        file.write(b"\n".join(lines) + b"\n")
    return buffer.getvalue()


def packed(lines: list[bytes]) -> bytes:
    """The index that the program reads: the Records of the lines by package."""
    by_package: dict[str, list[Record]] = {}
    for line in lines:
        for record in records_of(line, NAME):
            by_package.setdefault(record.package, []).append(record)
    packages = {name: msgspec.Raw(msgspec.msgpack.encode(by_package[name])) for name in sorted(by_package)}
    revision = hashlib.sha256(b"\n".join(lines)).hexdigest()
    return msgspec.msgpack.encode(StarterFile(revision, UPDATED, sum(map(len, by_package.values())), packages))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _campaign(text: str) -> Campaign:
    for beginning, campaign in CAMPAIGNS.items():
        if text.startswith(beginning):
            return campaign
    raise SystemExit(f"unknown campaign: {text!r}; give it an entry in CAMPAIGNS")


def _document(campaign: Campaign, package: str, versions: dict[str, set[Source]]) -> bytes:
    mark = hashlib.sha256(f"{campaign.slug}\n{package}".encode()).hexdigest()[:10]
    sources = [source for source in (PACKAGES_LIST, DATADOG) if any(source in by for by in versions.values())]
    document = {
        "schema_version": "1.7.0",
        "id": f"ASSAY-{campaign.slug}-{mark}",
        "modified": f"{UPDATED:%Y-%m-%dT%H:%M:%SZ}",
        "published": f"{campaign.began:%Y-%m-%dT%H:%M:%SZ}",
        "summary": f"Malicious code in {package} ({campaign.title})",
        "affected": [{"package": {"ecosystem": "npm", "name": package}, "versions": sorted(versions)}],
        "references": [
            *([{"type": "REPORT", "url": campaign.report}] if campaign.report else []),
            *({"type": "EVIDENCE", "url": source.url} for source in sources),
        ],
        "database_specific": {
            "campaign": campaign.title,
            "cwe_ids": ["CWE-506"],
            "severity": "CRITICAL",
            "sources": [{"name": source.name, "licence": source.licence} for source in sources],
        },
    }
    return msgspec.json.encode(document)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
