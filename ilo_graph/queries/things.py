"""From what a person types to the thing that is meant: "C102", "Convention No. 102", "2213", a title, an IRI."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ilo_graph.errors import ParameterError, UnknownThing
from ilo_graph.notices.words import words
from ilo_graph.queries import answers
from ilo_graph.vocabulary import ILO, ORG, SDGO

if TYPE_CHECKING:
    from ilo_graph.store import Readable

_INSTRUMENT = (ILO.Convention, ILO.Recommendation, ILO.Protocol)
_OUTCOME = (ILO.Outcome, ILO.EnablingOutcome, ILO.Output)
_SDG = (SDGO.Goal, SDGO.Target, SDGO.Indicator)
_MANDATE = (*_INSTRUMENT, *_OUTCOME, *_SDG, ILO.Programme, ILO.Mandate, ILO.Resource)
_UNIT = (ORG.OrganizationalUnit, ORG.FormalOrganization)
CLASSES: dict[str, tuple[NamedNode, ...]] = {
    "instrument": _INSTRUMENT,
    "outcome": _OUTCOME,
    "biennium": (ILO.Programme,),
    "sdg": _SDG,
    "unit": _UNIT,
    "post": (ORG.Post,),
    "mandate": _MANDATE,
    "document": (ILO.Document,),
    "thing": (*_MANDATE, *_UNIT, ORG.Post, ILO.Document),
}

# Posts and catalogue entities have a notation; a document is known by its path.
_BY_ID = """SELECT ?thing ?class WHERE {{
  {{ ?thing skos:notation {id} }} UNION {{ ?thing ilo:path {id} }}
  ?thing a ?class .
}}"""
_ALL_IDS = """SELECT DISTINCT ?thing ?id WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class .
  {{ ?thing skos:notation ?id }} UNION {{ ?thing ilo:path ?id }}
}} ORDER BY ?id"""
_LABELS = """SELECT DISTINCT ?id ?label WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class ; skos:notation ?id ; skos:prefLabel ?label .
}} ORDER BY ?id ?label"""
_TITLES = """SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class .
  {{ ?thing skos:prefLabel ?label }} UNION {{ ?thing skos:altLabel ?label }}
}} ORDER BY ?thing ?label"""
_IS_A = "SELECT ?class WHERE {{ {iri} a ?class }}"
_IN_WORDS = re.compile(r"(c|r|p|convention|recommendation|protocol)[\s.]*(?:no\.?|n[°º])?\s*0*(\d+)")


def find(store: Readable, text: str, kind: str = "thing") -> NamedNode:
    """Return the IRI of what an id, an IRI or a title names, of one of the kinds in `CLASSES`.

    UnknownThing, with near ids, where nothing has that id; ParameterError where it names a thing of another kind.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if re.match(r"https?://", text):
        return _by_iri(store, text, kind)
    found = _matching(store, text, kind)
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        names = ", ".join(sorted(found))
        raise UnknownThing(f"{text!r} names several things ({names}): give the IRI of one")
    others = () if kind == "thing" else _matching(store, text, "thing")
    if others:
        raise ParameterError(f"{text!r} names {others[0]}, which is no {kind}: give the id of a thing of that kind")
    raise UnknownThing(_unknown(store, text, kind))


def near(store: Readable, text: str, kind: str = "thing") -> list[str]:
    """Return the ids that look like a text, and those whose title contains it."""
    ids = {_folded(row["id"]): row["id"] for row in _select(store, _ALL_IDS, kind)}
    alike = [ids[key] for key in difflib.get_close_matches(_folded(text), ids, n=4, cutoff=0.6)]
    wanted = list(word_list(text))
    titles = _select(store, _LABELS, kind) if len(text) > 3 else []
    named = [row["id"] for row in titles if set(wanted) <= set(word_list(row["label"]))]
    return list(dict.fromkeys(alike + named))[:6]


def _by_iri(store: Readable, text: str, kind: str) -> NamedNode:
    try:
        node = NamedNode(text)
    except ValueError as error:
        raise UnknownThing(f"{text!r} is no IRI ({error}): correct it or give a short id") from error
    classes = {row["class"] for row in answers.select(store, _IS_A.format(iri=node))}
    if not classes:
        raise UnknownThing(f"Nothing in the graph has the IRI {text}: check it, or give a short id such as C102")
    if kind != "thing" and classes.isdisjoint(known.value for known in CLASSES[kind]):
        raise ParameterError(f"{text} is no {kind}: give the id of a thing of that kind")
    return node


def _matching(store: Readable, text: str, kind: str) -> list[str]:
    """Return what has an id exactly; where nothing has, what has it but for case, signs and spelling."""
    prefix = {"post": "post/", "thing": "post/", "sdg": "SDG", "biennium": "PB"}.get(kind, "")
    for spelled in dict.fromkeys((text, prefix + text)):
        if exact := _exactly(store, spelled, kind):
            return exact
    wanted = {_folded(text), _folded(prefix + text)}
    for classes in _by_number(kind):
        found = [row["thing"] for row in _of(store, _ALL_IDS, classes) if _folded(row["id"]) in wanted]
        if found := found or _titled(store, text, classes):
            return list(dict.fromkeys(found))
    return []


def _by_number(kind: str) -> Iterator[tuple[NamedNode, ...]]:
    """Yield the classes of a kind: first the catalogues', then those of which there may be ten thousand things."""
    many = (ORG.Post, ILO.Document)
    for classes in (
        tuple(known for known in CLASSES[kind] if known not in many),
        tuple(known for known in CLASSES[kind] if known in many),
    ):
        if classes:
            yield classes


def _exactly(store: Readable, text: str, kind: str) -> list[str]:
    """Return what has an id as it is typed."""
    known = {node.value for node in CLASSES[kind]}
    rows = answers.select(store, _BY_ID.format(id=Literal(text)))
    return list(dict.fromkeys(row["thing"] for row in rows if row["class"] in known))


def _titled(store: Readable, text: str, classes: tuple[NamedNode, ...]) -> list[str]:
    """Return what has a title or an alias, for which its year need not be given."""
    wanted = list(word_list(text))
    labels = ((row["thing"], list(word_list(row["label"]))) for row in _of(store, _TITLES, classes))
    return [
        thing
        for thing, has in labels
        if has and (has == wanted or (has[-1].isdecimal() and len(has) > 2 and has[:-1] == wanted))
    ]


def word_list(text: str) -> Iterator[str]:
    """Yield the words of a text as titles are compared by: without case and accents."""
    return (word for word, _, _ in words(text))


def _folded(text: str) -> str:
    """Fold spellings of one id: case, blanks, "-" for "/", "C.29" and "Convention No. 29" for "C029"."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    in_words = _IN_WORDS.fullmatch(plain)
    if in_words:
        return f"{in_words[1][0]}{in_words[2]:0>3}"
    return re.sub(r"\s", "", plain).replace("/", "-")


def _unknown(store: Readable, text: str, kind: str) -> str:
    names = near(store, text, kind)
    advice = f"did you mean {' or '.join(names)}?" if names else "look for it with `ilo-graph search`"
    return f"No {kind} in the graph has the id {text!r}: {advice}"


def _select(store: Readable, query: str, kind: str) -> list[dict[str, str]]:
    return _of(store, query, CLASSES[kind])


def _of(store: Readable, query: str, classes: tuple[NamedNode, ...]) -> list[dict[str, str]]:
    return answers.select(store, query.format(classes=answers.values_block(classes)))
