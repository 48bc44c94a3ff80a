"""ilo-graph: the knowledge graph of ILO standards and mandates, and of the posts that work on them.

    import ilo_graph as ilo

    store = ilo.build()                                        # catalogues and the bundled posts, in memory
    print(ilo.query(store, "posts-by-instrument", instrument="C102"))
    for path in ilo.trace(store, "post/2213", "SDG1.3"):
        print(path)                                            # each hop with its words and document
    ilo.open("ilo.db")                                         # a store that was built with store="ilo.db"
    ilo.open("https://example.org/sparql")                     # the same calls on a SPARQL 1.1 server

Not a product of the ILO.
"""

from pathlib import Path

from ilo_graph.catalogue import load as load_catalogue
from ilo_graph.endpoint import Endpoint
from ilo_graph.errors import IloGraphError
from ilo_graph.explorer import explore
from ilo_graph.network import draw, to_networkx
from ilo_graph.pipeline import build, extract
from ilo_graph.queries import run as query
from ilo_graph.queries import search, show
from ilo_graph.store import Store, is_address
from ilo_graph.tracing import trace
from ilo_graph.validation import check

__all__ = [
    "Endpoint",
    "IloGraphError",
    "Store",
    "build",
    "check",
    "draw",
    "explore",
    "extract",
    "load_catalogue",
    "open",
    "query",
    "search",
    "show",
    "to_networkx",
    "trace",
]


def open(path: Path | str) -> Store | Endpoint:
    """Open a store for reading: one on disk, or the graph at the address of a SPARQL server (see `Endpoint`).

    StoreError where there is none, with the command that builds one.
    """
    return Endpoint(str(path)) if is_address(path) else Store(path, read_only=True)
