from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assay.errors import SettingsError
from assay.registry.configuration import read_registry_settings
from assay.registry.default_registry import public_registry
from assay.registry.registry_settings import RegistrySettings
from tests.registry.settings_for import basic


class Machine:
    """A home folder, a project and an environment."""

    def __init__(self, folder: Path) -> None:
        self.home, self.project = folder / "home", folder / "project"
        self.home.mkdir()
        self.project.mkdir()
        (self.project / "package.json").write_text("{}")
        self.environment = {"NPM_CONFIG_GLOBALCONFIG": str(folder / "global")}
        self.global_file = folder / "global"

    def settings(self, *, project: Path | None = None) -> RegistrySettings:
        return read_registry_settings(project or self.project, self.home, self.environment)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    # No npm on PATH: what came with it is not part of these tests.
    monkeypatch.setenv("PATH", str(tmp_path))
    return Machine(tmp_path)


def test_the_first_that_speaks_counts(machine: Machine) -> None:
    machine.global_file.write_text("registry=https://global.example/")
    assert machine.settings().registry == "https://global.example/"
    (machine.home / ".npmrc").write_text("registry=https://user.example/")
    assert machine.settings().registry == "https://user.example/"
    (machine.project / ".npmrc").write_text("registry=https://project.example/")
    assert machine.settings().registry == "https://project.example/"
    machine.environment["npm_config_registry"] = "https://environment.example/"
    assert machine.settings().registry == "https://environment.example/"


def test_a_folder_inside_the_project_has_the_projects_file(machine: Machine) -> None:
    (machine.project / ".npmrc").write_text("@corp:registry=https://corp.example/npm")
    inner = machine.project / "src" / "deep"
    inner.mkdir(parents=True)
    settings = machine.settings(project=inner)
    assert settings.registry_for("@corp/x") == "https://corp.example/npm/"


def test_names_of_variables_have_any_case(machine: Machine) -> None:
    machine.environment |= {
        "NPM_CONFIG_FETCH_RETRIES": "5",
        "npm_config_Fetch_Timeout": "2000",
        "npm_config_//registry.example/:_authToken": "t",
        "npm_config_@corp:registry": "https://corp.example",
    }
    settings = machine.settings()
    assert settings.fetch_retries == 5
    assert settings.fetch_timeout == timedelta(seconds=2)
    assert settings.auth_for("https://registry.example/p") == "Bearer t"
    assert settings.registry_for("@corp/p") == "https://corp.example/"


def test_every_kind_of_credential(machine: Machine) -> None:
    machine.environment["TOKEN"] = "from-environment"
    (machine.home / ".npmrc").write_text(
        """
//token.example/:_authToken=${TOKEN}
//auth.example/npm/:_auth=dXNlcjpwYXNz
//user.example/:username=user
//user.example/:_password=cGFzc3dvcmQ=
//cert.example/:certfile=~/cert.pem
//cert.example/:keyfile=/etc/key.pem
//unset.example/:_authToken=${NOT_SET}
//bad.example/:_authToken="a\\nb"
"""
    )
    settings = machine.settings()
    assert settings.auth_for("https://token.example/p") == "Bearer from-environment"
    assert settings.auth_for("https://auth.example/npm/p") == "Basic dXNlcjpwYXNz"
    assert settings.auth_for("https://user.example/p") == basic("user", "password")
    assert settings.certificate_for("https://cert.example/p") == (str(machine.home / "cert.pem"), "/etc/key.pem")
    assert settings.auth_for("https://unset.example/p") is None
    assert settings.auth_for("https://bad.example/p") is None
    assert any("NOT_SET is not set" in note for note in settings.notes)
    assert "from-environment" not in repr(settings)
    assert not any("from-environment" in note for note in settings.notes)


