"""Mentions become references: what is meant, in which role, by whom, and what the authority says against it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Discrepancy, Kind, Mention, Notice, Reference, Role, SectionKind
from ilo_graph.notices import masking
from ilo_graph.notices.dates import issued
from ilo_graph.resolution import biennium, currency, instruments, roles
from ilo_graph.resolution.clauses import Context, context_of
from ilo_graph.resolution.settled import Settled, ambiguous, taken, unresolved


def resolve(notice: Notice, mentions: Sequence[Mention], catalogue: Catalogue) -> list[Reference]:
    """Return the references of a notice, one for each mention, in their order."""
    context = context_of(notice, mentions)
    periods = biennium.periods(context.folded, context.sentences, mentions, _year(notice))
    judged = roles.judgements(context)
    date = issued(notice)
    settled = (_current(m, _settle(m, periods, catalogue, notice.document.text), date, catalogue) for m in mentions)
    masked = masking(notice)
    return [_reference(m, s, judged[m], context, masked) for m, s in zip(mentions, settled, strict=True)]


def _current(mention: Mention, settled: Settled, date: str | None, catalogue: Catalogue) -> Settled:
    """Add that what is cited was not current any more at the date of the notice."""
    if settled.iri is None:
        return settled
    late = tuple(currency.discrepancies(mention, catalogue.entries[settled.id], date, catalogue))
    return replace(settled, discrepancies=(*settled.discrepancies, *late)) if late else settled


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
    return taken(catalogue, mention.code, "stated", *((found,) if found else ()))


def _year(notice: Notice) -> int | None:
    printed = notice.value("issue_year") or (notice.value("publication_date") or "")[:4]
    return int(printed) if printed.isdigit() else None


def _reference(
    mention: Mention, settled: Settled, judged: roles.Judgement, context: Context, masked: Callable[[str], str]
) -> Reference:
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
        quote=masked(context.sentences.quote(mention.start, mention.end)),
        candidates=settled.candidates,
        page=_page(document.pages, mention.start),
        discrepancies=_relevant(settled, mention.kind, judged.role),
    )


def _relevant(settled: Settled, kind: Kind, role: Role) -> tuple[Discrepancy, ...]:
    """Leave out what is over where nobody says that work goes on under it: in a list of sources, in an account."""
    idle = {"expired-biennium"} if role not in ("contribution", "framework") else set()
    idle |= {"no-longer-current"} if role == "context" and kind != "unit" else set()
    return tuple(d for d in settled.discrepancies if d.kind not in idle)


def _section(notice: Notice, mention: Mention) -> SectionKind:
    section = notice.section_at(mention.start)
    return section.kind if section else "background"


def _page(pages: tuple[int, ...], position: int) -> int | None:
    return bisect_right(pages, position) or None
