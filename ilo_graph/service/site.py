"""The addresses of the service, and which task answers each.

Whoever prefers HTML gets a page, whoever prefers RDF the facts; the IRIs of the graph lead here once their base does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from pyoxigraph import NamedNode
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ilo_graph.errors import QueryError
from ilo_graph.service import pages
from ilo_graph.service.answering import Answer, Task, TooLarge, message, refusal
from ilo_graph.service.asking import GRAPHS, HTML, Question, preferred, question
from ilo_graph.service.limits import Limits
from ilo_graph.service.workers import Workers
from ilo_graph.store import folder
from ilo_graph.vocabulary import BASE

_ONTOLOGY = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}graph/ontology> {{ ?s ?p ?o }} }}"


def application(store: Path, limits: Limits) -> Starlette:
    """Return the service of the store in a folder as an ASGI application."""
    site = Site(store, limits)
    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/sparql", site.sparql, methods=["GET", "POST"]),
            Route("/ask", site.ask),
            Route("/thing", site.thing),
            Route("/id/{name:path}", site.entity),
            Route("/ontology", site.ontology),
            Route("/explorer", site.explorer),
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"])],
        lifespan=site.living,
    )


class Site:
    """The service of one store: its workers, and the managers' page once somebody has asked for it."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._workers = Workers(store, limits)
        self._drawing = asyncio.Lock()
        self._drawn: tuple[Path, Answer] | None = None

    @asynccontextmanager
    async def living(self, _: Starlette) -> AsyncIterator[None]:
        """Have workers as long as the service runs."""
        await self._workers.start()
        yield
        await self._workers.end()

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or say what can be asked here."""
        accept = request.headers.get("accept", "")
        try:
            asked = question(
                request.url.query, request.headers.get("content-type", ""), await self._body(request), accept
            )
        except QueryError as error:
            return _response(refusal(error))
        if asked is not None:
            return await self._answer("asked" if _reads(accept, ()) else "query", asked)
        if _reads(accept, GRAPHS):
            return _response(Answer(200, HTML, pages.asked("")))
        if preferred(accept, GRAPHS) is None or "*/*" in accept or not accept:
            return _response(message(400, "Ask a query: /sparql?query=..., or send one with POST"))
        return await self._answer("description", str(request.url.replace(query="")))

    async def home(self, _: Request) -> Response:
        """Show what the service is."""
        return await self._answer("home", "")

    async def ask(self, request: Request) -> Response:
        """Answer a named query: its name, a value for each parameter, and a format where a file is wanted."""
        return await self._answer("named", tuple(request.query_params.items()))

    async def thing(self, request: Request) -> Response:
        """Show the thing with an id, a title or an IRI."""
        wanted = request.query_params.get("id", "").strip()
        return await self._answer("thing", wanted) if wanted else RedirectResponse("/")

    async def entity(self, request: Request) -> Response:
        """Show the thing whose IRI leads here, or give its facts."""
        accept = request.headers.get("accept", "")
        try:
            node = NamedNode(BASE + request.scope["raw_path"].decode().lstrip("/"))
        except ValueError as error:
            return _response(message(404, f"Nothing has such an IRI ({error})"))
        if _reads(accept, GRAPHS):
            return await self._answer("thing", node.value)
        return await self._facts(f"DESCRIBE {node}", accept)

    async def ontology(self, request: Request) -> Response:
        """Give the ontology."""
        return await self._facts(_ONTOLOGY, request.headers.get("accept", ""))

    async def explorer(self, _: Request) -> Response:
        """Show the managers' page, which is made for the first who asks and kept until another build is published."""
        async with self._drawing:
            published = folder.published(self._store)
            if self._drawn is None or self._drawn[0] != published:
                answer = await self._workers.answer(Task("explorer", "", self._limits.drawing))
                if answer.status != 200:
                    return _response(answer)
                self._drawn = published, answer
        return Response(self._drawn[1].body, media_type=HTML)  # the page has a policy of its own

    async def _facts(self, query: str, accept: str) -> Response:
        return await self._answer("facts", Question(query, graph=preferred(accept, GRAPHS)))

    async def _answer(self, kind: str, about: Question | str | tuple[tuple[str, str], ...]) -> Response:
        return _response(await self._workers.answer(Task(kind, about, self._limits.seconds)))

    async def _body(self, request: Request) -> bytes:
        """Read what is sent, up to what a query may have, percent-encoded at worst."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > 4 * self._limits.query_bytes:
                raise TooLarge(f"The query is longer than {self._limits.query_bytes:,} bytes: ask for less at a time")
        return body


def _reads(accept: str, others: Sequence[str]) -> bool:
    """Tell whether the asker names HTML and likes it most, as browsers do."""
    return HTML in accept and preferred(accept, [HTML, *others]) == HTML


def _response(answer: Answer) -> Response:
    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if answer.media == HTML:
        headers["Content-Security-Policy"] = pages.header()
    if answer.status == 503:
        headers["Retry-After"] = "10"
    return Response(answer.body, answer.status, headers, answer.media)
