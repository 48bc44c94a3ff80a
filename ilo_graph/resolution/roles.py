"""What a clause says is done with a mandate (role), who does it (agent), and the words that decided (cue).

The words of the lexicon are looked for in the sentence of the citation: the nearest before it decides, unless words
directly behind it say otherwise; citations of one enumeration share their role. Where the sentence is silent, the
section decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import cast

from ilo_graph.model import Agent, Language, Mention, Notice, Role, SectionKind
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.sentences import Sentences
from ilo_graph.resolution.lexicon import ROLES, lexicon

_LIST = re.compile(
    r"[\s,/&()\"'.-]*(?:(?:and|or|et|ou|y|e|o|as well as|its|the|related|accompanying|de|la|le|les|el|los|du|des|ilo"
    r"|also|of|that of|oit|in particular|with|more specifically|ainsi que|respectively|l'|d')[\s,'(]*){0,6}"
)
_CLAUSE = re.compile(
    r"[;:] |, (?:which|who|que|qui|dont|laquelle|lequel|lesquels|el cual|la cual|and|y|et|where|donde|ou"
    r"|ademas|en outre)\b| (?:where|whereby|whose) "
    r"|\b(?:while|whereas|mientras|tandis que|meanwhile)\b"
    r"| (?:and|et|y) (?=(?:will|contribut|thereby|se |concourt|asi))"
)
_CLAUSE_RELATIVE = re.compile(r", (?:which|who|que|qui|dont|laquelle|lequel|lesquels|el cual|la cual)$")
_TEACHES = re.compile(
    r"[^a-z]*(?:organi[sz]|deliver|prepar|develop|design|facilitat|conduct|hold|anim|dispens|impart|disen)\w*\b.{0,120}"
    r"(?:course|seminar|training|workshop|webinar|cours|formation|atelier|seminaire|curso|taller|seminario)"
)
_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹]")
_BEHIND = 48  # characters behind a citation in which words still speak of it
_LONGEST_LIST = 60  # citations
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
_OWN: frozenset[SectionKind] = frozenset(
    {"duties", "training", "learning", "qualifications"}
)  # the post is the subject


@dataclass(frozen=True, slots=True)
class Judgement:
    """The role, the agent and the words that decided."""

    role: Role
    agent: Agent
    cue: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document that the mentions stand in."""

    folded: Folded
    sentences: Sentences
    mentions: Sequence[Mention]  # in their order
    notice: Notice


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words of a sentence before and behind a citation, folded, and where the sentence stands."""

    left: str
    right: str
    section: SectionKind
    language: Language

    def is_duty(self, words: str) -> bool:
        return lexicon().duty[self.language].match(words) is not None


def judge(mention: Mention, section: SectionKind, context: Context) -> Judgement:
    """Decide on role and agent of a mention."""
    if section == "header" or mention.kind == "unit":  # a unit is who works, not what is worked on
        return Judgement("context", "other", "")
    clause = _clause(mention, section, context)
    role, cue = _role(clause)
    # where a notice names nobody, its unit is speaking; in any other text somebody else may be
    agent = _agent(role, clause) or ("other" if context.notice.layout == "plain" else "unit")
    if role == "contribution" and agent == "other":
        return Judgement("context", "other", cue)  # what others do for a mandate is no contribution of ours
    return Judgement(role, agent, cue)


def _clause(mention: Mention, section: SectionKind, context: Context) -> _Clause:
    folded, (head, end) = context.folded, _list_around(mention, context)
    first, last = context.sentences.at(head)[0], context.sentences.at(mention.start)[1]
    start = folded.index(first)
    left = _with_units(folded.text[start : folded.index(head)], start, context)
    right = folded.text[folded.index(end) : folded.index(max(last, end))]
    return _Clause(left, right, section, context.notice.language)


def _with_units(text: str, start: int, context: Context) -> str:
    """Return the words of a clause with "the unit" in the place of a unit's name, so that it counts as who acts."""
    for mention in reversed(_units_in(context, start, start + len(text))):
        first, last = context.folded.index(mention.start) - start, context.folded.index(mention.end) - start
        text = f"{text[:first]}the unit{text[last:]}"
    return text


def _units_in(context: Context, start: int, end: int) -> list[Mention]:
    folded, mentions = context.folded, context.mentions
    first = bisect_left(mentions, folded.position(start), key=lambda m: m.start) if start < end else len(mentions)
    inside = takewhile(lambda m: folded.index(m.end) <= end, mentions[first : first + _LONGEST_LIST])
    return [m for m in inside if m.kind == "unit"]


def _list_around(mention: Mention, context: Context) -> tuple[int, int]:
    """Return where the enumeration begins and ends that a mention stands in."""
    mentions, (head, end) = context.mentions, (mention.start, mention.end)
    place = bisect_left(mentions, mention.start, key=lambda m: m.start)
    for other in reversed(mentions[max(0, place - _LONGEST_LIST) : place]):
        if other.end <= head and (head - other.end > _BEHIND or not _joins(context.folded, other.end, head)):
            break
        head = min(head, other.start)
    for other in mentions[place : place + _LONGEST_LIST]:
        if other.start >= end and (other.start - end > _BEHIND or not _joins(context.folded, end, other.start)):
            break
        end = max(end, other.end)
    return head, end


