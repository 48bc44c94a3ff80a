"""From words to the things that may be meant: by id, title and alias, and by the words of documents.

Nothing is indexed. Titles and aliases are folded (case, accents) and compared here; the documents' words, of which
there may be hundreds of thousands, are looked through by the engine, which ignores their case only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ilo_graph.errors import ParameterError
from ilo_graph.notices.words import fold, words
from ilo_graph.queries import answers, things
from ilo_graph.queries.description import UNTITLED, in_words
from ilo_graph.tables import Table
from ilo_graph.vocabulary import ILO, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Store

LIMIT = 20  # rows that somebody reads
CANDIDATES = 1000  # of the documents' words; whoever finds more gives more words

_LABELS = """SELECT ?thing ?id ?class ?property ?label WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class .
  VALUES ?property {{ skos:prefLabel skos:altLabel ilo:formerName ilo:titleHint skos:notation }}
  ?thing ?property ?label .
  {{ ?thing skos:notation ?id }} UNION {{ ?thing ilo:path ?id }}
}} ORDER BY ?id ?label"""
_TITLES = """SELECT ?id ?title WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing skos:notation ?id ; skos:prefLabel ?title . FILTER(LANG(?title) IN ("en", ""))
}} ORDER BY ?id ?title"""
_QUOTES = """SELECT DISTINCT ?node ?text WHERE {{
  VALUES ?property {{ ilo:quote oa:exact }}
  VALUES ({variables}) {{ ({words}) }}
  ?node ?property ?text .
  FILTER({each})
}} LIMIT {limit}"""
_PLACES = """SELECT DISTINCT ?text ?document ?post ?place WHERE {{
  VALUES (?node ?text) {{ {nodes} }}
  {{ ?node dcterms:isPartOf ?file . ?file ilo:path ?document . OPTIONAL {{ ?node ilo:section/skos:notation ?place }} }}
  UNION {{ ?node dcterms:isPartOf/dcterms:isPartOf ?file . ?file ilo:path ?document . ?node ilo:kind ?place }}
  OPTIONAL {{ ?file ilo:describes/ilo:announces/skos:notation ?post }}
}} ORDER BY ?document ?text"""
_FOUND = {
    SKOS.notation.value: "id", SKOS.prefLabel.value: "title", SKOS.altLabel.value: "alias",
    ILO.formerName.value: "former name", ILO.titleHint.value: "alias",
}  # fmt: skip
COLUMNS = ("id", "kind", "found", "text", "document")


def search(store: Store, text: str, *, limit: int = LIMIT) -> Table:
    """Return what has all the given words, the nearest first: things by id, title, alias or former name, then passages.

    Of documents at most `CANDIDATES` passages are compared. ParameterError where there is no word to look for.
    """
    wanted = [word for word, _, _ in words(text)]
    if not wanted:
        raise ParameterError(f"{text!r} has no word to look for: give a title, an id, or words of a document")
    rows = [*_things(store, wanted), *_passages(store, text, wanted)]
    return Table(COLUMNS, tuple(rows[:limit]), ("string",) * len(COLUMNS))


def _things(store: Store, wanted: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield each thing once, with the label that fits best."""
    labels = answers.select(store, _LABELS.format(classes=answers.values_block(things.CLASSES["thing"])))
    ranked = ((rank, row) for row in labels if (rank := _rank(row, wanted)) is not None)
    best: dict[str, dict[str, str]] = {}
    for _, row in sorted(ranked, key=lambda found: (found[0], found[1]["id"], found[1]["label"])):
        best.setdefault(row["thing"], row)
    titles = _titles(store, best)
    for row in best.values():
        found = _FOUND[row["property"]]
        yield row["id"], in_words(row["class"]), found, _shown(row, found, titles.get(row["id"], UNTITLED)), None


def _shown(row: dict[str, str], found: str, title: str) -> str:
    """Return the title, with the words that were found where it is not in them; a hint is never shown as a title."""
    if found == "title":
        return row["label"]
    return title if found == "id" or row["property"] == ILO.titleHint.value else f"{row['label']}: {title}"


def _titles(store: Store, found: dict[str, dict[str, str]]) -> dict[str, str]:
    nodes = answers.values_block(map(NamedNode, found))
    return {row["id"]: row["title"] for row in answers.select(store, _TITLES.format(things=nodes))}


def _rank(row: dict[str, str], wanted: list[str]) -> tuple[int, int] | None:
    """Say how near a label is, and its length; None where it has not all words, of which the last may be begun.

    0 is the same, 1 begins with the words, 2 has them in a row, 3 has them all. The words of an id are no title.
    """
    has = [word for word, _, _ in words(row["label"])]
    phrase, line = " ".join(wanted), f" {' '.join(has)}"
    if has == wanted:
        return 0, len(has)
    if not all(f" {word}" in line for word in wanted) or (
        row["property"] == SKOS.notation.value and not re.search(r"\d", phrase)
    ):
        return None
    return 1 if line.startswith(f" {phrase}") else 2 if f" {phrase}" in line else 3, len(has)


def _passages(store: Store, text: str, wanted: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield the passages of documents, those first that have the words in a row."""
    asked = list(dict.fromkeys(text.lower().split()))
    variables = [f"?word{number}" for number in range(len(asked))]
    query = _QUOTES.format(
        variables=" ".join(variables),
        words=" ".join(str(Literal(word)) for word in asked),
        each=" && ".join(f"CONTAINS(LCASE(?text), {variable})" for variable in variables),
        limit=CANDIDATES,
    )
    nodes = " ".join(f"(<{row['node']}> {Literal(row['text'])})" for row in answers.select(store, query))
    found = answers.select(store, _PLACES.format(nodes=nodes)) if nodes else []
    phrase = " ".join(wanted)
    for row in sorted(found, key=lambda row: (phrase not in fold(row["text"]), len(row["text"]))):
        place = ", ".join(filter(None, (row["document"], row.get("place"))))
        yield row.get("post"), "post" if "post" in row else "document", "words", row["text"], place
