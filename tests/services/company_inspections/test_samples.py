"""The sample: by risk, law, reports and by chance, each with its why; a draw can be repeated by anybody."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.cables import TroubleKind
from registry.model.company_inspections.conclusions import EvidenceKind
from registry.model.company_inspections.gathered import Source
from registry.model.company_inspections.inspection import Scope
from registry.model.company_inspections.on_the_spot import SampleKind, Why
from registry.model.company_inspections.steps import Stage
from registry.services.cables.troubles import open_trouble
from registry.services.company_inspections.drafting import draw_up
from registry.services.company_inspections.file.gathering import file_of
from registry.services.company_inspections.file.owned import masts_of, owned
from registry.services.company_inspections.samples import (
    Offered,
    add_to_sample,
    at_random,
    by_law,
    by_reports,
    by_risk,
    draw,
    pool_of,
    redrawn,
    shares,
    take_out,
)
from registry.services.company_inspections.visits import make_visits, photo_evidence, visits_of
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import get_campaign, list_campaigns
from registry.services.field.minutes.stating import known_delegation
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.settings import read_settings
from registry.store import batches, ledger
from tests.services.company_inspections.world import AN, PLAN, VIETTEL, facts, masts, parts, taken_to
from tests.services.field.world import add_masts, item, new_id, photo, send
from tests.services.requests import desk
from tests.services.requests.desk import LAT, LON, make
from tests.store.rows import created

CODES = {f"V{at:02d}" for at in range(6)}
POOLS = st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def drawn_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Registry, str]]:
    with contextlib.closing(
        make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("s") / "sổ")}))
    ) as office:
        masts(office)
        facts(office)
        yield office, draw_up(office, PLAN, person=AN)


def test_each_way_offers_the_company_s_own_masts_with_why(drawn_up: tuple[Registry, str]) -> None:
    office, identity = drawn_up
    risky = by_risk(office, identity, 3, person=AN)
    assert len(risky) == 3
    assert {one.code for one in by_risk(office, identity, 99, person=AN)} == CODES, "none of VNPT's"
    assert [one.why for one in risky] == [Why.RISK] * 3
    assert [(one.code, one.detail) for one in by_reports(office, identity, person=AN)] == [
        ("V02", "1 phản ánh")
    ]
    for one in by_law(office, identity, person=AN):
        assert one.code in CODES
        assert "vi phạm" in one.detail
    with pytest.raises(RefusalError, match="NOT-ALLOWED"):
        by_risk(office, identity, 3, person=VIETTEL)


def test_a_draw_is_the_same_again_and_another_by_another_seed(drawn_up: tuple[Registry, str]) -> None:
    office, identity = drawn_up
    first = at_random(office, identity, 3, "12/QĐ", kind=SampleKind.MAST, person=AN)
    assert first == at_random(office, identity, 3, "12/QĐ", kind=SampleKind.MAST, person=AN)
    others = {
        tuple(one.code for one in at_random(office, identity, 3, str(at), kind=SampleKind.MAST, person=AN))
        for at in range(8)
    }
    assert len(others) > 1
    for seed, size in (("", 3), ("x", 0)):
        with pytest.raises(RefusalError, match="SEED"):
            at_random(office, identity, size, seed, kind=SampleKind.MAST, person=AN)


@given(
    st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=40), st.text(max_size=8), st.integers(0, 50)
)
def test_a_draw_hangs_on_pool_and_seed_alone_and_grows_by_adding(
    pool: set[str], seed: str, size: int
) -> None:
    found = draw(pool, size, seed)
    assert found == draw(sorted(pool, reverse=True), size, seed)
    assert len(found) == len(set(found)) == min(size, len(pool))
    assert set(found) <= pool
    assert draw(pool, size + 1, seed)[:size] == found
    assert pool_of(pool) == pool_of(sorted(pool, reverse=True))


def test_the_sample_keeps_how_it_was_drawn_and_says_its_shares(office: Registry) -> None:
    masts(office)
    identity = draw_up(office, PLAN, person=AN)
    add_to_sample(office, identity, by_risk(office, identity, 1, person=AN), person=AN)
    offered = at_random(office, identity, 4, "hạt", kind=SampleKind.MAST, person=AN)
    new = add_to_sample(office, identity, offered, person=AN)
    chosen = [Offered(SampleKind.CABLE, "tuyến", "T1", Why.CHOSEN, "3,1 km")]
    with pytest.raises(RefusalError, match="REASON"):
        add_to_sample(office, identity, chosen, person=AN)
    add_to_sample(office, identity, chosen, reason="nhiều búi cáp", person=AN)
    sample = parts(office, identity).sample
    assert len(sample) == 1 + new + 1
    assert sample[-1].detail == "3,1 km; nhiều búi cáp"
    found = shares(sample)
    assert found[Why.RISK][0] == 1
    assert sum(share for _n, share in found.values()) == pytest.approx(1.0)
    pool = masts_of(office, owned(office, "VTL"))
    assert redrawn(sample, pool) == {"hạt": True}
    add_masts(office, {"V99": {"lon": LON, "lat": LAT + 0.3}})
    assert redrawn(sample, masts_of(office, owned(office, "VTL"))) == {"hạt": False}, "another pool by now"
    take_out(office, identity, sample[0].id, reason="đã tháo dỡ", person=AN)
    assert len(parts(office, identity).sample) == len(sample) - 1


def test_two_who_make_the_visits_at_once_make_one_campaign(office: Registry, tmp_path: Path) -> None:
    masts(office)
    identity = taken_to(office, Stage.DECIDED, tmp_path)
    made: list[str] = []

    def make(registry: Registry) -> None:
        made.append(make_visits(registry, identity, person=AN))

    assert desk.at_once(office, make, make, make, make) == [""] * 4
    assert set(made) == {one.id for one in list_campaigns(office, person=AN)}
    assert len(set(made)) == 1


def test_the_sample_becomes_visits_once_and_what_phones_send_is_the_inspection_s(
    office: Registry, tmp_path: Path
) -> None:
    masts(office)
    plan = replace(PLAN, basis=("Luật Viễn thông số 24/2023/QH15;", "Kế hoạch kiểm tra năm."))
    identity = taken_to(office, Stage.DECIDED, tmp_path, plan)
    campaign = make_visits(office, identity, person=AN)
    assert make_visits(office, identity, person=AN) == campaign
    sample = {one.record for one in parts(office, identity).sample}
    targets = targets_of(office, campaign, person=AN)
    assert {one.mast.structure for one in targets} == sample
    made = get_campaign(office, campaign, person=AN)
    assert (made.decision, made.organisation) == ("12/QĐ-SKHCN", "VTL")
    assert made.legal_basis == "Luật Viễn thông số 24/2023/QH15; Kế hoạch kiểm tra năm"
    decided = parts(office, identity).inspection
    on = f"{decided.delegation_on:%d/%m/%Y}"
    assert known_delegation(office, campaign) == f"văn bản số {decided.delegation_number} ngày {on}"
    assert known_delegation(office) == "", "of other minutes nobody has stated any"
    assert visits_of(office, identity, person=AN) == []
    of_visit = {"visit": new_id(), "campaign": campaign, "structure": targets[0].mast.structure}
    picture = photo(office, b"chan cot")
    send(
        office,
        item("start", seq=1, **of_visit),
        item("note", seq=2, note="chân cột rỉ", photos=[picture, "0" * 64], **of_visit),
        item("finish", seq=3, **of_visit),
    )
    assert [row.mast.structure for row in visits_of(office, identity, person=AN)] == [of_visit["structure"]]
    (shown,) = photo_evidence(office, identity, person=AN)
    assert (shown.kind, shown.sha256, shown.record) == (EvidenceKind.PHOTO, picture, of_visit["visit"])
    assert shown.label == f"{targets[0].mast.code}: chân cột rỉ"


def test_a_cable_line_with_troubles_is_offered_where_the_inspection_looks_at_cable(office: Registry) -> None:
    masts(office, 2)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="cables", who="lan")
        rows = created("cable_routes", {"id": "tuyến", "owner": "VTL", "code": "T1"})
        rows += created("cable_segments", {
            "id": "đoạn", "route": "tuyến", "owner": "VTL", "code": "T1-1", "mount": "aerial",
            "state": "in_service", "length_m": 120.0, "accuracy_m": 10.0, "height_m": 2.0, "tagged": False,
            "geometry": shapely.LineString([(LON, LAT), (LON + 0.001, LAT)]),
        })  # fmt: skip
        ledger.record(connection, rows, who="lan", batch=batch.id)
    for hour in (1, 2):
        open_trouble(
            office, TroubleKind.LOW_CABLE, detected_at=now() - dt.timedelta(hours=hour), owner="VTL",
            segment="đoạn", who="lan",
        )  # fmt: skip
    identity = draw_up(office, PLAN, person=AN)
    (line,) = by_reports(office, identity, person=AN)
    assert (line.kind, line.record, line.code, line.detail) == (SampleKind.CABLE, "tuyến", "T1", "2 sự cố")
    by_checks = [one for one in by_law(office, identity, person=AN) if one.kind is SampleKind.CABLE]
    assert [one.code for one in by_checks] == ["T1"]
    add_to_sample(office, identity, [line], person=AN)
    found = [one for one in file_of(office, identity, person=AN).of(Source.CABLE) if one.code == "T1"]
    assert bool([one for one in found if one.violation]) == bool(by_checks), "by the same checks"
    masts_only = draw_up(office, replace(PLAN, scope=(Scope.MASTS,)), person=AN)
    assert by_reports(office, masts_only, person=AN) == []
