"""Mentions become references: what is meant, in which role, by whom, and what the authority says against it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Discrepancy, Mention, Notice, Reference, Role, SectionKind
from ilo_graph.notices import mask_people
from ilo_graph.recognition.names import variants
from ilo_graph.resolution import biennium, instruments, roles
from ilo_graph.resolution.clauses import Context, context_of
from ilo_graph.resolution.settled import Settled, ambiguous, taken, unresolved


def resolve(notice: Notice, mentions: Sequence[Mention], catalogue: Catalogue) -> list[Reference]:
    """Return the references of a notice, one for each mention, in their order."""
    text, context = notice.document.text, context_of(notice, mentions)
    periods = biennium.periods(context.folded, context.sentences, mentions, _year(notice))
    judged = roles.judgements(context)
    return [_reference(m, _settle(m, periods, catalogue, text), judged[m], context) for m in mentions]


def _settle(mention: Mention, periods: biennium.Periods, catalogue: Catalogue, text: str) -> Settled:
    if mention.kind == "instrument":
        return instruments.with_words(instruments.settle(mention, catalogue), text[mention.start : mention.end])
    if mention.kind in ("outcome", "output"):
        return biennium.settle(mention, periods, catalogue)
    if mention.code is None:
        return ambiguous(mention.candidates[0], mention.candidates)
    if catalogue.get(mention.code) is None:
        return unresolved(mention.code, f"{mention.code} is no Sustainable Development Goal, target or indicator.")
    entry = catalogue.entries[mention.code]
    found = biennium.expired_programme(mention, entry, periods) if mention.kind == "mandate" else None
    return taken(catalogue, mention.code, "stated", *_outdated(mention, entry), *((found,) if found else ()))


def _outdated(mention: Mention, entry: Entry) -> tuple[Discrepancy, ...]:
    """Say that a unit is called by a name that the catalogue has as a former one."""
    if entry.kind != "unit" or mention.title not in _former_names(entry):
        return ()
    message = f"{entry.id} was called so before; the catalogue now has it as the {entry.label}."
    return (Discrepancy("outdated-name", message, mention.title or "", entry.label),)


@lru_cache(maxsize=1024)
def _former_names(entry: Entry) -> frozenset[str]:
    """Return the spellings of a unit's former names, as far as they are not names of today."""
    current = {v for label in (*entry.labels, *entry.aliases, entry.id) for v in variants(label)}
    return frozenset(v for label in entry.former for v in variants(label)) - current


def _year(notice: Notice) -> int | None:
    printed = notice.value("issue_year") or (notice.value("publication_date") or "")[:4]
    return int(printed) if printed.isdigit() else None


def _reference(mention: Mention, settled: Settled, judged: roles.Judgement, context: Context) -> Reference:
    notice, document = context.notice, context.notice.document
    return Reference(
        document=document.name,
        start=mention.start,
        end=mention.end,
        text=document.text[mention.start : mention.end],
        kind=mention.kind,
        id=settled.id,
        iri=settled.iri,
        section=_section(notice, mention),
        role=judged.role,
        agent=judged.agent,
        basis=settled.basis,
        rule=mention.rule,
        cue=judged.cue,
        quote=mask_people(context.sentences.quote(mention.start, mention.end), notice),
        candidates=settled.candidates,
        page=_page(document.pages, mention.start),
        discrepancies=_relevant(settled, judged.role),
    )


def _relevant(settled: Settled, role: Role) -> tuple[Discrepancy, ...]:
    """Leave out that a biennium is over where nobody says that work goes on under it: in a list of sources, say."""
    if role in ("contribution", "framework"):
        return settled.discrepancies
    return tuple(d for d in settled.discrepancies if d.kind != "expired-biennium")


def _section(notice: Notice, mention: Mention) -> SectionKind:
    section = notice.section_at(mention.start)
    return section.kind if section else "background"


def _page(pages: tuple[int, ...], position: int) -> int | None:
    return sum(start <= position for start in pages) or None
