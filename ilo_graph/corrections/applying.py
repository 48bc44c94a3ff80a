"""Decisions applied to the graph of one document, which keeps what holds; what had been read goes to another graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ilo_graph.catalogue import Catalogue
from ilo_graph.corrections.decisions import Correction
from ilo_graph.corrections.matching import Mark, in_words, placed
from ilo_graph.documents import Refusal
from ilo_graph.vocabulary import CORRECTIONS, DCTERMS, ILO, OA, RDF, RDFS, XSD, concept

_Node = NamedNode | BlankNode | Triple
_Value = NamedNode | BlankNode | Literal | Triple
_Block = dict[NamedNode, list[_Value]]  # what is said of one subject, by predicate
_Blocks = dict[_Node, _Block]
_PREDICATES = {"target": ILO.target, "role": ILO.role, "agent": ILO.agent, "no-reference": ILO.basis}


def apply(
    quads: Sequence[Quad], corrections: Iterable[Correction], catalogue: Catalogue
) -> tuple[list[Quad], list[Refusal]]:
    """Return a document's quads with the decisions applied, and the decisions that could not be, with the reason."""
    blocks: _Blocks = {}
    for quad in quads:
        blocks.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    decided, refused = placed(corrections, list(_marks(blocks)))
    made = [quad for correction, node in decided for quad in _applied(correction, node, blocks, catalogue)]
    graph = quads[0].graph_name
    kept = (Quad(s, p, o, graph) for s, block in blocks.items() for p, values in block.items() for o in values)
    return [*kept, *made], refused


def _marks(blocks: _Blocks) -> Iterator[Mark[NamedNode]]:
    for node, block in blocks.items():
        if ILO.Reference in block.get(RDF.type, ()) and isinstance(node, NamedNode):
            start, end, text, code = (_text(block, name) for name in (OA.start, OA.end, OA.exact, ILO.code))
            yield Mark(node, int(start), int(end), text, code)


def _text(block: _Block, predicate: NamedNode) -> str:
    return next((value.value for value in block.get(predicate, ()) if isinstance(value, Literal)), "")


def _applied(correction: Correction, node: NamedNode, blocks: _Blocks, catalogue: Catalogue) -> list[Quad]:
    """Change the block of a reference as decided, and return what is kept of the decision."""
    block = blocks[node]
    if correction.decision in ("role", "agent"):
        before = _swap(block, _PREDICATES[correction.decision], correction.node)
        return _record(correction, node, before, catalogue)
    before = _swap(block, ILO.target, correction.node) + _swap(block, ILO.candidate, None)
    basis = _swap(block, ILO.basis, concept("basis", "decided" if correction.node else "rejected"))
    if correction.kind:
        _swap(block, ILO.kind, Literal(correction.kind))
    _follow(correction, block, before, blocks)
    kept = _record(correction, node, before, catalogue)
    kept += [Quad(kept[0].subject, ILO.formerBasis, value, CORRECTIONS) for value in basis]
    for settled in [n for n, said in blocks.items() if node in said.get(ILO.concerns, ())]:
        kept += [Quad(settled, p, o, CORRECTIONS) for p, values in blocks.pop(settled).items() for o in values]
        kept.append(Quad(kept[0].subject, ILO.settles, settled, CORRECTIONS))
    return kept


def _swap(block: _Block, predicate: NamedNode, value: _Value | None) -> list[_Value]:
    before = block.pop(predicate, [])
    if value is not None:
        block[predicate] = [value]
    return before


def _follow(correction: Correction, block: _Block, before: list[_Value], blocks: _Blocks) -> None:
    """Let the notice's unit and department follow what was decided about their words in the header."""
    if concept("section", "header") not in block.get(ILO.section, ()):
        return
    for notice in (said for said in blocks.values() if ILO.announces in said):
        for predicate in (ILO.unit, ILO.department):
            if notice.get(predicate) and notice[predicate][0] in before:
                _swap(notice, predicate, correction.node if correction.kind == "unit" else None)


def _record(correction: Correction, node: NamedNode, before: list[_Value], catalogue: Catalogue) -> list[Quad]:
    """Return the decision as a node: what was decided, by whom and when, and what had been read."""
    decision = NamedNode(f"{node.value}/correction/{correction.decision}")
    value = correction.node or concept("basis", "rejected")
    read = [_name(old, catalogue) for old in before]
    said = [
        (RDF.type, ILO.Correction),
        (RDF.subject, node),
        (RDF.predicate, _PREDICATES[correction.decision]),
        (RDF.object, value),
        *((ILO.insteadOf, old) for old in before if old != value),
        (DCTERMS.creator, Literal(correction.by)),
        (DCTERMS.created, Literal(correction.on, datatype=XSD.date)),
        (DCTERMS.source, Literal(correction.place)),
        (RDFS.comment, Literal(in_words(correction, read), language="en")),
    ]
    return [Quad(decision, predicate, known, CORRECTIONS) for predicate, known in said]


def _name(value: _Value, catalogue: Catalogue) -> str:
    iri = value.value if isinstance(value, NamedNode) else str(value)
    entry = catalogue.by_iri(iri)
    return entry.id if entry else iri.rpartition("/")[2]
