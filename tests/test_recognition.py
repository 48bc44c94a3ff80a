"""Which words cite a mandate: every sentence here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilo_graph import catalogue, pipeline
from ilo_graph.documents import from_text
from ilo_graph.model import Reference
from ilo_graph.recognition.folding import fold
from ilo_graph.recognition.sentences import sentences

CITED = [
    # English: numbers, lists, codes
    ("They discussed Convention No. 102.", {"Convention No. 102": "C102"}),
    ("Ratification of Conventions Nos. 29, 105 and 182", {"Conventions Nos. 29": "C029", "105": "C105", "182": "C182"}),
    ("under Convention 189 and Recommendation 201", {"Convention 189": "C189", "Recommendation 201": "R201"}),
    ("see C190, R.206 and C. 29", {"C190": "C190", "R.206": "R206", "C. 29": "C029"}),
    ("conventions C97 and C143", {"conventions C97": "C097", "C143": "C143"}),
    ("ILO C. No 189 on domestic work", {"C. No 189": "C189"}),
    ("the 138 and 182 ILO conventions", {"138": "C138", "182 ILO conventions": "C182"}),
    ("an ILO No. 169 Convention workshop", {"No. 169 Convention": "C169"}),
    ("Convention No. 182 (1999) on the worst forms, and No. 138 (1973)",
     {"Convention No. 182 (1999)": "C182", "No. 138 (1973)": "C138"}),
    # English: titles
    ("the Domestic Workers Convention, 2011 (No. 189) was", {"Domestic Workers Convention, 2011 (No. 189)": "C189"}),
    ("the Social Security (Minimum Standards) Convention, 1952 (No.102)",
     {"Social Security (Minimum Standards) Convention, 1952 (No.102)": "C102"}),
    ("the *Domestic Workers Convention* helps", {"Domestic Workers Convention": "C189"}),
    ("the Minimum Age Convention helps", {"Minimum Age Convention": "C138"}),
    ("the Maritime Labour Convention, 2006 (MLC, 2006)", {"Maritime Labour Convention, 2006 (MLC, 2006)": "C186"}),
    ("as the MLC, 2006 says", {"MLC, 2006": "C186"}),
    ("the Labour Inspection Convention, 1947 and the Social Policy Convention, 1962",
     {"Labour Inspection Convention, 1947": "C081", "Social Policy Convention, 1962": "C117"}),
    ("the Convention concerning Forced or Compulsory Labour (Convention 29)",
     {"Convention concerning Forced or Compulsory Labour (Convention 29)": "C029"}),
    ("the Protocol of 2014 to the Forced Labour Convention, 1930",
     {"Protocol of 2014 to the Forced Labour Convention, 1930": "P029"}),
    ("its 2014 Protocol (P029) matters", {"2014 Protocol (P029)": "P029"}),
    ("[Domestic Workers Convention](https://example.org/c189), 2011 (No. 189)",
     {"Domestic Workers Convention](https://example.org/c189), 2011 (No. 189)": "C189"}),
    # short forms that the text introduces
    ("the Work in Fishing Convention, 2007 (No. 188) (WFC). The WFC binds.",
     {"Work in Fishing Convention, 2007 (No. 188)": "C188", "WFC": "C188"}),
    ("C190 (hereinafter “the Violence Convention”); the Violence Convention, the Convention",
     {"C190": "C190", "Violence Convention": "C190"}),
    ("the Domestic Workers Convention, 2011 (PERU) in PERU", {"Domestic Workers Convention, 2011": "C189"}),
    # French and Spanish
    ("la convention n° 102 et les conventions nos 138 et 182",
     {"convention n° 102": "C102", "conventions nos 138": "C138", "182": "C182"}),
    ("la recommandation (n° 204)", {"recommandation (n° 204)": "R204"}),
    ("el Convenio núm. 169 y los Convenios N.os 97 y 143",
     {"Convenio núm. 169": "C169", "Convenios N.os 97": "C097", "143": "C143"}),
    ("el Convenio sobre la inspección del trabajo, 1947 (núm. 81)",
     {"Convenio sobre la inspección del trabajo, 1947 (núm. 81)": "C081"}),
    ("el Convenio 182-OIT y el Protocolo de 2014", {"Convenio 182": "C182", "Protocolo de 2014": "P029"}),
    ("the ILO convention 138 on minimum age and 182 on worst forms", {"convention 138": "C138", "182": "C182"}),
    ("Recommendations: Nos 163, 164 and 165", {"Recommendations: Nos 163": "R163", "164": "R164", "165": "R165"}),
    ("igual salario (C-100 y R-90) del Convenio 100", {"C-100": "C100", "R-90": "R090", "Convenio 100": "C100"}),
    ("the Workers with Family Responsibi-\nlities Convention, 1981 (No. 156)",
     {"Workers with Family Responsibi-\nlities Convention, 1981 (No. 156)": "C156"}),
    # SDGs
    ("indicator 8.3.1 of the SDGs, read with 8.5.2 and 8.6.1",
     {"indicator 8.3.1 of the SDGs": "SDG8.3.1", "8.5.2": "SDG8.5.2", "8.6.1": "SDG8.6.1"}),
    ("Objectif de développement durable n° 8", {"Objectif de développement durable n° 8": "SDG8"}),
    ("contributing to SDG 3.8, 5.4 and 10.4", {"SDG 3.8": "SDG3.8", "5.4": "SDG5.4", "10.4": "SDG10.4"}),
    ("SDG targets 8.5 and 8.7", {"SDG targets 8.5": "SDG8.5", "8.7": "SDG8.7"}),
    ("SDG 8 (8.3, 8.5) and SDG 16", {"SDG 8": "SDG8", "8.3": "SDG8.3", "8.5": "SDG8.5", "SDG 16": "SDG16"}),
    ("SDG Indicator 1.3.1 is reported", {"SDG Indicator 1.3.1": "SDG1.3.1"}),
    ("aux ODD 1, 5 et 8", {"ODD 1": "SDG1", "5": "SDG5", "8": "SDG8"}),
    ("la meta 8.7 de los ODS", {"meta 8.7 de los ODS": "SDG8.7"}),
    ("target 1.b of the 2030 Agenda", {"target 1.b": "SDG1.b", "2030 Agenda": "2030-agenda"}),
    # Programme and Budget
    ("Outcome 7 of the Programme and Budget 2024-25",
     {"Outcome 7": "PB2024-25/7", "Programme and Budget 2024-25": "programme-and-budget-2024-25"}),
    ("P&B 2022-23 Outputs 6.1 to 6.3 only",
     {"P&B 2022-23": "programme-and-budget-2022-23", "Outputs 6.1": "PB2022-23/6.1", "6.3": "PB2022-23/6.3"}),
    ("el resultado 5 del Programa y Presupuesto para 2024-25",
     {"resultado 5": "PB2024-25/5", "Programa y Presupuesto para 2024-25": "programme-and-budget-2024-25"}),
    ("l'activité relève du résultat facilitateur A du Programme et budget 2022-23",
     {"résultat facilitateur A": "PB2022-23/A", "Programme et budget 2022-23": "programme-and-budget-2022-23"}),
    # Units
    ("of the Social Policy Unit (SOC/POLICY) in", {"Social Policy Unit (SOC/POLICY)": "SOC/POLICY"}),
    ("seconded to the SKILLS Branch; SKILLS then decides", {"SKILLS": "SKILLS"}),
    ("with INWORK and the Labour Migration Branch.", {"INWORK": "INWORK", "Labour Migration Branch": "MIGRANT"}),
]  # fmt: skip

NOT_CITED = [
    "Council of Europe Convention No. 210; General Recommendation No. 39 of the Committee.",
    "Millennium Development Goal 1 had one employment target.",
    "Axe 5 et son objectif 5.1; la meta 8.7 del presupuesto municipal; expediente C189/2022, tomo R202, salle C190.",
    "La recomendación nº 201 del auditor; Convenio N° 138-2021-MINSA; Goal 2 of the corporate plan.",
    "Vacancy no. 189 closes on 11.3.2031, see Article 102, paragraph 87 and Room C102.",
    "La convention collective n° 102 et l'avenant n° 87 s'appliquent; bureau C190.",
    "El convenio colectivo 87 y la Ley Nº 26790; Decreto Supremo Nº 015-2012-TR.",
    "Some 169 million workers, 3.8 billion people, version 1.3.1, 8.5 per cent.",
    "Outcome 2 of the project, Output 2.1 of the project and UNSDCF Outcome 3.",
    "Under Recommendation 2 of the evaluation (see Recommendation 4), codes C5, C12, C21, R7.",
    "The European Convention on Extradition and Protocol No. 16 to the European Convention on Human Rights.",
    "The green skills and employment research of our finance team, a better work place.",
    "GENERAL SKILLS AND EMPLOYMENT INFORMATION",
    "SECTOR: agriculture. GENDER marker: 2A. The project builds SKILLS and a GREEN economy.",
    "Grade: P2. Mail us: migrant@example.org, example.org/INWORK.",
]


def cited(text: str) -> dict[str, str]:
    return {r.text: r.id for r in references(text) if not r.rule.endswith("-range")}


def references(text: str) -> list[Reference]:
    return pipeline.read(from_text(text))[1]


@pytest.mark.parametrize(("text", "expected"), CITED, ids=[text for text, _ in CITED])
def test_every_form_of_citation_is_found_with_its_exact_words(text: str, expected: dict[str, str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize("text", NOT_CITED)
def test_what_only_looks_like_a_citation_stays_out(text: str) -> None:
    assert cited(text) == {}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("P&B 2022-23 outputs 6.1 to 6.3", ["PB2022-23/6.1", "PB2022-23/6.2", "PB2022-23/6.3"]),
        ("SDG targets 8.5 to 8.7", ["SDG8.5", "SDG8.6", "SDG8.7"]),
        ("SDGs 1-3", ["SDG1", "SDG2", "SDG3"]),
        ("Conventions Nos. 163–166", ["C163", "C164", "C165", "C166"]),
    ],
)
def test_ranges_are_filled_in_and_the_whole_range_stands_for_what_is_inside(text: str, ids: list[str]) -> None:
    found = [r for r in references(text) if r.kind != "mandate"]
    assert sorted(r.id for r in found) == ids
    assert {r.text[-1:] for r in found if r.rule.endswith("-range")} <= {text[-1:]}


def test_a_footnote_mark_glued_to_a_number_is_taken_off_and_said() -> None:
    last = references("They ratified Conventions Nos. 169 and 1898 last year.")[-1]
    assert (last.id, last.text, last.basis) == ("C189", "1898", "corrected")
    assert [(d.kind, d.stated, d.likely) for d in last.discrepancies] == [("wrong-number", "1898", "C189")]


@pytest.mark.parametrize("cited_as", ["Convention No. 250", "Convention No. 207", "C999"])
def test_a_code_that_no_catalogue_has_is_kept_as_unresolved_and_never_becomes_another(cited_as: str) -> None:
    (found,) = references(f"The JPO promotes {cited_as} of the ILO.")
    assert (found.id, found.target, found.basis) == (f"C{cited_as[-3:]}", None, "unresolved")
    assert [d.kind for d in found.discrepancies] == ["unknown-code"]


def test_positions_point_at_the_original_characters_through_emphasis_and_broken_lines() -> None:
    text = "**The** *Domestic\n   Workers   Convention*, 2011 (No. 189) – and “Convention\u00a0No.\u00a0190”"
    assert cited(text) == {
        "Domestic\n   Workers   Convention*, 2011 (No. 189)": "C189",
        "Convention\u00a0No.\u00a0190": "C190",
    }


@given(
    st.text(alphabet=st.sampled_from("Convention No. 189,C R\n*_[](\\)SDG 8.7 Outcome éñ–’\u0301\u200b"), max_size=200)
)
def test_any_text_gives_spans_inside_it_that_equal_it_and_do_not_overlap(text: str) -> None:
    if not text.strip() or any(ord(c) < 9 for c in text):
        return
    document = from_text("x " + text)
    end = 0
    for ref in pipeline.read(document)[1]:
        if ref.rule.endswith("-range"):
            continue  # stands for numbers that have no words of their own
        assert end <= ref.start < ref.end <= len(document.text)
        assert ref.text == document.text[ref.start : ref.end]
        end = ref.end


@given(st.text(max_size=300))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)
    assert len(folded.flat) == len(folded.text)


def test_a_footnote_mark_in_brackets_is_no_part_of_a_number() -> None:
    assert cited("Conventions No. 102[^3] and No. 118[^12], both") == {"Conventions No. 102": "C102", "No. 118": "C118"}


def test_a_sentence_goes_on_over_a_page_break_and_ends_at_an_item_of_a_list() -> None:
    text = "It covers equal\n\nopportunities for all. See No. 5.\n- First item\n- Second item"
    found = sentences(text)
    assert found.quote(text.index("equal"), text.index("equal") + 5) == "It covers equal opportunities for all."
    assert found.quote(text.index("Second"), text.index("Second") + 6) == "Second item"


def test_every_official_title_of_an_instrument_is_recognised_as_itself() -> None:
    entries = catalogue.load().by_kind("instrument")
    wrong = []
    for entry in entries:
        for title in entry.labels:
            found = references(f"It applies the {title}.")
            if [r.id for r in found] != [entry.id]:
                wrong.append((entry.id, title, [(r.text, r.id, r.basis) for r in found]))
    assert not wrong
