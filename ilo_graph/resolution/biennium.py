"""Which biennium an outcome or output belongs to: a number alone means nothing.

A period stated in the sentence is the target, always. Without one: the nearest statement of the document that agrees
with a quoted title, the quoted title, the date of the notice, in that order (basis `inferred`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ilo_graph.catalogue import CROSSWALK, Catalogue, Entry
from ilo_graph.model import Basis, Discrepancy, Mention
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.programme import biennia, impossible_biennia
from ilo_graph.recognition.sentences import Sentences
from ilo_graph.recognition.titles import likeness, words
from ilo_graph.resolution.settled import Settled, ambiguous, taken
from ilo_graph.vocabulary import SKOS

_LIST = re.compile(
    r"[\s,;/&()]*+(?:and|or|et|ou|y|e|o|in particular|more specifically|en particulier|en particular)?[\s,(]*+"
)
# What stands between a citation and the period that it belongs to: "Outcome 7 of the Programme and Budget for 2024-25".
_ATTACHED = re.compile(
    r"[\s)\"”]*+[(,]?\s*+(?:\([^()]{0,200}\)\s*+)?(?:of|for|in|under|within|from|du|de|del|dans|pour|para|en|au|al)?\s*+"
    r"(?:(?:the|ilo|le|la|el|l'oit|oit|biennium|biennial|bienio|period|periode|programme|program|programa|and|et|y|&"
    r"|budget|presupuesto|p&b|p&p|p&amp;b|for|pour|para|de|of|current|next|in|du|del)[\s’'s(]*+)*"
)
_ALIKE = 0.5
_LONGEST_LIST = 60  # citations


@dataclass(frozen=True, slots=True)
class Statement:
    """A biennium that the text names, by its original span."""

    start: int
    end: int
    biennium: str


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: what follows from it is kept while it is used
class Periods:
    """The biennia that a document names, its date, and the citations that may belong to them."""

    folded: Folded
    sentences: Sentences
    statements: tuple[Statement, ...]
    impossible: tuple[Statement, ...]  # periods that are named as biennia and are none
    mentions: tuple[Mention, ...]
    year: int | None  # of the notice

    def between(self, start: int, end: int) -> tuple[Statement, ...]:
        """Return the statements that begin in a span."""
        first = bisect_left(self.statements, start, key=lambda s: s.start)
        return self.statements[first : bisect_left(self.statements, end, key=lambda s: s.start)]


@lru_cache(maxsize=1)
def _codes_of(periods: Periods, biennium: str) -> frozenset[str]:
    """Return the numbers that a document cites in a biennium, or cites without one beside it."""
    if not any(s.biennium == biennium for s in periods.statements):
        return frozenset()
    return frozenset(m.code for m in periods.mentions if m.code and _stated(m, periods) in (biennium, None))


def periods(folded: Folded, sentences: Sentences, mentions: Sequence[Mention], year: int | None) -> Periods:
    """Collect what decides about the biennia of a document."""
    of_programme = tuple(m for m in mentions if m.kind in ("outcome", "output"))
    of_period = of_programme or any(m.kind == "mandate" for m in mentions)
    named = biennia(folded.text) if of_period else []
    found = (Statement(*folded.span(start, end), name) for start, end, name in named)
    wrong = impossible_biennia(folded.text) if of_programme else []
    impossible = (Statement(*folded.span(start, end), name) for start, end, name in wrong)
    return Periods(folded, sentences, tuple(found), tuple(impossible), of_programme, year)


def settle(mention: Mention, periods: Periods, catalogue: Catalogue) -> Settled:
    """Settle the citation of an outcome or output."""
    stated = _stated(mention, periods)
    settled = _settle(mention, stated, periods, catalogue)
    found = _impossible(mention, stated, settled, periods)
    return replace(settled, discrepancies=(*settled.discrepancies, found)) if found else settled


def _impossible(mention: Mention, stated: str | None, settled: Settled, periods: Periods) -> Discrepancy | None:
    """Say that the period stated is no biennium, or one that begins long after the notice."""
    wrong = _impossible_period(mention, stated, periods)
    if wrong is not None:
        likely = settled.id if settled.iri else None
        meant = f"; {likely} is taken, by the rest of the document" if likely else ""
        message = f"{wrong} is no biennium: those begin in an even year and have two years{meant}."
        return Discrepancy("impossible-biennium", message, wrong, None, likely)
    late = int(stated[:4]) - periods.year if stated and periods.year else 0
    if stated is None or late <= _PLANNED_AHEAD:
        return None
    message = f"The biennium {stated} begins {late} years after the notice ({periods.year})."
    return Discrepancy("impossible-biennium", message, stated, biennium_of(periods.year or 0))


def _impossible_period(mention: Mention, stated: str | None, periods: Periods) -> str | None:
    """Return the period that a citation names and that is none: the one behind it, or the only one of the sentence."""
    first, last = periods.sentences.at(mention.start)
    near = [s for s in periods.impossible if first <= s.start < max(last, mention.end)]
    if stated is not None and near:
        end = _end_of_list(mention, periods)
        near = [s for s in near if s.start >= end and _ATTACHED.fullmatch(_between(periods, end, s.start))]
    return near[0].biennium if near else None


_PLANNED_AHEAD = 3  # years: a programme is adopted in the year before it begins, and drafted before


def _settle(mention: Mention, stated: str | None, periods: Periods, catalogue: Catalogue) -> Settled:
    if stated is not None:
        return _settled(mention, stated, "stated", periods, catalogue)
    inferred = next(_inferred(mention, periods, catalogue), None)
    if inferred is not None:
        return _settled(mention, inferred, "inferred", periods, catalogue)
    possible = tuple(e.id for e in _titled(mention, catalogue) or _numbered(catalogue)[mention.code or ""])
    if not possible:
        return Settled(f"PB/{mention.code}", None, "unresolved")
    return ambiguous(possible[-1], possible)


def _stated(mention: Mention, periods: Periods) -> str | None:
    """Return the biennium stated in the sentence: directly behind the citation, else nearest before, else behind."""
    first, last = periods.sentences.at(mention.start)
    near = periods.between(first, max(last, mention.end))
    if not near:
        return None
    end = _end_of_list(mention, periods)
    behind = [s for s in near if s.start >= mention.end]
    before = [s for s in near if s.end <= mention.start]
    if behind and _ATTACHED.fullmatch(_between(periods, end, behind[0].start)):
        return behind[0].biennium
    chosen = before[-1] if before else behind[0] if behind else near[0]
    return chosen.biennium


def _between(periods: Periods, start: int, end: int) -> str:
    return periods.folded.original[start:end].lower()


def _end_of_list(mention: Mention, periods: Periods) -> int:
    """Return where the enumeration ends that a citation belongs to."""
    end = mention.end
    place = bisect_left(periods.mentions, mention.end, key=lambda m: m.start)
    for other in periods.mentions[place : place + _LONGEST_LIST]:
        if not _LIST.fullmatch(_between(periods, end, other.start)):
            break
        end = other.end
    return end


def _inferred(mention: Mention, periods: Periods, catalogue: Catalogue) -> Iterator[str]:
    """Yield the biennia that a citation without a period may belong to, the best first."""
    fitting = _titled(mention, catalogue)
    titled = {e.biennium for e in fitting}
    place = bisect_left(periods.statements, mention.start, key=lambda s: s.start)
    for statement in chain(reversed(periods.statements[:place]), periods.statements[place:]):
        if not titled or statement.biennium in titled:
            yield statement.biennium
    dated = biennium_of(periods.year) if periods.year else None
    if dated and (not titled or dated in titled):
        yield dated
    verified = {e.biennium for e in fitting if e.labels}
    if len(verified) == 1:
        yield from (b for b in verified if b)


def _titled(mention: Mention, catalogue: Catalogue) -> list[Entry]:
    """Return the entries of a number whose title the words behind it fit."""
    return [e for e in _numbered(catalogue)[mention.code or ""] if _title_fits(mention, e)]


def biennium_of(year: int) -> str:
    """Return the biennium of a year.

    >>> biennium_of(2025)
    '2024-25'
    """
    first = year - year % 2
    return f"{first}-{(first + 1) % 100:02}"


@lru_cache(maxsize=4)
def _numbered(catalogue: Catalogue) -> Mapping[str, list[Entry]]:
    numbered: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted((*catalogue.by_kind("outcome"), *catalogue.by_kind("output")), key=lambda e: e.biennium or ""):
        numbered[entry.number or ""].append(entry)
    return numbered


def _title_fits(mention: Mention, entry: Entry) -> bool:
    """Tell whether the words behind a number are a title of the entry, or name its topic."""
    said = words(mention.title or "")
    titles = (*entry.labels, *entry.aliases, *entry.hints)
    return bool(said) and any(said <= words(t) or likeness(mention.title or "", t) >= _ALIKE for t in titles)


def _settled(mention: Mention, biennium: str, basis: Basis, periods: Periods, catalogue: Catalogue) -> Settled:
    id_ = f"PB{biennium}/{mention.code}"
    entry = catalogue.get(id_)
    if entry is None:
        return Settled(id_, None, "unresolved")  # no discrepancy: the lists of outputs have gaps of their own
    found = (_mismatch(mention, entry, catalogue), _expired(mention, entry, basis, periods, catalogue))
    return taken(catalogue, id_, basis, *(d for d in found if d is not None))


def _mismatch(mention: Mention, entry: Entry, catalogue: Catalogue) -> Discrepancy | None:
    """Say that the quoted title is not that of this number in this biennium, where it is another's."""
    if not mention.title or not entry.labels or _title_fits(mention, entry):
        return None
    everyone = (*catalogue.by_kind("outcome"), *catalogue.by_kind("output"))
    owners = [e for e in everyone if any(likeness(mention.title, t) >= 0.8 for t in e.labels)]
    if not owners:
        return None
    nearest = min(owners, key=lambda e: (abs(_start(e) - _start(entry)), e.id))
    message = f"{entry.id} is “{entry.label}”; the title given here is that of {nearest.id}."
    return Discrepancy("title-mismatch", message, mention.title, entry.label, nearest.id)


