"""From words to the things that may be meant: by id, title and alias, and by the words of documents.

Nothing is indexed. Titles and aliases are folded (case, accents) and compared here; the documents' words, of which
there may be hundreds of thousands, are looked through by the engine, which ignores their case only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ilo_graph.errors import ParameterError
from ilo_graph.notices.words import fold, words
from ilo_graph.queries import answers, things
from ilo_graph.queries.description import UNTITLED, in_words
from ilo_graph.tables import Table
from ilo_graph.vocabulary import ENTITY, ILO, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Readable

LIMIT = 20  # rows that somebody reads
CANDIDATES = 1000  # of the documents' words; whoever finds more gives more words

_LABELS = """SELECT ?thing ?property ?label WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel ilo:formerName ilo:titleHint skos:notation }
  ?thing ?property ?label .
}"""
_CLASSES = """SELECT ?thing ?id ?class ?title WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing a ?class ; skos:notation ?id .
  OPTIONAL {{ ?thing skos:prefLabel ?title . FILTER(LANG(?title) IN ("en", "")) }}
}} ORDER BY ?thing ?id ?title"""
_PASSAGES = """SELECT ?node ?text WHERE {{
  VALUES ?property {{ ilo:quote oa:exact }}
  VALUES ({variables}) {{ ({words}) }}
  ?node ?property ?text .
  FILTER({each})
}} LIMIT {limit}"""
_SECTIONS = """SELECT ?node ?section WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node ilo:section/skos:notation ?section .
}}"""
_DOCUMENTS = """SELECT ?file ?document ?post WHERE {{
  VALUES ?file {{ {files} }}
  ?file ilo:path ?document .
  OPTIONAL {{ ?file ilo:describes/ilo:announces/skos:notation ?post }}
}}"""
_FOUND = {
    SKOS.notation.value: "id", SKOS.prefLabel.value: "title", SKOS.altLabel.value: "alias",
    ILO.formerName.value: "former name", ILO.titleHint.value: "alias",
}  # fmt: skip
COLUMNS = ("id", "kind", "found", "text", "document")


def search(store: Readable, text: str, *, limit: int = LIMIT) -> Table:
    """Return what has all the given words, the nearest first: things by id, title, alias or former name, then passages.

    Of documents at most `CANDIDATES` passages are compared. ParameterError where there is no word to look for.
    """
    wanted = [word for word, _, _ in words(text)]
    if not wanted:
        raise ParameterError(f"{text!r} has no word to look for: give a title, an id, or words of a document")
    rows = _things(store, wanted, limit)
    rows += _passages(store, text, limit - len(rows)) if len(rows) < limit else []
    return Table(COLUMNS, tuple(rows[:limit]), ("string",) * len(COLUMNS))


def _things(store: Readable, wanted: list[str], limit: int) -> list[tuple[object, ...]]:
    """Return each thing once, with the label that fits best."""
    labels = answers.select(store, _LABELS)
    ranked = ((rank, row["label"], row) for row in labels if (rank := _rank(row, wanted)) is not None)
    best: dict[str, tuple[tuple[int, int], dict[str, str]]] = {}
    for rank, _, row in sorted(ranked, key=lambda found: found[:2]):
        best.setdefault(row["thing"], (rank, row))
    classes = {node.value for node in things.CLASSES["thing"]}
    known = {
        row["thing"]: row
        for row in reversed(answers.select(store, _CLASSES.format(things=_block(best))))
        if row["class"] in classes
    }
    found = sorted((rank, known[thing]["id"], row) for thing, (rank, row) in best.items() if thing in known)
    return [_row(row, known[row["thing"]]) for _, _, row in found[:limit]]


def _row(label: dict[str, str], thing: dict[str, str]) -> tuple[object, ...]:
    """Return the title, with the words that were found where it is not in them; a hint is never shown as a title."""
    found, title = _FOUND[label["property"]], thing.get("title", UNTITLED)
    if found == "title":
        text = label["label"]
    elif found == "id" or label["property"] == ILO.titleHint.value:
        text = title
    else:
        text = f"{label['label']}: {title}"
    return thing["id"], in_words(thing["class"]), found, text, None


def _rank(row: dict[str, str], wanted: list[str]) -> tuple[int, int] | None:
    """Say how near a label is, and its length; None where it has not all words, of which the last may be begun.

    0 is the same, 1 begins with the words, 2 has them in a row, 3 has them all. The words of an id are no title.
    """
    whole = fold(row["label"])
    if not all(word in whole for word in wanted):  # as for nearly all: to part it into words takes longer
        return None
    has = [word for word, _, _ in words(row["label"])]
    phrase, line = " ".join(wanted), f" {' '.join(has)}"
    if has == wanted:
        return 0, len(has)
    in_id_only = row["property"] == SKOS.notation.value and not re.search(r"\d", phrase)
    if in_id_only or not all(f" {word}" in line for word in wanted):
        return None
    return 1 if line.startswith(f" {phrase}") else 2 if f" {phrase}" in line else 3, len(has)


def _passages(store: Readable, text: str, limit: int) -> list[tuple[object, ...]]:
    """Return passages of documents, those first that have the words in a row; the same words of one document once."""
    phrase = " ".join(text.lower().split())
    asked = list(dict.fromkeys(phrase.split()))
    variables = [f"?word{number}" for number in range(len(asked))]
    query = _PASSAGES.format(
        variables=" ".join(variables),
        words=" ".join(str(Literal(word)) for word in asked),
        each=" && ".join(f"CONTAINS(LCASE(?text), {variable})" for variable in variables),
        limit=CANDIDATES,
    )
    ranked = sorted(
        answers.select(store, query), key=lambda row: (phrase not in row["text"].lower(), len(row["text"]), row["node"])
    )
    nearest = list({(_file(row["node"]), row["text"]): row["node"] for row in reversed(ranked)}.items())[::-1][:limit]
    return _placed(store, nearest)


def _placed(store: Readable, found: list[tuple[tuple[str, str], str]]) -> list[tuple[object, ...]]:
    """Return passages with their post, document and section."""
    nodes, files = _block(node for _, node in found), _block({file for (file, _), _ in found})
    sections = {row["node"]: row["section"] for row in answers.select(store, _SECTIONS.format(nodes=nodes))}
    documents = {row["file"]: row for row in answers.select(store, _DOCUMENTS.format(files=files))}
    rows: list[tuple[object, ...]] = []
    for (file, text), node in found:
        document = documents.get(file, {"document": file})
        place = ", ".join(filter(None, (document["document"], sections.get(node))))
        rows.append((document.get("post"), "post" if "post" in document else "document", "words", text, place))
    return rows


def _file(node: str) -> str:
    """Return the IRI of the document that a node is of: everything of a document has its IRI below that."""
    return ENTITY + "/".join(node.removeprefix(ENTITY).split("/")[:2])


def _block(iris: Iterable[str]) -> str:
    return answers.values_block(map(NamedNode, iris))
