"""What a visit found of its mast that the register has otherwise: judged by, never written."""

from typing import Any

import pytest

from registry.model.field.inspections import Judged
from registry.services.field.differences import differences
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.minutes.counting import by_mast, counting_of
from registry.services.field.minutes.writing import text_digest, unit_minutes
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.minutes_office import stated, text
from tests.services.field.world import HOA, OFFICER, add_masts, item, new_id
from tests.services.field.world import send as sent

VISIT = new_id()
OWN: dict[str, Any] = {
    "visit": VISIT, "structure": "mast-BGG00047", "checklist": "guyed", "checklist_version": 2,
}  # fmt: skip
LEAN = {"lean_x": "100", "lean_y": "90"}  # 134,5 mm


def send(office: Registry, campaign: str, *items: dict[str, Any]) -> None:
    sent(office, *({**one, "campaign": campaign} for one in items), person=HOA, by="hoa")


def answers(values: dict[str, str], seq: int = 1) -> list[dict[str, Any]]:
    return [
        item(**OWN, entry=entry, value=value, raw=value, seq=seq + at)
        for at, (entry, value) in enumerate(values.items())
    ]


def note(kind: str, raw: str, seq: int = 50, **fields: Any) -> dict[str, Any]:
    return item("note", **OWN, value=kind, raw=raw, seq=seq, **fields)


def view(office: Registry) -> InspectionView:
    return get_inspection(office, VISIT, person=OFFICER)


def judged(office: Registry) -> tuple[Judged, float | None]:
    one = next(one for one in view(office).readings if one.entry == "verticality").judgement
    return one.judged, one.limit


def lines(office: Registry) -> list[tuple[str, str, str]]:
    return [(one.what, one.found, one.held) for one in differences(view(office), "vi")]


@pytest.fixture
def registered(office: Registry, campaign: str) -> float:
    """The registered height of the mast that is visited."""
    own = {"form": "guyed", "mast_class": "A2b", "mast_height_m": 42.0, "lon": 106.2, "lat": 21.3}
    add_masts(office, {"BGG00047": own})
    send(office, campaign, *answers(LEAN))
    height = view(office).mast.mast_height_m
    assert height is not None
    return height


def test_verticality_follows_the_height_of_the_segments_where_it_is_another(
    office: Registry, campaign: str, registered: float
) -> None:
    assert judged(office)[1] == pytest.approx(registered * 2.5)
    assert lines(office) == []
    each = 6.0
    send(office, campaign, *answers({"segments": str(round(registered / each)), "segment_height": "6"}, 10))
    assert judged(office)[1] == pytest.approx(registered * 2.5)  # within half a segment: the same mast
    send(office, campaign, *answers({"segments": str(round(registered / each) + 3)}, 20))
    higher = (round(registered / each) + 3) * each
    assert judged(office)[1] == pytest.approx(higher * 2.5)
    held = f"{registered:.1f} m".replace(".", ",")
    assert lines(office) == [("chiều cao cột", f"{higher:.1f} m".replace(".", ","), held)]
    file = stated(office, campaign, "VTL")
    told = text(unit_minutes(office, file, file.unit("VTL")))
    assert f"Khác với sổ đăng ký: chiều cao cột tại chỗ {higher:.1f} m".replace(".", ",") in told
    assert verify(office).sound


def test_what_is_stated_counts_before_the_segments_until_it_is_taken_back(
    office: Registry, campaign: str, registered: float
) -> None:
    height, other = note("found_height", "24,5"), note("found_class", "A2c", 51)
    send(office, campaign, height, other, note("found_networks", "VNPT, MobiFone", 52))
    assert judged(office) == (Judged.BEYOND, 61.25)
    assert [one[:2] for one in lines(office)] == [
        ("chiều cao cột", "24,5 m"), ("loại cột", "A2c"), ("mạng trên cột", "VNPT, MobiFone"),
    ]  # fmt: skip
    assert view(office).mast.mast_height_m == registered  # nothing is changed by it
    send(office, campaign, note("found_height", "", 60, replaces=height["id"]))
    assert judged(office)[1] == pytest.approx(registered * 2.5)
    assert [one[0] for one in lines(office)] == ["loại cột", "mạng trên cột"]


def test_what_says_what_the_register_says_is_no_difference(
    office: Registry, campaign: str, registered: float
) -> None:
    mast = view(office).mast
    send(office, campaign, note("found_height", f"{registered:g}"), note("found_class", mast.mast_class, 51))
    assert lines(office) == []
    file = stated(office, campaign, "VTL")
    assert text_digest(office, file, file.unit("VTL"))
    assert "Khác với sổ" not in text(unit_minutes(office, file, file.unit("VTL")))


def test_of_several_visits_the_last_that_measured_the_height_judges_and_is_told(
    office: Registry, campaign: str, registered: float
) -> None:
    """``seq`` counts within a visit: the first may have gone further than the one after it."""
    later = {"recorded_at": "2026-05-13T09:30:00.000+07:00", "inspection": new_id()}
    last = {"recorded_at": "2026-05-14T09:30:00.000+07:00", "inspection": new_id()}

    def told() -> tuple[float | None, str]:
        file = stated(office, campaign, "VTL")
        unit = file.unit("VTL")
        own = next(views for views in by_mast(unit) if views[0].mast.code == "BGG00047")
        counting = counting_of(office, file, own)
        judged_by = next(one for _view, one in counting if one.entry == "verticality").judgement.limit
        said = text(unit_minutes(office, file, unit)).partition("chiều cao cột tại chỗ ")[2]
        return judged_by, said.partition(", sổ")[0]

    send(office, campaign, item("start", **OWN), item("start", **OWN) | later, item("start", **OWN) | last)
    send(office, campaign, *answers(LEAN), note("found_height", "48", 90), note("found_class", "A2c", 91))
    send(office, campaign, {**note("found_height", "24,5", 5), **later})
    assert told() == (61.25, "24,5 m")
    file = stated(office, campaign, "VTL")
    assert "loại cột tại chỗ A2c" in text(unit_minutes(office, file, file.unit("VTL")))  # of the first visit
    segments = [{**one, **last} for one in answers({"segments": "9", "segment_height": "6"})]
    send(office, campaign, *segments)
    assert told() == (135.0, "54,0 m")
    send(office, campaign, {**note("found_height", f"{registered:g}", 7), **last})
    assert told() == (registered * 2.5, "")  # the mast is as registered after all
    assert verify(office).sound


@pytest.mark.parametrize("checklist", ["guyed", "of-nobody"])
def test_a_height_that_is_the_registered_one_is_no_difference_without_a_sheet_either(
    office: Registry, campaign: str, registered: float, checklist: str
) -> None:
    said = note("found_height", f"{registered:g}") | {"checklist": checklist}
    send(office, campaign, said)
    assert lines(office) == []
