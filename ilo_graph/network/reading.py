"""The store as plain records: for each subject of a class, its values by predicate, sorted and safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions

from ilo_graph.vocabulary import SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Readable

Term = NamedNode | Literal
Record = Mapping[NamedNode, tuple[Term, ...]]

LANGUAGES = ("en", "fr", "es")
_HARMLESS = frozenset("\t\n\u00ad\u200c\u200d")  # soft hyphen and joiners belong to ordinary text


def records(store: Readable, *classes: NamedNode) -> dict[str, Record]:
    """Return everything said of the members of some classes, by their IRIs, in the order of these."""
    wanted = " ".join(str(c) for c in classes)
    text = f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?class {{ {wanted} }} GRAPH ?g {{ ?s a ?class ; ?p ?o }} }}"
    found: dict[str, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    for subject, predicate, term in solutions:
        found[subject.value][predicate].append(term)
    return {s: {p: _sorted(terms) for p, terms in found[s].items()} for s in sorted(found)}


def _sorted(terms: list[Term]) -> tuple[Term, ...]:
    return tuple(terms) if len(terms) == 1 else tuple(sorted(terms, key=_order))


def _order(term: Term) -> tuple[str, str]:
    return (term.value, (term.language or "") if isinstance(term, Literal) else "")


def values(record: Record, predicate: NamedNode) -> tuple[str, ...]:
    """Return the values of a predicate: IRIs as they are, texts without characters that could mislead."""
    return tuple(t.value if isinstance(t, NamedNode) else clean(t.value) for t in record.get(predicate, ()))


def value(record: Record, predicate: NamedNode) -> str | None:
    """Return the first value of a predicate, or None."""
    first = next(iter(record.get(predicate, ())), None)
    return None if first is None else first.value if isinstance(first, NamedNode) else clean(first.value)


def named(record: Record, predicate: NamedNode) -> str:
    """Return the name of the concept that a predicate leads to: the end of its IRI, or nothing."""
    return (value(record, predicate) or "").rsplit("/", 1)[-1]


def labels(record: Record, predicate: NamedNode = SKOS.prefLabel) -> tuple[str, ...]:
    """Return the label in each of LANGUAGES; empty where it has none."""
    found = {t.language or "": clean(t.value) for t in record.get(predicate, ()) if isinstance(t, Literal)}
    return tuple(found.get(language, "") for language in LANGUAGES)


def title(record: Record, predicate: NamedNode = SKOS.prefLabel, *, language: str = "en") -> str | None:
    """Return the title in a language, or in whichever there is; None where no title is verified."""
    titles = [t for t in record.get(predicate, ()) if isinstance(t, Literal)]
    best = min(titles, key=lambda t: (t.language != language, t.language or "", t.value), default=None)
    return clean(best.value) if best else None


def clean(text: str) -> str:
    r"""Replace, one for one, the control and direction characters that could make a text show as another.

    >>> clean("C102\u202e\x00 C189") == "C102\ufffd\ufffd C189"
    True
    """
    return text if text.isprintable() else "".join("\ufffd" if _hidden(c) else c for c in text)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _HARMLESS


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that counts: "SDG8.7" before "SDG8.10"."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts)
