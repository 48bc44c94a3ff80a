"""A store as a service: a read-only SPARQL 1.1 endpoint, a page for each thing, and the managers' page.

    ilo-graph serve --store ilo.db            # http://127.0.0.1:8000/

Whoever asks for too much is told so, and the others go on: each query is answered in a process of its own that the
system ends (`answering`), and nothing that is asked reaches a file or the network.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ilo_graph.errors import MissingExtra, ServiceError
from ilo_graph.service.limits import Limits
from ilo_graph.store import Store

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["Limits", "application", "serve"]


def application(store: Path | str, limits: Limits | None = None) -> Starlette:
    """Return the service of the store in a folder, for an ASGI server; StoreError where there is no store."""
    Store(store, read_only=True).close()
    try:
        from ilo_graph.service import site
    except ImportError as error:
        raise MissingExtra("starlette", "service") from error
    return site.application(Path(store), limits or Limits())


def serve(
    store: Path | str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    started: Callable[[str], None] = print,
) -> None:
    """Serve the store in a folder until the process is interrupted; `started` is told the address.

    StoreError where there is no store, ServiceError where nobody can listen at that address.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("uvicorn", "service") from error
    server = uvicorn.Server(uvicorn.Config(application(store, limits), log_level="warning", server_header=False))
    with _listening(host, port) as listener:
        name = f"[{host}]" if ":" in host else host
        started(f"http://{name}:{listener.getsockname()[1]}/")
        server.run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise ServiceError(f"Nobody can listen at {host}, port {port} ({error.strerror}): choose another") from error
