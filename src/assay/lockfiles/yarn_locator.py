"""Descriptors and locators of yarn 2 and later: ``name@protocol:rest::parameters``."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from assay.lockfiles.origin import classify, is_url, without_credentials
from assay.model.dependency import Origin

_LOCAL = {"workspace": Origin.WORKSPACE, "link": Origin.DIRECTORY, "portal": Origin.DIRECTORY}


@dataclass(frozen=True, slots=True)
class Locator:
    """What a ``resolution`` leads to.

    version     the exact version, for the registry's packages
    address     URL, git address or path, without credentials; for the registry only if yarn noted another URL
    is_patched  a patch of the project is on top (not one that comes with yarn)
    """

    name: str
    origin: Origin
    version: str = ""
    address: str = ""
    is_patched: bool = False


def split_ident(text: str) -> tuple[str, str]:
    """Split ``name@rest``; the name may be scoped.

    >>> split_ident("@babel/core@npm:^7.0.0")
    ('@babel/core', 'npm:^7.0.0')
    """
    at = text.find("@", 1)
    return (text[:at], text[at + 1 :]) if at > 0 else (text, "")


def plain_descriptor(descriptor: str) -> str:
    """A descriptor without the parameters that yarn adds (``::locator=...``)."""
    return descriptor.partition("::")[0]


def base_descriptor(descriptor: str) -> str:
    """For ``name@patch:inner#patch`` the descriptor that is patched, "" for any other.

    >>> base_descriptor("resolve@patch:resolve@npm%3A^1.0.0#~builtin<compat/resolve>")
    'resolve@npm:^1.0.0'
    """
    name, asked = split_ident(descriptor)
    if not name or not asked.startswith("patch:"):
        return ""
    return unquote(asked.removeprefix("patch:").partition("#")[0])


def parse_locator(resolution: str) -> Locator | None:
    """Read a ``resolution``; None if it has no reference."""
    name, reference = split_ident(resolution)
    if not reference:
        return None
    if reference.startswith("patch:"):
        return _patched(name, reference)
    body, _, parameters = reference.partition("::")
    if body.startswith("npm:"):
        return Locator(name, Origin.REGISTRY, body.removeprefix("npm:"), _archive_url(parameters))
    for protocol, origin in (
        ("workspace:", Origin.WORKSPACE),
        ("link:", Origin.DIRECTORY),
        ("portal:", Origin.DIRECTORY),
    ):
        if body.startswith(protocol):
            return Locator(name, origin, address=body.removeprefix(protocol))
    if "#commit=" in body:
        return Locator(name, Origin.GIT, address=without_credentials(body))
    origin = classify(body)
    if origin is Origin.REGISTRY:  # an address with the shape of a registry's, or no protocol that is known
        origin = Origin.TARBALL_URL if is_url(body) else Origin.UNKNOWN
    return Locator(name, origin, address=without_credentials(body.partition("#")[0] if origin.is_local else body))


def _patched(name: str, reference: str) -> Locator | None:
    inner, _, source = reference.removeprefix("patch:").partition("#")
    below = unquote(inner)
    if split_ident(below)[1].startswith("patch:"):
        return Locator(name, Origin.UNKNOWN, address=below, is_patched=True)  # yarn never patches a patch
    patched = parse_locator(below)
    if patched is None:
        return None
    is_own = patched.is_patched or "builtin<" not in source
    return Locator(patched.name, patched.origin, patched.version, patched.address, is_own)


def _archive_url(parameters: str) -> str:
    for parameter in parameters.split("&"):
        key, _, value = parameter.partition("=")
        if key == "__archiveUrl":
            return without_credentials(unquote(value))
    return ""
