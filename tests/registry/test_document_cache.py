from __future__ import annotations

from assay.assessment.ports import Registry
from assay.registry.document_cache import CachedDocument, DocumentCache
from tests.registry.settings_for import MemoryCache, client_for, settings_for


def test_the_parts_fit_their_protocols() -> None:
    cache: DocumentCache = MemoryCache()
    cache.keep("https://registry.example/p", '"1"', b"{}")
    assert cache.find("https://registry.example/p") == CachedDocument('"1"', b"{}")
    client: Registry = client_for(settings_for("https://registry.example/"), cache=cache)
    assert client is not None
