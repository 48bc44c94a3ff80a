import json
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ilo_graph.documents import from_text, read
from ilo_graph.model import Document, Notice
from ilo_graph.notices import LAYOUTS, mask_people, recognise

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[2] / "shared"
CASES = sorted(folder.parent for folder in SAMPLES.glob("*/expected.json"))
DERIVED = {
    "languages_required",
    "languages_required_mode",
    "minimum_education_level",
    "minimum_years_experience",
    "maximum_years_experience",
    "publication_date",
    "deadline",
}
needs_seeds = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="needs the five notices in ../shared/seeds")


def document(path: Path) -> Document:
    (found,) = read(path)
    assert isinstance(found, Document)
    return found


def notice(text: str) -> Notice:
    return recognise(from_text(text))


def counted(found: Notice) -> tuple[int, int]:
    kinds = [duty.kind for duty in found.duties]
    return kinds.count("duty"), kinds.count("output")


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def tiles(found: Notice) -> bool:
    ends = [0, *(section.end for section in found.sections)]
    starts = [section.start for section in found.sections]
    return starts == ends[:-1] and ends[-1] == len(found.document.text)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_each_sample_is_read_as_its_folder_says(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    (path,) = folder.glob("document.*")
    found = recognise(document(path))
    assert {field.name: field.value for field in found.fields} == expected["fields"]
    assert [section.kind for section in found.sections] == expected["sections"]
    assert (found.layout, found.language) == (expected["layout"], expected["language"])
    assert counted(found) == (expected["duties"], expected["outputs"])
    for position, words in expected["holds"].items():
        assert words in found.duties[int(position) - 1].text
    for position, words in expected["lacks"].items():
        assert words not in found.duties[int(position) - 1].text


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_field_stands_where_it_says(folder: Path) -> None:
    (path,) = folder.glob("document.*")
    found = recognise(document(path))
    for field in found.fields:
        printed = found.document.text[field.start : field.end]
        assert printed == printed.strip(" *_\n"), field
        if field.name not in DERIVED:
            assert letters(field.value) == letters(printed), field


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_other_line_ends_give_the_same_notice(folder: Path, line_end: str) -> None:
    (path,) = folder.glob("document.*")
    text = document(path).text
    one, other = notice(text), notice(text.replace("\n", line_end))
    assert [(field.name, field.value) for field in one.fields] == [(field.name, field.value) for field in other.fields]
    assert [section.kind for section in one.sections] == [section.kind for section in other.sections]
    assert [duty.text for duty in one.duties] == [duty.text for duty in other.duties]


def test_every_layout_reads_a_sample() -> None:
    read_by = {json.loads((folder / "expected.json").read_text(encoding="utf-8"))["layout"] for folder in CASES}
    assert read_by == {layout.name for layout in LAYOUTS} | {"plain"}


HEADER = "JPO vacancy proposal\nGENERAL INFORMATION\nTitle: Junior Professional Officer\nGrade: P2\n"


def duties(body: str) -> Notice:
    return notice(f"{HEADER}\nDUTIES AND RESPONSIBILITIES\n\n{body}\n\nQUALIFICATIONS\n\nEducation: none\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("- one two\n- three four", (2, 0)),
        ("* one two\n* three four", (2, 0)),
        ("• one two\n  – inner\n• three four", (2, 0)),
        ("1) one two\n2) three four", (2, 0)),
        ("(a) one two\n(b) three four", (2, 0)),
        ("i) one two\nii) three four\niii) five", (3, 0)),
        ("1. one\n2. two\n  1. inner\n  2. inner\n3. three", (3, 0)),
        ("1. one\n2. two\n1. inner\n2. inner\n3. three", (3, 0)),
        ("1. one\n1. two\n1. three", (3, 0)),
        ("**1.** one two\n\n**2.** three four", (2, 0)),
        ("-\n\n- one two\n-\n", (1, 0)),
        ("-\n one two\n- three", (2, 0)),
        ("The JPO will:\n\nWrite a long report.\n\nRead a short one.", (2, 0)),
        ("The JPO will:\n\nWrite a long report;\nRead a short one.", (2, 0)),
        ("- one two\n\nKey outputs\n\n- a report\n- a film", (1, 2)),
        ("- one two\n- three.\nThe JPO will contribute to\nthese key outputs:\n- a report", (2, 1)),
        ("Key outputs:\n1) a report\n\nDuties:\n1) write it", (1, 1)),
        ("- one two\n\nIn addition, the JPO will:\n\n1) three\n2) four", (3, 0)),
        ("- one two.\n\nThe Office pays for all of this.\n\n- three four.", (2, 0)),
        ("• one two\n– three four\n• five six", (3, 0)),
        ("I. one two\nII. three four\nIII. five", (3, 0)),
        ("1\tone\n2\ttwo", (2, 0)),
        ("<ul><li>one two</li><li>three</li></ul>", (2, 0)),
        ("• one two:\n– inner\n– inner\n• three four", (2, 0)),
        ("1. one:\n   1.1 inner;\n   1.2 inner.\n2. two", (2, 0)),
    ],
)
def test_lists_of_every_form_are_counted(body: str, expected: tuple[int, int]) -> None:
    assert counted(duties(body)) == expected


