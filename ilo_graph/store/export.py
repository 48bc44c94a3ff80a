"""A store's content in a file, in the same order every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from ilo_graph.errors import StoreError
from ilo_graph.vocabulary import PREFIXES, RDF

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}


def write(quads: Iterable[Quad], path: Path, *, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write quads in the format of the file's ending, sorted; formats without graphs get each triple once."""
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise StoreError(f"{path.name} names no RDF format: use one of the endings {' '.join(FORMATS)}")
    content = sorted(quads, key=_quad_key) if rdf_format.supports_datasets else _triples(quads)
    named = None if rdf_format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else dict(prefixes)
    try:
        serialize(content, str(path), rdf_format, prefixes=named)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error}): choose another place") from error


def _triples(quads: Iterable[Quad]) -> list[Triple]:
    return sorted({quad.triple for quad in quads}, key=_triple_key)


def _quad_key(quad: Quad) -> tuple[str, str, bool, str, str]:
    return str(quad.graph_name), *_triple_key(quad.triple)


def _triple_key(triple: Triple) -> tuple[str, bool, str, str]:
    """Order by subject, a thing before what lies below its IRI, and its types first."""
    return str(triple.subject).rstrip(">"), triple.predicate != RDF.type, str(triple.predicate), str(triple.object)
