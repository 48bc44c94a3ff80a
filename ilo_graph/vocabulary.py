"""Namespaces, terms and IRIs.

A term that is not listed here fails (`AttributeError`), and a test compares the list with `ontology/` both ways.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

BASE = "https://w3id.org/ilo-graph/"
ENTITY = BASE + "id/"
GRAPH = BASE + "graph/"


class Namespace:
    """The terms of one vocabulary that this project uses, as attributes."""

    def __init__(self, iri: str, terms: str) -> None:
        """Take the namespace's IRI and its terms, separated by white space."""
        self.iri = iri
        self.terms = frozenset(terms.split())

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term's node; AttributeError for a term that is not declared here."""
        if name.startswith("__") or name not in self.terms:
            raise AttributeError(f"{self.iri} has no term {name!r} in ilo_graph.vocabulary: declare it there first")
        node = NamedNode(self.iri + name)
        self.__dict__[name] = node  # found without this method from now on: terms are compared in long loops
        return node


ILO = Namespace(
    BASE + "ontology#",
    """
    Instrument Convention Recommendation Protocol Programme Outcome EnablingOutcome Output Mandate Resource
    Document Notice Duty Reference Discrepancy Link Correction
    FundamentalConvention OutdatedInstrument NormativePost RatificationPost
    attestation biennium category custodian formerName fromYear toYear year issuedBy number outputOf restsOn revises
    session status supplements supportsTarget titleHint
    layout path describes announces
    dutyStation department unit duration grade kind position supervisor
    agent basis candidate code cue duty page quote role rule section target
    concerns discrepancyKind authoritySays likelyTarget stated blocksContribution
    contributesTo supportsRatificationOf contributesThroughUnit contributesIndirectlyTo worksUnder learnsAbout mentions
    currentNotice via
    insteadOf formerBasis settles
    statusYear firstAttested lastAttested
    """,
)
AX = Namespace(  # what only the axioms speak of: nothing in the graph has these
    BASE + "axioms#", "name UnblockedReference contributesThroughCatalogueTo contributesAcrossBienniaTo"
)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object first rest nil")
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#",
    "label comment isDefinedBy subClassOf subPropertyOf domain range",
)
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    """Ontology Class ObjectProperty DatatypeProperty FunctionalProperty InverseFunctionalProperty AsymmetricProperty
    IrreflexiveProperty SymmetricProperty AllDisjointClasses members disjointWith equivalentClass propertyChainAxiom
    unionOf intersectionOf oneOf inverseOf onProperty hasValue hasSelf someValuesFrom onDatatype withRestrictions
    imports versionIRI versionInfo""",
)
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", "boolean date gYear integer pattern string")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    """Concept ConceptScheme inScheme notation prefLabel altLabel definition scopeNote
    closeMatch exactMatch broadMatch narrowMatch""",
)
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#", "Label prefLabel altLabel literalForm")
ORG = Namespace(
    "http://www.w3.org/ns/org#", "FormalOrganization OrganizationalUnit Post classification postIn subOrganizationOf"
)
DCTERMS = Namespace(
    "http://purl.org/dc/terms/", "created creator identifier isPartOf isReplacedBy source subject title type"
)
SCHEMA = Namespace(
    "https://schema.org/",
    "JobPosting MediaObject datePosted encodingFormat endDate identifier inLanguage sha256 startDate title",
)
OA = Namespace("http://www.w3.org/ns/oa#", "exact start end TextPositionSelector TextQuoteSelector")
PROV = Namespace("http://www.w3.org/ns/prov#", "hadPrimarySource wasDerivedFrom")
ELI = Namespace("http://data.europa.eu/eli/ontology#", "LegalResource date_document first_date_entry_in_force")
SDGO = Namespace("http://metadata.un.org/sdg/ontology#", "Goal Target Indicator isTargetOf isIndicatorOf")

PREFIXES = {
    "ilo": ILO.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "skosxl": SKOSXL.iri,
    "org": ORG.iri,
    "dcterms": DCTERMS.iri,
    "schema": SCHEMA.iri,
    "oa": OA.iri,
    "prov": PROV.iri,
    "eli": ELI.iri,
    "sdgo": SDGO.iri,
}


def local_name(identifier: str) -> str:
    """Turn an identifier into one IRI path segment.

    "/" becomes "-" and white space "_"; letters, digits and ". _ ~ -" stay, everything else is percent-encoded.
    Identifiers that differ only in "/" and "-", or in blanks and "_", are one identifier here ("LABADMIN/OSH" and
    "LABADMIN-OSH" name one unit); otherwise the rule is injective.
    """
    folded = re.sub(r"\s", "_", identifier.strip()).replace("/", "-")
    return "".join(c if c.isalnum() or c in "._~-" else quote(c, safe="") for c in folded)


def entity(kind: str, identifier: str) -> NamedNode:
    """Return the IRI of an entity of ours: `entity("unit", "SOC/PPKS")` is `.../id/unit/SOC-PPKS`."""
    return NamedNode(f"{ENTITY}{kind}/{local_name(identifier)}")


@lru_cache(maxsize=1024)  # a handful, used for every reference
def concept(scheme: str, notation: str) -> NamedNode:
    """Return the IRI of a concept of `ontology/concepts.ttl`: `concept("role", "contribution")`."""
    return entity(scheme, notation)


def document_iri(sha256: str) -> str:
    """Return the IRI of a document, which is also the name of its graph: the first 128 bits of its content's hash."""
    return f"{ENTITY}document/{sha256[:32]}"


def graph(name: str) -> NamedNode:
    """Return the name of a graph that is not a document's: `graph("derived")`, `graph("instruments")`."""
    return NamedNode(GRAPH + name)


DERIVED = graph("derived")
CORRECTIONS = graph("corrections")
