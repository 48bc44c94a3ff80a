"""Words as they are compared: without case and accents, and known by lists in `data/layouts/words.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from ilo_graph import resources
from ilo_graph.model import Language

# Letters and digits; the combining accents belong to the letter before them.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return what `data/layouts/NAME.toml` holds."""
    (path,) = resources.files("data", f"layouts/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def fold(word: str) -> str:
    """Return a word as it is compared.

    >>> fold("Año")
    'ano'
    """
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text as they are compared, with their places."""
    return ((fold(found[0]), *found.span()) for found in WORD.finditer(text))


def word_set(text: str) -> set[str]:
    """Return the different words of a text as they are compared.

    >>> sorted(word_set("Año nuevo, año viejo"))
    ['ano', 'nuevo', 'viejo']
    """
    if text.isascii():
        return set(WORD.findall(text.lower()))
    return {fold(word) for word in set(WORD.findall(text))}


@cache
def ignored() -> frozenset[str]:
    """Return the small words that headings and labels are compared without."""
    return frozenset(map(fold, load("words")["ignored"]))


def key(parts: Iterable[str]) -> str:
    """Return folded words as the key of a heading or label.

    >>> key(["duration", "of", "the", "assignment"])
    'duration assignment'
    """
    return " ".join(part for part in parts if part not in ignored())


@cache
def meanings(table: str) -> Mapping[str, str]:
    """Return for each word of a table of `words.toml` the entry that it stands for."""
    return {fold(word): entry for entry, listed in load("words")[table].items() for word in listed}


@cache
def listed(table: str, entry: str) -> frozenset[str]:
    """Return the words of one entry of a table of `words.toml`."""
    return frozenset(map(fold, load("words")[table][entry]))


@cache
def function_words() -> Mapping[Language, frozenset[str]]:
    """Return for each language its most frequent small words."""
    table: Mapping[Language, list[str]] = load("words")["function_words"]
    return {name: frozenset(little) for name, little in table.items()}


@cache
def small_words() -> frozenset[str]:
    """Return the most frequent small words of all languages: no value ends with one."""
    return frozenset().union(*function_words().values())
