"""An invented graph, small enough to work every answer out by hand; the rules and the concepts are the real ones."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ilo_graph import resources, rules
from ilo_graph.store import Store
from ilo_graph.vocabulary import ENTITY, PREFIXES, graph

HEAD = f"@base <{ENTITY}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

CATALOGUE = """
@prefix sdg: <http://metadata.un.org/sdg/> .
<https://w3id.org/ilo-graph/graph/invented> {
  <instrument/C901> a ilo:Convention ; skos:notation "C901" ;
    skos:prefLabel "Tea Breaks Convention, 1990"@en , "Convention sur les pauses, 1990"@fr ;
    ilo:status <status/up-to-date> ; ilo:category <category/technical> ; ilo:supportsTarget sdg:1.3 ;
    ilo:attestation <attestation/read> ; ilo:year 1990 .
  <instrument/C902> a ilo:Convention ; skos:notation "C902" ; ilo:titleHint "Lamps" ;
    ilo:status <status/outdated> ; ilo:category <category/fundamental> .
  <instrument/R903> a ilo:Recommendation ; skos:notation "R903" ;
    skos:prefLabel "Ladders Recommendation, 1991"@en ; ilo:status <status/up-to-date> ; ilo:supportsTarget sdg:1.3 .
  <instrument/C904> a ilo:Convention ; skos:notation "C904" ; skos:prefLabel "Ropes Convention, 1992"@en .
  <link/C901-SDG1.3> a ilo:Link ; rdf:subject <instrument/C901> ; rdf:predicate ilo:supportsTarget ;
    rdf:object sdg:1.3 ; ilo:attestation <attestation/recalled> ; dcterms:source "a brochure" .
  <link/R903-SDG1.3> a ilo:Link ; rdf:subject <instrument/R903> ; rdf:predicate ilo:supportsTarget ;
    rdf:object sdg:1.3 ; ilo:attestation <attestation/read> ; dcterms:source "a page" .

  <programme/2098-99/outcome/1> a ilo:Outcome ; skos:notation "PB2098-99/1" ; skos:prefLabel "Rested workers"@en ;
    ilo:biennium <programme/2098-99> ; ilo:supportsTarget sdg:8.5 .
  <programme/2098-99/output/1.2> a ilo:Output ; skos:notation "PB2098-99/1.2" ; skos:prefLabel "More chairs"@en ;
    ilo:biennium <programme/2098-99> ; ilo:outputOf <programme/2098-99/outcome/1> ;
    ilo:attestation <attestation/uncertain> ; dcterms:source "memory" .
  <programme/2096-97/outcome/4> a ilo:Outcome ; skos:notation "PB2096-97/4" ; skos:prefLabel "Sitting down"@en ;
    ilo:biennium <programme/2096-97> .
  <programme/2096-97/output/4.5> a ilo:Output ; skos:notation "PB2096-97/4.5" ; skos:prefLabel "Chairs"@en ;
    ilo:biennium <programme/2096-97> ; skos:closeMatch <programme/2098-99/output/1.2> .

  sdg:1 a sdgo:Goal ; skos:notation "SDG1" ; skos:prefLabel "No Poverty"@en .
  sdg:8 a sdgo:Goal ; skos:notation "SDG8" ; skos:prefLabel "Decent Work"@en .
  sdg:1.3 a sdgo:Target ; skos:notation "SDG1.3" ; skos:prefLabel "Floors"@en ; sdgo:isTargetOf sdg:1 .
  sdg:8.5 a sdgo:Target ; skos:notation "SDG8.5" ; skos:prefLabel "Full employment"@en ; sdgo:isTargetOf sdg:8 .
  sdg:C200101 a sdgo:Indicator ; skos:notation "SDG8.5.1" , "SDG1.3.1" ; skos:prefLabel "Share covered"@en ;
    sdgo:isIndicatorOf sdg:1.3 .

  <unit/ILO> a org:FormalOrganization ; skos:notation "ILO" ; skos:prefLabel "The Organization"@en .
  <unit/DEP> a org:OrganizationalUnit ; skos:notation "DEP" ; skos:prefLabel "Department of Breaks"@en ;
    org:subOrganizationOf <unit/ILO> .
  <unit/DEP-ONE> a org:OrganizationalUnit ; skos:notation "DEP/ONE" ; skos:prefLabel "Tea Unit"@en ;
    org:subOrganizationOf <unit/DEP> .
  <mandate/ladder-plan> a ilo:Mandate ; skos:notation "ladder-plan" ; skos:prefLabel "Plan on Ladders"@en ;
    ilo:restsOn <instrument/R903> ; ilo:attestation <attestation/read> ; dcterms:source "a decision" .
}
"""

# Post 11, in the Tea Unit, with the sentences of its notice.
FIRST = """
<document/a> {
  <document/a> a ilo:Document ; ilo:path "a.txt" ; ilo:describes <document/a/notice> .
  <document/a/notice> a ilo:Notice ; dcterms:isPartOf <document/a> ; ilo:announces <post/11> ;
    schema:title "Officer, Tea" ; schema:datePosted "2098-03" ; ilo:unit <unit/DEP-ONE> .
  <document/a/reference/100-118> a ilo:Reference ; dcterms:isPartOf <document/a> ; oa:exact "Convention No. 901" ;
    oa:start 100 ; oa:end 118 ; ilo:page 2 ; ilo:quote "Supports the ratification of Convention No. 901." ;
    ilo:section <section/duties> ; ilo:kind "instrument" ; ilo:code "C901" ; ilo:target <instrument/C901> ;
    ilo:role <role/contribution> ; ilo:agent <agent/post> ; ilo:basis <basis/stated> ;
    ilo:rule "instrument-number" ; ilo:cue "ratification of" .
  <document/a/reference/300-304> a ilo:Reference ; dcterms:isPartOf <document/a> ; oa:exact "C901" ;
    oa:start 300 ; oa:end 304 ; ilo:quote "Learns what C901 says." ;
    ilo:section <section/learning> ; ilo:kind "instrument" ; ilo:code "C901" ; ilo:target <instrument/C901> ;
    ilo:role <role/learning> ; ilo:agent <agent/post> ; ilo:basis <basis/stated> ; ilo:rule "instrument-number" .
  <document/a/reference/200-210> a ilo:Reference ; dcterms:isPartOf <document/a> ; oa:exact "output 1.2" ;
    oa:start 200 ; oa:end 210 ; ilo:quote "Reports on output 1.2." ;
    ilo:section <section/duties> ; ilo:kind "output" ; ilo:code "1.2" ; ilo:target <programme/2098-99/output/1.2> ;
    ilo:role <role/contribution> ; ilo:agent <agent/post> ; ilo:basis <basis/inferred> ; ilo:rule "output-number" ;
    ilo:cue "Reports on" .
  <document/a/reference/50-57> a ilo:Reference ; dcterms:isPartOf <document/a> ; oa:exact "SDG 1.3" ;
    oa:start 50 ; oa:end 57 ; ilo:quote "The Unit works towards SDG 1.3." ;
    ilo:section <section/introduction> ; ilo:kind "sdg_target" ; ilo:code "SDG1.3" ; ilo:target sdg:1.3 ;
    ilo:role <role/contribution> ; ilo:agent <agent/unit> ; ilo:basis <basis/stated> ; ilo:rule "sdg-code" .
  <document/a/reference/250-259> a ilo:Reference ; dcterms:isPartOf <document/a> ; oa:exact "Outcome 4" ;
    oa:start 250 ; oa:end 259 ; ilo:quote "Contributes to Outcome 4 of 2096-97." ;
    ilo:section <section/duties> ; ilo:kind "outcome" ; ilo:code "4" ; ilo:target <programme/2096-97/outcome/4> ;
    ilo:role <role/contribution> ; ilo:agent <agent/post> ; ilo:basis <basis/stated> ; ilo:rule "outcome-number" .
  <document/a/reference/250-259/discrepancy/1> a ilo:Discrepancy ; ilo:concerns <document/a/reference/250-259> ;
    ilo:discrepancyKind <discrepancy/expired-biennium> ; ilo:stated "2096-97" ; ilo:authoritySays "2098-99" ;
    ilo:likelyTarget <programme/2098-99/outcome/1> ; rdfs:comment "That biennium was over."@en .
}
"""

# Post 12, in the department above, as facts without sentences.
SECOND = """
<document/b> {
  <document/b> a ilo:Document ; ilo:path "b.txt" ; ilo:describes <document/b/notice> .
  <document/b/notice> a ilo:Notice ; dcterms:isPartOf <document/b> ; ilo:announces <post/12> ;
    schema:title "Officer, Ladders" ; ilo:unit <unit/DEP> .
  <document/b/discrepancy/1> a ilo:Discrepancy ; ilo:concerns <document/b/notice> ;
    ilo:discrepancyKind <discrepancy/missing-date> ; ilo:stated "" ; rdfs:comment "The notice has no date."@en .
  <document/b/reference/10-32> a ilo:Reference ; dcterms:isPartOf <document/b> ; oa:exact "Recommendation No. 903" ;
    oa:start 10 ; oa:end 32 ; ilo:section <section/introduction> ; ilo:kind "instrument" ; ilo:code "R903" ;
    ilo:target <instrument/R903> ; ilo:role <role/framework> ; ilo:agent <agent/unit> ; ilo:basis <basis/stated> ;
    ilo:rule "instrument-number" ; ilo:cue "in line with" .
  <document/b/reference/40-44> a ilo:Reference ; dcterms:isPartOf <document/b> ; oa:exact "C904" ;
    oa:start 40 ; oa:end 44 ; ilo:section <section/background> ; ilo:kind "instrument" ; ilo:code "C904" ;
    ilo:target <instrument/C904> ; ilo:role <role/context> ; ilo:agent <agent/other> ; ilo:basis <basis/stated> ;
    ilo:rule "instrument-number" .
  <document/b/reference/60-71> a ilo:Reference ; dcterms:isPartOf <document/b> ; oa:exact "Ladder Plan" ;
    oa:start 60 ; oa:end 71 ; ilo:section <section/duties> ; ilo:kind "mandate" ; ilo:code "ladder-plan" ;
    ilo:target <mandate/ladder-plan> ; ilo:role <role/contribution> ; ilo:agent <agent/post> ;
    ilo:basis <basis/stated> ; ilo:rule "title" ; ilo:cue "implements" .
  <document/b/reference/80-83> a ilo:Reference ; dcterms:isPartOf <document/b> ; oa:exact "DEP" ;
    oa:start 80 ; oa:end 83 ; ilo:section <section/header> ; ilo:kind "unit" ; ilo:code "DEP" ;
    ilo:target <unit/DEP> ; ilo:role <role/context> ; ilo:agent <agent/other> ; ilo:basis <basis/stated> ;
    ilo:rule "title" .
  <document/b/reference/90-104> a ilo:Reference ; dcterms:isPartOf <document/b> ; oa:exact "the Convention" ;
    oa:start 90 ; oa:end 104 ; ilo:section <section/background> ; ilo:kind "instrument" ; ilo:code "the Convention" ;
    ilo:candidate <instrument/C901> , <instrument/C902> ; ilo:role <role/context> ; ilo:agent <agent/other> ;
    ilo:basis <basis/ambiguous> ; ilo:rule "title" .
}
"""


def small_store() -> Store:
    """Return a store of the invented catalogue and the two notices, with what the rules derive from them."""
    store = Store()
    concepts = resources.folder("ontology") / "concepts.ttl"
    named: NamedNode = graph("concepts")
    store.load(Quad(q.subject, q.predicate, q.object, named) for q in parse(path=str(concepts)))
    store.load(parse(HEAD + CATALOGUE + FIRST + SECOND, format=RdfFormat.TRIG))
    rules.apply(store)
    return store
