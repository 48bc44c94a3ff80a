"""What a clause says is done with a mandate (role), who does it (agent), and the words that decided (cue).

The words of the lexicon are looked for in the sentence of the citation: the nearest before it decides, unless words
directly behind it say otherwise; citations of one enumeration share their role. Where the sentence is silent, the
section decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ilo_graph.model import Agent, Mention, Role, SectionKind
from ilo_graph.resolution.agents import agent_of, subject_of
from ilo_graph.resolution.clauses import Clause, Context, clause_of
from ilo_graph.resolution.lexicon import ROLES, lexicon

_TEACHES = re.compile(
    r"[^a-z]*(?:organi[sz]|deliver|prepar|develop|design|facilitat|conduct|hold|anim|dispens|impart|disen)\w*\b.{0,120}"
    r"(?:course|seminar|training|workshop|webinar|cours|formation|atelier|seminaire|curso|taller|seminario)"
)
_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹]")
_BEHIND = 48  # characters behind a citation in which words still speak of it
_FAR = 120  # ... and in which they may say that it is asked for
_CLOSE = 14  # characters between a cue and a citation that belong together beyond doubt

_Cue = tuple[int, int, Role]  # start and end in the clause, and what it says
_DEFAULT: dict[SectionKind, Role] = {
    "header": "context",
    "supervision": "context",
    "introduction": "context",
    "duties": "contribution",
    "qualifications": "context",
    "training": "learning",
    "learning": "learning",
    "background": "context",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The role, the agent and the words that decided."""

    role: Role
    agent: Agent
    cue: str


def judge(mention: Mention, section: SectionKind, context: Context) -> Judgement:
    """Decide on role and agent of a mention."""
    if section == "header" or mention.kind == "unit":  # a unit is who works, not what is worked on
        return Judgement("context", "other", "")
    clause = clause_of(mention, section, context)
    role, cue = _role(clause)
    # where a notice names nobody, its unit is speaking; in any other text somebody else may be
    agent = agent_of(role, clause) or ("other" if context.notice.layout == "plain" else "unit")
    if role == "contribution" and agent == "other":
        return Judgement("context", "other", cue)  # what others do for a mandate is no contribution of ours
    return Judgement(role, agent, cue)


def _role(clause: Clause) -> tuple[Role, str]:
    """Return the role, and the words that decided."""
    asked = _asked_for(clause)
    if asked is not None:
        return "context", asked
    left = clause.last
    cues = [c for c in _cues(left) if not _is_opinion(left, c)]
    nearest = max(cues, key=lambda c: (c[1], c[1] - c[0]), default=None)
    behind = lexicon().after.match(clause.right[:_BEHIND])
    if behind is not None and (nearest is None or len(left) - nearest[1] > _CLOSE):
        return cast(Role, behind.lastgroup), behind.group().strip(" ,")
    if nearest is None:
        return ("learning" if _is_offer(clause) else _silent(clause)), ""
    start, end, role = _learned(clause, nearest, cues) or nearest
    return _in_its_clause(role, clause), left[start:end]


def _asked_for(clause: Clause) -> str | None:
    """Return the words that ask for a qualification, whatever they cite; None where nothing is asked for."""
    if clause.section == "qualifications" and ";" not in clause.left:
        return ""
    free = clause.section in ("learning", "training")
    asked = None if free else lexicon().qualification.match(clause.last)
    asked = asked or lexicon().required.search(clause.right[:_FAR].partition(";")[0])
    return asked.group().strip() if asked else None


def _in_its_clause(role: Role, clause: Clause) -> Role:
    """Correct what a cue says by what the whole clause does: offering to learn, teaching, helping others to conform."""
    if role != "context" and _is_offer(clause):
        return "learning"
    taught = role == "learning" and _is_teaching(clause)
    helped = role == "framework" and lexicon().help.match(clause.left) is not None
    return "contribution" if taught or helped else role


def _is_offer(clause: Clause) -> bool:
    return clause.section != "duties" and lexicon().offer.match(clause.last) is not None


def _is_opinion(left: str, cue: _Cue) -> bool:
    """Tell whether "according to" names who says so, and not a frame: "Selon les syndicats, la convention ..."."""
    return left[cue[0] : cue[1]] in ("selon", "according to", "segun") and "," in left[cue[1] :]


def _is_teaching(clause: Clause) -> bool:
    """Tell whether a unit or the Organization offers the learning to others: "the project trains judges on C158"."""
    if _TEACHES.match(clause.left):
        return True
    agents = {m.lastgroup for m in lexicon().agents.finditer(clause.left)}
    return "post" not in agents and subject_of(clause) in ("unit", "organization")


def _silent(clause: Clause) -> Role:
    """Return the role where no word decides: a duty's, or else the section's."""
    if _FOOTNOTE.match(clause.left):
        return "context"
    ours = clause.is_duty(clause.left) or subject_of(clause) in ("post", "unit", "organization")
    return "contribution" if ours and clause.section in ("background", "introduction") else _DEFAULT[clause.section]


def _learned(clause: Clause, nearest: _Cue, cues: Sequence[_Cue]) -> _Cue | None:
    """Return the cue that makes a contribution something to be learnt: "will learn to apply the criteria of"."""
    if nearest[2] not in ("contribution", "context"):
        return None
    reach = _FAR if clause.section in ("learning", "training") else _CLOSE * 3
    near = [c for c in cues if c[2] == "learning" and c[0] < nearest[0] and nearest[0] - c[1] < reach]
    return near[-1] if near and not re.search(r"[,;:]", clause.last[near[-1][1] : nearest[0]]) else None


@lru_cache(maxsize=256)  # the citations of an enumeration share the words before it
def _cues(left: str) -> tuple[_Cue, ...]:
    """Return the cues of a clause, which may overlap."""
    return tuple((m.start(), m.end(1), role) for role in ROLES for m in lexicon().before[role].finditer(left))
