"""How large the managers' page is with many posts, and how long it takes to open, as ratios of one run.

    python benchmarks/page.py [--posts 1000] [--keep FOLDER]

The many posts are the bundled ones, varied: other numbers, units and mandates of the same kinds, with sentences of
words drawn at random from the passages beside this file, which compress worse than sentences that people wrote.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright
from pyoxigraph import Literal, NamedNode, Quad

from ilo_graph import catalogue, pipeline, rules
from ilo_graph.explorer import explore
from ilo_graph.network.kinds import TYPES
from ilo_graph.store import Store
from ilo_graph.vocabulary import ENTITY, ILO, RDF, SCHEMA, document_iri

HERE = Path(__file__).parent
SENTENCE = 35  # words: what the sentences of the notices that we know have
UNLIKE = 0.55  # so many of the citations stand in a sentence of their own
LIMIT, RATIO = 5_000_000, 3
RUNS = 7


def vocabulary() -> list[str]:
    """Return the words of the passages, as often as they are used."""
    lines = (HERE / "passages" / "roles.jsonl").read_text("utf-8").splitlines()
    return [word for line in lines for word in json.loads(line)["text"].split()]


def varied(posts: int) -> Store:
    """Return a store with the catalogues and so many posts, made by the rules."""
    loaded = catalogue.load()
    chance = random.Random(6)
    documents = by_document()
    members = by_class(loaded.quads)
    words = vocabulary()
    store = Store()
    store.load(loaded.quads)
    for number in range(posts):
        store.load(copy(documents[number % len(documents)], number, members, words, chance))
    rules.apply(store)
    return store


def by_document() -> list[list[Quad]]:
    """Return the quads of each bundled document."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in pipeline.bundled():
        found[str(quad.graph_name)].append(quad)
    return [found[name] for name in sorted(found)]


def iri(term: object) -> str:
    """Return the IRI of a node."""
    return term.value if isinstance(term, NamedNode) else ""


def by_class(quads: tuple[Quad, ...] | list[Quad]) -> dict[str, list[str]]:
    """Return, for each thing of the catalogues, all things of its class (and biennium, for outcomes and outputs)."""
    classes: dict[str, list[str]] = defaultdict(list)
    kind = {iri(q.subject): iri(q.object) for q in quads if q.predicate == RDF.type and q.object in TYPES}
    period = {iri(q.subject): iri(q.object) for q in quads if q.predicate == ILO.biennium}
    for thing, name in sorted(kind.items()):
        classes[name + period.get(thing, "")].append(thing)
    return {thing: classes[name + period.get(thing, "")] for thing, name in kind.items()}


def copy(
    quads: list[Quad], number: int, members: dict[str, list[str]], words: list[str], chance: random.Random
) -> Iterator[Quad]:
    """Yield a document as another post of another unit would have it."""
    old = iri(quads[0].graph_name)
    new = document_iri(sha256(str(number).encode()).hexdigest())
    swapped: dict[str, str] = {}
    sentence = ""
    units = members[ENTITY + "unit/SOC-PPKS"]

    def moved(value: str) -> str:
        if value.startswith(old):
            return new + value[len(old) :]
        if value.startswith(ENTITY + "post/"):
            return f"{ENTITY}post/{10_000 + number}"
        if value in members:
            pool = units if value in units else members[value]
            return swapped.setdefault(value, chance.choice(pool))
        return value

    for quad in quads:
        target = NamedNode(moved(quad.object.value)) if isinstance(quad.object, NamedNode) else quad.object
        if quad.predicate == SCHEMA.identifier:
            target = Literal(str(10_000 + number))
        subject = NamedNode(moved(iri(quad.subject)))
        yield Quad(subject, quad.predicate, target, NamedNode(new))
        if quad.predicate == RDF.type and quad.object in (ILO.Reference, ILO.Duty):
            if quad.object == ILO.Duty or not sentence or chance.random() < UNLIKE:
                sentence = " ".join(chance.choices(words, k=SENTENCE))
            yield Quad(subject, ILO.quote, Literal(sentence), NamedNode(new))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless browser."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opening(browser: Browser, path: Path) -> tuple[float, Page]:
    """Return the milliseconds from the call for the page to its first picture, and the page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready]", state="attached")  # its policy forbids to wait by a script's text
    return float(page.evaluate("performance.getEntriesByName('drawn')[0].startTime")), page


def doing(page: Page, action: Callable[[], object]) -> float:
    """Return the milliseconds that an action takes, up to the next two frames."""
    start = perf_counter()
    action()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return (perf_counter() - start) * 1000


def actions(page: Page) -> Iterator[tuple[str, float]]:
    """Yield what a reader does, and how long the page takes for it."""
    most = page.locator("#panel .go").first
    most.wait_for()
    yield "choose a mandate", doing(page, most.click)
    for view in ("matrix", "flow", "table", "network"):
        yield f"open the {view}", doing(page, page.locator(f"#tab-{view}").click)
    yield "show all", doing(page, lambda: page.keyboard.press("Escape"))
    yield "search", doing(page, lambda: page.fill("#search", "social"))
    page.fill("#search", "")


def main() -> int:
    """Measure and print; 1 where the page is larger or slower than it may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="a folder that the pages are left in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        few = explore(pipeline.build(), folder / "five.html")
        store = varied(args.posts)
        start = perf_counter()
        many = explore(store, folder / "many.html")
        print(f"{args.posts} posts, {len(store)} quads: page written in {perf_counter() - start:.1f} s")
        sizes = {path.stem: path.stat().st_size for path in (few, many)}
        print(f"five posts {sizes['five'] / 1e6:.2f} MB, {args.posts} posts {sizes['many'] / 1e6:.2f} MB")
        with chromium() as browser:
            times: dict[str, list[float]] = defaultdict(list)
            for _ in range(RUNS):
                for path in (few, many):  # in turns, so that what else the machine does falls on both
                    milliseconds, page = opening(browser, path)
                    times[path.stem].append(milliseconds)
                    page.close()
            ratio = median(times["many"]) / median(times["five"])
            print(f"opens in {median(times['five']):.0f} and {median(times['many']):.0f} ms: {ratio:.2f} times as long")
            for path in (few, many):
                _, page = opening(browser, path)
                done = ", ".join(f"{what} {ms:.0f} ms" for what, ms in actions(page))
                print(f"{path.stem}: {done}; {page.evaluate('document.all.length')} elements")
                page.close()
    return int(sizes["many"] > LIMIT or ratio > RATIO)


if __name__ == "__main__":
    sys.exit(main())