def _joins(folded: Folded, start: int, end: int) -> bool:
    return _LIST.fullmatch(folded.text[folded.index(start) : folded.index(end)]) is not None


def _role(clause: _Clause) -> tuple[Role, str]:
    """Return the role, and the words that decided."""
    left, words = clause.left, lexicon()
    if clause.section == "qualifications" and ";" not in left:
        return "context", ""
    asks = ";" not in left and clause.section not in ("learning", "training")
    asked = words.qualification.match(left) if asks else None
    asked = asked or words.required.search(clause.right[:_FAR].partition(";")[0])
    if asked:
        return "context", asked.group().strip()
    cues = _cues(left)
    nearest = max(cues, key=lambda c: (c[1], c[1] - c[0]), default=None)
    behind = words.after.match(clause.right[:_BEHIND])
    if behind is not None and (nearest is None or len(left) - nearest[1] > _CLOSE):
        return cast(Role, behind.lastgroup), behind.group().strip(" ,")
    if nearest is None:
        return _silent(clause), ""
    start, end, role = _learned(clause, nearest, cues) or nearest
    if role == "learning" and _is_teaching(clause):
        role = "contribution"
    return role, left[start:end]


def _is_teaching(clause: _Clause) -> bool:
    """Tell whether a unit or the Organization offers the learning to others: "the project trains judges on C158"."""
    if _TEACHES.match(clause.left):
        return True
    agents = {m.lastgroup for m in lexicon().agents.finditer(clause.left)}
    return "post" not in agents and _subject(clause) in ("unit", "organization")


def _silent(clause: _Clause) -> Role:
    """Return the role where no word decides: a duty's, or else the section's."""
    if _FOOTNOTE.match(clause.left):
        return "context"
    ours = clause.is_duty(clause.left) or _subject(clause) in ("post", "unit", "organization")
    return "contribution" if ours and clause.section in ("background", "introduction") else _DEFAULT[clause.section]


def _learned(clause: _Clause, nearest: _Cue, cues: Sequence[_Cue]) -> _Cue | None:
    """Return the cue that makes a contribution something to be learnt: "will learn to apply the criteria of"."""
    if nearest[2] not in ("contribution", "context"):
        return None
    reach = _FAR if clause.section in ("learning", "training") else _CLOSE * 3
    near = [c for c in cues if c[2] == "learning" and c[0] < nearest[0] and nearest[0] - c[1] < reach]
    return near[-1] if near and not re.search(r"[,;:]", clause.left[near[-1][1] : nearest[0]]) else None


def _cues(left: str) -> list[_Cue]:
    """Return the cues of a clause, which may overlap."""
    return [(m.start(), m.end(1), role) for role in ROLES for m in lexicon().before[role].finditer(left)]


def _agent(role: Role, clause: _Clause) -> Agent | None:
    """Return who acts; None where nobody is named."""
    if role in ("context", "learning"):
        return "other" if role == "context" else "post"
    by = lexicon().by.match(clause.right) if role == "contribution" else None
    if by is not None:
        return cast(Agent, by.lastgroup)
    subject = _subject(clause)
    if subject is not None:
        return subject
    if clause.section in _OWN or any(map(clause.is_duty, (clause.left, clause.right))) or _begins(clause):
        return "post"
    named = [m.lastgroup for m in lexicon().agents.finditer(clause.left) if m.lastgroup != "other"]
    later = lexicon().agents.search(clause.right)
    return cast(Agent, named[-1] if named else later.lastgroup if later else None)


def _begins(clause: _Clause) -> bool:
    """Tell whether a sentence begins with the words for a contribution, without a subject: "Promotion of C175"."""
    return any(start <= 3 and role == "contribution" for start, _, role in _cues(clause.left))


def _subject(clause: _Clause) -> Agent | None:
    """Return the subject of the last clause before a citation that has one."""
    left, words = clause.left, lexicon()
    if words.demand.match(left):
        return "other"
    if asked := list(words.asked.finditer(left)):
        return cast(Agent, asked[-1].lastgroup)
    starts = [0, *(m.end() for m in _CLAUSE.finditer(left))]
    parts = zip(reversed(starts), (len(left), *reversed(starts)), strict=False)
    return next((agent for start, end in parts if (agent := _acting(clause, start, end))), None)


def _acting(clause: _Clause, start: int, end: int) -> Agent | None:
    """Return the subject of one clause of the sentence: named, named before "which", or that of a duty."""
    left, part, words = clause.left, clause.left[start:end], lexicon()
    if start == 0 and clause.is_duty(part):
        return "post"
    for found in words.agents.finditer(part):
        owner = not left[start + found.end() :].strip(" ('s")  # "ILO Convention": whose it is, not who acts
        if not owner and not words.object.search(part[: found.start()]):
            return cast(Agent, found.lastgroup)
    relative = _CLAUSE_RELATIVE.search(left[:start])
    if relative and (before := list(words.agents.finditer(left[: relative.start()]))):
        return cast(Agent, before[-1].lastgroup)
    return "post" if clause.is_duty(part) else None
