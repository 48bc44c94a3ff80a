"""What kinds of cards and of links there are, in which column each card stands, and what each link is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ilo_graph.vocabulary import ILO, ORG, SDGO, SKOS

COLUMNS = {
    "unit": "Unit",
    "post": "Post",
    "instrument": "Instrument, mandate",
    "output": "Output",
    "outcome": "Outcome",
    "target": "SDG target",
    "goal": "SDG goal",
}

TYPES: dict[NamedNode, tuple[str, str]] = {  # class: its column, and what one member is called
    ORG.OrganizationalUnit: ("unit", "Unit"),
    ORG.FormalOrganization: ("unit", "Organization"),
    ORG.Post: ("post", "Post"),
    ILO.Convention: ("instrument", "Convention"),
    ILO.Protocol: ("instrument", "Protocol"),
    ILO.Recommendation: ("instrument", "Recommendation"),
    ILO.Mandate: ("instrument", "Mandate"),
    ILO.Resource: ("instrument", "Resource"),
    ILO.Output: ("output", "Output"),
    ILO.Outcome: ("outcome", "Outcome"),
    ILO.EnablingOutcome: ("outcome", "Enabling outcome"),
    ILO.Programme: ("outcome", "Programme and Budget"),
    SDGO.Target: ("target", "SDG target"),
    SDGO.Indicator: ("target", "SDG indicator"),
    SDGO.Goal: ("goal", "SDG goal"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of link: its short name, and its legend."""

    id: str
    legend: str


KINDS = (  # the strongest first
    Kind("stated", "Stated by the post"),
    Kind("unit", "Through the unit"),
    Kind("indirect", "Indirect"),
    Kind("under", "Works under it"),
    Kind("learns", "Learns about it"),
    Kind("mentions", "Mentioned"),
    Kind("member", "Belongs to the unit"),
    Kind("catalogue", "In the catalogues"),
)

POST_LINKS = {
    ILO.contributesTo: "stated",
    ILO.contributesThroughUnit: "unit",
    ILO.contributesIndirectlyTo: "indirect",
    ILO.worksUnder: "under",
    ILO.learnsAbout: "learns",
    ILO.mentions: "mentions",
}

CATALOGUE_LINKS = {
    ILO.outputOf: "is an output of",
    ILO.supportsTarget: "supports",
    SDGO.isTargetOf: "is a target of",
    SDGO.isIndicatorOf: "is an indicator of",
    ILO.restsOn: "rests on",
    ILO.supplements: "accompanies",
    ILO.revises: "revises",
    ORG.subOrganizationOf: "is part of",
    SKOS.exactMatch: "is the same as",
    SKOS.closeMatch: "corresponds closely to",
    SKOS.broadMatch: "corresponds to the broader",
    SKOS.narrowMatch: "corresponds to the narrower",
}

ATTESTATIONS = {
    "read": "read in a source",
    "recalled": "recalled, not read in a source",
    "uncertain": "uncertain",
}

_NORMLEX = "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:"
_SDG = "http://metadata.un.org/sdg/"


def official_page(identifier: str, iri: str) -> str:
    """Return the address of the official page of an instrument (NORMLEX finds it by code) or SDG entity (its IRI).

    >>> official_page("C189", "https://w3id.org/ilo-graph/id/instrument/C189")[-5:]
    ':C189'
    """
    if re.fullmatch(r"[CPR]\d{3}", identifier):
        return _NORMLEX + identifier
    return iri if re.fullmatch(re.escape(_SDG) + r"[\w.]+", iri) else ""