def test_duties_are_numbered_through_and_keep_their_place() -> None:
    found = duties("- one two\n- three\n four\n\nKey outputs:\n\n- a report")
    assert [duty.position for duty in found.duties] == [1, 2, 3]
    assert [found.document.text[duty.start : duty.end] for duty in found.duties] == [
        "one two",
        "three\n four",
        "a report",
    ]
    assert found.duties[1].text == "three four"
    assert found.duty_at(found.document.text.index("four")) == found.duties[1]


@pytest.mark.parametrize(
    "heading",
    [
        "DUTIES AND RESPONSABILITIES",
        "## Duties & responsibilities",
        "**Duties and Responsibilities:**",
        "Duties and responsibilities",
        "3. DUTIES AND RESPONSIBILITIES",
        "<b>Duties and responsibilities</b>",
        "DUTIES AND REPSONSIBILITIES :",
        "__Main duties and responsibilities__",
    ],
)
def test_a_heading_is_known_in_many_dresses(heading: str) -> None:
    found = notice(f"{HEADER}\n{heading}\n\n- one two\n\nQUALIFICATIONS\n")
    assert [section.kind for section in found.sections] == ["header", "duties", "qualifications"]
    assert found.document.text[found.sections[1].start :].startswith(heading)


def test_a_word_of_a_heading_in_a_sentence_opens_no_section() -> None:
    text = "Introduction to the work is given.\nBackground checks are made.\nTraining: yes.\n- Supervision\n"
    found = notice(f"{HEADER}\nINTRODUCTION\n\n{text}\nDUTIES\n\n- Supervision\n- Training\n")
    assert [section.kind for section in found.sections] == ["header", "introduction", "duties"]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("**Duty station**: *Oslo, Norway*", "duty_station_country", "Norway"),
        ("**Duty station:** Oslo", "duty_station_city", "Oslo"),
        ("Duty  station :  Oslo (Norway)", "duty_station_country", "Norway"),
        ("DUTY STATION: Washington, D.C., USA", "duty_station_city", "Washington, D.C."),
        ("Duty staton: Oslo", "duty_station_city", "Oslo"),
        ("Organisation Unit\tFerries", "organisational_unit", "Ferries"),
        ("Post number: 12345 (new)", "post_number", "12345"),
        ("Post number: 77   Month of issue: April   Year: 2029", "issue_month", "April"),
        ("Month/Year of issue: April 2029", "issue_year", "2029"),
        ("Month of issue: April\n\n2029", "issue_year", "2029"),
        ("Department: A department\nin two lines", "department", "A department in two lines"),
        ("Department: Governance\nDepartment (SAMPLE)\n", "department", "Governance Department (SAMPLE)"),
        ("Department: Ferries\nType of ferry: small", "department", "Ferries"),
        ("Organisational unit: Fer-\nries", "organisational_unit", "Ferries"),
        ("Duration of the\nassignment: 12 months", "duration", "12 months"),
        ("Duty station: Oslo, Norway Duration of the\nassignment: 12 months", "duration", "12 months"),
        ("Duty station: Oslo, Norway Duration of the\nassignment: 12 months", "duty_station_country", "Norway"),
        ("Post no.\n77", "post_number", "77"),
        ("Post No. 77", "post_number", "77"),
        ("Poste n° 77", "post_number", "77"),
        ("Duty station: Oslo, Norway (with travel)", "duty_station_city", "Oslo"),
        ("Duty station: Oslo, Norway (with travel)", "duty_station_country", "Norway"),
        ("1.4 Duty station: Oslo, Norway", "duty_station_city", "Oslo"),
        ("• Duty station: Oslo, Norway", "duty_station_city", "Oslo"),
        ("Duty station ..... Oslo, Norway", "duty_station_city", "Oslo"),
        ("Duty station (city, country): Oslo, Norway", "duty_station_city", "Oslo"),
        ("| Duty station | Oslo, Norway | a remark |", "duty_station_country", "Norway"),
        ("Duty station\tOslo, Norway\ta remark", "duty_station_country", "Norway"),
        ("Duty station : Oslo – Norway", "duty_station_city", "Oslo"),
        ("Dutystation: Oslo", "duty_station_city", "Oslo"),
        ("Post number: 77 / Month of issue: April / Year: 2029", "issue_month", "April"),
    ],
)
def test_a_label_is_known_in_many_dresses(line: str, name: str, value: str) -> None:
    assert notice(f"{HEADER}{line}\n\nDUTIES\n\n- one two\n").value(name) == value


