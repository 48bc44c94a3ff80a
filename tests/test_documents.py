import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilo_graph.documents import SIZE_LIMIT, Refusal, from_bytes, from_text, read, read_stream
from ilo_graph.errors import DocumentError
from ilo_graph.model import Document

needs_ordinary_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")


def names(folder: Path) -> list[str]:
    return [found.name for found in read(folder)]


def refused(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, Refusal)
    assert found.name == path.name
    return found.reason


def written(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_is_one_document_under_its_own_name(tmp_path: Path) -> None:
    content = "Título: año\r\nGrade: P2\n"
    path = written(tmp_path / "notice.txt", content)
    assert list(read(path)) == [
        Document("notice.txt", content, hashlib.sha256(content.encode()).hexdigest(), "text/plain")
    ]
    assert list(read(str(path))) == list(read(path))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.txt", "text/plain"), ("a.MD", "text/markdown"), ("a.markdown", "text/markdown"), ("a", "text/plain")],
)
def test_the_suffix_tells_the_media_type(tmp_path: Path, name: str, media_type: str) -> None:
    (found,) = read(written(tmp_path / name, "x"))
    assert isinstance(found, Document)
    assert found.media_type == media_type


def test_a_folder_is_read_in_the_order_of_its_names_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.txt", "a-b.txt", ".hidden.txt", ".git/config.txt", "c/.x/1.txt", "c/d/e.txt"):
        written(tmp_path / name, name)
    assert names(tmp_path) == ["a/1.txt", "a/2.md", "a-b.txt", "b.txt", "c/d/e.txt"]


def test_a_folder_that_is_hidden_itself_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path / ".notices" / "a.txt", "x")
    assert names(tmp_path / ".notices") == ["a.txt"]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "good")
    written(tmp_path / "b.txt", b"\0\1\2")
    written(tmp_path / "c.pdf", "%PDF-1.7")
    written(tmp_path / "d.txt", "good too")
    found = list(read(tmp_path))
    assert [type(item) for item in found] == [Document, Refusal, Refusal, Document]


@pytest.mark.parametrize("content", ["", " \n\t\r\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert "empty" in refused(written(tmp_path / "a.txt", content))


def test_a_byte_order_mark_stays_in_the_text_so_that_positions_are_those_of_the_file(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "a.txt", "\ufeffTitle"))
    assert isinstance(found, Document)
    assert found.text == "\ufeffTitle"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_and_32_are_read_by_their_mark(encoding: str) -> None:
    found = from_bytes("\ufeffAño y día".encode(encoding))
    assert isinstance(found, Document)
    assert found.text == "Año y día"


def test_windows_1252_is_read_where_it_can_be_nothing_else() -> None:
    text = "Durée de l’affectation – 12 mois, à Genève"
    found = from_bytes(text.encode("cp1252"))
    assert isinstance(found, Document)
    assert found.text == text


@pytest.mark.parametrize(
    "content",
    [
        "Женева: должность в отделе".encode("cp1251"),
        "職務経歴書".encode("shift-jis"),
        "Año, día, señal".encode() + b"\xff",
        b"plain text with an undefined byte \x81",
        b"\xff\xfea",
        b"\xff\xfe\0\0abc",
    ],
)
def test_an_encoding_that_is_not_known_for_sure_is_refused(content: bytes) -> None:
    found = from_bytes(content, "a.txt")
    assert isinstance(found, Refusal)
    assert "save it as UTF-8" in found.reason


@pytest.mark.parametrize("control", ["\0", "\x02", "\x1b", "\x7f"])
def test_a_control_character_is_named_with_its_line(control: str) -> None:
    found = from_bytes(f"one\ntwo{control}\n".encode())
    assert isinstance(found, Refusal)
    assert f"U+{ord(control):04X} in line 2" in found.reason


def test_page_breaks_and_tabs_belong_to_a_text() -> None:
    assert isinstance(from_bytes(b"one\ftwo\tthree\v"), Document)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"{\\rtf1 x}", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"\x1f\x8b\x08", "unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "without"),
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "pdf", "docx", "html", "doc", "bin"])
def test_what_is_not_read_is_refused_with_what_to_do(tmp_path: Path, content: bytes, advice: str, suffix: str) -> None:
    assert advice in refused(written(tmp_path / f"a.{suffix}", content))


