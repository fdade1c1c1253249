"""Specs and addresses: what a range, alias, URL or path in a manifest or lockfile asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from assay.model.dependency import Origin

_TARBALL = re.compile(r"\.(?:tgz|tar\.gz|tar)$", re.IGNORECASE)
_PROTOCOL = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PATH = re.compile(r"^(?:\.{1,2}(?:[/\\]|$)|/|~/|[a-zA-Z]:[/\\])")
# npm-package-arg and hosted-git-info: "user/repo", with an optional committish; never a scope.
_SHORTHAND = re.compile(r"^[^@:/\s.][^@:/\s]*/[^@:/\s#]+(?:#.*)?$")
_SCP = re.compile(r"^[^@/\s]+@[^@:/\s]+:[^/\s].*")
_GIT_PROTOCOLS = frozenset({"git", "ssh", "github", "gitlab", "bitbucket", "gist", "sourcehut"})
_GIT_HOSTS = re.compile(
    r"^https?://(?:[^@/]*@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[^/?#]+/[^/?#]+/?(?:#.*)?$",
    re.IGNORECASE,
)
_GIT_URL = re.compile(r"^https?://[^?#]+\.git/?(?:#.*)?$", re.IGNORECASE)
# How registries spell tarballs: <name>/-/<file>.tgz everywhere, /download/@scope/name/... on GitHub Packages.
_REGISTRY_URL = re.compile(r"^https?://[^?#]+?(?:/-/[^?#]*\.tgz|/download/@[^/?#]+/[^?#]+)(?:[?#].*)?$", re.IGNORECASE)
_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*://)([^/?#]*)@", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(
    r"(?P<mark>[?&])[^=&#]*(?:token|auth|key|secret|passw|signature|credential|sig)[^=&#]*=[^&#]*", re.IGNORECASE
)
#: npm's own limit is 214, old names are longer.
MAX_NAME = 300
_NAME = re.compile(r"^(?:@[^/@\s%\x00-\x20\x7f\\]+/)?(?!\.{1,2}$)[^/@\s%\x00-\x20\x7f\\]+$")
_VERSION = re.compile(r"^[0-9][0-9A-Za-z.+_~-]{0,255}$")
#: No address that works is longer. What is longer is not looked into, and cut where it is shown.
MAX_ADDRESS = 4_096
_LOCAL = {"link": Origin.DIRECTORY, "portal": Origin.DIRECTORY, "workspace": Origin.WORKSPACE}


@dataclass(frozen=True, slots=True)
class Spec:
    """What one spec asks for.

    name         the package that is really meant, as far as the spec or its key tells
    origin       where its bytes come from
    range        npm range or dist-tag, for the registry and ``workspace:``
    address      URL, path or git address without credentials, for all other origins
    alias        the name it is installed under, if that is not its own
    is_patched   a patch of the project is applied on top (not one that comes with yarn)
    """

    name: str
    origin: Origin
    range: str = ""
    address: str = ""
    alias: str = ""
    is_patched: bool = False


def classify(spec: str) -> Origin:
    """Where the bytes of a range, address or ``resolved`` URL come from.

    A URL that has the shape of a registry's tarball counts as the registry's, whatever its host.

    >>> [classify(spec).value for spec in ("^1.2.0", "user/repo", "../lib", "https://host.example/a.tgz")]
    ['registry', 'git', 'directory', 'tarball-url']
    """
    spec = spec.strip()
    if len(spec) > MAX_ADDRESS:
        return Origin.UNKNOWN
    if _SCP.match(spec) and not _PROTOCOL.match(spec):
        return Origin.GIT
    if _PATH.match(spec):
        return _path_origin(spec)
    protocol = _PROTOCOL.match(spec)
    if protocol is not None:
        return _by_protocol(protocol.group(1).lower(), spec)
    return Origin.GIT if _SHORTHAND.match(spec) else Origin.REGISTRY


def parse_spec(name: str, spec: str) -> Spec:
    """Read what stands behind ``name`` in a list of dependencies: a range, an alias or an address."""
    spec = spec.strip()
    if len(spec) > MAX_ADDRESS:
        return Spec(name, Origin.UNKNOWN, address=without_credentials(spec))
    if spec.startswith("npm:"):
        target, asked = _split_at(spec[4:])
        if not target:
            return Spec(name, Origin.REGISTRY, range=asked)
        return Spec(target, Origin.REGISTRY, range=asked, alias="" if target == name else name)
    if spec.startswith("patch:"):
        return _patch(name, spec)
    origin = classify(spec)
    if origin is Origin.WORKSPACE:
        return Spec(name, origin, range=spec.partition(":")[2])
    if is_url(spec) and origin is Origin.REGISTRY:
        origin = Origin.TARBALL_URL  # whoever writes the address down asks for these bytes, not for a release
    if origin is Origin.REGISTRY:
        return Spec(name, origin, range=spec)
    return Spec(name, origin, address=without_credentials(spec))


def without_credentials(url: str) -> str:
    """The address without user, password and secret-looking query parameters; the ``git@`` of ssh stays.

    At most ``MAX_ADDRESS`` characters of it are kept.

    >>> without_credentials("https://me:secret@host.example/a.tgz?token=x&b=1")
    'https://host.example/a.tgz?b=1'
    """
    url = url[:MAX_ADDRESS]
    found = _USERINFO.match(url)
    if found is not None:
        user = found.group(2).partition(":")[0]
        keep = f"{user}@" if "ssh" in found.group(1).lower() and user == "git" else ""
        url = found.group(1) + keep + url[found.end() :]
    if "?" not in url:
        return url
    head, mark, query = url.partition("?")
    query = _SECRET_PARAMETER.sub(
        lambda secret: secret.group("mark") if secret.group("mark") == "?" else "", mark + query
    )
    return head + query.replace("?&", "?").replace("?#", "#").removesuffix("?")


def is_url(text: str) -> bool:
    """True for an http or https address."""
    return text[:8].lower().startswith(("http://", "https://"))


def is_name(text: str) -> bool:
    """True if a registry could hold a package of this name; old names with capitals count.

    >>> is_name("@babel/core"), is_name("JSONStream"), is_name("../x"), is_name("")
    (True, True, False, False)
    """
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None and not text.endswith(("/.", "/.."))


def is_version(text: str) -> bool:
    """True if the text could be an exact version, also one of the loose ones from npm's first years."""
    return _VERSION.fullmatch(text) is not None