def test_credentials_in_the_address_become_a_credential(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text("registry=https://us%20er:pass@registry.example/npm/")
    settings = machine.settings()
    assert settings.registry == "https://registry.example/npm/"
    assert settings.auth_for("https://registry.example/npm/p") == basic("us er", "pass")
    assert "pass" not in repr(settings)


def test_credentials_without_a_place_stay_with_the_side_that_has_them(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text("registry=https://user.example/\n_authToken=secret\n")
    (machine.project / ".npmrc").write_text("registry=https://evil.invalid/\n")
    settings = machine.settings()
    assert settings.registry == "https://evil.invalid/"
    assert settings.auth_for("https://evil.invalid/p") is None
    assert settings.auth_for("https://user.example/p") == "Bearer secret"


def test_a_project_cannot_steer_its_own_inspection(machine: Machine) -> None:
    machine.environment |= {"SECRET": "secret", "NPM_TOKEN": "token"}
    (machine.project / ".npmrc").write_text(
        """
proxy=http://evil.invalid/
https-proxy=http://evil.invalid/
strict-ssl=false
cafile=/evil.pem
registry=https://evil.invalid/${SECRET}/
//registry.example/:_authToken=${NPM_TOKEN}
"""
    )
    settings = machine.settings()
    assert settings.proxy_for("https://registry.example/") is None
    assert settings.strict_ssl
    assert settings.ca_file == ""
    assert settings.registry == ""
    assert len(settings.notes) == 6
    assert settings.auth_for("https://registry.example/p") is None


@pytest.mark.parametrize(
    "own",
    [
        "registry=https://registry.example/npm/",
        "@corp:registry=https://registry.example/",
        "//registry.example/other/:_authToken=x",
    ],
)
def test_a_variable_of_a_projects_file_goes_to_a_host_that_the_user_names(machine: Machine, own: str) -> None:
    machine.environment["NPM_TOKEN"] = "token"
    (machine.home / ".npmrc").write_text(own)
    (machine.project / ".npmrc").write_text(
        "//registry.example/p/:_authToken=${NPM_TOKEN}\n//evil.invalid/:_authToken=${NPM_TOKEN}\n"
    )
    settings = machine.settings()
    assert settings.auth_for("https://registry.example/p/x") == "Bearer token"
    assert settings.auth_for("https://evil.invalid/x") is None
    (note,) = settings.notes
    assert "//evil.invalid/:_authToken" in note
    assert "NPM_TOKEN is put in only for hosts that your own npm configuration names" in note


def test_a_variable_of_a_projects_file_goes_to_the_public_registry(machine: Machine) -> None:
    machine.environment["NPM_TOKEN"] = "token"
    public = public_registry()
    (machine.project / ".npmrc").write_text(f"{public.removeprefix('https:')}:_authToken=${{NPM_TOKEN}}\n")
    settings = machine.settings()
    assert settings.auth_for(f"{public}x") == "Bearer token"
    assert settings.notes == ()


def test_a_project_cannot_vouch_for_a_host_itself(machine: Machine) -> None:
    machine.environment["NPM_TOKEN"] = "token"
    (machine.home / ".npmrc").write_text("registry=https://registry.example/")
    (machine.project / ".npmrc").write_text(
        "registry=https://evil.invalid/\n@s:registry=https://evil.invalid/\n_authToken=${NPM_TOKEN}\n"
        "//evil.invalid/:_authToken=${NPM_TOKEN}\n//registry.example@evil.invalid/:_authToken=${NPM_TOKEN}\n"
    )
    (machine.project / ".yarnrc.yml").write_text("npmScopes: {a: {npmRegistryServer: https://b.invalid}}\n")
    settings = machine.settings()
    assert settings.credentials == ()
    assert len(settings.notes) == 3


def test_credentials_without_a_place_need_a_registry_that_the_user_names_too(machine: Machine) -> None:
    machine.environment["NPM_TOKEN"] = "token"
    (machine.project / ".npmrc").write_text("registry=https://registry.example/\n_authToken=${NPM_TOKEN}\n")
    assert machine.settings().auth_for("https://registry.example/p") is None
    (machine.home / ".npmrc").write_text("@corp:registry=https://registry.example/")
    assert machine.settings().auth_for("https://registry.example/p") == "Bearer token"


def test_a_token_that_stands_in_the_projects_file_is_the_projects_own(machine: Machine) -> None:
    (machine.project / ".npmrc").write_text("//anywhere.example/:_authToken=written-out\n")
    assert machine.settings().auth_for("https://anywhere.example/p") == "Bearer written-out"


def test_the_users_own_file_in_a_project_at_home_is_trusted(machine: Machine) -> None:
    (machine.home / "package.json").write_text("{}")
    (machine.home / ".npmrc").write_text("strict-ssl=false")
    assert not machine.settings(project=machine.home).strict_ssl


def test_proxies(machine: Machine) -> None:
    machine.environment |= {
        "HTTPS_PROXY": "http://p.example:1",
        "http_proxy": "http://q.example:2",
        "NO_PROXY": "in.example",
    }
    settings = machine.settings()
    assert settings.proxy_for("https://registry.example/") == "http://p.example:1"
    assert settings.proxy_for("http://registry.example/") == "http://q.example:2"
    assert settings.proxy_for("https://npm.in.example/") is None
    assert settings.proxy_for("https://main.example/") == "http://p.example:1"
    (machine.home / ".npmrc").write_text(
        "proxy=http://u:secret@own.example\nhttps-proxy=null\nnoproxy=.corp.example,x.example\n"
    )
    del machine.environment["HTTPS_PROXY"]
    settings = machine.settings()
    assert settings.proxy_for("https://registry.example/") == "http://u:secret@own.example"
    assert settings.proxy_for("https://a.corp.example/") is None
    assert settings.proxy_for("https://in.example/") == "http://u:secret@own.example"
    assert "secret" not in repr(settings)


def test_authorities(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text('ca[]="one\\ntwo"\nca[]="three"\ncafile=~/ca.pem\n')
    machine.environment["NODE_EXTRA_CA_CERTS"] = "/extra.pem"
    settings = machine.settings()
    assert settings.ca == ("one\ntwo", "three")
    assert settings.ca_file == str(machine.home / "ca.pem")
    assert settings.extra_ca_file == "/extra.pem"


def test_files_of_other_clients(machine: Machine) -> None:
    (machine.project / ".yarnrc.yml").write_text("npmRegistryServer: https://yarn.example\n")
    (machine.project / "pnpm-workspace.yaml").write_text("registries: {'@p': https://pnpm.example/}\n")
    (machine.project / "bunfig.toml").write_text("[install\n")
    settings = machine.settings()
    assert settings.registry_for("x") == "https://yarn.example/"
    assert settings.registry_for("@p/x") == "https://pnpm.example/"
    assert any("bunfig.toml was not read" in note for note in settings.notes)
    (machine.project / ".npmrc").write_text("registry=https://npm.example/")
    assert machine.settings().registry_for("x") == "https://npm.example/"


def test_an_address_that_is_none_is_not_followed(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text("registry=file:///etc\n@a:registry=nothing\n")
    settings = machine.settings()
    assert (settings.registry, dict(settings.scopes)) == ("", {})
    assert len(settings.notes) == 2


def test_odd_figures_count_as_missing_and_large_ones_are_bounded(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text("fetch-retries=many\nfetch-timeout=-1\n")
    assert (machine.settings().fetch_retries, machine.settings().fetch_timeout) == (2, None)
    (machine.home / ".npmrc").write_text("fetch-retries=99999\nfetch-timeout=999999999\n")
    assert (machine.settings().fetch_retries, machine.settings().fetch_timeout) == (10, timedelta(minutes=10))


def test_a_file_of_the_user_that_is_too_large_is_told(machine: Machine) -> None:
    (machine.home / ".npmrc").write_text("#" * 2_000_000)
    with pytest.raises(SettingsError, match=r"\.npmrc cannot be read: it has more than"):
        machine.settings()


def test_a_file_of_the_project_that_is_too_large_is_noted(machine: Machine) -> None:
    (machine.project / ".npmrc").write_text("#" * 2_000_000)
    assert "was not read" in machine.settings().notes[0]
