"""What a clause says is done with a mandate (role), who does it (agent), and the words that decided (cue).

The words of the lexicon are looked for in the sentence of the citation. Words that hold for all that follows them
("learn to", "leaving aside") decide first; then the nearest before the citation, unless words directly behind it say
otherwise. Citations of one enumeration share their role. Where the sentence is silent, the section decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ilo_graph.model import Agent, Language, Mention, Role, SectionKind
from ilo_graph.resolution.agents import agent_of, own_subject_of, subject_of
from ilo_graph.resolution.clauses import CITED, Clause, Context, clause_of, enumerations
from ilo_graph.resolution.lexicon import ROLES, Lexicon, lexicon

_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹]")
_COLON = re.compile(r" ?: ")  # right behind a cue it parts nothing: "What the holder will learn: C102"
_BEHIND = 60  # characters behind a citation in which words still speak of it
_FAR = 140  # ... and in which they may say that it is asked for, or left out
_CLOSE = 14  # characters between a cue and a citation that belong together beyond doubt
_WORDS = 4  # behind a turn of the sentence that say something of their own

_Cue = tuple[int, int, Role]  # start and end in the clause, and what it says
_Held = tuple[Role, str, int]  # what a cue says, its words and its end
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


_NOTHING = Judgement("context", "other", "")


def judgements(context: Context) -> dict[Mention, Judgement]:
    """Decide on role and agent of every mention of a document; units act, and nothing is done with them."""
    judged = dict.fromkeys(context.mentions, _NOTHING)
    otherwise: Agent = "other" if context.notice.layout == "plain" else "unit"
    for enumeration in enumerations(context):
        section = context.notice.section_at(enumeration[0].start)
        if section is None or section.kind != "header":
            clause = clause_of(enumeration, section.kind if section else "background", context)
            judged |= dict.fromkeys(enumeration, _judged(clause, otherwise))
    return judged


@lru_cache(maxsize=4096)  # notices repeat what they say of their unit
def _judged(clause: Clause, otherwise: Agent) -> Judgement:
    """Decide on a clause; where a notice names nobody its unit is speaking, in another text somebody else may be."""
    role, cue, end = _role(clause)
    agent = agent_of(role, clause, end) or otherwise
    if role == "contribution" and agent == "other" and lexicon(clause.language).helping.match(clause.left):
        agent = "post"  # who is helped acts, and the help is a contribution
    if role == "contribution" and agent == "other":  # what others do for a mandate is no contribution of ours
        framed = any(c[2] == "framework" and c[1] == end for c in _cues(clause.left, clause.language))
        return Judgement("framework" if framed else "context", "other", cue)
    if role == "framework" and agent == "other" and lexicon(clause.language).appeal.fullmatch(cue):
        return Judgement("context", "other", cue)
    return Judgement(role, agent, cue)


def _role(clause: Clause) -> tuple[Role, str, int]:
    """Return the role, the words that decided, and where they end before the citation."""
    words, whole = lexicon(clause.language), len(clause.left)
    left = _last(clause.left, words)
    taught = words.after.match(clause.right[:_BEHIND])
    asked = None if taught and taught.lastgroup == "learning" else _asked_for(clause, left, words)
    if asked is not None:
        return "context", asked, whole
    if held := _reaching(left, words):
        role, cue, end = held
        end += whole - len(left)
        return _learnt(role, clause, end, words), cue, end
    if (held := _reaching(clause.lead.rstrip(" :"), words)) and held[0] == "learning":
        return *held[:2], 0
    nearest = max(_cues(left, clause.language), key=_nearness, default=None)
    behind = _behind(clause, words, close=nearest is not None and _is_close(left, nearest[1]))
    if behind is not None:
        return *behind, whole
    if nearest is None:
        return ("learning" if _is_offer(clause, left, words) else _silent(clause, words)), "", whole
    start, end, _ = nearest
    return _in_its_clause(nearest, clause, left, words), left[start:end], whole - len(left) + end


def _nearness(cue: _Cue) -> tuple[int, int, bool]:
    """Order cues by how near to the citation they end, then by their length; of equals a contribution comes last."""
    start, end, role = cue
    return end, end - start, role != "contribution"


def _is_close(left: str, end: int) -> bool:
    """Tell whether nothing stands between a cue and the citation that parts them."""
    between = left[end:]
    return len(between) <= _CLOSE and not any(mark in between for mark in f";{CITED}")


def _last(left: str, words: Lexicon) -> str:
    """Return the words behind the last semicolon, unless they only go on with a list."""
    head, _, last = left.rpartition("; ")
    return last if head and (len(last.split()) >= _WORDS or words.offer.match(last)) else left


def _asked_for(clause: Clause, left: str, words: Lexicon) -> str | None:
    """Return the words that ask for a qualification, whatever they cite; None where nothing is asked for."""
    if clause.section == "qualifications" and ";" not in clause.left:
        return ""
    free = clause.section in ("learning", "training")
    asked = None if free or words.offer.match(clause.left) else words.qualification.match(left)
    if asked and words.barrier.search(left, asked.end()) and subject_of(clause) in ("post", "unit"):
        asked = None  # "Familiarity with C169 is an asset, since the post deals with ..."
    asked = asked or words.required.search(_same_demand(clause.right, words))
    return asked.group().strip() if asked else None


def _same_demand(right: str, words: Lexicon) -> str:
    """Return the words behind a citation up to another demand: "..., experience in fisheries is desirable"."""
    parts = re.split(r"[;§]", right[:_FAR], maxsplit=1)[0].split(", ")
    others = (place for place, part in enumerate(parts) if place and words.qualification.match(part))
    return ", ".join(parts[: next(others, len(parts))])


def _reaching(left: str, words: Lexicon) -> _Held | None:
    """Return the last cue that holds for all that follows it, if it holds up to the citation."""
    held = None
    for found in words.reach.finditer(left):
        colon = _COLON.match(left, found.end())
        if not words.barrier.search(left, colon.end() if colon else found.end()):
            held = cast(Role, found.lastgroup), found.group(), found.end()
    return held


def _behind(clause: Clause, words: Lexicon, *, close: bool) -> tuple[Role, str] | None:
    """Return the cue behind a citation: directly, unless one stands close before it, or in the rest of its clause."""
    found = None if close else words.after.match(clause.right[:_BEHIND])
    if found is None:
        rest = clause.right[:_FAR].partition(CITED)[0]
        stop = words.barrier.search(rest)
        found = words.later.search(rest, 0, stop.start() if stop else len(rest))
    return (cast(Role, found.lastgroup), found.group().strip(" ,")) if found else None


def _learnt(role: Role, clause: Clause, end: int, words: Lexicon) -> Role:
    """Tell what it is that others learn: a contribution of a duty that makes them, else nothing of ours."""
    if role != "learning" or own_subject_of(clause, end) != "other":
        return role
    credit = words.credit.match(clause.left)  # "As part of the project, 120 inspectors were trained on ..."
    ours = words.duty.match(clause.left) or (credit and credit.lastgroup != "other")
    return "contribution" if ours else "context"


def _in_its_clause(cue: _Cue, clause: Clause, left: str, words: Lexicon) -> Role:
    """Correct what a cue says by what the whole clause does: offering to learn, teaching, helping others to conform."""
    start, end, role = cue
    ends = [m.end() for m in words.barrier.finditer(left) if m.group()[0] == CITED]
    own = left[ends[-1] :] if ends else left
    framed = role == "framework" and _is_close(left, end) and clause.section not in ("learning", "training")
    if role != "context" and not framed and own == left and _is_offer(clause, left, words):
        others = words.barrier.search(left) and subject_of(clause) in ("unit", "organization")
        return role if others else "learning"
    if words.taught.search(own) and role in ("learning", "contribution"):
        return _taught(role, clause, own, words)
    if role == "contribution" and clause.section in ("learning", "training") and not _acts(clause, words):
        return "learning"
    added = any(m.end() <= start <= m.end() + 1 for m in words.adjunct.finditer(left))  # ", in line with"
    helped = role == "framework" and not added and words.help.match(left) is not None
    return "contribution" if helped else role


def _acts(clause: Clause, words: Lexicon) -> bool:
    """Tell whether somebody does something in a clause, of whom it speaks or whom a duty means."""
    return bool(words.duty.match(clause.left) or words.finite.search(clause.left))


def _taught(role: Role, clause: Clause, left: str, words: Lexicon) -> Role:
    """Tell who learns where something is taught: the holder of the post, or others, to whom it is a contribution."""
    if words.learner.search(left):
        return "learning"
    teaches = words.others.search(left) or words.duty.match(left) or own_subject_of(clause) in ("unit", "organization")
    by = words.by.match(clause.right)  # "... will be held by the Branch"
    return "contribution" if teaches or (by and by.lastgroup in ("unit", "organization")) else role


def _is_offer(clause: Clause, left: str, words: Lexicon) -> bool:
    """Tell whether a sentence without a verb offers something to learn, or an item of its list does."""
    if clause.section == "duties" or words.by.match(clause.right):
        return False
    listed = words.offer.match(clause.left) and not (words.duty.match(left) or words.finite.search(left))
    return bool(words.offer.match(left) or (listed and left != clause.left))


def _silent(clause: Clause, words: Lexicon) -> Role:
    """Return the role where no word decides: a duty's, or else the section's."""
    if _FOOTNOTE.match(clause.left):
        return "context"
    ours = own_subject_of(clause) in ("post", "unit", "organization")
    return "contribution" if ours and clause.section in ("background", "introduction") else _DEFAULT[clause.section]


def _cues(left: str, language: Language) -> tuple[_Cue, ...]:
    """Return the cues of a clause, which may overlap."""
    before = lexicon(language).before
    return tuple((m.start(), m.end(1), role) for role in ROLES for m in before[role].finditer(left))
