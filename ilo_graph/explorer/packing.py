"""The view in few bytes, as the page reads it: columns instead of objects, texts once, and gzip as base64.

The graph comes first and draws the page; the words (quotes, duties) are a block of their own, unpacked when the first
card is drawn. Both are pure data: base64 can end no element, and the page puts what is in it in as text only.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from ilo_graph.network import View
from ilo_graph.network.cards import Node
from ilo_graph.network.evidence import Disagreement, Duty, Evidence
from ilo_graph.network.kinds import COLUMNS, KINDS
from ilo_graph.network.view import Edge

_NODE = tuple(field.name for field in fields(Node) if field.name != "iri")
_SORTS = ("role", "agent", "basis")  # of evidence: the filters need them before the words
_TEXTS = ("words", "quote", "document", "notice", "date", "section", "cue", "rule")


class Numbers(dict[str, int]):
    """The number of each text, given when it is first asked for."""

    def __missing__(self, text: str) -> int:
        """Give the next number."""
        return self.setdefault(text, len(self))


def graph(seen: View, *, focus: str | None = None) -> dict[str, Any]:
    """Return everything but the words: cards, links, and what kind of evidence each link has."""
    cards = (*seen.nodes, *seen.others)
    place = {node.id: index for index, node in enumerate(cards)}
    id_of = {node.iri: node.id for node in cards}
    sorts = Numbers()
    return {
        "columns": list(COLUMNS),
        "kinds": [kind.id for kind in KINDS],
        "notices": seen.notices,
        "focus": focus,
        "linked": len(seen.nodes),
        "fields": _NODE,
        "cards": [_card(node, id_of) for node in cards],
        "links": _links((*seen.edges, *seen.other_edges), place),
        "evidence": {
            **{name: [sorts[getattr(one, name)] for one in seen.evidence] for name in _SORTS},
            "differs": [index for index, one in enumerate(seen.evidence) if one.discrepancies],
        },
        "sorts": list(sorts),
        "concepts": seen.concepts,
    }


def _card(node: Node, id_of: Mapping[str, str]) -> list[Any]:
    """Return the values of a card; what is empty at the end is left out."""
    row = {name: getattr(node, name) for name in _NODE}
    row["above"] = id_of.get(node.above, "")
    row["titles"] = ["" if title == node.title else title for title in node.titles]  # only what differs
    row["discrepancies"] = [_disagreement(one) for one in node.discrepancies]
    values = list(row.values())
    while values and not values[-1]:
        values.pop()
    return values


def _links(edges: Sequence[Edge], place: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return the links as columns; the same list of evidence stands once, in `proofs`."""
    order = {kind.id: index for index, kind in enumerate(KINDS)}
    proofs: dict[tuple[int, ...], int] = {}
    words = Numbers()
    return {
        "source": [place[edge.source] for edge in edges],
        "target": [place[edge.target] for edge in edges],
        "kind": [order[edge.kind] for edge in edges],
        "via": [place[edge.via] if edge.via else -1 for edge in edges],
        "said": [words[edge.words] for edge in edges],
        "attested": [words[edge.attestation] for edge in edges],
        "proof": [proofs.setdefault(edge.evidence, len(proofs)) for edge in edges],
        "proofs": list(proofs),
        "words": list(words),
    }


def words(seen: View) -> dict[str, Any]:
    """Return the words: what each citation says and where it stands, and the duties of the posts."""
    numbers = Numbers()
    return {
        "texts": {name: [numbers[getattr(one, name)] for one in seen.evidence] for name in _TEXTS},
        "numbers": {
            "duty": [one.duty for one in seen.evidence],
            "page": [one.page for one in seen.evidence],
            "mark": [one.mark for one in seen.evidence],
        },
        "discrepancies": _differing(seen.evidence),
        "corrections": {i: one.corrections for i, one in enumerate(seen.evidence) if one.corrections},
        "duties": [_duty(duty, numbers) for duty in seen.duties],
        "strings": list(numbers),
    }


def _differing(evidence: Iterable[Evidence]) -> dict[int, list[list[str]]]:
    return {i: [_disagreement(d) for d in one.discrepancies] for i, one in enumerate(evidence) if one.discrepancies}


def _disagreement(one: Disagreement) -> list[str]:
    return [one.words, one.kind, one.stated, one.authority]


def _duty(duty: Duty, numbers: Numbers) -> list[Any]:
    return [numbers[duty.post], duty.kind, duty.number, numbers[duty.text], duty.evidence, duty.marks]


def packed(value: object) -> str:
    """Return a value as JSON, compressed, in letters that can stand anywhere in a page.

    >>> json.loads(gzip.decompress(base64.b64decode(packed({"a": "</script>"}))))
    {'a': '</script>'}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "surrogatepass"), mtime=0)).decode()
