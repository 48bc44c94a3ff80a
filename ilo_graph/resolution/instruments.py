"""Which instrument a citation means, by number, title and year; where they disagree, two of three decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Basis, Discrepancy, Mention
from ilo_graph.recognition.folding import fold_name
from ilo_graph.recognition.titles import likeness, words
from ilo_graph.resolution.settled import Settled, ambiguous, taken, unresolved

_YEAR_AT_END = re.compile(r",? \d{4}$")
_NO_LONGER_CITED = frozenset({"withdrawn", "abrogated", "replaced"})
_LIKE = 0.34  # of the words: "Migration for Employment Convention" and "... (Revised)"; unrelated titles share less


def settle(mention: Mention, catalogue: Catalogue) -> Settled:
    """Settle an instrument's citation."""
    if mention.code is None:
        return _by_title(mention, catalogue)
    entry = catalogue.get(mention.code)
    if entry is None:
        return unresolved(mention.code, f"No instrument {mention.code} is in the catalogue of ILO instruments.")
    rival = _rival(mention, entry, catalogue)
    if rival is not None:
        return _corrected_number(mention, entry, rival, catalogue)
    found = (
        *_footnote_discrepancies(mention, entry),
        *_title_discrepancies(mention, entry),
        *_year_discrepancies(mention, entry),
    )
    return taken(catalogue, entry.id, _basis(found), *found)


def _basis(found: Sequence[Discrepancy]) -> Basis:
    return "corrected" if any(d.kind in ("wrong-year", "wrong-number") for d in found) else "stated"


def _footnote_discrepancies(mention: Mention, entry: Entry) -> tuple[Discrepancy, ...]:
    if mention.rule != "instrument-footnote":
        return ()
    message = f"No instrument has the number printed; {entry.id} with a footnote mark behind it is probably meant."
    return (Discrepancy("wrong-number", message, mention.code or "", entry.id, entry.id),)


def _by_title(mention: Mention, catalogue: Catalogue) -> Settled:
    entries = [catalogue.entries[i] for i in mention.candidates]
    of_year = [e for e in entries if e.year == mention.year] if mention.year else []
    chosen = _one(of_year or entries, mention)
    if chosen is None:
        possible = sorted(of_year or entries, key=lambda e: (e.status not in _NO_LONGER_CITED, e.year or 0))
        return ambiguous(possible[-1].id, tuple(sorted(e.id for e in possible)))
    found = (*_title_discrepancies(mention, chosen), *_year_discrepancies(mention, chosen))
    return taken(catalogue, chosen.id, _basis(found), *found)


def _one(entries: list[Entry], mention: Mention) -> Entry | None:
    """Return the one instrument that a title means: alone, or alone in being whole and still cited."""
    if len(entries) == 1:
        return entries[0]
    whole = [e for e in entries if _is_whole(mention.title, e)]
    if len(whole) != 1 or (mention.year is None and whole[0].status in _NO_LONGER_CITED):
        return None
    return whole[0]


def _titles(entry: Entry) -> tuple[str, ...]:
    return (*entry.labels, *entry.aliases, *entry.hints)


def _is_whole(title: str | None, entry: Entry) -> bool:
    return any(fold_name(_YEAR_AT_END.sub("", t)) == title for t in _titles(entry))


def _rival(mention: Mention, entry: Entry, catalogue: Catalogue) -> Entry | None:
    """Return the instrument of which title and year agree against the number."""
    if not mention.title or not mention.year or entry.year == mention.year or entry.id in mention.candidates:
        return None
    others = [catalogue.entries[i] for i in mention.candidates if catalogue.entries[i].year == mention.year]
    return others[0] if len(others) == 1 else None


def _corrected_number(mention: Mention, stated: Entry, rival: Entry, catalogue: Catalogue) -> Settled:
    message = (
        f"The number given, {stated.id}, is the {stated.label}; title and year are those of {rival.id}, {rival.label}."
    )
    found = Discrepancy("wrong-number", message, mention.code or "", rival.id, rival.id)
    return taken(catalogue, rival.id, "corrected", found)


def _year_discrepancies(mention: Mention, entry: Entry) -> tuple[Discrepancy, ...]:
    if mention.year is None or entry.year is None or mention.year == entry.year:
        return ()
    message = f"The document dates {entry.id} to {mention.year}; it was adopted in {entry.year} ({entry.label})."
    return (Discrepancy("wrong-year", message, str(mention.year), str(entry.year)),)


def _title_discrepancies(mention: Mention, entry: Entry) -> tuple[Discrepancy, ...]:
    if not mention.title or not entry.labels or entry.id[0] == "P" or _is_whole(mention.title, entry):
        return ()
    official = max(entry.labels, key=lambda label: likeness(mention.title or "", label))
    printed = " ".join(mention.title.split())
    if words(mention.title) < words(official):
        kind, say = "incomplete-title", "leaves out a part of"
    elif likeness(mention.title, official) >= _LIKE:
        kind, say = "wrong-title", "misprints"
    else:
        kind, say = "wrong-title", "does not give"
    message = f"The document {say} the title of {entry.id}, which is: {official}."
    return (Discrepancy(kind, message, printed, official),)


def with_words(settled: Settled, printed: str) -> Settled:
    """Return the same with the words of the document, as printed, in place of the folded title."""
    if not settled.discrepancies:
        return settled
    kinds = ("incomplete-title", "wrong-title", "wrong-number")
    found = tuple(replace(d, stated=printed) if d.kind in kinds else d for d in settled.discrepancies)
    return replace(settled, discrepancies=found)
