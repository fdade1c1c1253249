"""RegistrySettings: which registry serves which package, with which credentials and how it is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from assay.model.package import split_name
from assay.registry.default_registry import default_registry, public_registry
from assay.registry.nerf_dart import host_of, nerf_darts, origin_of, split_url


@dataclass(frozen=True, slots=True)
class Credential:
    """What is shown to one place only.

    prefix             the place, as a nerf dart without the slash at its end
    header             value of the Authorization header, "" if there is only a certificate
    certificate_file   PEM file of a client certificate, "" if there is none; ``key_file`` is its key
    """

    prefix: str
    header: str = field(default="", repr=False)
    certificate_file: str = ""
    key_file: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RegistrySettings:
    """npm's configuration, as far as it concerns reaching registries.

    registry        the configured default registry, "" if no file or variable names one
    scopes          scope (with its ``@``) to registry
    internal        names and ``@scope/*`` patterns that only ``internal_registry`` is asked for, if one is named;
                    what ``scopes`` says of a scope goes before
    ca              PEM texts that replace the system's authorities
    ca_file         PEM file that does the same
    extra_ca_file   PEM file of authorities beside the others (``NODE_EXTRA_CA_CERTS``)
    strict_ssl      False if the user has turned the checking of certificates off
    no_proxy        hosts and domains that are reached without a proxy
    fetch_timeout   for one attempt, None for Assay's own limits
    replace_host    whose tarball addresses are turned to the configured registry (npm's ``replace-registry-host``):
                    ``always``, ``never``, or a host name; anything else, as npm's default, is the public registry
    notes           what in the configuration was not followed, and why, one sentence each
    """

    registry: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    credentials: tuple[Credential, ...] = field(default=(), repr=False)
    internal: tuple[str, ...] = ()
    internal_registry: str = ""
    ca: tuple[str, ...] = field(default=(), repr=False)
    ca_file: str = ""
    extra_ca_file: str = ""
    strict_ssl: bool = True
    http_proxy: str = field(default="", repr=False)
    https_proxy: str = field(default="", repr=False)
    no_proxy: tuple[str, ...] = ()
    fetch_retries: int = 2
    fetch_timeout: timedelta | None = None
    replace_host: str = ""
    notes: tuple[str, ...] = ()
    find_default: Callable[[], str] = field(default=default_registry, repr=False, compare=False)
    find_public: Callable[[], str] = field(default=public_registry, repr=False, compare=False)

    @property
    def default(self) -> str:
        """The default registry, with a slash at its end. May ask npm the first time, if nothing names one."""
        return _with_slash(self.registry or self.find_default())

    def registry_for(self, name: str) -> str:
        """The registry that serves a package, with a slash at its end."""
        scope, _ = split_name(name)
        if scope in self.scopes:
            return _with_slash(self.scopes[scope])
        is_elsewhere = self.internal_registry and self.is_internal(name)
        return _with_slash(self.internal_registry) if is_elsewhere else self.default

    def is_internal(self, name: str) -> bool:
        """True for a name of the user's own organisation."""
        return any(fnmatchcase(name, pattern) for pattern in self.internal)

    def is_exposed(self, name: str) -> bool:
        """True for an internal name that the public registry would be asked for: its owner there would be believed."""
        return self.is_internal(name) and host_of(self.registry_for(name)) == host_of(self.find_public())

    def is_private(self, name: str) -> bool:
        """True for an internal name, and for one that another registry than the default one is asked for."""
        return self.is_internal(name) or self.registry_for(name) != self.default

    def urls(self) -> tuple[str, ...]:
        """Every registry that is in use, the default one first."""
        named = (*self.scopes.values(), *((self.internal_registry,) if self.internal_registry else ()))
        return (self.default, *map(_with_slash, named))

    def hosts(self) -> frozenset[str]:
        """Host (with port, if not the usual one) of every registry that is in use."""
        return frozenset(filter(None, map(host_of, self.urls())))

    def auth_for(self, url: str) -> str | None:
        """The Authorization header for a URL: only below the prefix that the credential was given for.

        Nothing is shown in the clear where the registry on this host is configured with https.
        """
        credential = self._credential(url, lambda candidate: bool(candidate.header))
        return credential.header if credential and not self._is_downgrade(url) else None

    def certificate_for(self, url: str) -> tuple[str, str] | None:
        """Certificate and key file for a URL."""
        credential = self._credential(url, lambda candidate: bool(candidate.certificate_file))
        return (credential.certificate_file, credential.key_file) if credential else None

    def proxy_for(self, url: str) -> str | None:
        """The proxy to reach a URL through."""
        parts = split_url(url)
        if parts is None or any(_covers(entry, parts.hostname or "") for entry in self.no_proxy):
            return None
        return (self.http_proxy if parts.scheme == "http" else self.https_proxy) or None

    def tarball_url(self, url: str, name: str) -> str:
        """Where to fetch a tarball whose packument says ``url``: npm turns the public host into the user's mirror.

        Plain http is turned into https where the registry itself is reached by https on the same host.
        """
        registry, parts = self.registry_for(name), split_url(url)
        if parts is None:
            return url
        if host_of(url) == host_of(registry):
            return f"https:{url.partition(':')[2]}" if registry.startswith("https:") else url
        if self.replace_host == "never":
            return url
        replaced = self.replace_host if "." in self.replace_host else host_of(self.find_public())
        if self.replace_host != "always" and host_of(url) != replaced:
            return url
        query = f"?{parts.query}" if parts.query else ""
        return f"{registry[:-1]}{parts.path}{query}"

    def _credential(self, url: str, fits: Callable[[Credential], bool]) -> Credential | None:
        by_prefix = {credential.prefix: credential for credential in self.credentials if fits(credential)}
        found = (by_prefix.get(dart.rstrip("/")) for dart in nerf_darts(url) if by_prefix)
        return next((credential for credential in found if credential is not None), None)

    def _is_downgrade(self, url: str) -> bool:
        if not url.startswith("http:"):
            return False
        host = urlsplit(url).hostname
        registries = [
            registry
            for registry in (self.registry, self.internal_registry, *self.scopes.values())
            if split_url(registry)
        ]
        return not any(
            origin_of(registry) == origin_of(url) for registry in registries if urlsplit(registry).hostname == host
        )


def _with_slash(registry: str) -> str:
    return registry if registry.endswith("/") else f"{registry}/"


def _covers(entry: str, host: str) -> bool:
    domain = entry.strip().lower().lstrip("*").lstrip(".").partition(":")[0]
    return entry.strip() == "*" or (bool(domain) and (host == domain or host.endswith(f".{domain}")))
