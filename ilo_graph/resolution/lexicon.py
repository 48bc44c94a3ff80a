"""The words of `data/lexicon/roles.toml`, compiled: cues of roles, agents, and the forms of sentences."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ilo_graph import resources
from ilo_graph.model import Language, Role

ROLES: tuple[Role, ...] = ("contribution", "framework", "learning", "context")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns on folded text; those with a group for each role or agent say which one they found."""

    before: Mapping[Role, re.Pattern[str]]  # cues before a citation, which may overlap
    after: re.Pattern[str]  # cues directly behind it
    agents: re.Pattern[str]
    qualification: re.Pattern[str]  # the beginning of a sentence that asks for a qualification
    required: re.Pattern[str]  # words behind a citation that ask for it
    demand: re.Pattern[str]  # the beginning of a demand on others
    asked: re.Pattern[str]  # an agent who is asked to act
    by: re.Pattern[str]  # an agent behind a citation who acts
    object: re.Pattern[str]  # words after which an agent is no subject
    offer: re.Pattern[str]  # the beginning of an offer to learn
    help: re.Pattern[str]  # help for others to bring something into line with a mandate
    duty: Mapping[Language, re.Pattern[str]]  # the beginning of a duty, which has no subject


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read and compile the lexicon."""
    words = tomllib.loads((resources.folder("data") / "lexicon" / "roles.toml").read_text("utf-8"))
    after = _named({role: words[role]["after"] for role in ROLES})
    sentence = words["sentence"]
    return Lexicon(
        before={r: re.compile(rf"\b(?=({_either(words[r]['before'])})l?(?!\w))") for r in ROLES},  # "l": de, del
        after=re.compile(rf"[\s,]*(?:{after})\b"),
        agents=re.compile(rf"\b(?:{_named(words['agent'])})\b"),
        qualification=re.compile(rf"[^a-z]*(?:{_either(sentence['qualification'])})"),
        required=re.compile(rf"\b(?:{_either(sentence['required'])})\b"),
        demand=re.compile(rf"[^a-z]*(?:{_either(sentence['demand'])})"),
        asked=re.compile(rf"\b(?:{_either(sentence['asked'])}) {_ARTICLE}(?:{_named(words['agent'])})\b"),
        by=re.compile(rf"[^;.]{{0,60}}?\b(?:{_either(sentence['by'])}) {_ARTICLE}(?:{_named(words['agent'])})\b"),
        object=re.compile(rf"\b(?:{_either(sentence['object'])})['\s]+{_ARTICLE}(?:[a-z-]+ ){{0,2}}$"),
        offer=re.compile(rf"[^a-z]*(?:{_either(sentence['offer'])})"),
        help=re.compile(rf".{{0,80}}?\b(?:{_either(sentence['help'])})\b.{{0,160}}?\b(?:{_IN_ORDER_THAT})\b"),
        duty={
            language: re.compile(rf"(?:[^a-z]*|.{{0,200}}?, )(?:{_ADVERB})?(?:{_either(of)})")
            for language, of in sentence["duty"].items()
        },
    )


_ADVERB = r"then |also |and |further |puis |ensuite |luego |ademas "
_IN_ORDER_THAT = r"so that|how to|to (?:bring|comply|make|apply)|para que|a fin de que|pour que|afin que|desormais|now"
_ARTICLE = r"(?:the |la |el |le |les |los |las |l'|its |their )?"


def _named(patterns: Mapping[str, Iterable[str]]) -> str:
    return "|".join(f"(?P<{name}>{_either(of)})" for name, of in patterns.items())


def _either(patterns: Iterable[str]) -> str:
    """Join patterns, those of most words first; each is tried only where its first letter stands."""
    groups: dict[str, list[str]] = defaultdict(list)
    for pattern in sorted(patterns, key=lambda p: (p.count(" "), len(p)), reverse=True):
        plain = pattern[0].isalpha() and pattern[1:2] not in ("?", "*", "+", "{")
        groups[pattern[0] if plain else ""].append(pattern[1:] if plain else pattern)
    return "|".join(f"{letter}(?:{'|'.join(of)})" for letter, of in sorted(groups.items()))
