"""Traits of a subject's files, by their names."""

from __future__ import annotations

from collections.abc import Container, Iterator

from assay.model.source import SourceFile, Trait
from assay.model.subject import Subject


def traits(subject: Subject, names: Container[str]) -> Iterator[tuple[SourceFile, Trait]]:
    """Every trait with one of these names, with the file that has it."""
    for file in subject.sources:
        for trait in file.traits:
            if trait.name in names:
                yield file, trait
