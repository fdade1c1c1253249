"""Judging names before an install: by the corpus and the user's own names, and by what the registry says of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from assay.errors import UsageError
from assay.lockfiles.specs import release_target, split_purl, split_spec
from assay.names.index import NameIndex
from assay.names.opinion import NameOpinion, judge_name, targets_of
from assay.names.protected import ProtectedNames
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, open_corpus
from assay.store.location import cache_folder, data_folder
from assay.wiring.context import Context, npm_settings

if TYPE_CHECKING:
    import asyncio

    from assay.assessment.ports import Registry
    from assay.names.facts import NameFacts

#: So many names are asked for at once; their answers are told before the next ones are asked for.
BATCH = 32
#: Facts of so many targets are remembered: popular ones are asked for again and again.
MAX_TARGETS = 256
STOPPED = "the run was stopped before the registry was asked"
#: How many likely targets are worth asking the registry for, and how many are worth naming.
ASKED, LIKELY = 3, 3


@dataclass(frozen=True, slots=True)
class NamesOrder:
    """Names to judge, and how; ``use_cache`` keeps packuments and uses those that are kept."""

    names: tuple[str, ...]
    settings: Settings
    context: Context
    use_cache: bool = True


@dataclass(frozen=True, slots=True)
class OpenNames:
    """The names to compare with; ``warning`` says why the updated corpus is not used, "" if all is well."""

    index: ProtectedNames
    warning: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told about one name; ``failure`` says why the registry could not be asked, "" if it was."""

    opinion: NameOpinion
    failure: str = ""


def open_names(settings: Settings, context: Context) -> OpenNames:
    """The corpus in use, and the names that are internal by the user's settings. Raises StoreError."""
    opened = open_corpus(data_folder(context.environment) / FILE_NAME)
    return OpenNames(ProtectedNames(NameIndex(opened.corpus), settings.policy.internal), opened.warning)


def name_in(word: str) -> str:
    """The package name that a word of the command line means, ranges and aliases left out; the word if it is none."""
    if word.startswith("pkg:"):
        return (split_purl(word) or (word, ""))[0]
    return split_spec(word)[1]


def refusal(word: str, opinion: NameOpinion) -> str:
    """Why no package can be looked up by this word, "" if one can. Npm's own verdict comes first."""
    if opinion.validity.errors:
        return f"npm refuses the name: {'; '.join(opinion.validity.errors)}"
    try:
        release_target(word)
    except UsageError as error:
        return str(error)
    return ""


def judge_offline(index: ProtectedNames, name: str, now: datetime, *, exists: bool | None = None) -> Answer:
    """What is to tell of a name without a registry, or of one that is known not to exist."""
    return Answer(_with_likely(judge_name(index, name, now, exists=exists)))


def judge_names(order: NamesOrder, index: ProtectedNames, tell: Callable[[Answer], None]) -> None:
    """Judge every name by itself, with the registry's facts unless it is not to be asked; tell each answer in order.

    No release is downloaded. While the registry is asked, the first ^C stops it: what was not answered by then is
    judged by itself, and says so. A second one ends the program.
    """
    if order.settings.offline:
        for name in order.names:
            tell(judge_offline(index, name, order.context.now))
        return
    from assay.wiring.interrupt import run_until_stopped

    run_until_stopped(lambda stop: _judge_online(order, index, tell, stop))


async def _judge_online(
    order: NamesOrder, index: ProtectedNames, tell: Callable[[Answer], None], stop: asyncio.Event
) -> None:
    from contextlib import AsyncExitStack

    from assay.registry.client import RegistryClient
    from assay.registry.document_cache import CachedDocument
    from assay.store.documents import DocumentStore

    folder = order.settings.cache_dir or cache_folder(order.context.environment)
    async with AsyncExitStack() as outside:
        documents = None
        if order.use_cache:
            documents = DocumentStore(folder / "documents.sqlite", CachedDocument, now=order.context.now)
            outside.callback(documents.close)
        npm = npm_settings(order.settings, order.context, folder)
        registry = await outside.enter_async_context(RegistryClient(npm, cache=documents))
        async for answer in judged(order.names, index, registry, order.context.now, stop):
            tell(answer)


