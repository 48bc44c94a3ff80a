"""What a clause says is done with a mandate (role), who does it (agent), and the words that decided (cue).

The words of `data/lexicon/roles.toml` are looked for in the sentence of the citation: the nearest before it decides,
unless words directly behind it say otherwise; citations of one enumeration share their role. Where the sentence is
silent, the section decides.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ilo_graph import resources
from ilo_graph.model import Agent, Mention, Role, SectionKind
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.sentences import Sentences

ROLES: tuple[Role, ...] = ("contribution", "framework", "learning", "context")
AGENTS: tuple[Agent, ...] = ("post", "unit", "organization", "other")
_LIST = re.compile(
    r"[\s,;/&()\"'.-]*(?:(?:and|or|et|ou|y|e|o|as well as|its|the|related|accompanying|de|la|le|les|el|los|du|des|ilo"
    r"|also|of|that of|oit|in particular|with|more specifically|ainsi que|respectively|l'|d')[\s,'(]*){0,6}"
)
_CLAUSE = re.compile(
    r"[;:] |, (?:which|who|que|qui|dont|and|y|et|where|donde|ou|ademas|en outre)\b"
    r"|\b(?:while|whereas|mientras|tandis que|meanwhile)\b"
    r"| (?:and|et|y) (?=(?:will|contribut|thereby|se |concourt|asi))"
)
_CLAUSE_RELATIVE = re.compile(r", (?:which|who|que|qui|dont)$")
_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹]")
_BEHIND = 48  # characters behind a citation in which words still speak of it
_LONGEST_LIST = 60  # citations
_FAR = 120  # ... and in which they may say that it is asked for
_CLOSE = 14  # characters between a cue and a citation that belong together beyond doubt

_Cue = tuple[int, int, Role]  # start and end in the clause, and what it says
_DEFAULT: dict[SectionKind, tuple[Role, Agent]] = {
    "header": ("context", "other"),
    "supervision": ("context", "other"),
    "introduction": ("context", "other"),
    "duties": ("contribution", "post"),
    "qualifications": ("context", "other"),
    "training": ("learning", "post"),
    "learning": ("learning", "post"),
    "background": ("context", "other"),
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
class _Lexicon:
    before: re.Pattern[str]
    after: re.Pattern[str]
    agents: re.Pattern[str]
    qualification: re.Pattern[str]
    required: re.Pattern[str]
    duty: re.Pattern[str]
    demand: re.Pattern[str]
    object: re.Pattern[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    words = tomllib.loads((resources.folder("data") / "lexicon" / "roles.toml").read_text("utf-8"))
    before = "|".join(f"(?P<{r}>{_either(words[r]['before'])})" for r in ROLES)
    after = "|".join(f"(?P<{r}>{_either(words[r]['after'])})" for r in ROLES)
    agents = "|".join(f"(?P<{a}>{_either(words['agent'][a])})" for a in AGENTS)
    sentence = {name: _either(words["sentence"][name]) for name in words["sentence"]}
    return _Lexicon(
        before=re.compile(rf"\b(?=(?:{before})(?!\w))"),
        after=re.compile(rf"[\s,]*(?:{after})\b"),
        agents=re.compile(rf"\b(?:{agents})\b"),
        qualification=re.compile(rf"[^a-z]*(?:{sentence['qualification']})"),
        required=re.compile(rf"\b(?:{sentence['required']})\b"),
        duty=re.compile(rf"[^a-z]*(?:{sentence['duty']})"),
        demand=re.compile(rf"[^a-z]*(?:{sentence['demand']})"),
        object=re.compile(rf"\b(?:{sentence['object']})['\s]+(?:the |la |el |le |les |los |las |l'|its |their )?$"),
    )


def _either(patterns: Sequence[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document that the mentions stand in."""

    folded: Folded
    sentences: Sentences
    mentions: Sequence[Mention]  # in their order
    is_notice: bool  # where a notice names nobody, its unit is speaking; in any other text somebody else may be


