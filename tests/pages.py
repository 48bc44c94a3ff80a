"""What the tests of the pages share: an invented graph, the same graph full of hostile text, and a watched browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, Route, sync_playwright
from pyoxigraph import Literal, Quad, RdfFormat, parse

from ilo_graph import rules
from ilo_graph.store import Store
from ilo_graph.vocabulary import ILO

GRAPH = Path(__file__).parent / "graphs" / "invented.trig"
HOSTILE = (
    "</script><script>window.hacked=1;alert(1)</script><img src=x onerror=alert(2)>"
    "<a href='javascript:alert(3)'>href</a>\u202egnal\u2066\u200f\u0007\u2028\u2029 & \" ' ${hacked} \\u003c"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def invented_store() -> Store:
    """Return a store with two invented notices and what the rules make of them."""
    return _store(list(parse(path=str(GRAPH), format=RdfFormat.TRIG)))


def hostile_store(before: str = "") -> Store:
    """Return the same graph with an attack around every text in it, ids and quotes included."""
    return _store([_attacked(quad, before) for quad in parse(path=str(GRAPH), format=RdfFormat.TRIG)])


def crowded_store(posts: int = 60) -> Store:
    """Return the invented graph with many posts more, in three departments."""
    text = GRAPH.read_text(encoding="utf-8")
    second = text[text.index("<document/bbbb> {") :]
    units = [
        f"<unit/D{n}> a org:OrganizationalUnit ; skos:notation 'D{n}' ; org:subOrganizationOf <unit/EX> ."
        for n in range(3)
    ]
    copies = [
        second.replace("bbbb", f"{n:04x}")
        .replace("post/unnumbered/EX-ONE/assistant", f"post/{n}")
        .replace("unit/EX-ONE", f"unit/D{n % 3}")
        for n in range(posts)
    ]
    crowded = "\n".join((text, "g:units {", *units, "}", *copies))
    return _store(list(parse(crowded, format=RdfFormat.TRIG)))


def _store(quads: list[Quad]) -> Store:
    store = Store()
    store.load(quads)
    rules.apply(store)
    return store


def _attacked(quad: Quad, before: str) -> Quad:
    text = quad.object
    steers_the_rules = quad.predicate in (ILO.kind, ILO.rule)
    if (
        not isinstance(text, Literal)
        or steers_the_rules
        or not text.datatype.value.endswith(("#string", "#langString"))
    ):
        return quad
    attack = before + text.value + HOSTILE
    hostile = Literal(attack, language=text.language) if text.language else Literal(attack)
    return Quad(quad.subject, quad.predicate, hostile, quad.graph_name)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless browser; without one the test is skipped, but in CI it fails."""
    found = next(filter(None, map(shutil.which, (*BROWSERS, MAC_CHROME))), None)
    if found is None:
        message = f"No browser: install one of {', '.join(BROWSERS)} (Debian: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it should not do."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, *, fragment: str = "", **options: Any) -> Iterator[Page]:
    """Open a file with the network refused; at the end nothing was requested, nothing complained, no dialog opened."""
    context = browser.new_context(offline=True, **options)
    watch = Watch()

    def refuse(route: Route, request: Request) -> None:
        if request.url.split("#")[0] == path.as_uri():
            route.continue_()
        else:
            watch.requests.append(request.url)
            route.abort()

    context.route("**/*", refuse)

    def dismiss(dialog: Dialog) -> None:
        watch.complaints.append(dialog.message)
        dialog.dismiss()

    page = context.new_page()
    page.on("console", lambda message: watch.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("dialog", dismiss)
    page.goto(path.as_uri() + fragment)
    if 'id="words"' in path.read_text(encoding="utf-8"):  # the managers' page says when its words are there
        page.wait_for_selector("[data-ready]", state="attached")
    yield page
    context.close()
    assert watch == Watch(), watch
