"""Asking npm for the default registry takes a fifth of a second, so its answer is kept for a day."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from assay.registry.default_registry import default_registry

#: An npm that was updated or moved is asked again at once, in any case after this.
MAX_AGE = timedelta(days=1)


def remembered_default(folder: Path, now: datetime, ask: Callable[[], str] = default_registry) -> str:
    """The default registry, from the answer kept in ``folder`` if the same npm gave it within a day."""
    file = folder / "default-registry.json"
    npm = shutil.which("npm") or ""
    mark = [npm, Path(npm).stat().st_mtime_ns if npm else 0]
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["npm"] == mark and timedelta(0) <= now - datetime.fromisoformat(kept["asked"]) < MAX_AGE:
            return str(kept["registry"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing kept, or not by us: ask again
    answer = ask()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"npm": mark, "asked": now.isoformat(), "registry": answer}), encoding="utf-8")
    except OSError:
        pass  # a cache folder that cannot be written is reported by the verdict cache
    return answer