@pytest.mark.parametrize("suffix", ["pdf", "docx", "zip", "2213", "notice"])
def test_a_text_is_read_whatever_its_name(tmp_path: Path, suffix: str) -> None:
    (found,) = read(written(tmp_path / f"a.{suffix}", "Convention No. 189"))
    assert isinstance(found, Document)
    assert (found.text, found.media_type) == ("Convention No. 189", "text/plain")


def test_data_and_programs_are_refused_by_their_names(tmp_path: Path) -> None:
    assert "name it .txt" in refused(written(tmp_path / "a.json", '{"x": "Convention No. 189"}'))
    (found,) = read(written(tmp_path / "b.xml", "<html><p>Convention No. 189"))
    assert isinstance(found, Document)


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "x")
    os.truncate(path, SIZE_LIMIT + 1)
    assert "larger than 64 MiB" in refused(path)


def test_a_missing_path_is_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no file or folder .*none\.txt"):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize("text", ["Title: Officer\n", "word " * 10_000])
def test_a_text_in_the_place_of_a_path_is_not_repeated(text: str) -> None:
    with pytest.raises(DocumentError, match="from_text") as error:
        list(read(text))
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_an_impossible_path_is_an_error_of_the_call(name: str) -> None:
    with pytest.raises(DocumentError, match="check the path"):
        read(name)


def test_a_folder_without_files_is_an_error_of_the_call(tmp_path: Path) -> None:
    written(tmp_path / ".hidden", "x")
    (tmp_path / "inner").mkdir()
    with pytest.raises(DocumentError, match="holds no files"):
        read(tmp_path)


def test_links_do_not_lead_out_of_a_folder_nor_in_circles(tmp_path: Path) -> None:
    written(tmp_path / "secret.txt", "secret")
    home = tmp_path / "notices"
    written(home / "a.txt", "x")
    (home / "inside.txt").symlink_to("a.txt")
    (home / "loop").symlink_to(home)
    (home / "nowhere.txt").symlink_to("none.txt")
    (home / "outside.txt").symlink_to("../secret.txt")
    (home / "self.txt").symlink_to("self.txt")
    found = {item.name: item for item in read(home)}
    assert {name for name, item in found.items() if isinstance(item, Document)} == {"a.txt", "inside.txt"}
    assert {name for name, item in found.items() if isinstance(item, Refusal)} == {
        "loop",
        "nowhere.txt",
        "outside.txt",
        "self.txt",
    }


def test_a_link_that_is_asked_for_by_name_is_followed(tmp_path: Path) -> None:
    written(tmp_path / "notices" / "a.txt", "x")
    (tmp_path / "link").symlink_to("notices")
    assert names(tmp_path / "link") == ["a.txt"]


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(tmp_path / "pipe")


@needs_ordinary_user
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "x")
    path.chmod(0)
    assert "permissions" in refused(path)


def test_a_name_whose_bytes_are_no_text_can_still_be_printed(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"a\xff.txt")  # noqa: PTH118 - a path of bytes
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system takes no such names")
    assert names(tmp_path) == ["a\\xff.txt"]


def test_a_text_in_memory_becomes_a_document() -> None:
    assert from_text("é").sha256 == hashlib.sha256("é".encode()).hexdigest()
    assert from_text("x").name == "-"


@pytest.mark.parametrize("text", ["", "\0", "\ud800"])
def test_a_text_in_memory_that_is_none_is_an_error_of_the_call(text: str) -> None:
    with pytest.raises(DocumentError):
        from_text(text)


def test_standard_input_is_read_up_to_the_limit() -> None:
    (found,) = read_stream(io.BytesIO("Título".encode()))
    assert found == from_text("Título")
    (large,) = read_stream(io.BytesIO(bytes(SIZE_LIMIT + 5)))
    assert isinstance(large, Refusal)
    assert "larger than 64 MiB" in large.reason


@given(st.text(min_size=1, max_size=200))
def test_what_is_read_is_what_was_written(text: str) -> None:
    found = from_bytes(text.encode())
    assert isinstance(found, Refusal) or found.text == text or text.startswith("\ufeff")