def _by_protocol(protocol: str, spec: str) -> Origin:
    if protocol in ("http", "https"):
        return _url_origin(spec)
    if protocol == "file":
        return _path_origin(spec)
    if protocol in _GIT_PROTOCOLS or protocol.startswith("git+"):
        return Origin.GIT
    if protocol == "npm":
        return Origin.REGISTRY
    if protocol == "patch":
        return _patch("", spec).origin
    return _LOCAL.get(protocol, Origin.UNKNOWN)


def _url_origin(spec: str) -> Origin:
    if _REGISTRY_URL.match(spec):
        return Origin.REGISTRY
    if _GIT_URL.match(spec) or _GIT_HOSTS.match(spec):
        return Origin.GIT
    return Origin.TARBALL_URL


def _path_origin(spec: str) -> Origin:
    path = spec.partition("#")[0].partition("::")[0]
    return Origin.LOCAL_TARBALL if _TARBALL.search(path) else Origin.DIRECTORY


def _split_at(text: str) -> tuple[str, str]:
    """Split ``name@range``; the name is empty if the text is only a range (pnpm, yarn: ``npm:^1.0.0``)."""
    at = text.find("@", 1)
    if at > 0:
        return text[:at], text[at + 1 :]
    is_range = not text or text[0] in "^~<>=*vV0123456789"
    return ("", text) if is_range else (text, "")


def _patch(name: str, spec: str) -> Spec:
    """Yarn's ``patch:name@npm%3A1.0.0#./patch``: the inner spec, with the patch on top."""
    inner, _, source = spec.removeprefix("patch:").partition("#")
    target, asked = _split_at(unquote(inner))
    is_own = "builtin<" not in source
    if asked.strip().startswith("patch:"):  # a patch on a patch: only the outermost is looked at, and it is no range
        return Spec(target or name, Origin.UNKNOWN, address=asked, is_patched=is_own)
    parsed = parse_spec(target or name, asked)
    alias = name if name and parsed.name != name else ""
    return Spec(parsed.name, parsed.origin, parsed.range, parsed.address, alias, is_own)
