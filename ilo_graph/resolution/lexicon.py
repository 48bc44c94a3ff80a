"""The words of `data/lexicon/LANGUAGE.toml`, compiled: cues of roles, agents, and the forms of sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ilo_graph import resources
from ilo_graph.model import Language, Role
from ilo_graph.resolution.patterns import either

ROLES: tuple[Role, ...] = ("contribution", "framework", "learning", "context")
_Patterns = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns on folded text; those with a group for each role or agent say which one they found."""

    before: Mapping[Role, _Patterns]  # cues before a citation, which may overlap
    reach: _Patterns  # cues that hold for all that follows them in their clause, by role
    barrier: _Patterns  # where that ends
    after: _Patterns  # cues directly behind a citation, by role
    later: _Patterns  # cues anywhere behind it in its clause, by role
    taught: _Patterns  # words of teaching: to learn for those who are taught, a contribution of those who teach
    learner: _Patterns  # ... to the holder of the post
    others: _Patterns  # ... to others
    agents: _Patterns
    pronoun: _Patterns  # the beginning of a clause whose subject was named before
    verb: _Patterns  # the beginning of a clause without a subject
    transitive: _Patterns  # a verb right before its object
    object: _Patterns  # words after which an agent is no subject
    asked: _Patterns  # an agent who is asked to act, or by whom something is done
    credit: _Patterns  # the beginning of a sentence that says with whose help others act
    appeal: _Patterns  # cues of a frame that others only cite
    own: _Patterns  # whose the means are by which somebody acts who is named already: "by its projects"
    by: _Patterns  # an agent behind a citation who acts
    adjunct: _Patterns  # where words begin within a sentence that say more of its main clause
    turn: _Patterns  # where a clause of its own begins within a sentence
    singular: _Patterns  # a verb that says something of one
    relative: _Patterns  # ... which says something of who stands before it
    gerund: _Patterns  # the beginning of a duty without a finite verb: "Preparing ..."
    indefinite: _Patterns  # what stands before a unit that is not named: "runs a programme which ..."
    article: _Patterns  # the beginning of a sentence, not of an item of a list
    finite: _Patterns  # a verb that makes a sentence of words: without one they are an item of a list
    qualification: _Patterns  # the beginning of a sentence that asks for a qualification
    required: _Patterns  # words behind a citation that ask for it
    demand: _Patterns  # the beginning of a demand on others
    offer: _Patterns  # the beginning of an offer to learn
    helping: _Patterns  # the beginning of a duty to help others
    help: _Patterns  # help for others to bring something into line with a mandate
    duty: _Patterns  # the beginning of a duty, which has no subject


