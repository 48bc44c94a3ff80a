"""Codes of instruments, in capitals: C102, R.204, C. No 189, P029."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.grammar import COUNTED, LABEL, compiled, in_order
from ilo_graph.recognition.instruments.cited import HEADS, Cited
from ilo_graph.recognition.walk import Walk

# Where a code may begin, in the original text: what is not in capitals is none.
PRINTED = [re.compile(rf"{letter}(?:[.-]? ?(?:[Nn](?:os?|um|úm)?[.°º]{{0,2}} ?)?)\d") for letter in "CRP"]
CODE = compiled(
    rf"(?<![\w.-])(?<![^crp\d]/)(?P<letter>[crp])[.-]? ?(?P<label>{LABEL})?(?P<number>\d{{1,3}})"
    r"(?!\d|[.,]\d|/(?![crp]\d{3})|-\d{4})(?![\w-])"
)
ROOM = re.compile(
    r"\b(?:room|rooms|bureau|bureaux|office|salle|sala|oficina|despacho|building|block|gate|local|annex|form|grade|level"
    r"|articles?|articulos?|art\.|oj|jo|do|switch|cable|cables|parts?|item|serial|seat|row|paragraph|page|table|figure|box|poste|post|vacancy|point|formulaires?|formularios?|annexe|anexo|exit"
    r"|expediente|tomo|turno|ventanilla|puerta|porte|sortie|bus|ligne|linea|line|zone|zona|lot|lote|batiment|edificio|aula"
    r"|hall|stand|quai|tramite|dossier|version|flight|vol|vuelo|route|road|carretera|model|modelo|ref\.?)"
    r"(?: no\.?| n°)? ?$"
)
# A Convention by the Organization's name and its number: "ILO 169", "OIT 182".
OWNED = [re.compile(rf"{owner} 1\d\d") for owner in ("ILO", "OIT")]
OWNED_NUMBER = compiled(rf"(?:ilo|oit) (?P<number>1\d\d)(?!\d|[.,/-]\d){COUNTED}(?! (?:{HEADS['c']}|{HEADS['r']}))")
# What must stand near a code that is short enough to be something else.
CONTEXT = re.compile(
    rf"\b(?:ilo|oit|ratif\w*|{HEADS['c']}|instruments?|labou?r standards"
    r"|committee of experts|commission d'experts|comision de expertos)\b"
)


def find(walk: Walk, catalogue: Catalogue) -> Iterator[Cited]:
    """Yield the codes of instruments; one that the catalogue lacks only where the ILO or Conventions are spoken of."""
    text, last = walk.folded.text, -100
    for printed in in_order(PRINTED, walk.folded.original):
        found = CODE.match(text, walk.folded.index(printed.start()))
        if found is None or ROOM.search(text, max(0, found.start() - 24), found.start()):
            continue
        letter, number = found["letter"], int(found["number"])
        known = catalogue.get(f"{letter.upper()}{number:03}") is not None
        whole, beside = len(found["number"]) == 3, found.start() - last < 8 and letter != "p"
        spoken_of = CONTEXT.search(text, max(0, found.start() - 60), found.end() + 60) is not None
        if (whole or beside or spoken_of) if known else (whole and spoken_of):
            last = found.end()
            yield Cited(found.start(), found.end(), letter, number, "instrument-code")
    for printed in in_order(OWNED, walk.folded.original):
        found = OWNED_NUMBER.match(text, walk.folded.index(printed.start()))
        if found:
            yield Cited(found.start(), found.end(), "c", int(found["number"]), "instrument-code")
