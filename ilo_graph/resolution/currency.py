"""Whether what is cited was current when the notice was issued: instruments, units and their names, indicators.

A status or a name counts from when it is attested. Where that is not known, the discrepancy says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Discrepancy, Mention
from ilo_graph.recognition.names import variants
from ilo_graph.vocabulary import DCTERMS, ILO

_ENDED = frozenset({"abrogated", "withdrawn", "outdated", "replaced", "retired"})


def discrepancies(mention: Mention, entry: Entry, date: str | None, catalogue: Catalogue) -> Iterator[Discrepancy]:
    """Yield what was not current any more at the date of the notice (ISO 8601, as precise as the notice has it)."""
    if entry.status in _ENDED:
        yield from _ended_status(entry, date, catalogue)
    if entry.kind == "unit":
        yield from _ended_unit(entry, date, catalogue)
        yield from _former_name(mention, entry, date)


def _ended_status(entry: Entry, date: str | None, catalogue: Catalogue) -> Iterator[Discrepancy]:
    successors = _successors(entry, catalogue)
    since = entry.status_year
    if since is None and entry.status == "replaced":
        since = min((s.year for s in successors if s.year), default=None)
    if since is not None and date is not None and date[:4] < str(since):
        return
    when = f"since {since}" if since else "(since when is not known to us)"
    after = _listed(successors, "revises it" if entry.kind == "instrument" else "took its place")
    message = f"{entry.id} ({entry.label}) is {entry.status} {when}; {after}."
    yield Discrepancy("no-longer-current", message, entry.id, entry.status)


def _listed(successors: list[Entry], did: str) -> str:
    others = " and ".join(f"{s.id} ({s.label})" for s in successors)
    return f"{others} {did}" if others else "what came after it is not known to us"


def _ended_unit(entry: Entry, date: str | None, catalogue: Catalogue) -> Iterator[Discrepancy]:
    if entry.until is None or date is None or date[:4] <= str(entry.until):
        return
    after = _listed(_successors(entry, catalogue), "took its place")
    message = f"{entry.id} ({entry.label}) ended in {entry.until}; {after}."
    yield Discrepancy("no-longer-current", message, entry.id, str(entry.until))


def _former_name(mention: Mention, entry: Entry, date: str | None) -> Iterator[Discrepancy]:
    """Say that a unit is called by a former name, and whether that was right at the date of the notice."""
    name = _former_names(entry).get(mention.title or "")
    if name is None:
        return
    attested = {label: (first, last) for label, first, last in entry.attested}
    last = attested.get(name, ("", ""))[1]
    now = min((first for label, (first, _) in attested.items() if label in entry.labels and first), default="")
    if date and last and _not_later(date, last):
        known = f"right when the notice was issued; it is now called {entry.label}"
    elif now and date and _not_later(now, date):
        known = f"it is called {entry.label} since {now} at the latest"
    else:
        seen = f"the former name is last attested in {last}, and when it changed" if last else "when it changed"
        known = f"it is now called {entry.label}; {seen} is not known to us"
    message = f"{entry.id} is called here by a former name: {known}."
    yield Discrepancy("outdated-name", message, mention.title or "", entry.label)


def _not_later(one: str, other: str) -> bool:
    """Compare two dates of ISO 8601, as far as both are precise."""
    length = min(len(one), len(other))
    return one[:length] <= other[:length]


@lru_cache(maxsize=1024)
def _former_names(entry: Entry) -> Mapping[str, str]:
    """Return the former names of a unit by their spellings, as far as these are no names of today."""
    current = {v for label in (*entry.labels, *entry.aliases, entry.id) for v in variants(label)}
    return {v: label for label in entry.former for v in variants(label) if v not in current}


def _successors(entry: Entry, catalogue: Catalogue) -> list[Entry]:
    """Return what came after an entity: the first on each way that is current, or where none is, the last."""
    following, reached, found = [entry], {entry.iri}, list[Entry]()
    while following:
        one = following.pop()
        after = [e for iri in _after(catalogue)[one.iri] if (e := catalogue.by_iri(iri)) and e.iri not in reached]
        reached.update(e.iri for e in after)
        found += after
        following += [e for e in after if e.status in _ENDED]
    current = [e for e in found if e.status not in _ENDED]
    return sorted(current or found[-1:], key=lambda e: (e.year or 0, e.id))


@lru_cache(maxsize=4)
def _after(catalogue: Catalogue) -> Mapping[str, list[str]]:
    """Return what came after each entity: the instruments that revise it, or what it is replaced by."""
    after: dict[str, list[str]] = defaultdict(list)
    for quad in catalogue.quads:
        if quad.predicate in (ILO.revises, DCTERMS.isReplacedBy):
            pair = (_iri(quad.object), _iri(quad.subject))
            old, new = pair if quad.predicate == ILO.revises else pair[::-1]
            after[old].append(new)
    return after


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))
