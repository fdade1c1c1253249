"""Report to CycloneDX 1.6 JSON: every release a component, every finding a vulnerability with an analysis (VEX)."""

from __future__ import annotations

import hashlib
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.tool import ToolRepository
from cyclonedx.model.vulnerability import Vulnerability
from cyclonedx.output.json import JsonV1Dot6

from assay.model.report import Assessed, Report
from assay.reports import package_phrases, phrases
from assay.reports.cyclonedx.component import component_of
from assay.reports.cyclonedx.finding import vulnerability_of
from assay.reports.json_text import without_hidden
from assay.reports.visible import well_formed


def render(report: Report) -> str:
    """The report as indented CycloneDX JSON that ends with a newline; the same report gives the same text."""
    components: list[Component] = []
    vulnerabilities: list[Vulnerability] = []
    for number, package in enumerate(report.packages):
        ref = f"{number}:{well_formed(str(package.ref))}"
        components.append(component_of(package, ref))
        vulnerabilities.extend(
            vulnerability_of(package, finding, report.rules, ref, place)
            for place, finding in enumerate(package_phrases.ordered_findings(package))
        )
    bom = Bom(
        serial_number=_serial(report),
        metadata=BomMetaData(
            timestamp=report.started,
            tools=ToolRepository(
                components=[Component(name="assay", version=report.tool_version, type=ComponentType.APPLICATION)]
            ),
            properties=[
                Property(name="assay:coverage", value=phrases.coverage_sentence(report)),
                *(Property(name="assay:note", value=well_formed(each)) for each in report.notes),
                *(
                    Property(name="assay:feed", value=well_formed(phrases.feed_text(feed, report.started)))
                    for feed in report.feeds
                ),
            ],
        ),
        components=components,
        vulnerabilities=vulnerabilities,
    )
    return without_hidden(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def _serial(report: Report) -> UUID:
    digest = hashlib.sha256(f"{report.started.isoformat()}\n{report.ruleset}\n".encode())
    for package in report.packages:
        digest.update(_line(package).encode("utf-8", "backslashreplace"))
    return uuid5(NAMESPACE_URL, digest.hexdigest())


def _line(package: Assessed) -> str:
    return f"{package.ref}\n{package.verdict.level}\n{package.decision.action}\n"