def judge(mention: Mention, section: SectionKind, context: Context) -> Judgement:
    """Decide on role and agent of a mention."""
    if section == "header" or mention.kind == "unit":  # a unit is who works, not what is worked on
        return Judgement("context", "other", "")
    folded, (head, end) = context.folded, _list_around(mention, context)
    first, last = context.sentences.at(head)[0], context.sentences.at(mention.start)[1]
    left = folded.text[folded.index(first) : folded.index(head)]
    right = folded.text[folded.index(end) : folded.index(max(last, end))]
    role, cue = _role(left, right, section)
    agent = _agent(role, left, right, section) or ("unit" if context.is_notice else "other")
    if role == "contribution" and agent == "other":
        return Judgement("context", "other", cue)  # what others do for a mandate is no contribution of ours
    return Judgement(role, agent, cue)


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


def _role(left: str, right: str, section: SectionKind) -> tuple[Role, str]:
    words = _lexicon()
    asked = words.qualification.match(left) if ";" not in left else None
    asked = asked or words.required.search(right[:_FAR].partition(";")[0])
    if asked:
        return "context", asked.group().strip()
    cues = list(_cues(left))
    nearest = max(cues, key=lambda c: (c[1], c[1] - c[0]), default=None)
    behind = words.after.match(right[:_BEHIND])
    if behind is not None and (nearest is None or len(left) - nearest[1] > _CLOSE):
        return cast(Role, behind.lastgroup), behind.group().strip(" ,")
    if nearest is None:
        return _silent(left, section), ""
    learning = _learned(left, nearest, cues, section)
    return (learning or nearest)[2], left[(learning or nearest)[0] : (learning or nearest)[1]]


def _silent(left: str, section: SectionKind) -> Role:
    """Return the role where no word decides: a duty's, or else the section's."""
    if _FOOTNOTE.match(left):
        return "context"
    return "contribution" if _lexicon().duty.match(left) and section == "background" else _DEFAULT[section][0]


def _learned(left: str, nearest: _Cue, cues: Sequence[_Cue], section: SectionKind) -> _Cue | None:
    """Return the cue that makes a contribution something to be learnt: "will learn to apply the criteria of"."""
    if nearest[2] != "contribution":
        return None
    reach = _FAR if section in ("learning", "training") else _CLOSE * 3
    near = [c for c in cues if c[2] == "learning" and c[1] <= nearest[0] + 1 and nearest[0] - c[1] < reach]
    return near[-1] if near and not re.search(r"[,;:]", left[near[-1][1] : nearest[0]]) else None


def _cues(left: str) -> Iterator[_Cue]:
    """Yield the cues of a clause."""
    for found in _lexicon().before.finditer(left):
        role = next(r for r in ROLES if found[r])
        yield found.start(), found.end(role), role


def _agent(role: Role, left: str, right: str, section: SectionKind) -> Agent | None:
    if role == "context":
        return "other"
    if role == "learning":
        return "post"
    subject = _subject(left)
    if subject is not None:
        return subject
    if section in _OWN or _lexicon().duty.match(left):
        return "post"
    later = _lexicon().agents.search(right)
    return cast(Agent, later.lastgroup) if later else None


def _subject(left: str) -> Agent | None:
    """Return who acts in the last clause before a citation that says so."""
    words, end = _lexicon(), len(left)
    if words.demand.match(left):
        return "other"
    for start in [m.end() for m in reversed(list(_CLAUSE.finditer(left)))] + [0]:
        clause = left[start:end]
        relative = _CLAUSE_RELATIVE.search(left[:start])
        for found in words.agents.finditer(clause):
            owner = not left[start + found.end() :].strip(" ('s")  # "ILO Convention": whose it is, not who acts
            if not owner and not words.object.search(clause[: found.start()]):
                return cast(Agent, found.lastgroup)
        if relative and (before := list(words.agents.finditer(left[: relative.start()]))):
            return cast(Agent, before[-1].lastgroup)
        if words.duty.match(clause):
            return "post"
        end = start
    return None
