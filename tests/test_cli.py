"""The command line, run in process: data to standard output, messages to standard error, and the exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ilo_graph.cli import main

SAMPLES = Path(__file__).parent / "samples"
NOTICE = SAMPLES / "jpo-broken-lines" / "document.txt"


def run(*args: object, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], input=text)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "ilo.db"
    assert run("build", "--store", path).exit_code == 0
    return path


def test_every_verb_has_help_with_an_example() -> None:
    for name in main.commands:
        done = run(name, "--help")
        assert done.exit_code == 0
        assert f"Example: ilo-graph {name}" in done.stdout


def test_build_prints_counts_and_says_what_was_built(tmp_path: Path) -> None:
    done = run("build", SAMPLES, "--store", tmp_path / "x.db")
    assert "Convention" in done.stdout
    assert "documents" in done.stderr
    assert "expected.json" in done.stderr  # refused by name: the samples' annotations are no texts
    assert done.exit_code == 1


def test_build_of_nothing_is_an_error_of_the_call(tmp_path: Path) -> None:
    done = run("build", tmp_path / "nothing", "--store", tmp_path / "x.db")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert not (tmp_path / "x.db").exists()


def test_a_broken_overlay_is_named_with_its_line(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.ttl"
    overlay.write_text("@prefix ilo: <https://w3id.org/ilo-graph/ontology#> .\nilo:X ilo:Y\n", encoding="utf-8")
    done = run("build", "--catalogue", overlay, "--store", tmp_path / "x.db")
    assert done.exit_code == 2
    assert "mine.ttl" in done.stderr


def test_an_overlay_adds_an_instrument_that_notices_then_cite(tmp_path: Path) -> None:
    overlay = tmp_path / "new.ttl"
    overlay.write_text(OVERLAY, encoding="utf-8")
    notice = tmp_path / "notice.txt"
    notice.write_text("The unit promotes the Fair Robots Convention, 2031 (No. 199).", encoding="utf-8")
    without = json.loads(run("extract", notice).stdout)
    with_overlay = json.loads(run("extract", notice, "--catalogue", overlay).stdout)
    assert (without["id"], without["basis"]) == ("C199", "unresolved")
    assert (with_overlay["id"], with_overlay["basis"], with_overlay["discrepancies"]) == ("C199", "stated", [])


OVERLAY = """
@base <https://w3id.org/ilo-graph/id/> .
@prefix ilo: <https://w3id.org/ilo-graph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<instrument/C199> a ilo:Convention ;
    skos:notation "C199" ;
    skos:prefLabel "Fair Robots Convention, 2031"@en ;
    ilo:number "199" ; ilo:year 2031 ;
    ilo:status <status/not-in-force> ; ilo:category <category/technical> ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
