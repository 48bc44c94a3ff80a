"""Who does what a clause says: the post, its unit, the Organization, or somebody else."""

from __future__ import annotations

import re
from typing import cast

from ilo_graph.model import Agent, Role, SectionKind
from ilo_graph.resolution.clauses import Clause
from ilo_graph.resolution.lexicon import lexicon

# Where a clause without a subject speaks of the post.
_OWN: frozenset[SectionKind] = frozenset({"duties", "training", "learning", "qualifications"})
_CLAUSE = re.compile(
    r"[;:] |, (?:which|who|que|qui|dont|laquelle|lequel|lesquels|el cual|la cual|and|y|et|where|donde|ou"
    r"|ademas|en outre)\b| (?:where|whereby|whose) "
    r"|\b(?:while|whereas|mientras|tandis que|meanwhile)\b"
    r"| (?:and|et|y) (?=(?:will|contribut|thereby|se |concourt|asi))"
)
_CLAUSE_RELATIVE = re.compile(r", (?:which|who|que|qui|dont|laquelle|lequel|lesquels|el cual|la cual)$")
_GENITIVE = re.compile(r"\b(?:ilo|office|organi[sz]ation)'s\b")
_NEAR = 36  # characters from the beginning of a clause in which somebody else is its subject
_FAR = 120  # characters behind a citation in which somebody may be named who acts


def agent_of(role: Role, clause: Clause) -> Agent | None:
    """Return who acts; None where nobody is named."""
    if role in ("context", "learning"):
        return "other" if role == "context" else "post"
    by = lexicon().by.match(clause.right) if role == "contribution" else None
    if by is not None:
        return cast(Agent, by.lastgroup)
    return subject_of(clause) or ("post" if _is_own(clause) else _named(clause))


def _is_own(clause: Clause) -> bool:
    """Tell whether a clause without a subject speaks of the post: by its section, or as a duty does."""
    return clause.section in _OWN or clause.is_duty(clause.left) or clause.is_duty(clause.right) or _begins(clause)


def _begins(clause: Clause) -> bool:
    """Tell whether a sentence begins with the words for a contribution: "Promotion of C175"."""
    return any(found.start() <= 3 for found in lexicon().before["contribution"].finditer(clause.left[:40]))


def _named(clause: Clause) -> Agent | None:
    """Return who is named without being the subject: one of ours before the citation, else whoever is behind it."""
    before = [m.lastgroup for m in lexicon().agents.finditer(clause.left) if m.lastgroup != "other"]
    if before or _GENITIVE.search(clause.left):
        return cast(Agent, before[-1]) if before else "organization"
    later = [m.lastgroup for m in lexicon().agents.finditer(clause.right[:_FAR])]
    ours = (agent for agent in later if agent != "other")
    return cast(Agent, next(ours, later[0] if later else None))


def subject_of(clause: Clause) -> Agent | None:
    """Return the subject of the last clause before a citation that has one."""
    left, words = clause.left, lexicon()
    if words.demand.match(left):
        return "other"
    if asked := list(words.asked.finditer(left)):
        return cast(Agent, asked[-1].lastgroup)
    starts = [0, *(m.end() for m in _CLAUSE.finditer(left))]
    parts = zip(reversed(starts), (len(left), *reversed(starts)), strict=False)
    return next((agent for start, end in parts if (agent := _acting(clause, start, end))), None)


def _acting(clause: Clause, start: int, end: int) -> Agent | None:
    """Return the subject of one clause of the sentence: named, named before "which", or that of a duty."""
    left, part, words = clause.left, clause.left[start:end], lexicon()
    if start == 0 and clause.is_duty(part):
        return "post"
    for found in words.agents.finditer(part):
        owner = not left[start + found.end() :].strip(" ('s")  # "ILO Convention": whose it is, not who acts
        far = found.lastgroup == "other" and found.start() > _NEAR  # an object rather: "moves the country closer to"
        if not owner and not far and not words.object.search(part[: found.start()]):
            return cast(Agent, found.lastgroup)
    relative = _CLAUSE_RELATIVE.search(left[:start])
    if relative and (before := list(words.agents.finditer(left[: relative.start()]))):
        return cast(Agent, before[-1].lastgroup)
    return "post" if clause.is_duty(part) else None
