from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas
import polars
import pyarrow.parquet
import pytest

from ilo_graph.errors import ParameterError
from ilo_graph.tables import FORMATS, Table, as_html, as_text, printable

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
    assert "and 1 more rows" in page


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
    with pytest.raises(ParameterError, match="table, csv, tsv, json, parquet, xlsx, md"):
        TABLE.write(io.StringIO(), "docx")


def test_a_binary_format_goes_to_the_bytes_behind_a_stream_and_not_into_a_text() -> None:
    stream = io.TextIOWrapper(io.BytesIO())
    TABLE.write(stream, "parquet")
    assert stream.buffer.getvalue().startswith(b"PAR1")
    with pytest.raises(ParameterError, match="path of a file"):
        TABLE.write(io.StringIO(), "xlsx")
