from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas
import polars
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, parse_query_results

from ilo_graph import catalogue, documents, pipeline
from ilo_graph.errors import ParameterError, QueryError
from ilo_graph.queries import run
from ilo_graph.store import Store
from ilo_graph.tables import FORMATS, Table, as_html, as_text, column_types, printable
from ilo_graph.vocabulary import ILO, RDF, XSD

TABLE = Table(
    ("name", "number", "share", "sure"),
    (("=1+1", 1, 0.5, True), ("a|b\n<b>", None, None, None), ("é, “x”", 3, 1.0, False)),
)


def written(format: str) -> str:
    out = io.StringIO()
    TABLE.write(out, format)
    return out.getvalue()


def test_a_table_has_a_length_and_gives_its_rows_as_mappings() -> None:
    assert len(TABLE) == 3
    assert [row["number"] for row in TABLE] == [1, None, 3]


def test_csv_and_tsv_read_back_with_unknown_as_empty() -> None:
    expected = [["name", "number", "share", "sure"], ["=1+1", "1", "0.5", "true"], ["a|b\n<b>", "", "", ""]]
    assert list(csv.reader(io.StringIO(written("csv"), newline="")))[:3] == expected
    assert list(csv.reader(io.StringIO(written("tsv"), newline=""), delimiter="\t"))[:3] == expected


def test_json_keeps_types_letters_and_null() -> None:
    assert json.loads(written("json"))[1] == {"name": "a|b\n<b>", "number": None, "share": None, "sure": None}
    assert "é, “x”" in written("json")
    assert json.loads(FORMATS["json"](Table(("a",), ()))) == []


def test_markdown_has_one_line_a_row_whatever_stands_in_a_cell() -> None:
    lines = written("md").splitlines()
    assert len(lines) == 2 + len(TABLE)
    assert lines[3] == "| a&#124;b<br>&lt;b&gt; |  |  |  |"


def test_excel_keeps_types_and_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    Table(("x", "n"), (("=1+1", 2), ("+1", None), ("-1", True), ("@a", 0.5), ("bell \x07", 1))).write(target, "xlsx")
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2))
    assert [row[0].data_type for row in cells] == ["s"] * 5
    assert [row[0].value for row in cells] == ["=1+1", "+1", "-1", "@a", "bell \ufffd"]
    assert [row[1].value for row in cells] == [2, None, True, 0.5, 1]


def test_parquet_reads_back_with_types_and_null(tmp_path: Path) -> None:
    target = tmp_path / "table.parquet"
    TABLE.write(target, "parquet")
    read = pyarrow.parquet.read_table(target)
    assert [str(kind) for kind in read.schema.types] == ["string", "int64", "double", "bool"]
    assert read.to_pylist() == list(TABLE)


def test_frames_keep_whole_numbers_whole_beside_missing_values() -> None:
    frame = TABLE.to_pandas()
    assert frame["number"].dtype == pandas.Int64Dtype()
    assert frame["number"].isna().tolist() == [False, True, False]
    assert TABLE.to_polars().schema["number"] == polars.Int64
    assert TABLE.to_polars().rows() == list(TABLE.rows)


def test_declared_types_hold_where_no_value_tells_them() -> None:
    empty = Table(("post", "start"), (), ("string", "integer"))
    assert str(empty.to_arrow().schema.field("start").type) == "int64"
    assert empty.to_pandas()["start"].dtype == pandas.Int64Dtype()


def test_a_column_of_numbers_and_texts_becomes_texts() -> None:
    assert Table(("x",), ((1,), ("a",), (None,))).to_arrow().column("x").to_pylist() == ["1", "a", None]


def test_html_is_escaped_and_says_what_it_leaves_out() -> None:
    page = as_html(Table(("<a>",), (("<script>&",),) * 201))
    assert "<script>" not in page
    assert "&lt;script&gt;&amp;" in page
    assert "<th>&lt;a&gt;</th>" in page
    assert "201 rows, the first 100 of them shown" in page


