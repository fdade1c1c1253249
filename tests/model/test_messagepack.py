"""Subjects go to the workers and inspections come back and are kept: as MessagePack, without losing anything."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

import msgspec
import pytest

from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.feed import AffectedRange, FeedMatch, Record, RecordKind
from assay.model.finding import Evidence, Finding
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.likeness import Likeness
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Person, Release, Signature
from assay.model.rule import Confidence, Severity
from assay.model.source import Behaviour, BehaviourKind, Flow, Layer, SourceFile, Trait
from assay.model.subject import Existence, Subject, Surroundings
from assay.model.tarball import Anomaly, AnomalyKind, Member, Tarball
from assay.model.user_match import UserMatch

THEN = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
REF = PackageRef("@scope/pkg", "1.0.0")
PLACE = Location("lib/é.js", 3, 7)
HASHES = Integrity.of(b"bytes")
TABLE = {"a": "^1.0.0"}
MANIFEST = Manifest(
    name="@scope/pkg",
    version="1.0.0",
    description="text",
    keywords=("word",),
    homepage="https://pkg.invalid",
    repository="https://git.invalid",
    license="MIT",
    scripts=TABLE,
    bin=TABLE,
    dependencies=TABLE,
    dev_dependencies=TABLE,
    optional_dependencies=TABLE,
    peer_dependencies=TABLE,
    bundled=("a",),
    entry_points=TABLE,
    engines=TABLE,
    os=("linux",),
    cpu=("x64",),
    has_gypfile=True,
    optional_peers=("a",),
)
PERSON = Person("someone", "someone@mail.invalid")
RELEASE = Release(
    *(REF, MANIFEST, "https://registry.example/a.tgz", HASHES, THEN, PERSON, "github", (PERSON,), "old", True, True),
    *("abc", 3, 40, (Signature("key", "sig"),), "https://registry.example/attestations"),
)
PACKUMENT = Packument(
    *("@scope/pkg", {"1.0.0": RELEASE}, ("1.0.0",), {"latest": "1.0.0"}, {"1.0.0": THEN}, THEN, THEN, (PERSON,)),
    *("text", "https://git.invalid", "https://pkg.invalid", "readme", True),
)
READ = Behaviour(BehaviourKind.ENVIRONMENT_DUMP, PLACE, "the whole environment", "plain")
SEND = Behaviour(BehaviourKind.NETWORK, PLACE, "fetch", "plain")
SOURCE = SourceFile(
    *(
        "lib/é.js",
        9,
        ("main",),
        (READ, SEND),
        (Flow(READ, SEND, ("step",), ("base64",)),),
        (Trait("packer", PLACE, "it is"),),
        True,
        "slow",
        (Layer("base64", PLACE, "fetch(", 1),),
    )
)
TARBALL = Tarball(
    HASHES,
    *(5, 40, (Member("a", 3, True, b"\x00\xff", b"\x00\xff\x01"),), (Anomaly(AnomalyKind.LINK, "b", "odd"),)),
    *("package", MANIFEST, "none"),
)
RECORD = Record(
    *("MAL-1", "@scope/pkg", RecordKind.MALWARE, "bad", Severity.CRITICAL, ("1.0.0",), (AffectedRange("0", "2", "1"),)),
    *(("GHSA-1",), ("https://advisory.invalid",), THEN, THEN, THEN, "starter"),
)
USAGE = Dependency(
    *(REF, Origin.REGISTRY, PLACE, (("app", "@scope/pkg"),), DependencyType.PEER, "alias", "https://registry.example"),
    *(HASHES, True, True, "^1.0.0", True),
)
SUBJECT = Subject(
    *(REF, THEN, Existence.EXISTS, PACKUMENT, RELEASE, TARBALL, (SOURCE,)),
    *(
        (Likeness("@scope/pgk", ("swap",), "p[kg->gk]", 9, 1, 0.5),),
        (PACKUMENT,),
        1,
        (FeedMatch(RECORD, "2", True, True),),
        (USAGE,),
    ),
    Surroundings(frozenset({"registry.example"}), TABLE, timedelta(days=2), ("a",), ("@scope/*",)),
    HASHES,
    (UserMatch("r", "own.yar", PLACE, "text", "about", "high"),),
)
INSPECTION = Inspection(
    *(Existence.EXISTS, RELEASE, HASHES),
    (
        Finding(
            "r", "odd", Severity.LOW, Confidence.LOW, (Evidence("f", PLACE, "text", "plain"),), "Stop.", ("GHSA-1",)
        ),
    ),
    (Gap(GapKind.SOURCE, "file", "it is big", "wait", PLACE),),
    *(3, 40, True),
)


@pytest.mark.parametrize("noun", [SUBJECT, INSPECTION], ids=["subject", "inspection"])
def test_a_noun_survives_the_way_to_another_process(noun: Subject | Inspection) -> None:
    read = msgspec.msgpack.decode(msgspec.msgpack.encode(noun), type=type(noun))
    assert read == noun
    assert msgspec.msgpack.encode(read) == msgspec.msgpack.encode(noun)


@pytest.mark.parametrize("noun", [Subject(REF, THEN), Inspection(Existence.UNKNOWN)], ids=["subject", "inspection"])
def test_an_empty_noun_survives_too(noun: Subject | Inspection) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(noun), type=type(noun)) == noun


@pytest.mark.parametrize("noun", [SUBJECT, INSPECTION], ids=["subject", "inspection"])
def test_every_field_is_set_here(noun: object) -> None:
    """What is left at its default would survive by being lost."""
    waiting, unset = [noun], list[str]()
    while waiting:
        each = waiting.pop()
        if is_dataclass(each):
            values = [(field.name, getattr(each, field.name)) for field in fields(each)]
            unset += [f"{type(each).__name__}.{name}" for name, value in values if not value and value != Severity.INFO]
            waiting += [value for _, value in values if not isinstance(value, Enum)]
        elif isinstance(each, tuple):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
    assert unset == []