def test_the_last_word_of_a_broken_sentence_is_no_label() -> None:
    body = (
        "Languages:\nDesirable:\nA second working language would be\nan asset; French is\npreferred\nand\nrequired.\n"
    )
    found = notice(f"{HEADER}\nDUTIES\n\n- one two\n\nQUALIFICATIONS\n\n{body}")
    desired = "A second working language would be an asset; French is preferred and required."
    assert found.value("languages_desirable_text") == desired


@pytest.mark.parametrize("line", ["Post number:", "Post number: to be given", "Post number:\n\nDuration: 1 year"])
def test_a_missing_value_is_no_field(line: str) -> None:
    assert notice(f"{HEADER}\n{line}\n\nDUTIES\n\n- one two\n").value("post_number") is None


def test_a_heading_in_capitals_may_be_glued_to_its_first_label() -> None:
    line = "GENERAL INFORMATION Title: Officer for Ferries SUPERVISION Direct supervision by: Ada Sample"
    found = notice(f"JPO vacancy proposal\n{line}\n\nDUTIES\n\n- one two\n")
    assert [section.kind for section in found.sections] == ["header", "supervision", "duties"]
    assert (found.value("title"), found.value("supervisor_name")) == ("Officer for Ferries", "Ada Sample")


VACANCY = "Officer\nGrade: P3\nVacancy no.: X/1\nJob ID: 7\nContract type: Fixed Term\nLocation: Oslo\n"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Publication date: 4 May 2032", "2032-05-04"),
        ("Publication date: May 4, 2032", "2032-05-04"),
        ("Publication date: Tuesday, 04 May 2032 at 23:59", "2032-05-04"),
        ("Publication date: 2032-05-04", "2032-05-04"),
        ("Publication date: 04/05/2032", "2032-05-04"),
        ("Publication date: 05/24/2032", "2032-05-24"),
        ("Publication date: 4.5.2032", "2032-05-04"),
        ("Date de publication : 1er mars 2032", "2032-03-01"),
        ("Fecha de publicación: 29 de septiembre de 2032", "2032-09-29"),
        ("Fecha de publicación (hora de Lima) 2 octubre 2032", "2032-10-02"),
        ("Publication date: 45 May 2032", "45 May 2032"),
        ("Publication date: soon", "soon"),
    ],
)
def test_a_date_is_read_in_many_forms(line: str, value: str) -> None:
    assert notice(f"{VACANCY}{line}\n").value("publication_date") == value


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("", "Officer"),
        ("International Labour Organization\nVacancy announcement\n\n", "Officer"),
        ("Page 1 of 3\n", "Officer"),
        ("https://example.org/jobs/7\n\n", "Officer"),
        ("**Senior\n", "Senior Officer"),
    ],
)
def test_the_title_above_the_labels_is_no_running_head(above: str, title: str) -> None:
    assert notice(f"{above}{VACANCY}").value("title") == title


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Your main tasks in the port", "duties"),
        ("What you will do", "duties"),
        ("Principales tareas a realizar", "duties"),
        ("RESPONSABILITÉS DU POSTE", "duties"),
        ("Profil souhaité", "qualifications"),
        ("Requisitos para el puesto", "qualifications"),
        ("## About the port", "background"),
        ("Posibilidades de aprendizaje", "learning"),
    ],
)
def test_a_heading_of_other_words_is_known_by_its_keyword(heading: str, kind: str) -> None:
    found = notice(f"{VACANCY}\nIntroduction\n\nBoats float.\n\n{heading}\n\nText below it.\n")
    assert [section.kind for section in found.sections] == ["header", "introduction", kind]