def test_a_wide_enough_terminal_shows_rows_and_a_narrow_one_blocks() -> None:
    wide = as_text(TABLE, width=80).splitlines()
    assert wide[0].split() == ["name", "number", "share", "sure"]
    assert wide[2].split() == ["=1+1", "1", "0.5", "true"]
    narrow = as_text(TABLE, width=20).splitlines()
    assert narrow[0] == "── 1 " + "─" * 15
    assert narrow[1:5] == ["name    =1+1", "number  1", "share   0.5", "sure    true"]
    assert wide[-1] == narrow[-1] == "(3 rows)"


def test_no_value_can_steer_a_terminal_or_be_taken_for_markup() -> None:
    text = as_text(Table(("[bold]x",), (("\x1b[31mred",), ("[red]y[/red]",), ("two\nlines",))), width=60)
    assert "\x1b" not in text
    assert "[red]y[/red]" in text
    assert "two lines" in text
    assert printable("soft\xadhyphen \u202e") == "softhyphen "


def test_an_unknown_format_is_an_error_that_names_the_formats() -> None:
    with pytest.raises(ParameterError, match="table, csv, tsv, json, parquet, xlsx, md, srj, srx"):
        TABLE.write(io.StringIO(), "docx")


def test_a_binary_format_goes_to_the_bytes_behind_a_stream_and_not_into_a_text() -> None:
    stream = io.TextIOWrapper(io.BytesIO())
    TABLE.write(stream, "parquet")
    assert stream.buffer.getvalue().startswith(b"PAR1")
    with pytest.raises(ParameterError, match="path of a file"):
        TABLE.write(io.StringIO(), "xlsx")


# Terms with the value that each is in Python: what RDF has that a plain format might lose.
TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from('"\\\n\r\t<>@^ ntr')), max_size=12)
XSD_NAMES = ("date", "gYear", "integer", "decimal", "double", "boolean", "nonNegativeInteger")
LITERALS = st.one_of(
    TEXTS.map(lambda text: (Literal(text), text)),
    st.tuples(TEXTS, st.sampled_from(["en", "fr", "en-gb"])).map(lambda t: (Literal(t[0], language=t[1]), t[0])),
    st.integers().map(lambda n: (Literal(str(n), datatype=XSD.integer), n)),
    st.integers(-(10**6), 10**6).map(
        lambda n: (Literal(f"{Decimal(n).scaleb(-2).normalize():f}", datatype=typed("decimal")), n / 100)
    ),
    st.floats(allow_nan=False).map(lambda x: (Literal(x), x)),
    st.booleans().map(lambda b: (Literal(b), b)),
    st.dates().map(lambda d: (Literal(d.isoformat(), datatype=XSD.date), d.isoformat())),
    st.sampled_from(XSD_NAMES).map(lambda name: (Literal("ten", datatype=typed(name)), "ten")),
)
IRIS = st.sampled_from(["http://example.org/x", "http://example.org/é?a=1&b=2#c", "urn:x"]).map(
    lambda iri: (NamedNode(iri), iri)
)


def literals(kind: type) -> st.SearchStrategy[tuple[Literal, object]]:
    def fits(cell: tuple[Literal, object]) -> bool:
        return type(cell[1]) is kind

    return LITERALS.filter(fits)


UNBOUND = st.just((None, None))
KINDS = [IRIS, UNBOUND, LITERALS, *map(literals, (str, int, float, bool))]


def typed(name: str) -> NamedNode:
    return NamedNode(XSD.iri + name)


