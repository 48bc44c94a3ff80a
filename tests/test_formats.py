"""HTML, Word, PDF and archives: what their text is, what is refused, and that nothing breaks the reader."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
import written
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ilo_graph import pipeline
from ilo_graph.documents import MEDIA_TYPES, Refusal, find, from_bytes, limits, pdf, read, read_file, read_stream
from ilo_graph.errors import DocumentError
from ilo_graph.model import Document

NOTICES = sorted((Path(__file__).parent / "samples").glob("*/document.*"))


def document(content: bytes, name: str = "a.bin") -> Document:
    """Read a content under a name that says nothing of it."""
    found = from_bytes(content, name)
    assert isinstance(found, Document), found
    return found


def text(content: bytes | str) -> str:
    return document(content.encode() if isinstance(content, str) else content).text


def reason(content: bytes, name: str = "a.bin") -> str:
    found = from_bytes(content, name)
    assert isinstance(found, Refusal), found
    return found.reason


# HTML


def test_a_page_gives_its_blocks_as_lines() -> None:
    page = """<!DOCTYPE html><html><head><title>Jobs</title><style>p {}</style></head><body>
      <h1>Junior   Officer</h1> <p>Caf&eacute; &amp; <b>bold</b>
      text&#8211;<i>it</i>alic<p>unclosed<br>next line<script>var x = "</p>";</script>
      <div>one</div><div>two</div><!-- hidden --></body></html>"""
    assert text(page) == "# Junior Officer\n\nCafé & bold text–italic\n\nunclosed\nnext line\n\none\ntwo"


def test_lists_have_their_marks() -> None:
    page = "<html><ul><li>a<li>b<ul><li>deep</ul></ul><ol start=3><li>c<li>d</ol><ol type=i><li>e<li value=4>f</ol>"
    assert text(page) == "- a\n- b\n  - deep\n\n3. c\n4. d\n\ni. e\niv. f"


def test_cells_are_kept_apart_by_tabs_and_rows_by_lines() -> None:
    page = "<html><table><tr><th>Grade<td><p>P2</p><tr><td><td>x<tr><td>Duties<td><ul><li>a<li>b</ul><tr><td>y</table>z"
    assert text(page) == "Grade\tP2\n\tx\nDuties\t- a\n- b\n\ny\n\nz"


def test_empty_blocks_leave_nothing() -> None:
    assert text("<html><p>a</p><p>&nbsp;</p><ul><li></li></ul><h2></h2><table><tr><td></table><p>b") == "a\n\nb"


def test_preformatted_text_keeps_its_lines() -> None:
    assert text("<html><p>a</p><pre>b\n   c</pre>d") == "a\n\nb\n   c\n\nd"


def test_raised_numbers_are_the_marks_of_notes_and_raised_letters_are_letters() -> None:
    assert text("<html><p>No. 102<sup>3</sup>, n<sup>o</sup> 97<sup>[12]</sup>") == "No. 102[^3], no 97[^12]"


@pytest.mark.parametrize(
    "encoding", ["iso-8859-1", "windows-1252", "windows-1250", "utf-8", "nonsense", "zlib", "idna"]
)
def test_the_encoding_that_a_page_declares_is_used_where_it_can_be(encoding: str) -> None:
    real = encoding if encoding.startswith(("iso", "win")) else "utf-8"
    page = f'<html><head><meta charset="{encoding}"></head><body>Genève é</body>'
    assert text(page.replace("è", "é").encode(real)) == "Genéve é"


def test_utf_16_pages_are_read_by_their_mark() -> None:
    assert text("<html><meta charset='utf-8'><p>Genève".encode("utf-16")) == "Genève"


@pytest.mark.parametrize(
    "beginning",
    ["<html>", " \n<!DOCTYPE HTML PUBLIC 'x'>", "<!-- saved --><HTML lang=en>", "<?xml version='1.0'?><html>"],
)
def test_a_page_is_known_by_its_beginning(beginning: str) -> None:
    found = document(f"{beginning}<p>x".encode(), "a.txt")
    assert (found.text, found.media_type) == ("x", "text/html")


def test_markdown_with_tags_stays_markdown() -> None:
    found = from_bytes(b"<div align=center>\n# Title", "a.md", media_type="text/markdown")
    assert isinstance(found, Document)
    assert found.text == "<div align=center>\n# Title"


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "sup", "span"])
def test_deep_nesting_is_refused(tag: str) -> None:
    assert "nested more than" in reason(b"<html>" + f"<{tag}>".encode() * 1_000_000)


def test_entities_of_a_page_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><html><p>x &a; &b;'
    assert text(page).endswith("x &a; &b;")


TAGS = ["ol", "ul", "li", "table", "tr", "td", "th", "p", "br", "pre", "sup", "h1", "script", "title"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"<>&;'\"=/ ", *TAGS, "x"])))
def test_any_tags_make_a_page(pieces: list[str]) -> None:
    tags = "".join(f"<{piece}>" if piece in TAGS else piece for piece in pieces)
    assert "x" in text(f"<html><body>{tags}</title></script><p>x")


# Word


def test_a_word_document_gives_headings_lists_tables_header_and_footer() -> None:
    source = docx.Document()
    source.sections[0].header.paragraphs[0].text = "Head"
    source.sections[0].footer.paragraphs[0].text = "Foot"
    source.add_heading("Officer", 0)
    source.add_heading("Duties", 2)
    source.add_paragraph("Café\twith tab\nand line")
    for item in ("a", "b"):
        source.add_paragraph(item, style="List Bullet")
    for item in ("c", "d"):
        source.add_paragraph(item, style="List Number")
    table = source.add_table(rows=2, cols=3)
    for place, content in {(0, 0): "Grade", (0, 1): "P2", (1, 1): "x\ny", (1, 2): "z"}.items():
        table.cell(*place).text = content
    source.add_paragraph("end")
    lines = "Head\n\n# Officer\n\n## Duties\n\nCafé\twith tab\nand line\n\n- a\n- b\n1. c\n2. d\n\n"
    assert text(written.saved(source)) == f"{lines}Grade\tP2\n\tx\ny\tz\n\nend\n\nFoot"


def test_headers_that_sections_repeat_stand_once() -> None:
    source = docx.Document()
    for section in (source.sections[0], source.add_section()):
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Head"
    source.add_paragraph("x")
    assert text(written.saved(source)) == "Head\n\nx"


def test_emphasis_and_runs_leave_no_trace_and_hidden_or_raised_text_does() -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("Conven")
    paragraph.add_run("tion").bold = True
    paragraph.add_run(" No. 102")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run("secret").font.hidden = True
    paragraph.add_run(", n")
    paragraph.add_run("o").font.superscript = True
    assert text(written.saved(source)) == "Convention No. 102[^3], no"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{content}</w:r></w:p>"


def test_footnotes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    body = paragraph('<w:t>one</w:t><w:footnoteReference w:id="7"/>') + paragraph(
        '<w:t>two</w:t><w:footnoteReference w:id="4"/><w:endnoteReference w:id="4"/>'
    )
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(f"<w:footnoteRef/><w:t>note {number}</w:t>")}</w:footnote>'
        for number in (-1, 4, 7, 9)
    )
    last = f'<w:endnote w:id="4">{paragraph("<w:t>last</w:t>")}</w:endnote>'
    found = text(written.word_of(body, footnotes=notes, endnotes=last))
    assert found == "one[^1]\n\ntwo[^2][^3]\n\n[^2]: note 4\n\n[^1]: note 7\n\n[^3]: last"


def test_numbers_of_lists_are_those_that_word_shows() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="(%1.%2)"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
        "</w:lvlOverride></w:num>"
    )
    levels = ((5, 0), (5, 1), (5, 1), (5, 0), (5, 1), (6, 0), (0, 0))
    body = "".join(
        paragraph("<w:t>x</w:t>", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        for number, level in levels
    )
    lines = "II. x\n  (II.a) x\n  (II.b) x\nIII. x\n  (III.a) x\nIX. x\n\nx"
    assert text(written.word_of(body, numbering=numbering)) == lines


def test_a_list_is_indented_no_further_than_word_has_levels() -> None:
    numbering = '<w:abstractNum w:abstractNumId="1"/><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    item = paragraph("<w:t>x</w:t>", '<w:numPr><w:ilvl w:val="9999"/><w:numId w:val="5"/></w:numPr>')
    assert text(written.word_of(f"{paragraph('<w:t>a</w:t>')}{item}", numbering=numbering)) == f"a\n\n{' ' * 16}- x"
    assert text(f"<html>a{'<ul>' * 100}<li>x") == f"a\n\n{' ' * 16}- x"


def test_a_text_box_follows_its_paragraph_once_and_deleted_text_is_gone() -> None:
    box = f"<w:txbxContent>{paragraph('<w:t>box</w:t>')}</w:txbxContent>"
    body = paragraph(
        f"<w:t>be</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>fore</w:t>"
    )
    assert text(written.word_of(body)) == "before\n\nbox"


def test_styles_that_are_based_on_one_another_in_a_circle_are_read() -> None:
    styles = "".join(
        f'<w:style w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("ab", "ba")
    )
    assert text(written.word_of(paragraph("<w:t>x</w:t>", '<w:pStyle w:val="a"/>'), styles=styles)) == "x"


def test_xml_entities_in_a_word_document_are_refused() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    members = {"word/document.xml": f"<?xml version='1.0'?>{bomb}<w:document xmlns:w='{written.WORD}'>&b;</w:document>"}
    assert "declares XML entities" in reason(written.with_parts(written.word(["x"]), members))


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "word/styles.xml", "word/numbering.xml"])
def test_a_damaged_part_of_a_word_document_is_named(part: str) -> None:
    assert part in reason(written.with_parts(written.word(["x"]), {part: "<w:document"}))


def test_a_word_document_that_unpacks_to_too_much_is_refused() -> None:
    bomb = written.with_parts(written.word(["x"]), {"word/document.xml": b"<a>" + b" " * 60_000_000})
    assert "hundreds of times its size" in reason(bomb)


@pytest.mark.parametrize("members", [{"mimetype": "application/epub+zip"}, {"[Content_Types].xml": "<Types/>"}])
def test_documents_of_other_programs_are_refused(members: dict[str, str]) -> None:
    assert "save it as .docx" in reason(written.zipped(members))


# PDF


def test_the_pages_of_a_pdf_are_lines_and_each_page_has_its_place() -> None:
    found = document(written.pdf(["Título: año – “señal”", "Café à Genève"], ["Page two"], ["", "Three"]))
    assert found.text == "Título: año – “señal”\nCafé à Genève\n\fPage two\n\fThree"
    starts = [*found.pages, len(found.text)]
    pages = [found.text[start:end].strip() for start, end in pairwise(starts)]
    assert pages == ["Título: año – “señal”\nCafé à Genève", "Page two", "Three"]


def test_columns_are_read_one_after_the_other() -> None:
    columns = (["left one", "left two"], ["right one", "right two"])
    assert text(written.pdf_columns(columns)) == "left one\nleft two\nright one\nright two"


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen_and_its_line_end() -> None:
    assert text(written.pdf(["the Conven-", "tion, 2011"])) == "the Conven-\ntion, 2011"


def test_raised_digits_of_a_pdf_are_the_marks_of_notes() -> None:
    found = text(written.pdf(["Convention No. 102^3, and workers^12", "since 1952 and 2011"]))
    assert found == "Convention No. 102[^3], and workers[^12]\nsince 1952 and 2011"


def test_paragraphs_that_stand_apart_are_kept_apart() -> None:
    assert text(written.pdf(["a1", "a2", "a3", "", "b1", "b2", "b3"])) == "a1\na2\na3\n\nb1\nb2\nb3"


def test_a_scanned_pdf_is_refused_with_what_to_do() -> None:
    assert "text recognition (OCR)" in reason(written.scanned_pdf())


def test_an_encrypted_pdf_is_refused_unless_it_opens_without_a_password() -> None:
    assert "password" in reason(written.pdf(["x"], password="secret"))
    assert text(written.pdf(["x"])) == "x"


def test_a_pdf_of_very_many_pages_is_refused() -> None:
    assert f"more than {limits.PAGE_LIMIT} pages" in reason(written.pdf_with_pages(100_000))


def test_a_pdf_that_takes_all_memory_is_refused_and_the_next_one_is_read() -> None:
    assert "memory or time" in reason(written.hostile_pdf(30))
    assert text(written.pdf(["x"])) == "x"


def test_a_pdf_that_takes_too_long_is_refused_and_the_next_one_is_read() -> None:
    with pytest.raises(DocumentError, match="memory or time"):
        pdf.read(written.hostile_pdf(30), seconds=0.2)
    assert text(written.pdf(["x"])) == "x"


def test_a_damaged_pdf_is_refused() -> None:
    assert "damaged PDF" in reason(b"%PDF-1.7\nnothing")


# Archives


def test_the_members_of_an_archive_are_documents_below_its_name(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {"b.txt": "two", "a/1.html": "<p>one", ".hidden": "x", "__MACOSX/._b.txt": "x"}
    members |= {"c.docx": written.word(["three"]), "d.pdf": written.pdf(["four"]), "e/": ""}
    (tmp_path / "n.zip").write_bytes(written.zipped(members))
    found = [item for item in read(tmp_path) if isinstance(item, Document)]
    assert [item.name for item in found] == ["n.zip/a/1.html", "n.zip/b.txt", "n.zip/c.docx", "n.zip/d.pdf"]
    assert [item.text for item in found] == ["one", "two", "three", "four"]
    assert [item.name for item in read(tmp_path / "n.zip") if isinstance(item, Document)] == [i.name for i in found]


def test_an_archive_comes_through_standard_input() -> None:
    (found,) = read_stream(io.BytesIO(written.zipped({"a.txt": "x"})))
    assert isinstance(found, Document)
    assert (found.name, found.text) == ("-/a.txt", "x")


@pytest.mark.parametrize("name", ["../../up.txt", "/root.txt", "C:\\x\\..\\disk.txt", "a/./b.txt"])
def test_a_name_that_leads_out_of_an_archive_is_only_a_name(name: str) -> None:
    (found,) = read_stream(io.BytesIO(written.zipped({name: "x"})), "n.zip")
    assert found.name in {"n.zip/up.txt", "n.zip/root.txt", "n.zip/x/disk.txt", "n.zip/a/b.txt"}


def test_a_member_name_with_a_line_end_stays_on_one_line() -> None:
    (found,) = read_stream(io.BytesIO(written.zipped({"a\nb.txt": "x"})))
    assert found.name == "-/a\\x0ab.txt"


def test_a_member_without_a_name_is_read() -> None:
    content = written.zipped({"a.txt": "x"}).replace(b"a.txt", b"\0.txt")  # a name ends at its first NUL
    (found,) = read_stream(io.BytesIO(content), "n.zip")
    assert isinstance(found, Document)
    assert (found.name, found.text) == ("n.zip/unnamed", "x")


def refusals(content: bytes) -> list[str]:
    return [found.reason for found in read_stream(io.BytesIO(content)) if isinstance(found, Refusal)]


def test_one_bad_member_does_not_stop_the_others() -> None:
    inner = written.zipped({"x.txt": "x"})
    content = written.zipped({"a.zip": inner, "b.txt": b"0" * 30_000_000, "c.pdf": b"%PDF-1.7", "d.txt": "good"})
    assert [type(found) for found in read_stream(io.BytesIO(content))] == [Refusal, Refusal, Refusal, Document]
    assert "inside an archive" in refusals(content)[0]
    assert "hundreds of times its size" in refusals(content)[1]


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    packed = written.zipped({"a.txt": b"x" * 100_000})
    small = packed.replace((100_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert "damaged" in refusals(small)[0]


def test_an_archive_of_too_many_files_or_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = written.zipped({f"{number}.txt": "" for number in range(limits.MEMBER_LIMIT + 1)})
    assert "more than 10000 files" in refusals(many)[0]
    large = written.claiming(written.zipped({"a.txt": "x"}), limits.UNPACKED_LIMIT + 1)
    assert "split the archive" in refusals(large)[0]


def test_an_archive_whose_list_is_too_long_to_be_parsed_is_refused() -> None:
    end = b"PK\5\6" + bytes(6) + (1).to_bytes(2, "little") + (50_000_000).to_bytes(4, "little") + bytes(6)
    assert "more than 10000 files" in refusals(b"PK\3\4" + bytes(50_000_000) + end)[0]


def test_an_archive_that_names_one_content_many_times_is_refused() -> None:
    assert "overlap" in refusals(written.overlapping(written.zipped({"a.txt": "x" * 1_000}), 1_000))[0]


def test_an_empty_or_damaged_or_locked_archive_is_refused(tmp_path: Path) -> None:
    whole = written.zipped({"a.txt": "x"})
    assert "without files" in refusals(written.zipped({}))[0]
    assert "damaged" in refusals(whole[:-30])[0]
    assert "password" in refusals(written.locked(whole))[0]
    assert "unusual way" in refusals(written.zipped({"a.txt": "x"}, packed=zipfile.ZIP_LZMA))[0]
    (tmp_path / "a.zip").write_bytes(whole[:-30])
    (found,) = read(tmp_path / "a.zip")
    assert isinstance(found, Refusal)


def test_a_sparse_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.html", "d.docx", "e.zip"):
        (tmp_path / name).write_bytes(b"PK\3\4" if name == "e.zip" else b"x")
        os.truncate(tmp_path / name, 1024**3)
    found = [item.reason for item in read(tmp_path) if isinstance(item, Refusal)]
    assert len([reason for reason in found if "larger than 64 MiB" in reason]) == 4
    assert "more than 512 MiB" in found[4]


# All


@pytest.mark.parametrize(("name", "library"), [("a.html", "lxml"), ("a.docx", "lxml"), ("a.pdf", "pypdfium2")])
def test_without_the_library_of_a_format_the_line_to_type_is_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, library: str
) -> None:
    contents = {"a.html": b"<html>x", "a.docx": written.word(["x"]), "a.pdf": written.pdf(["x"])}
    monkeypatch.setitem(sys.modules, library, None)  # how Python itself says that a package is not there
    assert "pip install 'ilo-graph[formats]'" in reason(contents[name])
    assert from_bytes(b"x") == document(b"x", "-")


def wrapped(source: str) -> list[list[str]]:
    lines = [line for part in source.split("\n") for line in written.wrapped(part)]
    return [lines[start : start + 50] for start in range(0, len(lines), 50)]


WRITERS: dict[str, Callable[[str], bytes]] = {
    "html": lambda source: written.page(source.split("\n\n")),
    "docx": lambda source: written.word(source.split("\n\n")),
    "pdf": lambda source: written.pdf(*wrapped(source)),
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("sample", NOTICES, ids=lambda path: path.parent.name)
def test_a_notice_says_the_same_in_every_format(sample: Path, suffix: str) -> None:
    source = sample.read_text("utf-8")
    notice, references = pipeline.read(document(source.encode()))
    other, found = pipeline.read(document(WRITERS[suffix](source)))
    assert [(one.id, one.role, one.agent) for one in found] == [(one.id, one.role, one.agent) for one in references]
    assert other.layout == notice.layout
    for one in found:
        assert other.document.text[one.start : one.end] == one.text


VALID = {
    "html": written.page(["Grade: P2", "Convention No. 102"]),
    "docx": written.word(["Grade: P2", "Convention No. 102"]),
    "pdf": written.pdf(["Grade: P2"], ["Convention No. 102"]),
    "zip": written.zipped({"a.txt": "Grade: P2", "b.docx": written.word(["x"])}),
    "txt": "Grade: P2, à Genève".encode("utf-16"),
}


def sound(found: Document | Refusal) -> bool:
    if isinstance(found, Refusal):
        return bool(found.reason)
    starts = list(found.pages)
    return bool(found.text.strip()) and starts == sorted(starts) and all(0 <= s <= len(found.text) for s in starts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=300), suffix=st.sampled_from(sorted(MEDIA_TYPES)))
@example(content=b"", suffix=".pdf")
def test_any_bytes_are_read_or_refused_under_any_name(content: bytes, suffix: str) -> None:
    assert all(sound(found) for found in read_stream(io.BytesIO(content)))
    assert sound(from_bytes(content, media_type=MEDIA_TYPES[suffix]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(suffix=st.sampled_from(sorted(VALID)), data=st.data())
def test_a_file_with_damage_anywhere_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    content = bytearray(VALID[suffix])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    assert all(sound(found) for found in read_stream(io.BytesIO(bytes(content)), f"a.{suffix}"))


def test_a_member_that_is_gone_when_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(written.zipped({"a.txt": "x", "b.txt": "y"}))
    *_, last = find(path)
    path.write_bytes(written.zipped({"a.txt": "other"}))
    assert not isinstance(last, Refusal)
    assert "changed" in str(read_file(last))
