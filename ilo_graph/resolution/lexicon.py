"""The words of `data/lexicon/LANGUAGE.toml`, compiled: cues of roles, agents, and the forms of sentences."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from ilo_graph import resources
from ilo_graph.model import Language, Role

ROLES: tuple[Role, ...] = ("contribution", "framework", "learning", "context")
_Patterns = re.Pattern[str]
_SIGN = re.compile(r"\\.|\[\^?\]?[^\]]*\]|[()|]")
_META = frozenset(r"\.^$*+?{}[]()|")
_LETTERS = 3  # of a pattern by which it is found
_MANY = 12  # spellings of one pattern; more of them take too long to compile


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
    by: _Patterns  # an agent behind a citation who acts
    adjunct: _Patterns  # where words begin within a sentence that say more of its main clause
    turn: _Patterns  # where a clause of its own begins within a sentence
    singular: _Patterns  # a verb that says something of one
    relative: _Patterns  # ... which says something of who stands before it
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
    verbs = _either(_verbs(table["contribution"]["verbs"], language))
    table["contribution"]["before"].append(verbs)
    table["learning"]["before"] += table["learning"]["taught"]
    table["framework"]["before"] += table["framework"].get("appeal", [])
    sentence, agents = table["sentence"], _named(table["agent"])
    start = rf"[^a-z§]*(?:(?:{_either(sentence['adverb'])})[, ]+){{0,2}}"
    return Lexicon(
        before={r: re.compile(rf"(?<![\w-])(?=({_either(table[r]['before'])})(?![\w-]))") for r in ROLES},
        reach=_of_roles(table, "reach"),
        barrier=re.compile(rf"(?:{_either(sentence['barrier'])})"),
        after=re.compile(rf"[\s,)\"]*(?:{_of_roles(table, 'after').pattern})"),
        later=_of_roles(table, "later"),
        taught=_words(table["learning"]["taught"]),
        learner=_words(table["learning"]["learner"]),
        others=_words(table["learning"]["others"]),
        agents=re.compile(rf"\b(?:{agents})\b"),
        pronoun=re.compile(rf"{start}(?:{_either(sentence['pronoun'])})\b"),
        verb=re.compile(rf"{start}(?:{verbs}|{_either(sentence['verb'])})(?![\w-])"),
        transitive=re.compile(rf"(?<![\w-])(?:{verbs})\s+(?:\d+ )?{_NEAR_NOUN}$"),
        object=re.compile(rf"(?<![\w-])(?:{_either(sentence['object'])})[\s']+{_NEAR_NOUN}$"),
        asked=re.compile(rf"\b(?:{_either(sentence['asked'])}) {_NEAR_NOUN}(?:{agents})\b"),
        credit=re.compile(rf"[^a-z§]*(?:{_either(sentence.get('credit', []))}) {_NEAR_NOUN}(?:{agents})\b"),
        appeal=_words(table["framework"].get("appeal", [])),
        by=re.compile(
            rf"(?:[^;.§]{{0,60}}?|[^;.§]{{0,40}}?\b(?:{_either(sentence.get('passive', []))})\b[^;.§]{{0,160}}?)"
            rf"\b(?:{_either(sentence['by'])}) {_NEAR_NOUN}(?:{agents})\b"
        ),
        adjunct=re.compile(_either(sentence.get("adjunct", []))),
        turn=re.compile(_either(sentence["turn"])),
        singular=re.compile(rf"\s*(?:{_either(sentence.get('singular', []))})\b"),
        relative=re.compile(rf"(?:{_either(sentence['relative'])})$"),
        article=re.compile(rf"[^a-z§]*(?:{_either(sentence.get('article', []))})\b"),
        finite=_words(sentence.get("finite", [])),
        qualification=re.compile(rf"[^a-z§]*(?:{_either(sentence['qualification'])})"),
        required=_words(sentence["required"]),
        demand=re.compile(rf"[^a-z§]*(?:{_either(sentence['demand'])})"),
        offer=re.compile(rf"[^a-z§]*(?:{_either(sentence['offer'])})"),
        helping=re.compile(rf"{start}(?:{_either(sentence['help'])})(?![\w-])"),
        help=re.compile(
            rf".{{0,80}}?\b(?:{_either(sentence['help'])})\b.{{0,160}}?\b(?:{_either(sentence['so_that'])})\b"
        ),
        duty=re.compile(rf"{start}(?:{_either(sentence['duty'])})"),
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
    return re.compile(rf"(?<![\w-])(?:{_either(patterns)})(?![\w-])")


def _of_roles(table: Mapping[str, Mapping[str, list[str]]], name: str) -> _Patterns:
    return re.compile(rf"(?<![\w-])(?:{_named({role: table[role].get(name, ()) for role in ROLES})})(?![\w-])")


def _named(patterns: Mapping[str, Iterable[str]]) -> str:
    return "|".join(f"(?P<{name}>{_either(of)})" for name, of in patterns.items() if of)


def _either(patterns: Iterable[str]) -> str:
    """Join patterns, those of most words first, as a tree of their first letters: most are left at the first."""
    spelled: set[str] = set()
    for pattern in patterns:
        several = list(islice(_spelled(pattern), _MANY + 1))
        spelled.update(several if len(several) <= _MANY else (f"(?:{pattern})",))
    return _tree(sorted(spelled, key=lambda p: (-p.count(" "), -len(p), p)), _LETTERS) or "(?!)"


def _tree(patterns: Sequence[str], letters: int) -> str:
    groups: dict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        plain = letters and pattern and pattern[0] not in _META and pattern[1:2] not in ("?", "*", "+", "{")
        groups[pattern[0] if plain else ""].append(pattern[1:] if plain else pattern)
    first = "|".join(groups.pop("", ()))
    rest = (f"{letter}(?:{_tree(of, letters - 1)})" for letter, of in sorted(groups.items()))
    return "|".join(filter(None, (first, *rest))) if not (first == "" and "" in patterns) else "|".join((*rest, ""))


def _spelled(pattern: str) -> Iterator[str]:
    """Yield what a pattern may begin with as patterns of their own: "(?:a|b)c" is "ac" and "bc"."""
    branches = _branches(pattern)
    if len(branches) > 1:
        yield from chain.from_iterable(map(_spelled, branches))
        return
    inner, rest = _opening_group(pattern)
    if inner is None:
        yield pattern
        return
    optional = rest[:1] == "?"
    yield from (one for branch in _branches(inner) for one in _spelled(branch + rest[optional:]))
    if optional:
        yield from _spelled(rest[1:])


def _opening_group(pattern: str) -> tuple[str | None, str]:
    """Return what stands in the group with which a pattern begins, and what follows it; None where none does."""
    if not pattern.startswith("(?:"):
        return None, pattern
    end = next(place for place, depth in _depths(pattern) if depth == 0)
    rest = pattern[end + 1 :]
    return (None, pattern) if rest[:1] in ("*", "+", "{") else (pattern[3:end], rest)


def _branches(pattern: str) -> list[str]:
    """Return the alternatives of a pattern."""
    cuts = [place for place, depth in _depths(pattern) if depth == 0 and pattern[place] == "|"]
    return [pattern[start:end] for start, end in zip((0, *(c + 1 for c in cuts)), (*cuts, len(pattern)), strict=True)]


def _depths(pattern: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the signs that structure a pattern, and how many groups are open behind each."""
    depth = 0
    for found in _SIGN.finditer(pattern):
        sign = found.group()
        if len(sign) == 1:  # no escape, no set of characters
            depth += (sign == "(") - (sign == ")")
            yield found.start(), depth


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
    return rf"{verb[:-2]}\w{{1,8}}" if verb.endswith(("er", "ir", "re", "ar")) else verb
