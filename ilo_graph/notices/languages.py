"""The language of a text, told by its small words."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from ilo_graph.notices.words import function_words

_SAMPLE = 1_000  # characters, of the beginning and of the middle, that are enough to tell


def language(text: str) -> Literal["en", "fr", "es"]:
    """Return the language whose function words are most frequent; English where none is."""
    middle = max(_SAMPLE, len(text) // 2)
    sample = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"
    counts = Counter(sample.lower().replace("'", " ").replace("\u2019", " ").split())
    scores = {name: sum(counts[word] for word in little & counts.keys()) for name, little in function_words().items()}
    if scores["fr"] > max(scores["en"], scores["es"]):
        return "fr"
    return "es" if scores["es"] > scores["en"] else "en"