TERMS = """TERMS OF REFERENCE

Position title: National Officer (NOA)
Department/Office: CO-Dakar
Duty station: Dakar
Type of contract: External collaboration

{body}
"""


def test_terms_of_reference_say_in_their_heading_what_they_are() -> None:
    found = recognise(from_text(TERMS.format(body="A text without any heading of tasks.")))
    assert (found.layout, found.value("department")) == ("terms-of-reference", "CO-Dakar")
    passing = TERMS.replace("TERMS OF REFERENCE\n", "They follow the terms of reference that " + "long ago " * 20)
    assert recognise(from_text(passing.format(body="-"))).layout == "jobs-site"


def test_a_grade_stands_behind_a_title_too() -> None:
    assert recognise(from_text(TERMS.format(body="-"))).value("grade") == "NOA"


@pytest.mark.parametrize(
    "sentence",
    [
        "Send your application no later than 3 May 2031.",
        "Les candidatures doivent être soumises au plus tard le 3 mai 2031.",
        "Envíe su hoja de vida a más tardar el 3 de mayo de 2031.",
    ],
)
def test_a_closing_date_is_read_in_a_sentence_that_asks_for_applications(sentence: str) -> None:
    assert recognise(from_text(TERMS.format(body=sentence))).value("deadline") == "2031-05-03"


def test_a_date_in_a_sentence_about_something_else_is_no_closing_date() -> None:
    text = TERMS.format(body="The report is due no later than 3 May 2031.")
    assert recognise(from_text(text)).value("deadline") is None


def test_a_sentence_above_the_labels_is_no_title() -> None:
    labels = "Grade: P2\nVacancy no.: 12 | Job ID: 77\nLocation: Bern\n"
    found = recognise(from_text(f"All candidates are equal here.\n\nOfficer of Tea\n\n{labels}"))
    assert (found.value("title"), found.value("vacancy_number")) == ("Officer of Tea", "12")


@pytest.mark.parametrize(
    "line", ["3. Review requirements", "- requirements", "Check the requirements.", "tasks and tides"]
)
def test_a_keyword_in_a_list_or_a_sentence_opens_no_section(line: str) -> None:
    found = notice(f"{VACANCY}\nIntroduction\n\nBoats float.\n\n{line}\n\nText below it.\n")
    assert [section.kind for section in found.sections] == ["header", "introduction"]


def test_a_label_that_no_layout_knows_belongs_to_the_header_but_to_no_value() -> None:
    found = notice(f"{VACANCY}Size of the boat: small\nColour: blue\n\nThe boat is old.\n")
    assert found.value("duty_station") == "Oslo"
    assert found.document.text[found.sections[1].start :].strip() == "The boat is old."


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Boats\ndate: 2032-05-04\nlanguage: en\nlayout: post\n---\n\nBoats float.\n",
        "Title: Boats\nDate: 4 May 2032\nAuthor: A\nLocation: Oslo\nDuration: 2 hours\n\nBoats float.\n",
        "Terms of reference of the Committee on Boats\n\nBackground\n\nBoats float.\n",
    ],
)
def test_a_text_with_labels_that_announces_no_post_is_plain(text: str) -> None:
    assert notice(text).layout == "plain"


SUPERVISED = "\nSUPERVISION\n\nDirect supervision by:\n\n{}\n\nIntroduction\n"