def _start(entry: Entry) -> int:
    return int((entry.biennium or "0")[:4])


def expired_programme(mention: Mention, entry: Entry, periods: Periods) -> Discrepancy | None:
    """Say that a Programme and Budget that is cited as a mandate was over when the notice was issued."""
    named = _PERIOD.search(entry.id) if entry.id.startswith("programme-and-budget-") else None
    if named is None:
        return None
    return _over(mention, named.group(), periods, None, "stated")


_PERIOD = re.compile(r"\d{4}-\d\d$")


def _expired(
    mention: Mention, entry: Entry, basis: Basis, periods: Periods, catalogue: Catalogue
) -> Discrepancy | None:
    """Say that the biennium of an outcome or output was over when the notice was issued."""
    if periods.year is None or entry.biennium is None:
        return None
    likely = _likely(mention, entry, biennium_of(periods.year), periods, catalogue)
    return _over(mention, entry.biennium, periods, likely, basis)


def _over(mention: Mention, biennium: str, periods: Periods, likely: str | None, basis: Basis) -> Discrepancy | None:
    """Say that a biennium was over when the notice was issued, unless the sentence names the current one too."""
    if periods.year is None or int(biennium[:4]) + 1 >= periods.year:
        return None
    current = biennium_of(periods.year)
    first, last = periods.sentences.at(mention.start)
    if any(s.biennium >= current for s in periods.between(first, last)):
        return None
    advice = f"; {likely} is probably meant" if likely else ""
    said = "" if basis == "stated" else f"No biennium is given here, and {biennium} is inferred. "
    message = f"{said}The biennium {biennium} was over when the notice was issued ({periods.year}){advice}."
    return Discrepancy("expired-biennium", message, biennium if basis == "stated" else "", current, likely)


