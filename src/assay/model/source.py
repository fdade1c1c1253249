"""SourceFile: what reading one file of a package as code told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.location import Location

#: Entry points that run while a package is installed; a ``binding.gyp`` runs node-gyp without any script.
ON_INSTALL = frozenset({"preinstall", "install", "postinstall", "binding.gyp"})
#: Scripts that only those who publish a package run. Workflows (``workflow .github/...``) are theirs, too.
BY_MAINTAINERS = frozenset({"prepublishOnly", "publish", "postpublish"})


class BehaviourKind(StrEnum):
    """What code can do that matters here. One word a capability; ``detail`` of the Behaviour says which."""

    NETWORK = "network"  # sends or asks over a network
    PROCESS = "process"  # starts a process
    DYNAMIC_CODE = "dynamic-code"  # runs a string as code
    DECODE = "decode"  # turns encoded text into text or bytes
    FILE_READ = "file-read"
    FILE_WRITE = "file-write"
    FILE_DELETE = "file-delete"
    CREDENTIAL_READ = "credential-read"  # reads a file that holds secrets
    ENVIRONMENT_READ = "environment-read"  # reads a named, secret-bearing variable
    ENVIRONMENT_DUMP = "environment-dump"  # reads the whole environment
    INPUT_READ = "input-read"  # reads keys, the clipboard or the screen
    HOST_FACTS = "host-facts"  # user, host name, addresses, platform
    NATIVE_CODE = "native-code"
    WEB_ASSEMBLY = "webassembly"
    TLS_OFF = "tls-off"  # does not check the certificate of whom it talks to
    CONDITION = "condition"  # asks for the time, the time zone, the language or the platform
    SILENT_CATCH = "silent-catch"  # throws errors away


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that the code does, at one place.

    detail    what exactly: the callee, the path, the variable, the address
    decoded   the text it works on, if that was hidden and could be decoded
    """

    kind: BehaviourKind
    location: Location
    detail: str
    decoded: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A value that goes from a source to a sink.

    steps    the paths of files that it is written to on the way
    hidden   how the code that does it is hidden, outermost first (see Layer); empty if it stands there plainly
    """

    source: Behaviour
    sink: Behaviour
    steps: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Code that was hidden in a file, brought to light and read, too.

    decoding   how it was hidden: ``base64``, ``atob, Buffer.from``, ``decoder of 41 texts``
    location   where it is hidden; for a layer within another, where the outermost one is
    decoded    what it begins with; for a decoder, some of its texts
    depth      1 for what the file itself hides, 2 for what that hides, ...
    """

    decoding: str
    location: Location
    decoded: str
    depth: int


@dataclass(frozen=True, slots=True)
class Trait:
    """One sign of obfuscation: name (``hex-names``, ``string-array``, ...), place, and a sentence with figures."""

    name: str
    location: Location
    detail: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a package, read as code.

    path          inside the package
    reached_by    entry points that reach it (``postinstall``, ``main``, ``bin cli``, ``.vscode/tasks.json``); empty
                  if none is known to
    traits        signs of obfuscation, honest minifying not among them
    unread        why it was not followed to the end, "" if it was
    layers        code that it hides, outermost first
    """

    path: str
    size_bytes: int
    reached_by: tuple[str, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    flows: tuple[Flow, ...] = ()
    traits: tuple[Trait, ...] = ()
    is_minified: bool = False
    unread: str = ""
    layers: tuple[Layer, ...] = ()

    @property
    def is_used(self) -> bool:
        """True if something reaches it that runs for those who install the package, not only for its maintainers."""
        return any(each not in BY_MAINTAINERS and not each.startswith("workflow ") for each in self.reached_by)