@pytest.mark.parametrize(
    ("printed", "name", "title"),
    [
        ("Ada Sample, Chief of Sums, ada@example.org", "Ada Sample", "Chief of Sums"),
        ("Dr. Ada Sample – Chief of Sums: ada@example.org", "Ada Sample", "Chief of Sums"),
        ("Chief of Sums, Ada Sample", "Ada Sample", "Chief of Sums"),
        ("*Ada Sample,\nChief of Sums*", "Ada Sample", "Chief of Sums"),
        ("Head of the Branch", None, "Head of the Branch"),
        ("Ms. Ada Sample\nChief, Sums Branch\nada@example.org", "Ada Sample", "Chief, Sums Branch"),
        ("Ada Sample (Chief, Sums), tel. 1234, ada@example.org", "Ada Sample", "Chief, Sums"),
        ("Chef de l’Unité des phares, M. Jean Exemple", "Jean Exemple", "Chef de l’Unité des phares"),
        ("Responsable de la Unidad, Dra. Ana Ejemplo (ana@example.org)", "Ana Ejemplo", "Responsable de la Unidad"),
        ("Ada Sample", "Ada Sample", None),
    ],
)
def test_the_supervisor_is_told_from_the_function(printed: str, name: str | None, title: str | None) -> None:
    found = notice(HEADER + SUPERVISED.format(printed))
    assert (found.value("supervisor_name"), found.value("supervisor_title")) == (name, title)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("Between two and four years of work.", "2", "4"),
        ("De deux à quatre ans d'expérience.", "2", "4"),
        ("Un mínimo de tres años.", "3", None),
        ("Un an de pratique.", "1", None),
        ("Una experiencia de al menos un año.", "1", None),
        ("Up to 3 years.", None, "3"),
        ("At least two (2) years.", "2", None),
    ],
)
def test_years_of_experience_are_read_in_three_languages(asked: str, least: str | None, most: str | None) -> None:
    found = notice(f"{HEADER}\nDUTIES\n\n- one\n\nQUALIFICATIONS\n\nWork experience:\n\nMinimum:\n\n{asked}\n")
    assert (found.value("minimum_years_experience"), found.value("maximum_years_experience")) == (least, most)


def test_people_are_masked_and_all_else_is_kept() -> None:
    found = notice(HEADER + SUPERVISED.format("Ada Sample-Byron, Chief of Sums, ada@example.org"))
    text = "Ask Ada\nSample-Byron (SAMPLE-BYRON, Ada) or b.c+d@mail.example.org; Adam samples C102 @ noon."
    assert mask_people(text, found) == "Ask [name] ([name]) or [e-mail]; Adam samples C102 @ noon."


def test_both_of_two_supervisors_are_read_and_masked() -> None:
    found = notice(HEADER + SUPERVISED.format("Ada Sample, Chief of Sums, and Ms Bea Ejemplo, Head of Signs"))
    assert (found.value("supervisor_name"), found.value("supervisor_title")) == ("Ada Sample", "Chief of Sums")
    assert found.value("second_supervisor_name") == "Bea Ejemplo"
    assert found.value("second_supervisor_title") == "Head of Signs"
    assert mask_people("Ada Sample and BEA EJEMPLO.", found) == "[name] and [name]."


def test_a_label_is_no_value() -> None:
    row = (
        "Publication date     Application deadline      Location\n12 May 2031          12 June 2031              Oslo\n"
    )
    found = notice(f"Grade: P3\nVacancy no.: 7\nJob ID: 9\n\n{row}\nIntroduction\n\nThe post keeps lighthouses.\n")
    assert (found.value("grade"), found.value("deadline"), found.value("duty_station_city")) == ("P3", None, None)


def test_a_supervisor_without_end_is_read_at_once() -> None:
    found = notice(HEADER + SUPERVISED.format("Ada Sample, Chief" + "; Bea Ejemplo" * 50_000))
    assert (found.value("supervisor_name"), found.value("second_supervisor_name")) == ("Ada Sample", None)


def test_one_supervisor_of_two_units_stays_one() -> None:
    found = notice(HEADER + SUPERVISED.format("Ada Sample, Head, Partnerships and Field Support, Sums and Signs Unit"))
    assert found.value("second_supervisor_name") is None
    assert found.value("supervisor_title") == "Head, Partnerships and Field Support, Sums and Signs Unit"


def test_without_a_supervisor_only_addresses_are_masked() -> None:
    assert mask_people("Ada, ada@example.org", notice("no notice")) == "Ada, [e-mail]"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The post will support the work of the unit in the region.", "en"),
        ("Le titulaire du poste appuie les travaux de la section dans la région.", "fr"),
        ("La persona seleccionada apoya el trabajo de la unidad en la región y los países.", "es"),
        ("102", "en"),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert notice(text).language == language


