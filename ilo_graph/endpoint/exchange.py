"""One question to a SPARQL server and its answer, which is whole, or else an error that says what to do.

SPARQLWrapper writes the request. It is sent from here, since SPARQLWrapper's own sending follows redirects, to which
the password goes along but not the query, and keeps of a failure no more than a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ilo_graph.endpoint.server import VARIABLES, Server
from ilo_graph.errors import IloGraphError, MissingExtra, QueryError, StoreError
from ilo_graph.tables import printable

LARGEST = 2**30  # bytes of an answer, which is held in memory
_BLOCK = 2**20
_TOLD = 300  # characters of what a server says about a failure
_TOO_MUCH = (408, 413, 429, 502, 503, 504)  # statuses that a smaller question, or another moment, may change


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent."""

    body: bytes
    media_type: str
    software: str  # what the server calls itself
    bounded: bool  # by a length or in chunks: otherwise nobody can see where the connection broke off


class _Staying(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow no redirect: it becomes an error that says where the server pointed."""


def ask(server: Server, text: str, media_type: str, *, union: bool) -> Answer:
    """Send a query and return its whole answer; StoreError where the address is wrong, QueryError for the rest.

    `union`: the query is asked of the union of all graphs, as Oxigraph's server has to be told.
    """
    request = _request(server, text, media_type, union=union)
    try:
        with build_opener(_Staying).open(request, timeout=server.seconds) as response:
            return _answer(server, response)
    except HTTPError as error:
        with error:
            raise _refusal(server, error) from error
    except HTTPException as error:
        raise QueryError(f"The answer of {server} broke off ({type(error).__name__}): ask again") from error
    except TimeoutError as error:
        _silent(server, error)
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            _silent(server, error)
        raise StoreError(_UNREACHED.format(server, error.reason)) from error
    except (OSError, ValueError) as error:
        raise StoreError(_UNREACHED.format(server, error)) from error


_UNREACHED = "{} cannot be reached ({}): check the address, and that the server is there"


def _request(server: Server, text: str, media_type: str, *, union: bool) -> Request:
    try:
        from SPARQLWrapper import POST, SPARQLWrapper
    except ImportError as error:
        raise MissingExtra("SPARQLWrapper", "remote") from error
    wrapper = SPARQLWrapper(server.url, agent="ilo-graph")
    wrapper.setMethod(POST)  # as a form: Virtuoso hangs when the query itself is the body
    wrapper.setOnlyConneg(True)
    # `setQuery` would guess the form from words anywhere in the text, and send what it takes for an update as one
    wrapper.queryString = text
    if union:
        wrapper.addParameter("union-default-graph", "true")  # others ignore it
    wrapper.addCustomHttpHeader("Accept", media_type)
    wrapper.setCredentials(server.user, server.password)
    if server.token:
        wrapper.addCustomHttpHeader("Authorization", f"Bearer {server.token}")
    return wrapper._createRequest()


def _answer(server: Server, response: HTTPResponse) -> Answer:
    """Read an answer to its end, and refuse one of which the server says that it is a part."""
    bounded = response.chunked or response.length is not None
    body = bytearray()
    while part := response.read(_BLOCK):
        body += part
        if len(body) > LARGEST:
            raise QueryError(f"The answer of {server} is larger than {LARGEST:,} bytes: ask for less at once")
    if response.length:
        raise QueryError(f"The answer of {server} broke off, {response.length} bytes before its end: ask again")
    if rows := response.headers.get("X-SPARQL-MaxRows"):  # Virtuoso's
        raise QueryError(
            f"{server} cuts every answer after {printable(rows)} rows, and this one: ask for less at once, "
            "or have ResultSetMaxRows raised in its virtuoso.ini"
        )
    if response.status != 200 or "X-SQL-State" in response.headers:  # Virtuoso's: what it had when its time was over
        raise QueryError(f"{server} gave a part of the answer only: ask for less at once, or have its limit raised")
    headers = response.headers
    return Answer(bytes(body), headers.get("Content-Type", ""), headers.get("Server", ""), bounded)


def _silent(server: Server, error: Exception) -> NoReturn:
    raise QueryError(
        f"{server} was silent for {server.seconds:g} seconds: ask for less at once, "
        "or wait for longer with ilo_graph.Endpoint(address, seconds=...)"
    ) from error


def _refusal(server: Server, error: HTTPError) -> IloGraphError:
    """Return what a status other than success means, and what to do."""
    code, said = error.code, _said(error)
    if 300 <= code < 400:
        elsewhere = printable(error.headers.get("Location", "another address"))
        return StoreError(f"{server} points to {elsewhere}, where nothing is sent unasked: give that address yourself")
    if code in (401, 403):
        return StoreError(f"{server} lets nobody in without the right password or token ({code}): set {VARIABLES}")
    if code in (404, 405, 410):
        return StoreError(f"No SPARQL server answers at {server} ({code}): correct the address; many end in /sparql")
    if code in _TOO_MUCH:
        return QueryError(f"{server} cannot do this now ({code}){said}: ask for less at once, or try again later")
    if code >= 500:
        return QueryError(f"{server} failed ({code}){said}: ask for less at once, or look into its log")
    return QueryError(f"{server} does not answer this query ({code}){said}: write that part of it in another way")


def _said(error: HTTPError) -> str:
    """Return the beginning of what a server says about a failure, on one line."""
    if "html" in error.headers.get("Content-Type", ""):
        return ""
    try:
        text = error.read(4 * _TOLD).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""
    line = " ".join(printable(text).split())
    return f", {line[:_TOLD]!r}" if line else ""
