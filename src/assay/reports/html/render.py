"""Report to a single HTML page: no script, nothing from outside, every text escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from assay.model.policy import Action
from assay.model.report import Report
from assay.reports import package_phrases, phrases
from assay.reports.gap_groups import gap_groups
from assay.reports.noteworthy import noteworthy, noticed
from assay.reports.visible import defanged, visible

#: Names of one group of gaps beyond this are counted.
MAX_NAMES = 200


def render(report: Report) -> str:
    """The report as HTML text that ends with a newline."""
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            shown=noteworthy(report),
            allowed=noticed(report),
            groups=gap_groups(report),
            feeds=[phrases.feed_text(feed, report.started) for feed in report.feeds] or [phrases.NO_FEEDS],
            phrases=phrases,
            words=package_phrases,
            actions=sorted(Action, reverse=True),
            max_names=MAX_NAMES,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assay.reports.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.filters.update(defanged=defanged, web=_web)
    return environment


def _finalize(value: object) -> object:
    """Every text on the page goes through here: what is not plain text already is made visible."""
    return visible(value) if type(value) is str else value


def _web(address: str) -> bool:
    """True if an address may be a link."""
    return address.startswith("https://")