@st.composite
def answers_of_the_engine(draw: st.DrawFn) -> tuple[Table, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """A table that a query gave, the values and the terms that it must have; columns of one kind and mixed ones."""
    kinds = draw(st.lists(st.sampled_from(KINDS).map(lambda kind: kind | UNBOUND), min_size=1, max_size=3))
    cells = draw(st.lists(st.tuples(*kinds), max_size=8))
    names = [f"c{i}" for i in range(len(kinds))]
    store = Store()
    for number, row in enumerate(cells):
        node = NamedNode(f"http://example.org/row/{number}")
        store.load([Quad(node, typed("row"), Literal(number))])
        store.load(
            Quad(node, NamedNode(f"http://example.org/{name}"), term)
            for name, (term, _) in zip(names, row, strict=True)
            if term is not None
        )
    parts = " ".join(f"OPTIONAL {{ ?row <http://example.org/{name}> ?{name} }}" for name in names)
    table = run(store, f"SELECT {' '.join(f'?{n}' for n in names)} {{ ?row xsd:row ?n {parts} }} ORDER BY ?n")
    return table, [tuple(v for _, v in row) for row in cells], [tuple(t for t, _ in row) for row in cells]


@settings(deadline=None)
@given(answers_of_the_engine())
def test_an_answer_gives_the_same_values_as_rows_as_a_frame_and_in_parquet(
    answer: tuple[Table, list[tuple[object, ...]], list[tuple[object, ...]]],
) -> None:
    table, values, _ = answer
    assert list(table.rows) == values
    assert (len(table), table.rows[:2]) == (len(values), tuple(values[:2]))
    by_rows = Table(table.columns, tuple(table.rows)).to_arrow()
    assert table.to_arrow().equals(by_rows)
    assert table.to_polars().rows() == [tuple(row.values()) for row in by_rows.to_pylist()]
    frame = table.to_pandas().astype(object)
    assert frame.where(frame.notna(), None).to_numpy().tolist() == [list(row.values()) for row in by_rows.to_pylist()]
    assert pyarrow.parquet.read_table(io.BytesIO(FORMATS["parquet"](table))).equals(by_rows)  # type: ignore[arg-type]
    assert [str(kind) for kind in by_rows.schema.types] == [ARROW[kind] for kind in column_types(table)]


ARROW = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}


@settings(deadline=None)
@given(answers_of_the_engine())
def test_sparql_results_keep_every_term_of_an_own_query(
    answer: tuple[Table, list[tuple[object, ...]], list[tuple[object, ...]]],
) -> None:
    table, _, terms = answer
    as_json = parse_query_results(FORMATS["srj"](table), QueryResultsFormat.JSON)
    assert isinstance(as_json, QuerySolutions)
    assert [tuple(row) for row in as_json] == terms
    if all(xml_can_hold(term.value) for row in terms for term in row if isinstance(term, Literal)):
        as_xml = parse_query_results(FORMATS["srx"](table), QueryResultsFormat.XML)
        assert isinstance(as_xml, QuerySolutions)
        assert [tuple(row) for row in as_xml] == terms


def xml_can_hold(text: str) -> bool:
    return all(c >= " " and c not in "\ufffe\uffff" for c in text)


def test_rows_of_values_become_typed_terms_in_sparql_results() -> None:
    read = json.loads(FORMATS["srj"](TABLE))
    first, second, _ = read["results"]["bindings"]
    assert read["head"]["vars"] == ["name", "number", "share", "sure"]
    assert [cell.get("datatype", "").partition("#")[2] for cell in first.values()] == [
        "",
        "integer",
        "double",
        "boolean",
    ]
    assert second == {"name": {"type": "literal", "value": "a|b\n<b>"}}


def test_a_value_longer_than_a_block_reaches_a_frame() -> None:
    store = Store()
    store.load(Quad(typed("s"), typed("p"), Literal(text)) for text in ("x" * 3_000_000, "y", '"\\'))
    answer = run(store, "SELECT ?x { ?s ?p ?x } ORDER BY STRLEN(?x)")
    assert [len(text) for text in answer.to_polars()["x"]] == [1, 2, 3_000_000]