"""


def test_extract_prints_one_object_a_line_with_the_exact_words() -> None:
    lines = [json.loads(line) for line in run("extract", NOTICE).stdout.splitlines()]
    text = NOTICE.read_bytes().decode()
    keys = "doc start end text kind id iri section role agent basis rule cue candidates quote page discrepancies"
    assert lines
    assert all(set(line) == set(keys.split()) for line in lines)
    assert all(line["text"] == text[line["start"] : line["end"]] for line in lines)
    assert {line["doc"] for line in lines} == {"document.txt"}


def test_extract_reads_standard_input_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run("extract", tmp_path, "-", text="It cites C102.")
    assert json.loads(done.stdout)["id"] == "C102"
    assert "empty.txt" in done.stderr
    assert done.exit_code == 1


def test_extract_fields_prints_header_fields_and_duties() -> None:
    found = json.loads(run("extract", NOTICE, "--fields").stdout)
    assert found["layout"] == "jpo-form"
    assert found["fields"]["duties_count"] == sum(d["kind"] == "duty" for d in found["duties"]) > 0


def test_extract_as_a_table_shows_ids() -> None:
    assert "id" in run("extract", NOTICE, "--format", "table").stdout.splitlines()[0]


def test_query_alone_lists_the_queries_with_their_parameters() -> None:
    listing = run("query", "--format", "csv").stdout
    assert "posts-by-instrument,instrument=C102" in listing


def test_query_answers_a_name_a_file_and_standard_input(store: Path, tmp_path: Path) -> None:
    named = run("query", "posts-by-instrument", "instrument=C102", "--store", store, "--format", "json")
    assert {row["post"] for row in json.loads(named.stdout)} == {"post/2213", "post/2224"}
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(?p) AS ?posts) { ?p a org:Post }", encoding="utf-8")
    assert run("query", file, "--store", store, "--format", "csv").stdout == "posts\n5\n"
    assert run("query", "-", "--store", store, "--format", "csv", text=file.read_text()).stdout == "posts\n5\n"


def test_query_writes_a_file(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "headline.csv"
    assert run("query", "headline", "--store", store, "--format", "csv", "-o", out).stdout == ""
    assert out.read_text("utf-8").startswith("post,mandate,role,words,place\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("query", "posts-by-instrment"), "posts-by-instrument"),
        (("query", "posts-by-instrument", "instrument=C999"), "did you mean"),
        (("query", "posts-by-instrument", "what=C102"), "instrument=C102"),
        (("query", "posts-by-instrument", "C102"), "key=value"),
        (("query", "SELECT ?x {"), "cannot be read"),
        (("query", "posts-by-instrument", "instrument=C102", "instrument=C189"), "given twice"),
        (("query", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "SERVICE is not answered"),
        (("show", "C1099"), "did you mean"),
        (("trace", "post/9999", "C102"), "post/"),
    ],
)
def test_a_wrong_call_says_what_is_right_and_ends_with_2(store: Path, args: tuple[str, ...], words: str) -> None:
    done = run(*args, "--store", store)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_missing_store_names_the_command_that_builds_one(tmp_path: Path) -> None:
    done = run("show", "C102", "--store", tmp_path / "none.db")
    assert done.exit_code == 2
    assert "ilo-graph build" in done.stderr


def test_the_word_service_is_refused_as_a_keyword_only(store: Path) -> None:
    text = 'SELECT ("a SERVICE <x>" AS ?service) {}  # SERVICE'
    assert run("query", text, "--store", store, "--format", "csv").stdout == "service\na SERVICE <x>\n"


def test_show_gives_title_links_and_evidence(store: Path) -> None:
    shown = run("show", "C102", "--store", store).stdout
    assert "Social Security (Minimum Standards) Convention, 1952" in shown
    assert "Convention No. 102" in shown


@pytest.mark.parametrize("goal", ["C102", "SDG1.3", "PB2024-25/7"])
def test_trace_explains_a_link_of_a_bundled_post(store: Path, goal: str) -> None:
    done = run("trace", "post/2213", goal, "--store", store)
    assert done.exit_code == 0
    assert "[stated]" in done.stdout
    assert "character" in done.stdout


def test_trace_says_no_where_nothing_links(store: Path) -> None:
    done = run("trace", "post/2213", "C190", "--store", store)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Nothing" in done.stderr


def test_check_passes_the_bundled_posts_and_fails_them_when_strict(store: Path) -> None:
    lenient, strict = run("check", "--store", store), run("check", "--strict", "--store", store)
    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert "expired biennium" in lenient.stdout
    assert "0 violations" in lenient.stderr


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "jsonld", "rdf", "graphml"])
def test_export_writes_every_format(store: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"graph.{suffix}"
    assert run("export", out, "--store", store).exit_code == 0
    assert b"C102" in out.read_bytes()


def test_export_of_an_unknown_format_names_the_known_ones(store: Path, tmp_path: Path) -> None:
    done = run("export", tmp_path / "graph.doc", "--store", store)
    assert done.exit_code == 2
    assert "trig" in done.stderr


@pytest.mark.parametrize("verb", ["draw", "explore"])
def test_pages_are_written_and_a_place_that_cannot_be_written_is_an_error(
    store: Path, tmp_path: Path, verb: str
) -> None:
    out = tmp_path / "page.html"
    assert run(verb, out, "--store", store).exit_code == 0
    assert out.read_text("utf-8").lstrip().lower().startswith("<!doctype html")
    done = run(verb, tmp_path / "no" / "such" / "page.html", "--store", store)
    assert done.exit_code == 2
    assert "page.html" in done.stderr


def test_a_store_that_is_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    shutil.copy(NOTICE, tmp_path / "file.txt")
    done = run("build", "--store", tmp_path)
    assert done.exit_code == 2
    assert (tmp_path / "file.txt").exists()


def test_an_overlay_is_checked_without_a_store(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        """@prefix ilo: <https://w3id.org/ilo-graph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<instrument/C199> a ilo:Convention ; skos:notation "C 199" ; ilo:number "199" ; ilo:year 2031 ;
  skos:prefLabel "Fair Robots Convention, 2031"@en ; ilo:attestation <attestation/read> .
""",
        encoding="utf-8",
    )
    ran = run("check", "--catalogue", mine)
    assert (ran.exit_code, "1 overlay: 1 violation of a shape, 1 warning" in ran.stderr) == (1, True)
    assert "mine.ttl, line 4 (2)\n  violation, notation of the instrument: instrument/C199\n" in ran.stdout
