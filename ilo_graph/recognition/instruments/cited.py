"""What a citation of an instrument says, and the patterns that all its forms share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ilo_graph.model import Mention
from ilo_graph.recognition.folding import Folded

HEADS = {"c": r"conventions?|convenios?", "r": r"recommendations?|recommandations?|recomendacion(?:es)?"}
HEAD = f"(?P<c>{HEADS['c']})|(?P<r>{HEADS['r']})"
OWNER = (
    r"(?: (?:de (?:la |l')|of the |du )?\(?(?:ilo|oit|bit)\)?| internacional(?:es)?| internationales?| fundamentales"
    r"| fondamentales| de trabajo| du travail| de l'organisation internationale du travail"
    r"| de la organizacion internacional del trabajo)"
)
YEAR = r"(?:,? \(?(?:del? )?(?P<year>1[89]\d\d|20\d\d|\d{3})\)?(?!\d))"
# Whose Conventions and Recommendations are not the ILO's.
FOREIGN_AFTER = re.compile(
    r"[\s\w,()°.-]{0,12}(?:of|de|du|del) (?:the |la |l'|las |le )?(?:who|oms|unesco|council of europe"
    r"|conseil de l'europe|consejo de europa|unicef|united nations|nations unies|naciones unidas|evaluation|evaluacion"
    r"|cedaw|human rights|committee|comite|comision|auditor|defenseur|defensor|ombudsman|mediateur|audit|auditoria"
    r"|external|peer review)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in folded positions: what it says by number, title and year."""

    start: int
    end: int
    letter: str
    number: int | None
    rule: str
    year: int | None = None
    candidates: tuple[str, ...] = ()
    title: str | None = None


def mention(folded: Folded, cited: Cited) -> Mention:
    """Return a citation as a mention, in the positions of the original text."""
    start, end = folded.span(cited.start, cited.end)
    code = None if cited.number is None else f"{cited.letter.upper()}{cited.number:03}"
    return Mention(start, end, "instrument", cited.rule, code, cited.candidates, cited.title, cited.year)


def letter_of(found: re.Match[str]) -> str:
    """Return "c" or "r" for the head of a citation."""
    return "c" if found["c"] else "r"


def year_of(text: str | None) -> int | None:
    """Return a printed year as a number."""
    return int(text) if text else None