def test_triples_that_a_query_builds_are_rows_too() -> None:
    store = Store()
    store.load([Quad(typed("s"), typed("p"), Literal("a\tb\n", language="en"))])
    answer = run(store, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert answer.to_polars().rows() == [(f"{XSD.iri}s", f"{XSD.iri}p", "a\tb\n")]
    assert json.loads(FORMATS["srj"](answer))["results"]["bindings"][0]["object"]["xml:lang"] == "en"


def test_a_file_is_written_in_the_format_of_its_ending(tmp_path: Path) -> None:
    TABLE.write(tmp_path / "answer.csv")
    TABLE.write(str(tmp_path / "answer.xlsx"))
    assert (tmp_path / "answer.csv").read_text("utf-8").startswith("name,number")
    assert openpyxl.load_workbook(tmp_path / "answer.xlsx").active is not None
    with pytest.raises(ParameterError, match="format 'doc'"):
        TABLE.write(tmp_path / "answer.doc")


def test_what_excel_cannot_hold_is_refused_and_not_cut(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="32767"):
        Table(("text",), (("x" * 32768,),)).write(tmp_path / "long.xlsx")
    with pytest.raises(ParameterError, match="rows"):
        Table(("number",), tuple((i,) for i in range(2**20))).write(tmp_path / "many.xlsx")


def test_a_column_without_a_value_takes_no_room_and_is_named_below() -> None:
    table = Table(("post", "quote"), (("post/1", None), ("post/2", None)))
    assert as_text(table, width=80).splitlines()[0] == "post"
    assert as_text(table, width=80).splitlines()[-1] == "(2 rows; nothing in quote)"
    assert as_text(TABLE, width=20).count("number") == 2  # the row that has no number says nothing of it


def test_an_interpreter_shows_the_first_rows_and_says_how_many_there_are() -> None:
    lines = repr(Table(("n",), tuple((i,) for i in range(1000)))).splitlines()
    assert len(lines) == 103
    assert lines[-1] == "(1000 rows, the first 100 of them shown; all are in a frame or a file)"


def test_a_declared_type_that_the_values_are_not_is_an_error() -> None:
    with pytest.raises(QueryError, match="'start' is declared as integer"):
        Table(("start",), (("ten",),), ("integer",)).to_pandas()


def test_a_store_and_a_reference_display_themselves_in_a_notebook() -> None:
    store = Store()
    store.load([Quad(typed("s"), RDF.type, ILO.Convention)])
    assert repr(store) == "<Store in memory, 1 facts>"
    assert "<td>Convention</td><td>1</td>" in store._repr_html_()
    store.close()
    assert store._repr_html_() == "&lt;Store in memory, closed&gt;"
    text = "It <b>supports</b> Convention No. 102 & others."
    (reference,) = pipeline.read(documents.from_text(text), catalogue.load())[1]
    shown = reference._repr_html_()
    assert "It &lt;b&gt;supports&lt;/b&gt; <mark>Convention No. 102</mark> &amp; others." in shown


def test_what_is_the_same_in_every_row_stands_above_a_table_that_would_not_fit() -> None:
    table = Table(("post", "unit", "instrument"), (("post/1", "SOCPRO", "C102"), ("post/1", "SOCPRO", "C118")))
    assert as_text(table, width=30).splitlines()[0].split() == ["post", "unit", "instrument"]
    assert as_text(table, width=20).splitlines()[:4] == ["post  post/1", "unit  SOCPRO", "", "instrument"]


def test_a_table_in_a_notebook_is_one_output_and_prints_nothing_beside_it() -> None:
    notebook = json.loads((Path(__file__).parents[1] / "docs" / "analyst.ipynb").read_text("utf-8"))
    (cell,) = (c for c in notebook["cells"] if "".join(c["source"]).startswith("answer = ilo.query"))
    (output,) = cell["outputs"]
    assert {"text/html", "text/plain"} <= output["data"].keys()
    assert "".join(output["data"]["text/plain"]).startswith("post ")