@cache
def lexicon(language: Language) -> Lexicon:
    """Read and compile the lexicon of a language."""
    table = _table((resources.folder("data") / "lexicon" / f"{language}.toml").read_text("utf-8"))
    verbs = either(_verbs(table["contribution"]["verbs"], language))
    table["contribution"]["before"].append(verbs)
    table["learning"]["before"] += table["learning"]["taught"]
    table["framework"]["before"] += table["framework"]["appeal"]
    sentence, agents = table["sentence"], _named(table["agent"])
    start = rf"[^a-z§]*(?:(?:{either(sentence['adverb'])})[, ]+){{0,2}}"
    return Lexicon(
        before={r: re.compile(rf"(?<![\w-])(?=({either(table[r]['before'])})(?![\w-]))") for r in ROLES},
        reach=_of_roles(table, "reach"),
        barrier=re.compile(rf"(?:{either(sentence['barrier'])})"),
        after=re.compile(rf"[\s,)\"]*(?:{_of_roles(table, 'after').pattern})"),
        later=_of_roles(table, "later"),
        taught=_words(table["learning"]["taught"]),
        learner=_words(table["learning"]["learner"]),
        others=_words(table["learning"]["others"]),
        agents=re.compile(rf"\b(?:{agents})\b"),
        pronoun=re.compile(rf"{start}(?:{either(sentence['pronoun'])})\b"),
        verb=re.compile(rf"{start}(?:{verbs}|{either(sentence['verb'])})(?![\w-])"),
        transitive=re.compile(rf"(?<![\w-])(?:{verbs})\s+(?:\d+ )?{_NEAR_NOUN}$"),
        object=re.compile(rf"(?<![\w-])(?:{either(sentence['object'])})[\s']+{_NEAR_NOUN}$"),
        asked=re.compile(rf"\b(?:{either(sentence['asked'])}) {_NEAR_NOUN}(?:{agents})\b"),
        credit=re.compile(rf"[^a-z§]*(?:{either(sentence['credit'])}) {_NEAR_NOUN}(?:{agents})\b"),
        appeal=_words(table["framework"]["appeal"]),
        own=_words(sentence["own"]),
        by=re.compile(
            rf"(?:[^;.§]{{0,20}}?|[^;.§]{{0,40}}?\b(?:{either(sentence['passive'])})\b[^;.§]{{0,160}}?)"
            rf"\b(?:{either(sentence['by'])}) {_NEAR_NOUN}(?:{agents})\b"
        ),
        adjunct=re.compile(either(sentence["adjunct"])),
        turn=re.compile(either(sentence["turn"])),
        singular=re.compile(rf"\s*(?:{either(sentence['singular'])})\b"),
        relative=re.compile(rf"(?:{either(sentence['relative'])})$"),
        gerund=re.compile(rf"[^a-z§]*(?:{either(sentence['gerund'])})\b"),
        indefinite=re.compile(rf"\b(?:{either(sentence['indefinite'])}) (?:[\w-]+ ){{0,3}}$"),
        article=re.compile(rf"[^a-z§]*(?:{either(sentence['article'])})\b"),
        finite=_words(sentence["finite"]),
        qualification=re.compile(rf"[^a-z§]*(?:{either(sentence['qualification'])})"),
        required=_words(sentence["required"]),
        demand=re.compile(rf"[^a-z§]*(?:{either(sentence['demand'])})"),
        offer=re.compile(rf"[^a-z§]*(?:{either(sentence['offer'])})"),
        helping=re.compile(rf"{start}(?:{either(sentence['help'])})(?![\w-])"),
        help=re.compile(
            rf".{{0,120}}?\b(?:{either(sentence['help'])})\b.{{0,160}}?\b(?:{either(sentence['so_that'])})\b"
        ),
        duty=re.compile(rf"{start}(?:{either(sentence['duty'])})"),
    )


def _table(text: str) -> dict[str, Any]:
    """Read a lexicon, with what {name} stands for in its place; an entry of [short] may use those above it."""
    short: dict[str, str] = {}
    for name, pattern in tomllib.loads(text)["short"].items():
        short[name] = _filled(pattern, short)
    return tomllib.loads(_filled(text, {name: pattern.replace("\\", "\\\\") for name, pattern in short.items()}))


def _filled(text: str, short: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: short.get(found[1], found[0]), text)


_NEAR_NOUN = r"(?:[a-z'-]+ ){0,2}"


def _words(patterns: Iterable[str]) -> _Patterns:
    return re.compile(rf"(?<![\w-])(?:{either(patterns)})(?![\w-])")


def _of_roles(table: Mapping[str, Mapping[str, list[str]]], name: str) -> _Patterns:
    return re.compile(rf"(?<![\w-])(?:{_named({role: table[role].get(name, ()) for role in ROLES})})(?![\w-])")


def _named(patterns: Mapping[str, Iterable[str]]) -> str:
    return "|".join(f"(?P<{name}>{either(of)})" for name, of in patterns.items() if of)


def _verbs(bases: Iterable[str], language: Language) -> Iterator[str]:
    """Yield patterns of the forms of verbs; what follows a verb's first word stays as it is ("carry out")."""
    for base in bases:
        verb, _, rest = base.partition(" ")
        yield (_english(verb) if language == "en" else _romance(verb)) + (f" {rest}" if rest else "")


def _english(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:e|es|ed|ing)"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}(?:y|ies|ied|ying)"
    return f"{verb}(?:e?s|{verb[-1]}?ed|{verb[-1]}?ing)?"


def _romance(verb: str) -> str:
    person = r"(?!ateur|eurs?\b|ador|edor|idor)"  # "evaluateur" is no form of "évaluer"
    return rf"{verb[:-2]}{person}\w{{1,8}}" if verb.endswith(("er", "ir", "re", "ar")) else verb