def _likely(mention: Mention, entry: Entry, current: str, periods: Periods, catalogue: Catalogue) -> str | None:
    """Return what was probably meant: the number as the document uses it elsewhere, else by the crosswalk."""
    same = f"PB{current}/{mention.code}"
    if same in catalogue.entries and mention.code in _codes_of(periods, current):
        return same
    beside = _crosswalk(catalogue)[entry.iri]
    return next((i for i in beside if i.startswith(f"PB{current}/") and catalogue.entries[i].kind == entry.kind), None)


@lru_cache(maxsize=4)
def _crosswalk(catalogue: Catalogue) -> Mapping[str, list[str]]:
    """Return the ids that one step of the crosswalk sets beside an IRI, in both directions.

    Exact matches are the same thing under another biennium, and cost no step.
    """
    same: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = defaultdict(set)
    for quad in catalogue.quads:
        if quad.predicate in CROSSWALK:
            one, other = _iri(quad.subject), _iri(quad.object)
            for matches in (near, same) if quad.predicate == SKOS.exactMatch else (near,):
                matches[one].add(other)
                matches[other].add(one)
    reached = {iri: near[iri] | {far for match in same[iri] for far in near[match]} - {iri} for iri in list(near)}
    entries = {iri: map(catalogue.by_iri, sorted(others)) for iri, others in reached.items()}
    return defaultdict(list, {iri: [e.id for e in found if e is not None] for iri, found in entries.items()})


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))
