"""The pieces of citation grammar that English, French and Spanish share, on folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

# "No.", "Nos.", "n°", "n° s", "nos", "núm.", "núms.", "N.os", "Numéricos", "number" ...
LABEL = r"(?:n(?:\.? ?os?|o\.?s?|um(?:s|eros?|ericos)?|umbers?|r)?(?![a-z])(?: ?[.°])*(?: ?s(?![a-z])\.?)? ?)"
AND = (
    r"(?:,? (?:and|or|et|ou|y|e|o|u|&|and/or|as well as|ainsi que|asi como)(?: (?:the|la|le|les|el|los|las))? |, |; ?"
    r"| ?/ ?)"
)
TO = r"(?: ?- ?| to | through | a | al )"
# What stands after a number that counts or measures something.
COUNTED = (
    r"(?! ?%| ?per ?cent| ?(?:por ciento|pour cent|percent)\b| (?:million|billion|millon|milliard|mil|thousand)"
    r"| (?:year|month|week|day|hour|ans?\b|annee|mois|jour|ano|mes(?:es)?\b|dia|countr|pays|pais|state|member"
    r"|people|worker|person|women|participant)s?)"
)
NOT_INSIDE = r"(?![\d/])(?![.,]\d)(?!-\d{4})"  # a number ends here and is no part of a decimal, a date or a code

ORGANIZATION = re.compile(r"\b(?:ilo|oit|bit|i\.l\.o|o\.i\.t|international labou?r"
                          r"|internationales? du travail|internacional(?:es)? del trabajo)\b")  # fmt: skip


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a verbose pattern in which blanks are written as such."""
    return re.compile(pattern.replace("\n", ""))


def in_order(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """Return the matches of several patterns, each of which begins with a letter or sign of its own.

    One letter is looked for at the speed of memory; a pattern that may begin with several looks at every character.
    """
    return sorted(chain.from_iterable(p.finditer(text) for p in patterns), key=re.Match.start)


def between(first: str, last: str) -> list[str]:
    """Return the numbers or codes that lie inside a range: "6.1" and "6.4" have "6.2" and "6.3" between them."""
    head, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if head != other or not (low.isdigit() and high.isdigit()):
        return []
    return [f"{head}.{n}" if head else str(n) for n in range(int(low) + 1, min(int(high), int(low) + 20))]
