"""Storms and the compliance run as frames: what the services say, own rows only for whoever is bound."""

import numpy as np
import pytest

import registry
from registry.model.people import VISITOR, Person, Role
from registry.services.obligations.compliance import compliance_run
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.storm.exposure import exposure_of
from registry.storm.shipped import shipped_track

VTL = Person("viettel", frozenset({Role.CARRIER}), "VTL")


@pytest.fixture(scope="module")
def demo(demo_registry: Registry) -> Registry:
    return demo_registry


def test_a_storms_frame_is_its_exposure(demo: Registry) -> None:
    track = shipped_track()
    found, felt = registry.exposure(track, register=demo), exposure_of(demo, track)
    assert [*found["site_code"]] == [*felt.masts.codes]
    assert np.allclose(found["gust_ms"].to_numpy(float), felt.winds.gust_ms)
    row = int(felt.winds.gust_ms.argmax())
    assert found["peak_at"].iloc[row].to_pydatetime() == felt.at(row).peak_at
    assert found.attrs["error"] == felt.error
    mine = registry.exposure(track, viewer=VTL, register=demo)
    assert 0 < len(mine) < len(found)
    assert all(
        "VTL" in networks.split(",") or owner == "VTL"
        for networks, owner in zip(mine["networks"], mine["owner"], strict=True)
    )
    assert len(registry.exposure(track, viewer=VISITOR, register=demo)) == 0


def test_the_compliance_frame_has_every_answer(demo: Registry) -> None:
    run = compliance_run(demo, today())
    found = registry.compliance(register=demo)
    assert len(found) == sum(map(len, run.judged.values()))
    for question, judged in run.judged.items():
        part = found[found["question"] == question.value]
        wanted = [judged.answers[at].outcome.value for at in judged.answer]
        assert [*part["outcome"]] == wanted
        assert [*part["concerned"].fillna("")] == [*run.operators_of(question)]
    mine = registry.compliance(viewer=VTL, register=demo)
    assert set(mine["concerned"]) == {"VTL"}
    assert len(mine) == (found["concerned"] == "VTL").sum()
    assert len(registry.compliance(viewer=VISITOR, register=demo)) == 0
