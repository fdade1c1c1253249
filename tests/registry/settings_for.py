"""Settings and a client for a simulated registry, with a clock that does not wait."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

from assay.registry.client import RegistryClient
from assay.registry.client_limits import ClientLimits
from assay.registry.document_cache import CachedDocument, DocumentCache
from assay.registry.registry_settings import Credential, RegistrySettings

#: Attempts end soon, so that a test of a silent registry does not take long.
IMPATIENT = ClientLimits(
    attempt=timedelta(milliseconds=500), tarball_attempt=timedelta(milliseconds=500), silence=timedelta(seconds=5)
)


def settings_for(
    url: str, *, token: str = "", retries: int = 2, public: str = "https://public.example/", replace_host: str = ""
) -> RegistrySettings:
    prefix = "//" + url.partition("//")[2]
    credentials = (Credential(prefix, f"Bearer {token}"),) if token else ()
    return RegistrySettings(
        registry=url,
        credentials=credentials,
        fetch_retries=retries,
        replace_host=replace_host,
        find_public=lambda: public,
    )


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


class FakeTime:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class MemoryCache:
    """Documents in memory."""

    def __init__(self) -> None:
        self.documents: dict[str, CachedDocument] = {}

    def find(self, url: str) -> CachedDocument | None:
        return self.documents.get(url)

    def keep(self, url: str, etag: str, body: bytes) -> None:
        self.documents[url] = CachedDocument(etag, body)


def client_for(
    settings: RegistrySettings,
    *,
    limits: ClientLimits | None = None,
    cache: DocumentCache | None = None,
    time: FakeTime | None = None,
) -> RegistryClient:
    clock = time or FakeTime()
    return RegistryClient(
        settings, limits=limits, cache=cache, seconds=clock.seconds, sleep=clock.sleep, chance=lambda: 1.0
    )
