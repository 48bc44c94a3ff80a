"""The pieces of citation grammar that English, French and Spanish share, on folded text."""

from __future__ import annotations

import re

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
NOT_INSIDE = r"(?![\d/])(?![.,]\d)"  # a number ends here and is no part of a decimal, a date or a code

ORGANIZATION = re.compile(r"\b(?:ilo|oit|bit|international labou?r|organisation internationale du travail"
                          r"|organizacion internacional del trabajo)\b")  # fmt: skip


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a verbose pattern in which blanks are written as such."""
    return re.compile(pattern.replace("\n", ""))
