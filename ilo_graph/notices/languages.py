"""The language of a text, told by its small words."""

from __future__ import annotations

from ilo_graph.model import Language
from ilo_graph.notices.words import function_words, small_words

_SAMPLE = 1_000  # characters, of the beginning and of the middle, that are enough to tell


def language(text: str, otherwise: Language = "en", *, by: int = 1) -> Language:
    """Return the language that most of the frequent small words in a text are of; another if it has not `by` more."""
    middle = max(_SAMPLE, len(text) // 2)
    sample = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}" if len(text) > _SAMPLE else text
    words = sample.lower().replace("'", " ").replace("\u2019", " ").split()
    small = [*filter(small_words().__contains__, words)]
    scores = {name: sum(map(little.__contains__, small)) for name, little in function_words().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= scores[otherwise] + by else otherwise
