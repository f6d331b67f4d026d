"""A ranking with some of its parts only, as letters read it: the same masts in the same order."""

from dataclasses import replace

from registry.services.office.registry import Registry
from registry.services.storm.exposure import kept_ranking
from registry.services.storm.ordered_masts import LETTER_PARTS
from registry.storm.shipped import shipped_track


def test_masts_with_the_parts_of_letters_are_those_of_the_ranking(demo_registry: Registry) -> None:
    ranking = kept_ranking(demo_registry, shipped_track())
    some = list(ranking.with_parts(LETTER_PARTS))
    assert len(some) == len(ranking)
    for place in range(0, len(some), 131):
        whole = ranking[place]
        parts = tuple(part for part in whole.parts if part.name in LETTER_PARTS)
        assert some[place] == replace(whole, parts=parts, missing=())
        assert [part.name for part in parts] == ["only_mast"]
