"""What a mention was settled to mean."""

from __future__ import annotations

from dataclasses import dataclass

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Basis, Discrepancy


@dataclass(frozen=True, slots=True)
class Settled:
    """The id that was taken, why, and what the authority says against the document."""

    id: str
    iri: str | None
    basis: Basis
    candidates: tuple[str, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()


def taken(catalogue: Catalogue, id_: str, basis: Basis, *discrepancies: Discrepancy) -> Settled:
    """Return a settled id of the catalogue."""
    entry = catalogue.entries[id_]
    return Settled(id_, entry.iri, basis, (), discrepancies)


def unresolved(code: str, message: str) -> Settled:
    """Return a code that stands in no catalogue, with the message that says so."""
    return Settled(code, None, "unresolved", (), (Discrepancy("unknown-code", message, code),))


def ambiguous(likeliest: str, candidates: tuple[str, ...]) -> Settled:
    """Return that several entities may be meant; nothing is decided, and no link will follow."""
    return Settled(likeliest, None, "ambiguous", candidates)
