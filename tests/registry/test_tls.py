from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from assay.errors import RegistryError, RegistryUnavailable
from assay.model.packument import Packument
from assay.registry.registry_settings import Credential, RegistrySettings
from assay.registry.tls import TlsContexts
from tests.registry.settings_for import client_for, settings_for
from tests.registry_simulator import LOCALHOST_PEM, Fault, RegistrySimulator


def packument_of(settings: RegistrySettings) -> Packument:
    async def main() -> Packument:
        async with client_for(settings) as client:
            return await client.packument("p")

    return asyncio.run(main())


def test_only_a_trusted_certificate_is_accepted() -> None:
    with RegistrySimulator(tls=True, token="t") as registry:
        registry.publish("p")
        settings = settings_for(registry.url, token="t")
        with pytest.raises(RegistryUnavailable, match="certificate is not trusted") as caught:
            packument_of(settings)
        assert "cafile" in caught.value.hint
        assert registry.requests == []
        text = LOCALHOST_PEM.read_text()
        authority = text[: text.index("-----BEGIN PRIVATE")]
        for trusting in (
            replace(settings, ca_file=str(LOCALHOST_PEM)),
            replace(settings, ca=(authority,)),
            replace(settings, extra_ca_file=str(LOCALHOST_PEM)),
            replace(settings, strict_ssl=False),
        ):
            assert packument_of(trusting).versions == ("1.0.0",)


def test_https_is_not_left_by_a_redirect() -> None:
    with RegistrySimulator(tls=True) as registry, RegistrySimulator() as plain:
        plain.publish("p")
        registry.fault("/p", Fault.REDIRECT, location=f"{plain.url}/p")
        with pytest.raises(RegistryError, match="unprotected"):
            packument_of(replace(settings_for(registry.url), ca_file=str(LOCALHOST_PEM)))
        assert plain.requests == []


def test_client_certificates_are_for_their_place() -> None:
    settings = RegistrySettings(
        credentials=(Credential("//registry.example", "", str(LOCALHOST_PEM), str(LOCALHOST_PEM)),)
    )
    contexts = TlsContexts(settings)
    assert contexts.context_for("https://registry.example/p") is contexts.context_for("https://registry.example/q")
    assert contexts.context_for("https://registry.example/p") is not contexts.context_for("https://other.example/p")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    contexts = TlsContexts(RegistrySettings(ca_file=str(tmp_path / "none.pem")))
    with pytest.raises(RegistryError, match="certificate file") as caught:
        contexts.context_for("https://registry.example/")
    assert "cafile" in caught.value.hint


def test_certificates_are_checked_unless_told_otherwise() -> None:
    assert TlsContexts(RegistrySettings()).context_for("https://x.example/").verify_mode is ssl.CERT_REQUIRED
    assert (
        TlsContexts(RegistrySettings(strict_ssl=False)).context_for("https://x.example/").verify_mode is ssl.CERT_NONE
    )
