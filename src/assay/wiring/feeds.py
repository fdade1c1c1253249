"""Updating and opening the feeds outside of a scan, with a real download."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from assay.errors import FeedError
from assay.feeds.court import Court
from assay.feeds.matching import FeedIndex, open_feeds
from assay.feeds.update import DEFAULT_SOURCE, Fetched, Updated, address_of, update
from assay.store.location import data_folder

#: For a whole feed of some hundred megabytes over a slow line.
DEADLINE = timedelta(minutes=15)
#: Without a byte for so long, the server is taken for gone.
SILENCE = timedelta(seconds=60)
_CHUNK = 256 * 1024


def feeds_folder() -> Path:
    """Where the feed files are."""
    return data_folder(os.environ) / "feeds"


def update_now(source: str | None) -> Updated:
    """Read a feed from its source into the feeds folder. Raises FeedError."""
    return asyncio.run(update(source or DEFAULT_SOURCE, feeds_folder(), fetch, datetime.now(UTC)))


@contextmanager
def open_now() -> Iterator[FeedIndex]:
    """The feeds in use. Raises FeedError."""
    index = open_feeds(feeds_folder(), Court(lambda _: None))
    try:
        yield index
    finally:
        index.close()


async def fetch(url: str, into: BinaryIO, *, etag: str, max_bytes: int) -> Fetched:
    """Download over HTTP within bounds; see ``feeds.update.Fetch``. Proxies are those of the environment."""
    from aiohttp import ClientError, ClientSession, ClientTimeout, InvalidURL

    shown = address_of(url)
    headers = {"If-None-Match": etag} if etag else {}
    timeout = ClientTimeout(total=DEADLINE.total_seconds(), sock_read=SILENCE.total_seconds())
    try:
        async with (
            ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(url, headers=headers) as response,
        ):
            if response.status == 304:
                return Fetched(etag, is_unchanged=True)
            if response.status != 200:
                raise FeedError(
                    f"{shown} answered {response.status}", hint="check the address, or read the feed from a file"
                )
            size = 0
            async for chunk in response.content.iter_chunked(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise FeedError(f"{shown} sent more than {max_bytes:,} bytes")
                into.write(chunk)
            return Fetched(response.headers.get("ETag", ""))
    except InvalidURL as error:
        raise FeedError(f"{shown} is not an address that can be fetched", hint="check its spelling") from error
    except (ClientError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        hint = "check the connection, or fetch it elsewhere and name the file"
        raise FeedError(f"{shown} could not be fetched: {reason}", hint=hint) from error
    except OSError as error:
        raise FeedError(f"{shown} could not be kept: {error.strerror}") from error
