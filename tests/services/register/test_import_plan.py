"""Plans: a new version ends the one before it; rows of others are kept out."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.services.office.batches import undo_batch
from registry.services.office.preview import ImportOutcome, Kind
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_plan import import_plan
from registry.services.register.verify import verify
from tests.services.offices import write_list

HEADER = ("Mã quy hoạch", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Xã/Phường", "Địa chỉ", "Loại cột")
ONE = ("QH-01", "", "106,301234", "21,351234", "", "Thôn 1", "A2b")
TWO = ("QH-02", "", "", "", "thị trấn Vôi", "Tổ 2", "A2a")
FIRST, SECOND = dt.date(2026, 1, 1), dt.date(2026, 7, 1)


def load(registry: Registry, folder: Path, *rows: Any, **options: Any) -> ImportOutcome:
    path = write_list(folder / f"{len(rows)}.xlsx", rows, HEADER)
    given = {
        "operator": "VTL",
        "decision": "QĐ 10",
        "valid_from": FIRST,
        "yes": True,
        "who": "lan",
        **options,
    }
    return import_plan(registry, path, **given)


def test_positions_are_in_force_from_the_first_day_with_their_commune(
    registry: Registry, tmp_path: Path
) -> None:
    outcome = load(registry, tmp_path, ONE, TWO)
    assert (outcome.counts["new"], outcome.batch) == (2, "B2")
    plans = context_for(registry, FIRST).plans
    assert plans.versions["VTL"].decision == "QĐ 10"
    assert set(plans.by_code) == {("VTL", "QH-01"), ("VTL", "QH-02")}
    named = plans.positions[plans.by_code["VTL", "QH-02"]]
    communes = {unit.code: unit.name for unit in context_for(registry, FIRST).units.communes}
    assert communes[named.commune_code] == "Lạng Giang"
    assert named.lon is None
    before = context_for(registry, FIRST - dt.timedelta(days=1)).plans
    assert before.versions == {}
    assert before.announced == {"VTL"}


def test_a_new_version_ends_the_one_before_the_day_before(registry: Registry, tmp_path: Path) -> None:
    load(registry, tmp_path, ONE, TWO)
    load(registry, tmp_path, ONE, decision="QĐ 20", valid_from=SECOND)
    assert context_for(registry, SECOND).plans.versions["VTL"].decision == "QĐ 20"
    earlier = context_for(registry, SECOND - dt.timedelta(days=1)).plans.versions["VTL"]
    assert (earlier.decision, earlier.valid_to) == ("QĐ 10", dt.date(2026, 6, 30))
    assert len(context_for(registry, SECOND).plans.positions) == 1


def test_a_version_entered_late_ends_where_the_next_begins(registry: Registry, tmp_path: Path) -> None:
    load(registry, tmp_path, ONE, decision="QĐ 20", valid_from=SECOND)
    load(registry, tmp_path, ONE, TWO)
    assert context_for(registry, SECOND).plans.versions["VTL"].decision == "QĐ 20"
    assert context_for(registry, FIRST).plans.versions["VTL"].valid_to == dt.date(2026, 6, 30)


def test_the_same_list_twice_changes_nothing_and_undo_opens_the_older_version_again(
    registry: Registry, tmp_path: Path
) -> None:
    load(registry, tmp_path, ONE, TWO)
    newer = load(registry, tmp_path, ONE, decision="QĐ 20", valid_from=SECOND)
    again = load(registry, tmp_path, ONE, decision="QĐ 20", valid_from=SECOND)
    assert (again.batch, again.counts["unchanged"]) == (None, 1)
    assert newer.batch is not None
    undo_batch(registry, newer.batch, who="lan")
    version = context_for(registry, SECOND).plans.versions["VTL"]
    assert (version.decision, version.valid_to) == ("QĐ 10", None)
    assert verify(registry).problems == ()


def test_a_shorter_list_of_the_same_version_takes_nothing_away(registry: Registry, tmp_path: Path) -> None:
    load(registry, tmp_path, ONE, TWO)
    outcome = load(registry, tmp_path, ONE)
    assert [row.code for row in outcome.rows if row.kind is Kind.VANISHED] == ["QH-02"]
    assert len(context_for(registry, FIRST).plans.positions) == 2


def test_rows_of_others_and_codes_said_twice_are_kept_out(registry: Registry, tmp_path: Path) -> None:
    other = ("QH-09", "VNPT", "106,31", "21,36", "", "", "A2b")
    outcome = load(registry, tmp_path, ONE, ONE, other)
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (1, 2)
    said = [item.code for item in outcome.issues if item.code.startswith("PLAN-")]
    assert said == ["PLAN-CODE-TWICE", "PLAN-OTHER-OPERATOR"]


def test_two_decisions_cannot_begin_on_one_day(registry: Registry, tmp_path: Path) -> None:
    load(registry, tmp_path, ONE)
    with pytest.raises(RefusalError, match="PLAN-SAME-DAY"):
        load(registry, tmp_path, ONE, decision="QĐ 11")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"operator": ""}, "OPERATOR-UNKNOWN"),
        ({"operator": "ABC"}, "OPERATOR-UNKNOWN"),
        ({"decision": ""}, "ZONES-NO-DECISION"),
    ],
)
def test_wrong_wishes_are_refused(
    registry: Registry, tmp_path: Path, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        load(registry, tmp_path, ONE, **options)


def test_a_preview_writes_nothing(registry: Registry, tmp_path: Path) -> None:
    head = verify(registry).head
    assert load(registry, tmp_path, ONE, yes=False).counts["new"] == 1
    assert verify(registry).head == head
