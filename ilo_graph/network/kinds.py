"""What kinds of cards and of links there are, in which column each card stands, and what each link is called."""

from __future__ import annotations

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
    """One kind of link: its short name, its legend, and the heading above a list of such links."""

    id: str
    legend: str
    heading: str


KINDS = (  # the strongest first
    Kind("stated", "Stated by the post", "Contributes, as the post itself states"),
    Kind("unit", "Through the unit", "Contributes through the unit"),
    Kind("indirect", "Indirect", "Contributes indirectly"),
    Kind("under", "Works under it", "Works under it"),
    Kind("learns", "Learns about it", "Learns about it"),
    Kind("mentions", "Mentioned", "Mentions it"),
    Kind("member", "Belongs to the unit", "Belongs to the unit"),
    Kind("catalogue", "In the catalogues", "In the catalogues"),
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