WORDS = """SUPERVISION|Title|Direct supervision by|DUTIES AND RESPONSABILITIES|Languages|Minimum|Desirable|Grade
P2|2024|Vacancy no.|Job ID|Grade:|Unidad/Departamento|Terms of reference
Tasks of the post|Duration of the|JPO vacancy proposal|Month of issue|Learning elements|a@b.org|Geneva, Switzerland
Education|Work experience
two years|English or French.|Key outputs:|word |é|e\u0301|İ|x""".replace("\n", "|").split("|")
MARKS = [
    "**",
    "*",
    "# ",
    "- ",
    "1) ",
    "(2) ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\f",
    ":",
    " | ",
    "[x](y)",
    "<b>",
    "¹ ",
    "(",
    "\ufeff",
]
PIECES = st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=60)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), PIECES.map(" ".join), PIECES.map("".join)))
@example("")
@example("\n")
def test_any_text_is_tiled_by_its_sections(text: str) -> None:
    document = Document("-", text, "0" * 64, "text/plain")
    for found in (recognise(document), *(layout.examine(document, 0).notice() for layout in LAYOUTS)):
        assert tiles(found)
        assert all(0 <= field.start < field.end <= len(text) and field.value for field in found.fields)
        assert len({field.name for field in found.fields}) == len(found.fields)
        assert all(0 <= duty.start < duty.end <= len(text) and duty.text for duty in found.duties)
        assert all(one.end <= other.start for one, other in pairwise(found.duties))
        mask_people(text, found)


def test_an_item_without_words_is_no_duty() -> None:
    found = duties("- a b\n- ***\n-\nKey outputs:\n- c")
    assert [(duty.kind, duty.text) for duty in found.duties] == [("duty", "a b"), ("output", "c")]


def test_a_very_long_word_takes_little_memory() -> None:
    notice(HEADER)
    tracemalloc.start()
    notice(f"{HEADER}\n{'a' * 10_000}\n")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 1024**2


def test_a_very_large_text_without_a_notice_is_plain() -> None:
    found = notice("The word of the text. Grade of the soil: P2.\n" * 1_000_000)
    assert (found.layout, len(found.sections), found.fields) == ("plain", 1, ())


def test_a_very_large_text_is_read_to_its_end() -> None:
    units = ["- word" + " word" * 20 + "\n", "<b [a](**", "word(a@b. ", "Title: x", "\n\nMinimum: " + "x, " * 30]
    body = "\n".join(unit * (1_000_000 // len(unit)) for unit in units)
    found = notice(f"{HEADER}\nDUTIES\n\n{body}\n\nQUALIFICATIONS\n\nEducation: a degree\n")
    assert len(found.document.text) > 4_900_000
    assert tiles(found)
    assert found.sections[-1].kind == "qualifications"
    assert len(found.duties) > 9_000


def seeds() -> Iterator[tuple[Document, dict[str, Any]]]:
    expected = json.loads((SHARED / "devset" / "fields-seeds.json").read_text(encoding="utf-8"))
    for found in read(SHARED / "seeds"):
        assert isinstance(found, Document)
        yield found, expected[found.name]


@needs_seeds
def test_the_five_notices_have_the_fields_that_were_read_by_hand() -> None:
    for found, expected in seeds():
        read_by_rule = recognise(found)
        assert counted(read_by_rule) == (expected["duties_count"], expected["key_outputs_count"]), found.name
        for name, value in expected.items():
            if not name.endswith(("_id", "_note", "_count")):
                printed = "; ".join(value) if isinstance(value, list) else value if value is None else str(value)
                assert read_by_rule.value(name) == printed, (found.name, name)


@needs_seeds
def test_the_five_notices_have_no_fields_that_were_not_read_by_hand() -> None:
    for found, expected in seeds():
        assert {field.name for field in recognise(found).fields} <= set(expected)


@needs_seeds
def test_every_mention_in_the_five_notices_stands_in_its_section() -> None:
    lines = (SHARED / "devset" / "gold-seeds.jsonl").read_text(encoding="utf-8").splitlines()
    notices = {found.name: recognise(found) for found, _ in seeds()}
    for mention in map(json.loads, lines):
        section = notices[mention["doc"]].section_at(mention["start"])
        assert section is not None
        assert section.kind == mention["section"], mention
