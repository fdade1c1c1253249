"""A dependency that nothing in the package uses.

*What it does*

Looks for the name of each dependency in every file of the package and in the rest of its `package.json`: as an import,
as a plugin by its short name, as a command of a script. It is only named where nobody uses it. Where the release is the
one that brings it in, as far as the registry's document of the package tells, it is told as a risk.

Packages without code, types, and helpers that compilers add by themselves are let pass, and packages of which a file
could not be read.

*Why it matters*

Who takes over an account and wants no change in the code to be seen adds one line: a dependency that does the harm in
its own install script (axios, March 2026).

*Example*

    name = "acme-widgets"

    [tarball.manifest.dependencies]
    plain-widgets-js = "^1.0.0"

    [tarball.files]
    "index.js" = "module.exports = require('./lib');"
    "lib.js" = "exports.size = 1;"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors._package_json import FILE, evidence_at, manifest_of
from assay.javascript.signs import Signs
from assay.model.finding import Finding, finding
from assay.model.manifest import Manifest
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.model.tarball import Member

RULE = Rule(
    id="phantom-dependency",
    title="Dependency that nothing uses",
    severity=Severity.INFO,
    concern=Concern.RISK,
    advice="Ask why it is there. A dependency without a use can still run its own install script.",
    techniques=("T1195.001",),
)
#: Dependencies of one package that are looked for, and shown.
_MAX_DEPENDENCIES, _MAX_SHOWN = 200, 5
_CODE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
#: What speaks of a dependency without using it.
_PROSE = re.compile(
    r"\.(?:md|markdown|txt|rst|html?|map)$|(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock"
    r"|pnpm-lock\.yaml|CHANGELOG|HISTORY|LICEN[CS]E|NOTICE|README|CONTRIBUTORS|AUTHORS)[^/]*$",
    re.IGNORECASE,
)
#: Plugins are named without these in the settings of what loads them.
_PREFIX = re.compile(
    r"(?:eslint|babel|postcss|gulp|grunt|karma|prettier|rollup|vite|remark|rehype|metalsmith|hexo|gatsby|stylelint|"
    r"commitlint|semantic-release|mocha|jest|webpack)-(?:plugin-|preset-|config-|loader-|transformer-|reporter-|contrib-)?|"
    r"(?:plugin|preset|config)-"
)
#: Types, and helpers that compiled code needs or once needed: compilers and bundlers decide whether it is imported.
_BY_COMPILERS = re.compile(
    r"@types/|tslib$|@babel/runtime|@swc/helpers$|core-js|regenerator-runtime$|babel-runtime$|\w+-polyfill$"
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each such dependency that is new, and one for all others."""
    manifest = manifest_of(subject)
    members = subject.tarball.members if subject.tarball is not None else ()
    wanted = [name for name in manifest.dependencies if _counts(name, manifest)][:_MAX_DEPENDENCIES]
    if not wanted or not _is_whole(members):
        return
    words = {name: _words(name) for name in wanted}
    signs = Signs({word for each in words.values() for word in each})
    used: set[bytes] = set()
    for member in members:
        if member.data is not None and member.path != FILE and not _PROSE.search(member.path):
            used |= signs.of(member.data)
    used |= signs.of(_rest_of(manifest))
    unused = [name for name in wanted if used.isdisjoint(words[name]) and not _in_package_json(members, words[name])]
    before = _before(subject)
    new = [name for name in unused if before is not None and _is_new(name, subject, before)]
    for name in new:
        what = f"no file mentions {name}, which the release before did not depend on"
        yield finding(
            RULE,
            f"nothing in {subject.ref} uses its new dependency {name}",
            evidence_at(subject, what, "dependencies", name),
            severity=Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
        )
    others = [name for name in unused if name not in new]
    if others:
        yield finding(
            RULE,
            f"nothing in {subject.ref} uses {_listed(others)}",
            *(evidence_at(subject, f"no file mentions {name}", "dependencies", name) for name in others[:_MAX_SHOWN]),
            confidence=Confidence.MEDIUM,
        )


def _is_new(name: str, subject: Subject, before: Manifest) -> bool:
    """Its owner's own packages, of one scope, are no third party that somebody slipped in."""
    scope = split_name(subject.ref.name)[0]
    return name not in before.dependencies and (not scope or split_name(name)[0] != scope)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"its dependency {names[0]}"
    return f"{len(names)} of its dependencies, {names[0]} among them"


def _counts(name: str, manifest: Manifest) -> bool:
    others = {*manifest.peer_dependencies, *manifest.optional_dependencies, *manifest.bundled}
    return name not in others and not _BY_COMPILERS.match(name)


def _is_whole(members: tuple[Member, ...]) -> bool:
    """There is code, and all of it could be read."""
    code = [
        each for each in members if each.path.endswith(_CODE) and not each.path.endswith((".d.ts", ".d.mts", ".d.cts"))
    ]
    return bool(code) and all(each.data is not None for each in code)


def _words(name: str) -> tuple[bytes, ...]:
    """The name, and what settings call a plugin: its last part in quotes."""
    bare = split_name(name)[1]
    short = _PREFIX.sub("", bare, count=1)
    quoted = [f"{quote}{short}{quote}" for quote in "'\"`"] if short and short != bare else []
    return tuple(each.encode() for each in (name, *quoted))


def _rest_of(manifest: Manifest) -> bytes:
    """Where package.json itself uses a dependency: its scripts and the files that it names."""
    lines = (*manifest.scripts.values(), *manifest.bin.values(), *manifest.entry_points.values())
    return "\n".join(lines).encode("utf-8", "replace")


def _in_package_json(members: tuple[Member, ...], words: tuple[bytes, ...]) -> bool:
    """True if package.json names it a second time, as settings of tools in it do; as a development dependency, too."""
    data = next((each.data or each.head for each in members if each.path == FILE), b"")
    return any(data.count(word) > (1 if word is words[0] else 0) for word in words)


def _before(subject: Subject) -> Manifest | None:
    """The manifest of the release that was published before this one, None if the registry's document has none."""
    packument = subject.packument
    version = packument.before(subject.ref.version) if packument is not None else ""
    return packument.releases[version].manifest if packument is not None and version else None
