"""From files to a store: what is read, what is refused, and that the same files give the same graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from small_graph import HEAD

from ilo_graph import documents, pipeline, queries
from ilo_graph.errors import DocumentError
from ilo_graph.model import Document
from ilo_graph.store import Store
from ilo_graph.tracing import trace
from ilo_graph.validation import check

SAMPLES = Path(__file__).parent / "samples"
NOTICE = SAMPLES / "jpo-broken-lines" / "document.txt"


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    """A folder with every invented sample notice."""
    folder = tmp_path / "notices"
    folder.mkdir()
    for sample in sorted(SAMPLES.glob("*/document.*")):
        shutil.copy(sample, folder / f"{sample.parent.name}{sample.suffix}")
    return folder


def content(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def test_the_bundled_posts_are_built_without_any_file() -> None:
    store = pipeline.build()
    answer = queries.run(store, "posts-by-instrument", instrument="C102")
    assert {row["post"] for row in answer} >= {"post/2213", "post/2224"}


def test_no_fact_stands_in_two_graphs(notices: Path) -> None:
    for store in (pipeline.build(), pipeline.build(notices)):
        triples = [str(quad.triple) for quad in store.quads()]
        assert len(triples) == len(set(triples))


def test_the_order_of_the_paths_does_not_matter(notices: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "note.txt").write_text("It cites Convention No. 189.", encoding="utf-8")
    one, two = pipeline.build(notices, other), pipeline.build(other, notices)
    assert content(one) == content(two)


def test_several_processes_give_the_same_graph_as_one(tmp_path: Path) -> None:
    text = NOTICE.read_text("utf-8")
    for number in range(pipeline.PARALLEL_FROM + 4):
        (tmp_path / f"{number:03}.txt").write_text(f"{text}\nCopy {number}.\n", encoding="utf-8")
    assert content(pipeline.build(tmp_path, processes=2)) == content(pipeline.build(tmp_path, processes=1))


def test_a_store_on_disk_holds_what_the_one_in_memory_holds(notices: Path, tmp_path: Path) -> None:
    on_disk = pipeline.build(notices, store=tmp_path / "ilo.db")
    assert content(on_disk) == content(pipeline.build(notices))


def test_building_again_takes_the_place_of_the_old_store(notices: Path, tmp_path: Path) -> None:
    path = tmp_path / "ilo.db"
    pipeline.build(store=path).close()
    new = pipeline.build(notices, store=path)
    assert queries.run(new, "mandates-by-post", post=_any_post(new)).rows
    assert "post/2213" not in {row["post"] for row in queries.run(new, "headline")}


def _any_post(store: Store) -> str:
    return str(next(iter(queries.run(store, "SELECT ?id { ?p a org:Post ; skos:notation ?id } ORDER BY ?id")))["id"])


def test_bad_files_are_named_with_their_reason_and_the_rest_is_built(notices: Path) -> None:
    (notices / "empty.txt").write_text("")
    (notices / "binary.txt").write_bytes(b"\x00\x01\x02PNG")
    (notices / "strange.txt").write_bytes(b"\x81\x8d\x8f broken \x90")
    (notices / "letter.pdf").write_bytes(b"%PDF-1.7")
    good = len(list(SAMPLES.glob("*/document.*")))
    store, report = pipeline.build_with_report(notices)
    assert {r.name for r in report.refused} == {"empty.txt", "binary.txt", "strange.txt", "letter.pdf"}
    assert all(r.reason.strip() for r in report.refused)
    assert report.documents == good
    assert len(queries.run(store, "SELECT ?d { ?d a ilo:Document }")) == good


def test_a_file_that_is_no_notice_is_read_as_plain_and_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "law.txt").write_text("The law gives effect to Convention No. 81.", encoding="utf-8")
    store, report = pipeline.build_with_report(tmp_path)
    assert [r.name for r in report.remarks] == ["law.txt"]
    assert "no vacancy notice" in report.remarks[0].reason
    evidence = queries.run(store, "evidence", thing="C081")
    assert [row["words"] for row in evidence] == ["Convention No. 81"]


def test_two_notices_of_one_post_are_both_kept_and_said(tmp_path: Path) -> None:
    text = NOTICE.read_text("utf-8")
    (tmp_path / "first.txt").write_text(text, encoding="utf-8")
    (tmp_path / "second.txt").write_text(text + "\nIssued again.\n", encoding="utf-8")
    store, report = pipeline.build_with_report(tmp_path)
    assert [r.name for r in report.remarks] == ["first.txt, second.txt"]
    assert len(queries.run(store, "SELECT ?n { ?n a ilo:Notice }")) == 2
    assert len(queries.run(store, "SELECT ?p { ?p a org:Post }")) == 1


def test_one_content_under_two_names_is_read_once_and_said(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(NOTICE, tmp_path / name)
    store, report = pipeline.build_with_report(tmp_path)
    assert [(r.name, "a.txt" in r.reason) for r in report.remarks] == [("b.txt", True)]
    assert len(queries.run(store, "SELECT ?d { ?d a ilo:Document }")) == 1


def test_a_notice_with_a_range_breaks_no_shape(tmp_path: Path) -> None:
    text = NOTICE.read_text("utf-8") + "\nThe unit reports on outputs 6.1 to 6.4 of the Programme and Budget 2022-23.\n"
    (tmp_path / "range.txt").write_text(text, encoding="utf-8")
    assert check(pipeline.build(tmp_path)).violations == ()


def test_where_every_file_is_refused_the_old_store_stays(tmp_path: Path) -> None:
    path = tmp_path / "ilo.db"
    pipeline.build(store=path).close()
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(DocumentError, match="nothing was built"):
        pipeline.build(tmp_path / "empty.txt", store=path)
    assert len(queries.run(Store(path, read_only=True), "SELECT ?p { ?p a org:Post }")) == 5


def test_one_document_is_replaced_with_what_follows_from_it(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    shutil.copy(NOTICE, notice)
    store = pipeline.build(notice)
    before = content(store)
    (document,) = queries.run(store, "SELECT ?d { ?d a ilo:Document }")
    store.replace(NamedNode(str(document["d"])), [])
    post = queries.run(
        store, "SELECT ?post ?thing { ?p ilo:contributesTo ?t . ?p skos:notation ?post . ?t skos:notation ?thing }"
    )
    for row in post:  # links are left over until the rules are applied; tracing them says what is still known
        assert trace(store, str(row["post"]), str(row["thing"]))
    pipeline.replace(store, notice)
    assert content(store) == before


def test_a_replacement_reads_a_folder_with_the_overlays_of_the_store_and_all_of_it_or_nothing(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.ttl"
    overlay.write_text(
        f"""{HEAD} <instrument/C902> a ilo:Convention ; skos:notation "C902" ; ilo:number "902" ; ilo:year 2011 ;
        skos:prefLabel "Tea Convention, 2011"@en ; ilo:status <status/up-to-date> ;
        ilo:attestation <attestation/read> ; dcterms:source "invented" .""",
        encoding="utf-8",
    )
    folder = tmp_path / "notices"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(f"Text {number}: the unit promotes C902.", encoding="utf-8")
    store = pipeline.build(folder, catalogue=[overlay])
    before = content(store)
    assert sum("ontology#target" in line and "instrument/C902" in line for line in before) == 2
    pipeline.replace(store, folder, catalogue=[overlay])
    assert content(store) == before
    (folder / "3.txt").write_text("")
    with pytest.raises(DocumentError, match=r"3\.txt"):
        pipeline.replace(store, folder)
    assert content(store) == before


def test_nothing_to_read_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds no files"):
        pipeline.build(tmp_path)
    with pytest.raises(DocumentError, match="check the path"):
        pipeline.build(tmp_path / "missing")


def test_a_refused_file_is_a_warning_for_programs(tmp_path: Path) -> None:
    shutil.copy(NOTICE, tmp_path / "good.txt")
    (tmp_path / "empty.txt").write_text("")
    with pytest.warns(UserWarning, match=r"empty\.txt was not read"):
        pipeline.build(tmp_path)


def test_the_name_of_a_supervisor_stands_in_no_graph_unless_asked_for(notices: Path) -> None:
    read = [d for d in documents.read(notices) if isinstance(d, Document)]
    names = [pipeline.read(document)[0].value("supervisor_name") for document in read]
    (name, *_) = [n for n in names if n]
    assert not any(name in line for line in content(pipeline.build(notices)))
    assert any(name in line for line in content(pipeline.build(notices, with_people=True)))


PERIOD = "Programme and Budget 2024-25"
LONG = {
    "a sentence that does not end": "work is framed by Outcome 5 of the Programme and Budget for 2024-25 " * 800,
    "a list that does not end": "C102 " * 13_000,
    "blanks before a period": "Outcome 5" + " " * 1_000 + f"x {PERIOD}",
    "blanks in a list": f"In the {PERIOD} Outcome 5" + " " * 60_000 + "x Outcome 6",
    "a line to fill in": "a" + "_" * 60_000 + "b",
    "a line of acronyms": "NORMES " * 9_000,
    "a bracket that does not close": "Minimum Age Convention (" + "convention " * 20_000,
    "lines of one small word": "Grade: P3\nVacancy no.: 1\nJob ID: 7\nLocation: Oslo\n" + "D\n" * 150_000,
    "dates by which nothing is asked for": "Terms of reference\n\nTitle: x\n\nTasks\n\n" + "by 3 May 2031 " * 4_000,
    "words between empty lines": "C102 " + "abc\n\n" * 300_000,
    "owners before a period": "Outcome 5" + " ilo's" * 30 + f" x {PERIOD}",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_text_is_read_for_ever(text: str) -> None:  # each took minutes once: the square of its length, or worse
    assert all(found.text == text[found.start : found.end] for found in pipeline.read(documents.from_text(text))[1])


def test_a_very_large_text_is_read(tmp_path: Path) -> None:
    paragraph = "The Branch promotes Convention No. 189 and reports on SDG 8.7 in line with R204. " * 10
    (tmp_path / "large.txt").write_text("\n\n".join([paragraph] * 500), encoding="utf-8")
    _, report = pipeline.build_with_report(tmp_path)
    assert "15000 references" in report.remarks[0].reason
