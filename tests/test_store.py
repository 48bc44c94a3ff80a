import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, parse

from ilo_graph.errors import QueryError, QuerySyntaxError, StoreError
from ilo_graph.store import Store, building

EXAMPLE = "http://example.com/"
FORMATS = ("ttl", "nt", "rdf", "trig", "nq", "jsonld")


def quad(number: int, graph: str = "g", value: str = "words") -> Quad:
    return Quad(
        NamedNode(f"{EXAMPLE}{number}"), NamedNode(f"{EXAMPLE}says"), Literal(value), NamedNode(f"{EXAMPLE}{graph}")
    )


def values(store: Store) -> list[str]:
    rows = store.query(f"SELECT DISTINCT ?value {{ ?thing <{EXAMPLE}says> ?value }} ORDER BY ?value")
    assert isinstance(rows, QuerySolutions)
    return [row["value"].value for row in rows]


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


# ---- queries and updates


def test_a_query_sees_the_union_of_all_graphs() -> None:
    store = Store()
    store.load([quad(1, "one", "a"), quad(2, "two", "b")])
    assert values(store) == ["a", "b"]


def test_a_query_that_names_its_graphs_sees_only_these() -> None:
    store, one = Store(), NamedNode(f"{EXAMPLE}one")
    store.load([quad(1, "one", "a"), quad(2, "two", "b")])
    asked = "SELECT ?value {} {{ ?thing <{}says> ?value }}"
    for found in (
        store.query(asked.format(f"FROM {one}", EXAMPLE)),
        store.query(asked.format("", EXAMPLE), default_graphs=[one]),
        store.query(asked.format("", EXAMPLE).replace("{ ?", "{ GRAPH ?g { ?") + "}", named_graphs=[one]),
    ):
        assert isinstance(found, QuerySolutions)
        assert [row["value"].value for row in found] == ["a"]


def test_lines_are_loaded_block_by_block_into_their_graphs_or_one_of_choice() -> None:
    store, graph = Store(), NamedNode(f"{EXAMPLE}g")
    store.load_lines(f"{quad(n, value='x' * 9000)} .\n".encode() for n in range(30))
    store.load_lines([f"{quad(99).triple} .\n".encode(), b""], graph)
    assert len(store) == len(list(store.quads(graph))) == 31


def test_known_prefixes_need_no_declaration() -> None:
    store = Store()
    store.update("INSERT DATA { GRAPH <http://example.com/g> { <http://example.com/1> a org:Post } }")
    assert bool(store.query("ASK { ?post a org:Post }"))


def test_an_error_in_a_query_is_told_with_its_place() -> None:
    with pytest.raises(QuerySyntaxError, match="cannot be read: error at 1:9"):
        Store().query("SELECT *")
    with pytest.raises(QuerySyntaxError, match="The update cannot be read"):
        Store().update("INSERT DATA { <http://example.com/1> }")


def test_a_query_that_the_engine_cannot_run_is_a_query_error() -> None:
    with pytest.raises(QueryError, match=r"custom function <http://example\.com/f> is not supported"):
        Store().query("SELECT (<http://example.com/f>(1) AS ?x) {}")


def test_loading_a_quad_again_changes_nothing() -> None:
    store = Store()
    store.load([quad(1)])
    store.load([quad(1), quad(1)])
    assert len(store) == 1
    assert quad(1) in store
    assert quad(2) not in store


# ---- replacing one graph


def test_replace_puts_new_quads_in_the_place_of_a_graph_and_leaves_the_others() -> None:
    store = Store()
    store.load([quad(1, "g", "old"), quad(2, "other", "kept")])
    store.replace(NamedNode(f"{EXAMPLE}g"), [quad(3, "g", 'new "\n\\')])
    assert values(store) == ["kept", 'new "\n\\']


def test_replace_with_nothing_removes_the_graph() -> None:
    store = Store()
    store.load([quad(1, "g"), quad(2, "other")])
    store.replace(NamedNode(f"{EXAMPLE}g"), [])
    assert list(store.quads()) == [quad(2, "other")]


def test_replace_refuses_quads_of_another_graph_and_changes_nothing() -> None:
    store = Store()
    store.load([quad(1, "g", "old")])
    with pytest.raises(StoreError, match="give quads of one graph only"):
        store.replace(NamedNode(f"{EXAMPLE}g"), [quad(2, "g"), quad(3, "other")])
    assert values(store) == ["old"]


