"""A store as a service: a read-only SPARQL 1.1 endpoint, a page for each thing, and the managers' page.

    ilo-graph serve --store ilo.db            # http://127.0.0.1:8000/

Whoever asks for too much is told so, and the others go on: each query is answered in a process of its own that the
system ends (`answering`), and nothing that is asked reaches a file or the network.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ilo_graph.errors import MissingExtra
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


def serve(store: Path | str, *, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None) -> None:
    """Serve the store in a folder until the process is interrupted; StoreError where there is none."""
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("uvicorn", "service") from error
    uvicorn.run(application(store, limits), host=host, port=port, log_level="warning", server_header=False)
