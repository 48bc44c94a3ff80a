"""Who does what a clause says: the post, its unit, the Organization, or somebody else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, cast

from ilo_graph.model import Agent, Language, Role, SectionKind
from ilo_graph.resolution.clauses import CITED, Clause
from ilo_graph.resolution.lexicon import Lexicon, lexicon

# Where a clause without a subject speaks of the post.
_OWN: frozenset[SectionKind] = frozenset({"duties", "training", "learning", "qualifications"})
_INTRODUCTION = 24  # words before the comma and the main clause
_BESIDE = 12  # characters between "which" and who is meant
_NEAR = 36  # characters from the beginning of a clause in which somebody else is its subject
_RELATIVE = 40  # characters in which a relative pronoun stands
_BEFORE = 80  # characters before an agent in which a word stands that makes it an object
_FAR = 120  # characters behind a citation in which somebody may be named who acts


def agent_of(role: Role, clause: Clause, cue_end: int) -> Agent | None:
    """Return who acts in the clause of a cue, by where the cue ends; None where nobody is named."""
    if role in ("context", "learning"):
        return "other" if role == "context" else "post"
    words = lexicon(clause.language)
    own = clause.section in _OWN or _is_item(clause, words)
    led = None
    if words.verb.match(clause.left):  # its subject is not in it: "The Branch: - promotes C102"
        own, led = True, _subject(_parsed(clause.lead, clause.language), len(clause.lead), named_only=True)
    agent = led or subject_of(clause, cue_end) or ("post" if own else _named(clause))
    return _helped(clause, agent, words) if role == "contribution" else agent


def _helped(clause: Clause, agent: Agent | None, words: Lexicon) -> Agent | None:
    """Return who contributes: by whom something is said to be done, or with whose help others do it."""
    by = words.by.match(clause.right)
    if by is not None and not (agent and (by.lastgroup == "other" or words.own.search(by.group()))):
        return cast(Agent, by.lastgroup)
    credit = words.credit.match(clause.left) if agent == "other" else None
    return cast(Agent, credit.lastgroup) if credit else agent


def _named(clause: Clause) -> Agent | None:
    """Return who is named without being the subject: one of ours before the citation, else whoever is behind it."""
    before = [m.lastgroup for m in _parsed(clause.left, clause.language).named if m.lastgroup != "other"]
    if before:
        return cast(Agent, before[-1])
    behind = clause.right[:_FAR].partition(";")[0]
    later = [m.lastgroup for m in lexicon(clause.language).agents.finditer(behind)]
    ours = (agent for agent in later if agent != "other")
    return cast(Agent | None, next(ours, later[0] if later else None))


def subject_of(clause: Clause, end: int | None = None) -> Agent | None:
    """Return the subject of the last clause up to a place that has one; without one, that of the sentence before."""
    words, left = lexicon(clause.language), clause.left
    if words.demand.match(left):
        return "other"
    read = _parsed(left, clause.language)
    found = _subject(read, len(left) if end is None else end)
    if found is None and end is not None:
        found = _subject(read, next((turn for turn in read.turns if turn >= end), len(left)))
    found = found or _behind(clause, words) or ("post" if words.gerund.match(left) else None)
    return found or _subject(_parsed(clause.previous, clause.language), len(clause.previous), named_only=True)


def own_subject_of(clause: Clause, end: int | None = None) -> Agent | None:
    """Return the subject that the words of a sentence have themselves, up to a place before a citation."""
    return _subject(_parsed(clause.left, clause.language), len(clause.left) if end is None else end)


def _is_item(clause: Clause, words: Lexicon) -> bool:
    """Tell whether a sentence is none, but an item of a list of tasks: "Desk research on C158"."""
    if len(clause.left.split()) == 1 or words.article.match(clause.left) or words.pronoun.match(clause.left):
        return False
    return not words.finite.search(f"{clause.left} {clause.right[:_NEAR]}")


def _behind(clause: Clause, words: Lexicon) -> Agent | None:
    """Return the subject of the main clause that follows an introduction: "Guided by C184, the Office helps ..."."""
    if len(clause.left.split()) > _INTRODUCTION:
        return None
    _, comma, main = clause.right.partition(", ")
    return _acting(_parsed(main, clause.language), 0, len(main)) if comma else None


class _Read(NamedTuple):
    """The words of a sentence, who is named in them, and where its clauses begin."""

    text: str
    words: Lexicon
    named: tuple[re.Match[str], ...]
    turns: tuple[int, ...]  # where words stand that begin a clause
    starts: tuple[int, ...]  # where the clauses themselves begin


@lru_cache(maxsize=64)  # asked for several times in a row
def _parsed(text: str, language: Language) -> _Read:
    words = lexicon(language)
    turns = [*words.turn.finditer(text), *words.adjunct.finditer(text)]
    starts = tuple(sorted({0, *(m.end() for m in turns)}))
    places = tuple(sorted(m.start() for m in turns))
    return _Read(text, words, tuple(words.agents.finditer(text)), places, starts)


def _subject(read: _Read, end: int, *, named_only: bool = False) -> Agent | None:
    """Return the subject of the last clause before a place that has one; `named_only`: not by whom it is done."""
    starts = [start for start in read.starts if start < end]
    for start, stop in zip(reversed(starts), (end, *reversed(starts[1:])), strict=False):
        goes_on = read.words.duty.match(read.text[start:stop]) or read.words.adjunct.match(read.text, start - 2)
        if start and goes_on and not read.words.relative.search(read.text, max(0, start - _RELATIVE), start):
            return _acting(read, 0, min(starts[1], stop))  # the main clause
        if agent := _acting(read, start, stop, named_only=named_only):
            return agent
    return None


def _acting(read: _Read, start: int, end: int, *, named_only: bool = False) -> Agent | None:
    """Return the subject of one clause of a sentence: named, named before "which", or that of a duty."""
    part, words = read.text[start:end], read.words
    own = start == 0 or read.text[:start].rstrip()[-1] in ";:"
    if own and words.duty.match(part):
        return "post"
    if not named_only and (asked := words.asked.search(part)):
        return cast(Agent, asked.lastgroup)
    if start and words.pronoun.match(part):
        return None  # it was named before
    meant = _meant(read, start)
    if meant and meant != "other":
        return meant
    inside = (m for m in read.named if start <= m.start() and m.end() <= end)
    return next((cast(Agent, m.lastgroup) for m in inside if _is_subject(m, part, start, words)), meant)


def _meant(read: _Read, start: int) -> Agent | None:
    """Return who stands right before the relative pronoun with which a clause begins."""
    relative = read.words.relative.search(read.text, max(0, start - _RELATIVE), start)
    near = [m for m in read.named if relative and 0 <= relative.start() - m.end() <= _BESIDE]
    if not near or (near[-1].group().endswith("s") and read.words.singular.match(read.text, start)):
        return None  # "a course for judges which is in line with ..."
    place = near[-1].start()
    unnamed = near[-1].lastgroup != "other" and read.words.indefinite.search(read.text, max(0, place - _BEFORE), place)
    return None if unnamed else cast(Agent, near[-1].lastgroup)


def _is_subject(found: re.Match[str], part: str, start: int, words: Lexicon) -> bool:
    """Tell whether somebody acts, who is named in a clause: not whose it is, nor who is helped or moved."""
    place = found.start() - start
    before, behind = part[:place], part[found.end() - start :]
    if behind.lstrip(" ('s")[:1] in ("", CITED) or words.object.search(
        before, max(0, place - _BEFORE)
    ):  # "ILO Convention"
        return False
    if found.lastgroup != "other":
        return True
    moved = words.transitive.search(before, max(0, place - _BEFORE)) or words.verb.match(part)
    return place <= _NEAR and not moved
