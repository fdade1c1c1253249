from __future__ import annotations

from dataclasses import replace

import pytest

from assay.registry.registry_settings import Credential, RegistrySettings

SETTINGS = RegistrySettings(
    registry="https://registry.example/npm/",
    scopes={"@corp": "https://corp.example:8443/Team"},
    credentials=(
        Credential("//registry.example/npm", "Bearer one"),
        Credential("//corp.example:8443/Team", "Bearer two"),
        Credential("//clear.example", "Bearer three"),
    ),
    find_public=lambda: "https://public.example/",
)


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("https://registry.example/npm/p", "Bearer one"),
        ("https://registry.example/npm", "Bearer one"),
        ("https://Registry.Example:443/npm/p", "Bearer one"),
        ("https://registry.example/npm-other/p", None),
        ("https://registry.example/", None),
        ("https://registry.example/npm/../other/p", None),
        ("https://registry.example.evil.invalid/npm/p", None),
        ("https://registry.example@evil.invalid/npm/p", None),
        ("https://evil.invalid/npm/p", None),
        ("https://registry.example:444/npm/p", None),
        ("http://registry.example/npm/p", None),
        ("https://corp.example:8443/Team/p", "Bearer two"),
        ("https://corp.example:8443/team/p", None),
        ("https://corp.example/Team/p", None),
        ("https://[", None),
        ("file:///npm", None),
        ("", None),
    ],
)
def test_credentials_stay_below_their_prefix(url: str, header: str | None) -> None:
    assert SETTINGS.auth_for(url) == header


def test_a_registry_without_https_gets_its_credentials() -> None:
    settings = RegistrySettings(
        registry="http://127.0.0.1:4873/", credentials=(Credential("//127.0.0.1:4873", "Bearer t"),)
    )
    assert settings.auth_for("http://127.0.0.1:4873/p") == "Bearer t"
    assert settings.auth_for("http://127.0.0.1:4874/p") is None


def test_scopes_have_their_registry() -> None:
    assert SETTINGS.registry_for("@corp/p") == "https://corp.example:8443/Team/"
    assert SETTINGS.registry_for("@other/p") == "https://registry.example/npm/"
    assert SETTINGS.registry_for("p") == "https://registry.example/npm/"
    assert SETTINGS.hosts() == {"registry.example", "corp.example:8443"}
    assert SETTINGS.urls() == ("https://registry.example/npm/", "https://corp.example:8443/Team/")


@pytest.mark.parametrize(
    ("replace_host", "url", "fetched"),
    [
        ("", "https://public.example/p/-/p-1.0.0.tgz", "https://registry.example/npm/p/-/p-1.0.0.tgz"),
        ("public", "https://other.example/p/-/p-1.0.0.tgz", "https://other.example/p/-/p-1.0.0.tgz"),
        ("never", "https://public.example/p/-/p-1.0.0.tgz", "https://public.example/p/-/p-1.0.0.tgz"),
        ("always", "https://other.example/p.tgz?a=1", "https://registry.example/npm/p.tgz?a=1"),
        ("other.example", "https://other.example/p.tgz", "https://registry.example/npm/p.tgz"),
        ("", "http://registry.example/npm/p.tgz", "https://registry.example/npm/p.tgz"),
        ("", "no address", "no address"),
    ],
)
def test_tarball_addresses_follow_the_mirror(replace_host: str, url: str, fetched: str) -> None:
    settings = RegistrySettings(
        registry="https://registry.example/npm/",
        replace_host=replace_host,
        find_public=lambda: "https://public.example/",
    )
    assert settings.tarball_url(url, "p") == fetched


def test_the_default_is_only_looked_for_when_nothing_names_one() -> None:
    def never() -> str:
        raise AssertionError("it was looked for")

    assert (
        RegistrySettings(registry="https://registry.example", find_default=never).default == "https://registry.example/"
    )
    assert RegistrySettings(find_default=lambda: "https://found.example").default == "https://found.example/"


def test_secrets_are_not_in_the_text_form() -> None:
    assert "Bearer" not in repr(SETTINGS)
    assert "one" not in repr(Credential("//x", "Bearer one", key_file="one"))


def test_internal_names_have_one_registry_and_no_other_is_asked() -> None:
    own = RegistrySettings(
        registry="https://public.example/",
        scopes={"@corp": "https://corp.example/"},
        internal=("corp-*", "@corp/*", "@team/*"),
        internal_registry="https://own.example/npm",
        find_public=lambda: "https://public.example/",
    )
    assert own.registry_for("corp-tool") == "https://own.example/npm/"
    assert own.registry_for("@team/x") == "https://own.example/npm/"
    assert own.registry_for("@corp/x") == "https://corp.example/"
    assert own.registry_for("left-pad") == "https://public.example/"
    assert "https://own.example/npm/" in own.urls()
    assert [name for name in ("corp-tool", "@team/x", "@corp/y", "left-pad") if own.is_private(name)] == [
        "corp-tool",
        "@team/x",
        "@corp/y",
    ]
    assert not any(map(own.is_exposed, ("corp-tool", "@team/x", "@corp/x", "left-pad")))
    unnamed = replace(own, internal_registry="")
    assert [name for name in ("corp-tool", "@team/x", "@corp/x", "left-pad") if unnamed.is_exposed(name)] == [
        "corp-tool",
        "@team/x",
    ]
    assert not replace(unnamed, registry="https://mirror.example/").is_exposed("corp-tool")
