"""The address of a server, and what it is told to let one in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ilo_graph.errors import StoreError
from ilo_graph.tables import printable

VARIABLES = "ILO_GRAPH_USER and ILO_GRAPH_PASSWORD, or ILO_GRAPH_TOKEN, in the environment"


@dataclass(frozen=True, slots=True)
class Server:
    """Where questions go, who asks, and for how many seconds the server may be silent."""

    url: str
    seconds: float
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if re.match(r"[^/?#]*//[^/?#]*@", self.url):
            raise StoreError(f"An address is shown in messages: take user and password out of it, and set {VARIABLES}")
        if not _is_sound(self.url):
            raise StoreError(f"{printable(self.url)!r} is no address: write it as https://example.org/sparql")
        if not (self.token.isascii() and self.token.isprintable()):
            raise StoreError("The token holds characters that no token has: copy it again, without line breaks")

    def __str__(self) -> str:
        parts = urlsplit(self.url)  # what stands behind "?" may be a key
        return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _is_sound(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and url.isprintable()
    except ValueError:
        return False