def test_replace_refuses_blank_nodes() -> None:
    graph = NamedNode(f"{EXAMPLE}g")
    blank = Quad(BlankNode(), NamedNode(f"{EXAMPLE}says"), Literal("x"), graph)
    with pytest.raises(StoreError, match="mint an IRI"):
        Store().replace(graph, [blank])


# ---- files


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_is_the_same_whatever_the_order_of_loading(ending: str, tmp_path: Path) -> None:
    quads = [quad(number, graph, f"é {number}") for number in range(20) for graph in ("a", "b")]
    written = []
    for order, content in enumerate((quads, quads[::-1])):
        store = Store()
        store.load(content)
        store.dump(tmp_path / f"{order}.{ending}")
        written.append((tmp_path / f"{order}.{ending}").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("ending", ["trig", "nq", "jsonld"])
def test_an_export_with_graphs_is_read_back_whole(ending: str, tmp_path: Path) -> None:
    store = Store()
    store.load([quad(1, "a"), quad(1, "b"), quad(2, "b", "é")])
    store.dump(tmp_path / f"out.{ending}")
    assert set(parse(path=str(tmp_path / f"out.{ending}"))) == set(store.quads())


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf"])
def test_an_export_without_graphs_has_each_triple_once(ending: str, tmp_path: Path) -> None:
    store = Store()
    store.load([quad(1, "a"), quad(1, "b"), quad(2, "b", "é")])
    store.dump(tmp_path / f"out.{ending}")
    assert sorted(str(found.triple) for found in parse(path=str(tmp_path / f"out.{ending}"))) == [
        str(quad(1).triple),
        str(quad(2, value="é").triple),
    ]


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"out\.xyz names no RDF format.*\.ttl .*\.jsonld"):
        Store().dump(tmp_path / "out.xyz")


def test_an_export_into_a_missing_folder_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Store().dump(tmp_path / "missing" / "out.nq")


# ---- rdflib


@pytest.mark.parametrize("on_disk", [False, True])
def test_rdflib_answers_a_text_query_as_the_store_does(on_disk: bool, tmp_path: Path) -> None:
    store = Store(tmp_path / "db" if on_disk else None)
    store.load([quad(1, "a", "x"), quad(2, "b", "y")])
    rows = store.to_rdflib().query(f"SELECT ?value {{ ?thing <{EXAMPLE}says> ?value }} ORDER BY ?value")
    assert [str(row[0]) for row in rows if isinstance(row, tuple)] == values(store) == ["x", "y"]


def test_rdflib_sees_what_is_added_later() -> None:
    store = Store()
    dataset = store.to_rdflib()
    store.load([quad(1)])
    assert len(dataset) == 1


def test_a_missing_rdflib_is_told_with_the_line_that_installs_it() -> None:
    code = "import sys; sys.modules['oxrdflib'] = None\nfrom ilo_graph.store import Store; Store().to_rdflib()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'ilo-graph[rdflib]'" in ran.stderr


# ---- on disk


def test_a_store_on_disk_keeps_what_it_was_given(tmp_path: Path) -> None:
    store = Store(tmp_path / "db")
    store.load([quad(1, value="kept")])
    store.close()
    assert values(Store(tmp_path / "db", read_only=True)) == ["kept"]


