"""Validity: what npm itself says about a name, before any registry is asked.

The rules are those of npm's ``validate-npm-package-name`` 7: some names were never allowed, some are no longer allowed
for new packages but exist from before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from assay.model.package import split_name
from assay.names.wordlist import word_set

#: Longer names are refused since 2014.
MAX_NAME_LENGTH = 214

# What JavaScript's encodeURIComponent leaves as it is, beside letters and digits.
_UNRESERVED = "-_.!~*'()"
_SPECIAL = re.compile(r"[~'!()*]")
_SCOPED = re.compile(r"(?:@([^/]+?)/)?([^/]+?)")
_RESERVED = ("node_modules", "favicon.ico")
# JavaScript's trim() takes more than ASCII blanks, and other ones than Python's strip().
_JS_BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
#: Modules of Node itself, whose names are warned of.
CORE_MODULES = word_set(
    """
    _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex
    _stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap
    assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram
    diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector
    inspector/promises module net node:sea node:sqlite node:test node:test/reporters os path
    path/posix path/win32 perf_hooks process punycode querystring readline
    readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys timers
    timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib
    """
)


@dataclass(frozen=True, slots=True)
class Validity:
    """npm's verdict on a name.

    errors     why no package can have it; empty if one can
    warnings   why no new package can have it, though an old one may
    """

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def for_old_packages(self) -> bool:
        """A package of this name may exist."""
        return not self.errors

    @property
    def for_new_packages(self) -> bool:
        """The name could be registered today."""
        return not self.errors and not self.warnings


def validity(name: str) -> Validity:
    """Npm's verdict on a name.

    >>> validity("@babel/core").for_new_packages, validity("JSONStream").for_old_packages
    (True, True)
    >>> validity("JSONStream").warnings
    ('name can no longer contain capital letters',)
    >>> validity(".git").errors
    ('name cannot start with a period',)
    """
    if not name:
        return Validity(("name length must be greater than zero",))
    return Validity(tuple(_errors(name)), tuple(_warnings(name)))


def who_could_register(name: str) -> str:
    """Who could take a name that nobody owns, as a clause.

    >>> who_could_register("left-pad-2"), who_could_register("LeftPad")
    ('anyone could register it', 'npm lets nobody register it any more')
    """
    if not validity(name).for_new_packages:
        return "npm lets nobody register it any more"
    scope = split_name(name)[0]
    return f"anyone could register it, unless somebody holds the scope {scope}" if scope else "anyone could register it"


def _errors(name: str) -> Iterator[str]:
    if name.startswith("."):
        yield "name cannot start with a period"
    if name.startswith("-"):
        yield "name cannot start with a hyphen"
    if name.startswith("_"):
        yield "name cannot start with an underscore"
    if name.strip(_JS_BLANKS) != name:
        yield "name cannot contain leading or trailing spaces"
    for reserved in _RESERVED:
        if name.lower() == reserved:
            yield f"{reserved} is not a valid package name"
    if not _is_plain(name):
        yield from _scope_errors(name)


def _scope_errors(name: str) -> Iterator[str]:
    scoped = _SCOPED.fullmatch(name)
    if scoped:
        owner, bare = scoped.group(1), scoped.group(2)
        if bare.startswith("."):
            yield "name cannot start with a period"
        # Without a scope JavaScript compares the text "undefined" here, which is plain.
        if _is_plain(owner or "undefined") and _is_plain(bare):
            return
    yield "name can only contain URL-friendly characters"


def _warnings(name: str) -> Iterator[str]:
    if name.lower() in CORE_MODULES:
        yield f"{name} is a core module name"
    if len(name) > MAX_NAME_LENGTH:
        yield f"name can no longer contain more than {MAX_NAME_LENGTH} characters"
    if name.lower() != name:
        yield "name can no longer contain capital letters"
    if _SPECIAL.search(name.rpartition("/")[2]):
        yield 'name can no longer contain special characters ("~\'!()*")'


def _is_plain(text: str) -> bool:
    """True if JavaScript's encodeURIComponent would leave the text as it is."""
    return quote(text, safe=_UNRESERVED, errors="replace") == text
