"""The package's binding.gyp runs commands.

*What it does*

Reads `binding.gyp` and the files it includes (`.gyp`, `.gypi`) for command expansions (`<!(...)`, `<!@(...)`) and
speaks of those that do more than ask where headers and libraries are.

*Why it matters*

npm runs node-gyp for every package with a `binding.gyp`, also without any install script, and gyp runs what stands in
a command expansion while it reads the file. It is an install script that nobody looks for.

*Example*

    name = "quiet-build"

    [tarball.files]
    "binding.gyp" = '{"targets": [{"target_name": "a", "sources": ["<!(node setup.js && echo a.c)"]}]}'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.model.tarball import Member

RULE = Rule(
    id="gyp-command",
    title="binding.gyp that runs commands",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Read the command. Install with --ignore-scripts until you know what it is for.",
    techniques=("T1195.002", "T1059"),
)

#: Gyp files are read to this length.
MAX_GYP_BYTES = 256 * 1024
_EXPANSION = re.compile(r"<!@?\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
#: Asking where something is: what node-addon-api, nan, pkg-config and their like document.
_ASKS = (
    re.compile(r"""node\s+(?:-p|-e|-pe|--print)\s+\\?["']\s*(?:console\.log\()?(?:process\.stdout\.write\()?require\(\\?["'][@\w./-]+\\?["']\)[\w.()'"\\\s]*\s*\)?;?\s*\\?["']"""),
    re.compile(r"""node\s+(?:-p|-e|-pe|--print)\s+\\?["'](?:console\.log\()?(?:process\.(?:platform|arch|versions?|execPath|config)|require\.resolve\()[^;&|`$]*\\?["']"""),
    re.compile(r"(?:\S*/)?(?:pkg-config|pg_config|mysql_config|xml2-config|sdl2?-config|gdal-config|curl-config|sw_vers|xcrun|uname|which|brew\s+--prefix|python3?-config)\b[^;&|`$<>]*(?:\|\|\s*(?:echo|true)\b[^;&|`$]*)?"),
    re.compile(r"(?:ls|find|echo|cat|dir)\b[^;&|`$<>]*"),
)  # fmt: skip
_RISKY = re.compile(r"https?://|\b(?:curl|wget|nc|base64|eval|powershell|child_process|bash|sh)\b|\|\s*\w+|`|\$\(")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each command expansion that is not one of the usual questions."""
    if subject.tarball is None:
        return
    for member in subject.tarball.members:
        if member.data is not None and _is_read_by_gyp(member):
            yield from _commands(member, subject)


def _is_read_by_gyp(member: Member) -> bool:
    return member.path == "binding.gyp" or ("/" not in member.path and member.path.endswith((".gyp", ".gypi")))


def _commands(member: Member, subject: Subject) -> Iterator[Finding]:
    text = (member.data or b"")[:MAX_GYP_BYTES].decode("utf-8", "replace")
    for match in _EXPANSION.finditer(text):
        command = match[1].strip()
        if any(shape.fullmatch(command) for shape in _ASKS):
            continue
        risky = bool(_RISKY.search(command))
        yield finding(
            RULE,
            f"{member.path} of {subject.ref} runs a command while it is read: {command[:80]}",
            Evidence(
                "a command expansion of gyp",
                Location(member.path, text.count("\n", 0, match.start()) + 1),
                excerpt=match[0][:MAX_EXCERPT],
            ),
            severity=Severity.HIGH if risky else Severity.LOW,
            confidence=Confidence.HIGH if risky else Confidence.MEDIUM,
        )
