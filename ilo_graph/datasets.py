"""A store as a data set: what it holds, how much of it, under which licence (VoID, DCAT, SPARQL Service Description).

`ontology/void/dataset.ttl` says what is true of every store; each `ontology/void/*.rq` is a CONSTRUCT that counts. The
description does not go into the store, whose counts it would change.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, parse, serialize

from ilo_graph import resources
from ilo_graph.store import Readable, export
from ilo_graph.vocabulary import BASE, DCTERMS, RDFS

_NAMESPACES = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "rdfs": RDFS.iri,
    "dcterms": DCTERMS.iri,
}


def describe(store: Readable) -> list[Quad]:
    """Return the description of a store, which is the same for the same content."""
    described = list(parse(path=resources.folder("ontology") / "void" / "dataset.ttl", format=RdfFormat.TURTLE))
    for path in resources.files("ontology", "void/*.rq"):
        triples = store.query(path.read_text("utf-8"))
        assert isinstance(triples, QueryTriples)  # the files are CONSTRUCTs
        described += [Quad(*triple) for triple in triples]
    return described


def of_service(store: Readable, address: str) -> bytes:
    """Return the description of a store and of the service at an address that answers queries on it, as Turtle."""
    file = resources.folder("ontology") / "void" / "service.ttl"
    endpoint = Quad(NamedNode(f"{BASE}service"), NamedNode(f"{_NAMESPACES['sd']}endpoint"), NamedNode(address))
    described = [*describe(store), *parse(path=file, format=RdfFormat.TURTLE), endpoint]
    return serialize(described, format=RdfFormat.TURTLE, prefixes=_NAMESPACES) or b""


def write(store: Readable, path: Path | str) -> None:
    """Write the description of a store to a .ttl, .nt, .rdf, .trig, .nq or .jsonld file; StoreError for another."""
    export.write(describe(store), Path(path), prefixes=_NAMESPACES)
