"""The bundled posts are what the pipeline itself finds in the notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilo_graph import pipeline
from ilo_graph.vocabulary import ILO

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def test_the_bundled_facts_hold_no_sentences_and_no_people() -> None:
    predicates = {quad.predicate for quad in pipeline.bundled()}
    assert ILO.quote not in predicates
    assert ILO.supervisor not in predicates
    assert ILO.target in predicates


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the five notices in ../shared/seeds, which are not ours to ship")
def test_the_bundled_facts_are_those_that_the_notices_give_today() -> None:
    assert sorted(map(str, pipeline.bundled())) == sorted(map(str, pipeline.facts(SEEDS))), "run: ./run bundle FOLDER"
