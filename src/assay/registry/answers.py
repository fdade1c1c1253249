"""What an HTTP answer means: which may be tried again, which error the others are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urljoin

from assay.errors import AccessDenied, BadResponse, RegistryError, ReleaseNotFound
from assay.registry.nerf_dart import shown_url, split_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_TOLD = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a conversation: status (200 or 304) and the facts of its headers that matter."""

    status: int
    url: str
    etag: str = ""
    content_type: str = ""


def is_redirect(status: int) -> bool:
    """True if the answer is at another address."""
    return status in _REDIRECTS


def may_try_again(status: int) -> bool:
    """True if the registry is only busy or unwell."""
    return status in (408, 425, 429) or status >= 500


def next_hop(url: str, location: str) -> str:
    """Where a redirect leads. Raises BadResponse if it leads nowhere, or from https to the clear."""
    try:
        target = urljoin(url, location)
    except ValueError:
        target = ""
    if not location.isprintable() or not location or split_url(target) is None:
        raise BadResponse(f"{shown_url(url)} redirects to an address that is not http or https")
    if url.startswith("https:") and not target.startswith("https:"):
        raise BadResponse(f"{shown_url(url)} redirects from https to unprotected http")
    return target


def refusal(status: int, url: str, told: str) -> RegistryError:
    """The error for a status that is neither a success nor worth another attempt; ``told`` is the registry's reason."""
    where = shown_url(url)
    reason = f": {told}" if told else ""
    if status == 404:
        return ReleaseNotFound(f"{where} is not there (404){reason}")
    if status == 401:
        return AccessDenied(
            f"{where} wants credentials, or does not accept those it was given (401){reason}",
            hint="set a token for this registry in .npmrc (npm login writes one)",
        )
    if status == 403:
        return AccessDenied(f"{where} refuses access (403){reason}", hint="check what this account or network may read")
    return BadResponse(f"{where} answered with status {status}{reason}")


def told_reason(body: bytes, secret: str) -> str:
    """The reason in a registry's JSON error, cut to a line; "" if there is none, or if it repeats the credentials."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    reason = document.get("error", document.get("message")) if isinstance(document, dict) else None
    if not isinstance(reason, str) or (secret and secret in reason):
        return ""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
    return line if len(line) <= _MAX_TOLD else f"{line[:_MAX_TOLD]}..."
