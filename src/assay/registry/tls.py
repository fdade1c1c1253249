"""TlsContexts: which certificates are trusted, and which are shown."""

from __future__ import annotations

import ssl

from assay.errors import RegistryError
from assay.registry.registry_settings import RegistrySettings


class TlsContexts:
    """One TLS context for each client certificate in use, made when it is first needed."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._made: dict[tuple[str, str] | None, ssl.SSLContext] = {}

    def context_for(self, url: str) -> ssl.SSLContext:
        """The context for a URL. Raises RegistryError if a certificate file of the configuration cannot be read."""
        certificate = self._settings.certificate_for(url)
        if certificate not in self._made:
            self._made[certificate] = self._make(certificate)
        return self._made[certificate]

    def _make(self, certificate: tuple[str, str] | None) -> ssl.SSLContext:
        settings = self._settings
        try:
            if settings.ca_file or settings.ca:
                context = ssl.create_default_context(
                    cafile=settings.ca_file or None, cadata="\n".join(settings.ca) or None
                )
            else:
                context = ssl.create_default_context()
            if settings.extra_ca_file:
                context.load_verify_locations(settings.extra_ca_file)
            if certificate:
                context.load_cert_chain(certificate[0], certificate[1] or None)
        except (OSError, ValueError) as error:
            raise RegistryError(
                f"a certificate file of the npm configuration cannot be read: {error}",
                hint="check cafile, ca, certfile and keyfile in .npmrc, and NODE_EXTRA_CA_CERTS",
            ) from error
        if not settings.strict_ssl:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context
