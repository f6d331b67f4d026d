"""Weights proposed from what storms on record did to the register's masts."""

from types import SimpleNamespace

import numpy as np
import pytest

from registry.model.storm.factor_weights import RiskList
from registry.services.office.registry import Registry
from registry.services.storm import relearned as service
from registry.services.storm.outcomes import Outcomes
from registry.services.storm.two_lists import lists_of
from registry.storm.shipped import shipped_track
from registry.storm.weights import shipped_weights


def test_storms_on_record_propose_weights_and_never_take_them(
    demo_registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = lists_of(demo_registry, shipped_track())
    fall, masts = lists.may_fall.fall, lists.exposure.masts
    rng = np.random.default_rng(5)
    guyed = masts.forms[fall.rows] == "guyed"
    fell = rng.random(len(fall.rows)) < np.where(guyed, 0.25, 0.02)  # guyed masts fell far oftener than said
    sites = frozenset(masts.site_ids[fall.rows[fell]].tolist())
    heard = frozenset(masts.operators)
    monkeypatch.setattr(service, "list_storms", lambda _registry: [SimpleNamespace(id="bão")])
    monkeypatch.setattr(service, "get_storm", lambda _registry, _id: SimpleNamespace(track=shipped_track()))
    monkeypatch.setattr(service, "outcomes_of", lambda _registry, _id: Outcomes(sites, sites, heard))
    demo_registry.cache.pop("storm-relearned", None)
    found = service.relearned(demo_registry)
    demo_registry.cache.pop("storm-relearned", None)
    assert found.storms == ("bão",)
    by_name = {item.name: found.of(item) for item in shipped_weights() if item.list is RiskList.MAY_FALL}
    proposed = by_name["guyed"]
    assert proposed is not None
    assert 200 < proposed.cases <= int((fell & guyed).sum()), "of masts that stood on the storm's day"
    assert proposed.value is not None
    assert proposed.low is not None
    assert proposed.value > proposed.present == 1.10
    assert proposed.low < proposed.value
    rare = by_name["urgent"]
    assert rare is not None
    assert rare.value is None, "too few cases: nothing is proposed"
    assert by_name["flag_from"] is None, "a choice is not learned"
    assert lists_of(demo_registry, shipped_track()).weights.fall("guyed") == 1.10


def test_a_carrier_that_never_reported_says_nothing_of_its_masts(demo_registry: Registry) -> None:
    masts = lists_of(demo_registry, shipped_track()).exposure.masts
    one = masts.operators[0]
    known = Outcomes(frozenset(), frozenset(), frozenset({one})).known(masts)
    assert known.tolist() == [one in masts.operators_on(row) for row in range(len(masts))]
