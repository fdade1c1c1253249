"""Hosts that the user's own configuration speaks of: only there may a project's file send what the environment holds.

See docs/adr/0005-a-projects-npmrc-and-the-environment.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assay.registry.config_layers import ConfigLayer
from assay.registry.default_registry import public_registry
from assay.registry.nerf_dart import host_of
from assay.registry.npmrc import expand


class VouchedHosts:
    """The hosts of the user's own registries and credentials, and of the public registry.

    A file of the project counts for nothing here: whoever wrote it could name any host.
    """

    def __init__(
        self,
        layers: Iterable[ConfigLayer],
        environment: Mapping[str, str],
        find_public: Callable[[], str] = public_registry,
    ) -> None:
        listed = list(layers)
        own = [layer for layer in listed if not layer.is_project]
        self._hosts = {host for layer in own for host in _named(layer, environment)}
        self._project_registries = {
            host_of(values[-1])
            for layer in listed
            if layer.is_project
            for key, values in layer.entries.items()
            if key == "registry" and values
        }
        self._find_public = find_public

    def covers(self, key: str) -> bool:
        """True if a credential under this key, such as ``//host/:_authToken``, goes to such a host only.

        A key without a place is for the registry that the project itself names.
        """
        prefix = key.rpartition(":")[0]
        hosts = {host_of(f"https:{prefix}")} if prefix.startswith("//") else self._project_registries
        return bool(hosts) and all(map(self._is_vouched, hosts))

    def _is_vouched(self, host: str) -> bool:
        return bool(host) and (host in self._hosts or host == host_of(self._find_public()))


def _named(layer: ConfigLayer, environment: Mapping[str, str]) -> Iterable[str]:
    for raw_key, values in layer.entries.items():
        key = expand(raw_key, environment)
        if key.startswith("//"):
            yield host_of(f"https:{key.rpartition(':')[0]}")
        elif values and (key == "registry" or (key.startswith("@") and key.endswith(":registry"))):
            yield host_of(expand(values[-1], environment))
