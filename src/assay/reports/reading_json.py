"""What ``assay inspect --format json`` prints: one JSON object, every text of the package defanged."""

from __future__ import annotations

import json

from assay.model.reading import Reading
from assay.model.report import Assessed
from assay.model.source import Behaviour, SourceFile
from assay.reports.visible import defanged, well_formed


def reading_json(assessed: Assessed, reading: Reading) -> str:
    """The object, indented.

    ``package``, ``verdict``, ``scripts``, ``files`` (each with ``reached_by``, ``behaviours``, ``chains``,
    ``layers`` of decoded code and signs of what is ``hidden``) and ``gaps``; lines and columns count from 1, 0 where
    they are unknown.
    """
    document = {
        "format": "assay-inspect",
        "format_version": 1,
        "package": {"name": _plain(reading.ref.name), "version": _plain(reading.ref.version)},
        "verdict": {"level": assessed.verdict.level.value, "because": _plain(assessed.verdict.because)},
        "scripts": {name: _plain(text) for name, text in reading.scripts.items()},
        "files": [_file(file) for file in reading.files],
        "gaps": [{"kind": gap.kind.value, "what": _plain(gap.what), "why": _plain(gap.why)} for gap in reading.gaps],
    }
    return json.dumps(document, indent=2)


def _file(file: SourceFile) -> dict[str, object]:
    return {
        "path": _plain(file.path),
        "size_bytes": file.size_bytes,
        "reached_by": list(map(_plain, file.reached_by)),
        "is_minified": file.is_minified,
        "unread": file.unread,
        "behaviours": list(map(_behaviour, file.behaviours)),
        "chains": [
            {
                "source": _behaviour(flow.source),
                "steps": list(map(_plain, flow.steps)),
                "sink": _behaviour(flow.sink),
                "hidden": list(map(_plain, flow.hidden)),
            }
            for flow in file.flows
        ],
        "layers": [
            {
                "depth": layer.depth,
                "line": layer.location.line,
                "decoding": _plain(layer.decoding),
                "decoded": _plain(layer.decoded),
            }
            for layer in file.layers
        ],
        "hidden": [{"name": trait.name, "line": trait.location.line, "detail": trait.detail} for trait in file.traits],
    }


def _behaviour(behaviour: Behaviour) -> dict[str, object]:
    return {
        "kind": behaviour.kind.value,
        "file": _plain(behaviour.location.file),
        "line": behaviour.location.line,
        "column": behaviour.location.column,
        "detail": _plain(behaviour.detail),
        "decoded": _plain(behaviour.decoded),
    }


def _plain(text: str) -> str:
    return defanged(well_formed(text))
