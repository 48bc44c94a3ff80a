"""The language of a text, told by its small words."""

from __future__ import annotations

from collections import Counter

from ilo_graph.model import Language
from ilo_graph.notices.words import function_words

_SAMPLE = 1_000  # characters, of the beginning and of the middle, that are enough to tell


def language(text: str, otherwise: Language = "en") -> Language:
    """Return the language whose function words are most frequent, or another where two are equally so."""
    middle = max(_SAMPLE, len(text) // 2)
    sample = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"
    counts = Counter(sample.lower().replace("'", " ").replace("\u2019", " ").split())
    scores = {name: sum(counts[word] for word in little & counts.keys()) for name, little in function_words().items()}
    best = max(scores.values())
    found = [name for name, score in scores.items() if score == best]
    return otherwise if otherwise in found else found[0]