def test_a_missing_store_is_told_with_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no store in .*missing.*`ilo-graph build --store"):
        Store(tmp_path / "missing", read_only=True)
    assert not (tmp_path / "missing").exists()


def test_a_file_or_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    for read_only in (True, False):
        with pytest.raises(StoreError):
            Store(tmp_path / "file", read_only=read_only)
    with pytest.raises(StoreError, match="There is no store"):
        Store(tmp_path, read_only=True)


def test_a_folder_with_other_files_is_never_built_into(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match=r"holds other files \(thesis\.txt\)"), building(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("damage", ["CURRENT", "current"])
def test_a_broken_store_is_told(damage: str, tmp_path: Path) -> None:
    Store(tmp_path / "db").close()
    for file in (tmp_path / "db").rglob(damage):
        file.write_text("nonsense")
    with pytest.raises(StoreError, match=r"cannot be opened .*build it again"):
        Store(tmp_path / "db", read_only=True)


def test_a_store_opened_for_reading_refuses_changes(tmp_path: Path) -> None:
    Store(tmp_path / "db").close()
    store = Store(tmp_path / "db", read_only=True)
    with pytest.raises(StoreError, match="open it without read_only"):
        store.load([quad(1)])
    with pytest.raises(StoreError, match="open it without read_only"):
        store.replace(NamedNode(f"{EXAMPLE}g"), [quad(1)])


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "db")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")


HOLDER = """
import sys
from ilo_graph.store import Store
store = Store(sys.argv[1], read_only=sys.argv[2] == "True")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("theirs", [False, True])
@pytest.mark.parametrize("ours", [False, True])
def test_a_writer_shares_a_store_with_nobody_and_readers_share_it(ours: bool, theirs: bool, tmp_path: Path) -> None:
    Store(tmp_path / "db").close()
    with python(HOLDER, tmp_path / "db", theirs) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        if ours and theirs:
            assert len(Store(tmp_path / "db", read_only=True)) == 0
        else:
            with pytest.raises(StoreError, match=r"in use by another process.*close it there"):
                Store(tmp_path / "db", read_only=ours)
    Store(tmp_path / "db", read_only=ours)


# ---- building


def test_a_build_takes_the_place_of_the_old_store_when_it_is_complete(tmp_path: Path) -> None:
    with building(tmp_path / "db") as new:
        new.load([quad(1, value="first")])
    with building(tmp_path / "db") as new:
        new.load([quad(1, value="second")])
        old = Store(tmp_path / "db", read_only=True)
        assert values(old) == ["first"]
    assert values(old) == ["first"]
    assert values(Store(tmp_path / "db", read_only=True)) == ["second"]


def test_the_folder_of_the_old_store_goes_when_nobody_reads_it(tmp_path: Path) -> None:
    for _ in range(3):
        with building(tmp_path / "db"):
            pass
    assert len(list((tmp_path / "db").glob("store-*"))) == 1
    reader = Store(tmp_path / "db", read_only=True)
    with building(tmp_path / "db"):
        pass
    assert len(list((tmp_path / "db").glob("store-*"))) == 2
    reader.close()
    with building(tmp_path / "db"):
        pass
    assert len(list((tmp_path / "db").glob("store-*"))) == 1


def test_a_build_that_fails_leaves_the_old_store_and_nothing_else(tmp_path: Path) -> None:
    with building(tmp_path / "db") as new:
        new.load([quad(1, value="old")])
    with pytest.raises(ZeroDivisionError), building(tmp_path / "db") as new:
        new.load([quad(1, value="new")])
        raise ZeroDivisionError
    assert values(Store(tmp_path / "db", read_only=True)) == ["old"]
    assert len(list((tmp_path / "db").glob("store-*"))) == 1


def test_a_store_that_is_being_written_or_built_is_not_built_over(tmp_path: Path) -> None:
    writer = Store(tmp_path / "db")
    with pytest.raises(StoreError, match="build to another path"), building(tmp_path / "db"):
        pass
    writer.close()
    with (
        building(tmp_path / "db"),
        pytest.raises(StoreError, match="build to another path"),
        building(tmp_path / "db"),
    ):
        pass


SIZE = 5_000
BUILDER = """
import itertools, sys
from pyoxigraph import Literal, NamedNode, Quad
from ilo_graph.store import building
says, graph = NamedNode("http://example.com/says"), NamedNode("http://example.com/g")
for version in itertools.count():
    with building(sys.argv[1]) as new:
        print(version, flush=True)
        size = int(sys.argv[2])
        new.load(Quad(NamedNode(f"http://example.com/{n}"), says, Literal(str(version)), graph) for n in range(size))
"""


def killed_builds(path: Path, rounds: int) -> Iterator[int]:
    """Let a process build again and again, and kill it at some moment of its second build or later."""
    moments = random.Random(1)
    for _ in range(rounds):
        with python(BUILDER, path, SIZE) as builder:
            assert builder.stdout is not None
            while builder.stdout.readline() != "1\n":
                pass
            time.sleep(moments.uniform(0, 0.3))
            builder.kill()
        yield builder.returncode


def test_a_build_killed_at_any_moment_leaves_a_whole_store(tmp_path: Path) -> None:
    for code in killed_builds(tmp_path / "db", rounds=6):
        assert code == -signal.SIGKILL
        with_all = Store(tmp_path / "db", read_only=True)
        assert len(with_all) == SIZE
        assert len(values(with_all)) == 1
        with_all.close()
    with building(tmp_path / "db") as new:
        new.load([quad(1, value="after")])
    assert values(Store(tmp_path / "db", read_only=True)) == ["after"]
    assert len(list((tmp_path / "db").glob("store-*"))) == 1