async def judged(
    names: Sequence[str], index: ProtectedNames, registry: Registry, now: datetime, stop: asyncio.Event
) -> AsyncIterator[Answer]:
    """Every name's answer, in the order of the names, with the facts of the registry.

    What has no answer when ``stop`` is set is judged by itself, and says so.
    """
    from assay.wiring.interrupt import until_stopped

    witness = _Witness(registry, index, now)
    for first in range(0, len(names), BATCH):
        batch = names[first : first + BATCH]
        answers = await until_stopped(stop, witness.judge, batch)
        for name, answer in zip(batch, answers, strict=True):
            yield _unheard(judge_offline(index, name, now).opinion) if answer is None else answer


class _Witness:
    """Asks the registry for what bears on names."""

    def __init__(self, registry: Registry, index: ProtectedNames, now: datetime) -> None:
        self._registry = registry
        self._index = index
        self._now = now
        self._targets: dict[str, asyncio.Task[NameFacts | None]] = {}
        self._unheard: dict[str, str] = {}

    async def judge(self, name: str) -> Answer:
        """The answer for one name; a registry that cannot be asked is a reason, and never an error."""
        from assay.errors import PackageNotFound, RegistryError

        opinion = judge_name(self._index, name, self._now)
        if opinion.validity.errors:
            return Answer(_with_likely(opinion))
        try:
            facts = await self._facts(name)
        except PackageNotFound:
            known = await self._facts_of_targets(name)
            return Answer(_with_likely(judge_name(self._index, name, self._now, exists=False, facts=known)))
        except RegistryError as error:
            reason = f"the registry could not be asked whether it exists: {error}"
            return Answer(replace(opinion, reasons=(*opinion.reasons, reason)), str(error))
        known = await self._facts_of_targets(name)
        if known:
            facts = replace(facts, others=await self._others(facts.publisher))
        known[name] = facts
        opinion = judge_name(self._index, name, self._now, exists=True, facts=known)
        unheard = [self._unheard[target] for target in targets_of(self._index, name, ASKED) if target in self._unheard]
        unknown = [f"the registry does not tell what else {facts.publisher} has published"] * _is_unknown(
            opinion, facts
        )
        return Answer(replace(opinion, reasons=(*opinion.reasons, *unknown, *unheard)), "; ".join(unheard))

    async def _facts(self, name: str) -> NameFacts:
        from assay.names.facts import facts_of

        return facts_of(await self._registry.packument(name))

    async def _facts_of_targets(self, name: str) -> dict[str, NameFacts]:
        known = {}
        for target in targets_of(self._index, name, ASKED):
            found = await self._facts_of_target(target)
            if found is not None:
                known[target] = found
        return known

    async def _others(self, account: str) -> int | None:
        """How many other packages an account has; None where the registry does not tell."""
        from assay.errors import RegistryError

        try:
            count = await self._registry.packages_of(account) if account else None
        except RegistryError:
            return None  # few registries but the public one have a search
        return max(count - 1, 0) if count else None

    async def _facts_of_target(self, target: str) -> NameFacts | None:
        import asyncio

        if target not in self._targets:
            if len(self._targets) >= MAX_TARGETS:
                self._targets.pop(next(iter(self._targets)))
            self._targets[target] = asyncio.ensure_future(self._facts_or_none(target))
        return await self._targets[target]

    async def _facts_or_none(self, target: str) -> NameFacts | None:
        from assay.errors import PackageNotFound, RegistryError

        try:
            return await self._facts(target)
        except PackageNotFound:
            return None  # an internal target need not be in this registry; the name is then judged by its own facts
        except RegistryError as error:
            self._unheard[target] = f"the registry could not be asked about {target}: {error}"
            return None


def _is_unknown(opinion: NameOpinion, facts: NameFacts) -> bool:
    """Whether what else its publisher has would bear on the answer and was not told."""
    return bool(opinion.target and facts.publisher) and facts.others is None and not facts.is_holding


def _unheard(opinion: NameOpinion) -> Answer:
    if opinion.validity.errors:
        return Answer(opinion)  # there was nothing to ask
    return Answer(replace(opinion, reasons=(*opinion.reasons, STOPPED)), STOPPED)


def _with_likely(opinion: NameOpinion) -> NameOpinion:
    """The opinion; if no package can have been meant, with the names that could have been among its reasons."""
    likely = opinion.likely[:LIKELY]
    if not likely or (opinion.exists is not False and not opinion.validity.errors):
        return opinion
    return replace(opinion, reasons=(*opinion.reasons, f"probably meant: {', '.join(likely)}"))
