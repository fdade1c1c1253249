from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assay.errors import (
    AccessDenied,
    BadResponse,
    PackageNotFound,
    RegistryError,
    ReleaseNotFound,
    StoreError,
)
from assay.model.integrity import Integrity
from assay.model.packument import Packument, Release
from assay.registry.client import RegistryClient
from assay.registry.client_limits import ClientLimits
from assay.registry.document_cache import CachedDocument
from assay.registry.registry_settings import RegistrySettings
from tests.registry.fetching import packument_of, tarball_of
from tests.registry.settings_for import MemoryCache, client_for, settings_for
from tests.registry_simulator import Fault, RegistrySimulator


def test_fetches_packument_and_tarball() -> None:
    with RegistrySimulator() as registry:
        published = registry.publish("@scope/p", "1.0.0")
        blob, data = tarball_of(client_for(settings_for(registry.url)), "@scope/p")
        assert data == published.tarball
        assert blob.integrity == Integrity.of(published.tarball)
        assert blob.size_bytes == len(published.tarball)
        assert registry.requests[0].target == "/@scope%2fp"


def test_a_large_tarball_goes_to_a_private_file(tmp_path: Path) -> None:
    async def main(client: RegistryClient) -> None:
        async with client:
            packument = await client.packument("p")
            first = await client.download(packument.releases["1.0.0"])
            second = await client.download(packument.releases["1.0.0"])
            assert not first.data
            assert first.integrity == Integrity.of(Path(first.path).read_bytes())  # noqa: ASYNC240
            assert os.stat(first.path).st_mode & 0o777 == 0o600  # noqa: PTH116
            await client.discard(first)
            assert os.listdir(tmp_path) == [os.path.basename(second.path)]  # noqa: PTH119, PTH208

    with RegistrySimulator() as registry:
        registry.publish("p", files={"a": os.urandom(5000)})
        limits = ClientLimits(memory_bytes=1000)
        asyncio.run(main(RegistryClient(settings_for(registry.url), limits=limits, folder=tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with RegistrySimulator() as registry:
        registry.publish("p", files={"a": os.urandom(5000)})
        client = RegistryClient(
            settings_for(registry.url), limits=ClientLimits(memory_bytes=1000), folder=tmp_path / "none"
        )
        with pytest.raises(RegistryError, match="could not be kept") as caught:
            tarball_of(client)
        assert "TMPDIR" in caught.value.hint


def test_asks_conditionally_and_keeps_what_it_could_decode() -> None:
    cache = MemoryCache()
    with RegistrySimulator() as registry:
        registry.publish("p")
        first = packument_of(client_for(settings_for(registry.url), cache=cache))
        second = packument_of(client_for(settings_for(registry.url), cache=cache))
        assert second.releases["1.0.0"] == first.releases["1.0.0"]
        assert registry.requests[1].headers["if-none-match"] == cache.documents[f"{registry.url}/p"].etag
        registry.publish("p", "2.0.0")
        assert packument_of(client_for(settings_for(registry.url), cache=cache)).versions == ("1.0.0", "2.0.0")


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.WRONG_BYTES, Fault.WRONG_LENGTH, Fault.BOMB])
def test_nothing_wrong_is_kept(fault: Fault) -> None:
    cache = MemoryCache()
    with RegistrySimulator() as registry:
        registry.publish("p")
        registry.fault("/p", fault)
        with pytest.raises(RegistryError):
            packument_of(client_for(settings_for(registry.url, retries=0), cache=cache))
    assert cache.documents == {}


def test_a_kept_document_that_is_damaged_is_asked_for_again() -> None:
    cache = MemoryCache()
    with RegistrySimulator() as registry:
        registry.publish("p")
        packument_of(client_for(settings_for(registry.url), cache=cache))
        url = f"{registry.url}/p"
        cache.keep(url, cache.documents[url].etag, b"{damaged")
        assert packument_of(client_for(settings_for(registry.url), cache=cache)).versions == ("1.0.0",)
        assert cache.documents[url].body != b"{damaged"


class BrokenCache:
    """A cache in a folder that cannot be written."""

    def find(self, url: str) -> CachedDocument | None:
        return None

    def keep(self, url: str, etag: str, body: bytes) -> None:
        raise StoreError("the cache is read-only")


def test_a_cache_that_cannot_be_written_is_done_without() -> None:
    with RegistrySimulator() as registry:
        registry.publish("p")
        client = client_for(settings_for(registry.url), cache=BrokenCache())
        assert packument_of(client).versions == ("1.0.0",)
        assert client.cache_trouble == "the cache is read-only"


def test_who_owns_no_name_and_no_tarball() -> None:
    with RegistrySimulator() as registry:
        with pytest.raises(PackageNotFound, match="p is not in the registry"):
            packument_of(client_for(settings_for(registry.url)))
        registry.publish("p", tarball_url=f"{registry.url}/gone.tgz")
        with pytest.raises(ReleaseNotFound, match="404"):
            tarball_of(client_for(settings_for(registry.url)))
        registry.publish("q", dist={"tarball": None})
        with pytest.raises(BadResponse, match=r"names no tarball for q@1\.0\.0"):
            tarball_of(client_for(settings_for(registry.url)), "q")


def test_credentials_are_wanted_and_given() -> None:
    with RegistrySimulator(prefix="/npm", token="secret-token") as registry:
        registry.publish("p")
        with pytest.raises(AccessDenied, match="401") as caught:
            packument_of(client_for(settings_for(registry.url)))
        assert ".npmrc" in caught.value.hint
        assert tarball_of(client_for(settings_for(registry.url, token="secret-token")))[1]


def test_credentials_go_nowhere_else() -> None:
    with RegistrySimulator(token="secret-token") as home, RegistrySimulator() as other:
        published = other.publish("p")
        home.publish("p", tarball=published.tarball, tarball_url=published.tarball_url)
        assert tarball_of(client_for(settings_for(home.url, token="secret-token")))[1] == published.tarball
        home.fault("/p", Fault.REDIRECT, location=f"{other.url}/p")
        assert packument_of(client_for(settings_for(home.url, token="secret-token"))).versions == ("1.0.0",)
        assert [request.headers.get("authorization") for request in other.requests] == [None, None]
        assert {request.headers.get("authorization") for request in home.requests} == {"Bearer secret-token"}


def test_credentials_in_an_address_are_neither_sent_nor_shown() -> None:
    with RegistrySimulator() as registry:
        host = registry.url.partition("//")[2]
        registry.publish("p", tarball_url=f"http://user:hunter2@{host}/gone.tgz?key=hunter2")
        with pytest.raises(ReleaseNotFound) as caught:
            tarball_of(client_for(settings_for(registry.url)))
        assert "hunter2" not in str(caught.value)
        assert "authorization" not in registry.requests[-1].headers


def test_a_registry_that_repeats_the_credentials_is_not_quoted() -> None:
    with RegistrySimulator() as registry:
        registry.serve("/p", b'{"error":"bad token secret-token"}', status=403)
        registry.serve("/q", b'{"error":"not on the \\u001b[31mlist"}', status=403)
        with pytest.raises(AccessDenied) as caught:
            packument_of(client_for(settings_for(registry.url, token="secret-token")))
        assert "secret-token" not in str(caught.value)
        with pytest.raises(AccessDenied, match="not on the "):
            packument_of(client_for(settings_for(registry.url, token="secret-token")), "q")


def test_redirects_end() -> None:
    with RegistrySimulator() as registry:
        registry.fault("/p", Fault.REDIRECT, location=f"{registry.url}/p")
        with pytest.raises(BadResponse, match="more than 5 times"):
            packument_of(client_for(settings_for(registry.url)))
        assert len(registry.requests) == 6
        registry.heal()
        registry.fault("/p", Fault.REDIRECT, location="file:///etc/passwd")
        with pytest.raises(BadResponse, match="not http"):
            packument_of(client_for(settings_for(registry.url)))


def test_the_public_host_in_a_packument_is_turned_to_the_mirror() -> None:
    with RegistrySimulator(prefix="/mirror") as registry:
        published = registry.publish("p", tarball_url="https://public.example/p/-/p-1.0.0.tgz")
        assert tarball_of(client_for(settings_for(registry.url)))[1] == published.tarball
        assert registry.paths()[-1] == "/mirror/p/-/p-1.0.0.tgz"


def test_an_address_that_is_none() -> None:
    for url in ("ftp://registry.example/p.tgz", "http://[", "javascript:1", "//x"):
        with RegistrySimulator() as registry:
            registry.publish("p", tarball_url=url)
            with pytest.raises(BadResponse, match="not http"):
                tarball_of(client_for(settings_for(registry.url)))


def test_many_at_once_stay_within_the_bound() -> None:
    async def main(client: RegistryClient) -> list[Packument]:
        async with client:
            return await asyncio.gather(*(client.packument(f"p{i}") for i in range(60)))

    with RegistrySimulator() as registry:
        for i in range(60):
            registry.publish(f"p{i}")
        found = asyncio.run(main(client_for(settings_for(registry.url), limits=ClientLimits(connections=3))))
    assert [packument.name for packument in found] == [f"p{i}" for i in range(60)]


def test_a_cancelled_download_leaves_nothing_behind(tmp_path: Path) -> None:
    async def main(release: Release, settings: RegistrySettings) -> None:
        client = RegistryClient(settings, limits=ClientLimits(memory_bytes=10), folder=tmp_path)
        async with client:
            task = asyncio.create_task(client.download(release))
            while not list(tmp_path.iterdir()):  # noqa: ASYNC110, ASYNC240
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240

    with RegistrySimulator() as registry:
        registry.publish("p")
        settings = settings_for(registry.url)
        release = packument_of(client_for(settings)).releases["1.0.0"]
        registry.fault("/p/-/*", Fault.TRICKLE, seconds=0.05)
        asyncio.run(main(release, settings))


def test_importing_the_client_does_not_import_the_network() -> None:
    code = "import sys, assay.registry.client, assay.registry.archive; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_temporary_files_default_to_the_systems_folder() -> None:
    with RegistrySimulator() as registry:
        registry.publish("p", files={"a": os.urandom(5000)})
        blob, _ = tarball_of(client_for(settings_for(registry.url), limits=ClientLimits(memory_bytes=100)))
    assert blob.path.startswith(tempfile.gettempdir())
    assert not Path(blob.path).exists()


def test_the_packages_of_an_account_are_counted() -> None:
    with RegistrySimulator() as registry:
        for name in ("one", "two", "three"):
            registry.publish(name, publisher="a&b")
        registry.publish("other", publisher="someone")
        assert _packages_of(registry, "a&b") == 3
        assert _packages_of(registry, "nobody") == 0
        registry.serve("/-/v1/search", b"")
        with pytest.raises(BadResponse, match="something else than a search result"):
            _packages_of(registry, "someone")


def _packages_of(registry: RegistrySimulator, account: str) -> int:
    async def main() -> int:
        async with RegistryClient(settings_for(registry.url)) as client:
            return await client.packages_of(account)

    return asyncio.run(main())
