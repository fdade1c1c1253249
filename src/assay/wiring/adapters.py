"""Adapters: everything that plugs into the ports of one run, opened together and closed together."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path

from assay import catalog
from assay.assessment.cautious_inspections import CautiousInspections
from assay.assessment.ports import Registry
from assay.feeds.court import Court
from assay.feeds.matching import FeedIndex, open_feeds
from assay.model.gap import Gap, GapKind
from assay.names.index import NameIndex
from assay.names.protected import ProtectedNames
from assay.registry.client import RegistryClient
from assay.registry.document_cache import CachedDocument
from assay.registry.registry_settings import RegistrySettings
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, open_corpus
from assay.store.documents import DocumentStore
from assay.store.inspections import InspectionStore
from assay.store.location import cache_folder, data_folder
from assay.wiring.context import Context, npm_settings
from assay.wiring.inspector import TARGET, PoolInspector
from assay.workers.pool import WorkerPool
from assay.yara.rule_files import RuleFile, read_rules, revision


@dataclass(frozen=True, slots=True)
class Adapters:
    """What one run works with; ``registry`` is None when offline, the stores are None without a cache."""

    registry: Registry | None
    npm: RegistrySettings
    inspector: PoolInspector
    names: ProtectedNames
    feeds: FeedIndex
    inspections: CautiousInspections | None
    documents: DocumentStore[CachedDocument] | None
    workers: int
    warnings: tuple[Gap, ...]
    feed_folder: Path

    def reopened_feeds(self, settings: Settings) -> FeedIndex:
        """The feeds as they are in their folder now; whoever asks closes them. Raises FeedError."""
        return open_feeds(self.feed_folder, Court(self.names.monthly_downloads, settings.policy.confirmed))

    def gaps(self) -> tuple[Gap, ...]:
        """What went wrong beside the releases themselves."""
        kept = self.inspections.gaps if self.inspections else ()
        documents = self.documents.gaps if self.documents else ()
        return (*self.feeds.gaps, *self.warnings, *kept, *documents)


def open_adapters(settings: Settings, context: Context, outside: AsyncExitStack, *, use_cache: bool) -> Adapters:
    """Open them all; ``outside`` closes them.

    Raises FeedError or StoreError if what Assay ships cannot be read, SettingsError if the user's YARA rules cannot.
    """
    rules = read_rules(settings.yara) if settings.yara else ()
    cache = settings.cache_dir or cache_folder(context.environment)
    data = data_folder(context.environment)
    npm = npm_settings(settings, context, cache)
    corpus = open_corpus(data / FILE_NAME)
    names = ProtectedNames(NameIndex(corpus.corpus), settings.policy.internal)
    feeds = open_feeds(data / "feeds", Court(names.monthly_downloads, settings.policy.confirmed))
    outside.callback(feeds.close)
    inspections, documents = None, None
    if use_cache:
        inspections, documents = _open_stores(cache, npm, feeds, context, outside, rules)
    registry = None
    if not settings.offline:
        registry = RegistryClient(npm, cache=documents)
        outside.push_async_callback(registry.close)
    workers = settings.workers or len(os.sched_getaffinity(0))
    pool = WorkerPool(TARGET, workers)
    outside.push_async_callback(pool.close)
    warnings = (Gap(GapKind.CACHE, "updated corpus of names", corpus.warning),) if corpus.warning else ()
    kept = CautiousInspections(inspections) if inspections else None
    inspector = PoolInspector(pool, rules)
    return Adapters(registry, npm, inspector, names, feeds, kept, documents, workers, warnings, data / "feeds")


def _open_stores(
    cache: Path,
    npm: RegistrySettings,
    feeds: FeedIndex,
    context: Context,
    outside: ExitStack | AsyncExitStack,
    rules: tuple[RuleFile, ...],
) -> tuple[InspectionStore, DocumentStore[CachedDocument]]:
    inspections = InspectionStore(
        cache / "inspections.sqlite",
        ruleset=catalog.revision() + revision(rules),
        registry=npm.default,
        now=context.now,
        feeds=feeds.revision,
    )
    documents = DocumentStore(cache / "documents.sqlite", CachedDocument, now=context.now)
    outside.callback(inspections.close)
    outside.callback(documents.close)
    return inspections, documents
