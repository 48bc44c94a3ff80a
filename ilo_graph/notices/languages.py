"""The language of a text, told by its small words."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from ilo_graph.notices.words import WORD, function_words

_SAMPLE = 8_000  # characters that are enough to tell


def language(text: str) -> Literal["en", "fr", "es"]:
    """Return the language whose function words are most frequent; English where none is."""
    counts = Counter(WORD.findall(text[:_SAMPLE].lower()))
    scores = {name: sum(counts[word] for word in little) for name, little in function_words().items()}
    if scores["fr"] > max(scores["en"], scores["es"]):
        return "fr"
    return "es" if scores["es"] > scores["en"] else "en"
