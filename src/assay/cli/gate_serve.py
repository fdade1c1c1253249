"""``assay gate`` without more: serve."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from assay.errors import UsageError

if TYPE_CHECKING:
    from assay.gate.opening import OpenGate

_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]*)):([0-9]{1,5})")
#: For the metrics from another machine.
TOKEN = "ASSAY_GATE_TOKEN"  # noqa: S105 - a name, not a token
EXTRA = "pip install 'assay[gate]'"


def serve_gate(
    *,
    listen: str,
    upstream: str | None,
    store: str | None,
    mode: str,
    config: Path | None,
    public_url: str,
    patience: int,
    webhook: str,
    log: str | None,
) -> None:
    """Run the gate until it is told to stop. Raises UsageError, SettingsError, FeedError or StoreError."""
    from assay.settings import Flags, load
    from assay.settings.discover import settings_path
    from assay.settings.watched import WatchedSettings
    from assay.wiring.context import Context
    from assay.wiring.ledger import store_url

    try:
        from assay.gate.order import Order
        from assay.gate.serve import serve
    except ImportError as error:
        raise UsageError(f"the gate needs more than a scan: {error}", hint=EXTRA) from error
    host, port = _address(listen)
    _base("--upstream", upstream or "")
    flags = Flags(config=config, registry=upstream)
    watched = WatchedSettings(lambda: load(Path(), os.environ, flags), settings_path(config, Path(), os.environ))
    context = Context(datetime.now(UTC), os.environ, Path.cwd(), Path.home())
    order = Order(
        host=host,
        port=port,
        store=store_url(store, os.environ),
        enforces=mode == "enforce",
        base=_base("--public-url", public_url),
        token=os.environ.get(TOKEN, ""),
        patience=timedelta(seconds=patience),
        webhook=_base("--webhook", webhook),
        log=lambda line: click.echo(line, err=True),
        is_text=log == "text",
        logs_requests=log is not None,
    )

    def tell(url: str, opened: OpenGate) -> None:
        click.echo(f"assay gate: {url} ({mode}), in front of {opened.registry}", err=True)
        click.echo(f"assay gate: the ledger is {opened.ledger}", err=True)
        click.echo(f"assay gate: 'assay gate setup {order.base or url}' points package managers at it", err=True)

    serve(order, watched, context, tell)


def _address(text: str) -> tuple[str, int]:
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found[3]) > 65535:
        raise UsageError(f"--listen: {text[:60]!r} is no address", hint="write 127.0.0.1:4873")
    return found[1] or found[2] or "0.0.0.0", int(found[3])  # noqa: S104 - who writes :4873 means every address


def _base(option: str, url: str) -> str:
    parts = urlsplit(url)
    has_more = option == "--public-url" and (parts.query or parts.fragment)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc or has_more):
        raise UsageError(f"{option}: {url[:80]!r} is no http or https address", hint="such as http://127.0.0.1:4873/")
    return url.rstrip("/")
