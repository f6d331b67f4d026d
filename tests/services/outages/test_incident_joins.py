"""One fallen mast is one incident, whoever reports it, in whatever order; what nobody reported is not 0."""

import datetime as dt
import io
import itertools
import re
import zipfile
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.outages.outages import Cause, Damage, Incident, IncidentKind, OutageEvent, OutageLine
from registry.model.vietnam_time import written
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Service
from registry.services.outages.carrier_reports import Correction, Heading, correct_line, send_report
from registry.services.outages.incident_joins import (
    complete_incident,
    doubles_of,
    join_incidents,
    joined_into,
    part_incident,
)
from registry.services.outages.incidents import (
    add_incident,
    change_incident,
    damage_table,
    incident_of,
    incidents,
)
from registry.services.outages.situation_report import situation_report
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.register.verify import verify
from registry.store import batches, ledger
from registry.store.outages import outages as store
from tests.services.outages.world import COMMUNE, OTHER, built, heading, opened
from tests.store.rows import created, station

CODE = "BGG00100"


@pytest.fixture
def world(office: Registry) -> Registry:
    return built(office)


def site(registry: Registry, operator: str = "VTL", code: str = CODE) -> str:
    found = station_book(registry).find(operator, code)
    assert found is not None
    return found.site


def fallen(registry: Registry, event: OutageEvent, **own: Any) -> Incident:
    values: dict[str, Any] = {
        "id": "", "event": event.id, "operator": "VTL", "kind": IncidentKind.MAST, "commune": COMMUNE,
        "site": site(registry), "code": CODE,
    }  # fmt: skip
    return Incident(**{**values, **own})


def collapse(occurred: str = "") -> Statement:
    return Statement("1", code=CODE, state="down", cause="collapse", occurred=occurred)


def text_of(registry: Registry, event: OutageEvent) -> str:
    paper = situation_report(registry, board_of(registry, event.id))
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        return re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())


def masts(registry: Registry, event: OutageEvent) -> int:
    found = damage_table(board_of(registry, event.id).incidents)
    return sum(count for (kind, _), count in found.items() if kind is IncidentKind.MAST)


def test_a_workbook_and_a_form_make_one_incident_and_the_later_one_completes_it(world: Registry) -> None:
    event = opened(world)
    send_report(world, heading(event), [collapse()])
    (made,) = [line.incident for line in incidents(world, event.id)]
    assert made.occurred_at is None
    at = now() - dt.timedelta(hours=2)
    given = fallen(world, event, occurred_at=at, detected_at=at, damage=Damage.TOTAL, place="thôn Chợ")
    with pytest.raises(RefusalError, match="OUTAGE-INCIDENT-KNOWN") as refused:
        add_incident(world, given, who="trực")
    assert refused.value.params["incident"] == made.id
    after, differing = complete_incident(world, made.id, given, who="trực")
    assert (after.occurred_at, after.damage, after.place, differing) == (at, Damage.TOTAL, "thôn Chợ", [])
    other = fallen(world, event, occurred_at=at + dt.timedelta(hours=1))
    after, differing = complete_incident(world, made.id, other, who="trực")
    assert (after.occurred_at, differing) == (at, ["occurred_at"]), "what is known is not overwritten"
    assert len(incidents(world, event.id)) == masts(world, event) == 1
    assert verify(world).sound


def test_the_form_first_and_the_workbook_later_are_one_too(world: Registry) -> None:
    event = opened(world)
    made = add_incident(world, fallen(world, event), who="trực")
    as_of = heading(event).as_of
    occurred = as_of - dt.timedelta(hours=1)
    said = f"{occurred.astimezone(dt.timezone(dt.timedelta(hours=7))):%H:%M %d/%m/%Y}"
    for _again in range(2):
        send_report(world, heading(event), [collapse(said)])
    (line,) = incidents(world, event.id)
    assert line.incident.id == made.id
    assert line.incident.occurred_at == occurred.replace(second=0, microsecond=0)
    assert line.incident.line
    assert line.clock.standing != "no_start"


def test_a_corrected_start_moves_the_incident_that_had_it_from_the_line(world: Registry) -> None:
    """The six hours run from what is stated now; a moment that a person wrote since then stays."""
    event = opened(world, hours_ago=30.0)
    as_of = heading(event).as_of
    zone = dt.timezone(dt.timedelta(hours=7))
    said = [f"{(as_of - dt.timedelta(hours=ago)).astimezone(zone):%H:%M %d/%m/%Y}" for ago in (5, 3)]
    send_report(world, heading(event), [collapse(said[0])])
    (before,) = incidents(world, event.id)
    (line,) = store_lines(world, event)
    assert line.occurred_at is not None
    later = line.occurred_at + dt.timedelta(hours=2)
    given = Correction(cause=Cause.COLLAPSE, occurred_at=later, detected_at=later)
    made = correct_line(world, event.id, line.id, given, reason="gõ nhầm giờ", who="vtl")
    (after,) = incidents(world, event.id)
    assert after.incident.id == before.incident.id
    assert (after.incident.occurred_at, after.incident.detected_at) == (later, later)
    assert before.clock.due is not None
    assert after.clock.due == before.clock.due + dt.timedelta(hours=2)

    own = later + dt.timedelta(minutes=30)
    change_incident(
        world, after.incident.id, {"occurred_at": own, "detected_at": own}, seen=after.incident.version,
        reason="biên bản hiện trường", who="trực",
    )  # fmt: skip
    given = Correction(cause=Cause.COLLAPSE, occurred_at=later + dt.timedelta(hours=1))
    correct_line(world, event.id, made.id, given, reason="nhầm nữa", who="vtl")
    (kept,) = incidents(world, event.id)
    assert kept.incident.occurred_at == own
    assert verify(world).sound


def store_lines(registry: Registry, event: OutageEvent) -> list[OutageLine]:
    with registry.database.read() as connection:
        return store.load_lines(connection, event.id)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_shared_mast_that_carriers_report_is_counted_once_in_any_order(
    world: Registry, order: tuple[int, ...]
) -> None:
    """Two carriers at one site, one of them twice: one mast on the board, in the damage, in the report."""
    event, at = opened(world), now() - dt.timedelta(hours=3)
    shared = {"site": site(world), "code": CODE, "commune": COMMUNE}
    deeds = [
        lambda: send_report(world, heading(event), [collapse()]),
        lambda: add_incident(
            world,
            fallen(world, event, operator="VNPT", occurred_at=at, damage=Damage.HEAVY, **shared),
            who="t",
        ),
        lambda: _quiet(world, fallen(world, event, detected_at=at)),
    ]
    for index in order:
        deeds[index]()  # type: ignore[no-untyped-call]
    board = board_of(world, event.id)
    (one,) = board.happened
    assert {one.incident.operator, *one.others} == {"VTL", "VNPT"}
    assert (one.incident.occurred_at, one.incident.damage) == (at, Damage.HEAVY)
    assert one.clock.standing != "no_start"
    assert masts(world, event) == 1
    paper = text_of(world, event)
    assert "Điều 10 Quyết định số 72/2025/QĐ-UBND (1)" in paper
    assert "Cột ăng tenTừ 30% đến 50%1" in paper


def _quiet(registry: Registry, given: Incident) -> None:
    """Report as the form does: bring the incident up to date where there is one."""
    known = [line.incident for line in incidents(registry, given.event, operator=given.operator)]
    if known:
        with pytest.raises(RefusalError, match="OUTAGE-INCIDENT-KNOWN"):
            add_incident(registry, given, who="t")
        complete_incident(registry, known[0].id, given, who="t")
    else:
        add_incident(registry, given, who="t")


def test_another_mast_another_kind_and_another_time_are_other_incidents(world: Registry) -> None:
    event, at = opened(world, hours_ago=20), now() - dt.timedelta(hours=10)
    first = add_incident(world, fallen(world, event, occurred_at=at), who="t")
    add_incident(world, fallen(world, event, code="BGG00101", site=site(world, code="BGG00101")), who="t")
    add_incident(world, fallen(world, event, kind=IncidentKind.EQUIPMENT), who="t")
    for _each in range(2):  # poles and cables are told by their place
        add_incident(world, fallen(world, event, kind=IncidentKind.POLE, place="đường 293"), who="t")
    twin = opened(world, name="Mưa lớn")
    with pytest.raises(RefusalError, match="OUTAGE-INCIDENT-KNOWN"):  # both events are open: one mast fell
        add_incident(world, fallen(world, twin), who="t")
    over = {"resolved_at": at + dt.timedelta(hours=4)}
    first = change_incident(world, first.id, over, seen=first.version, reason="dựng cột tạm", who="t")
    again = fallen(world, event, occurred_at=at + dt.timedelta(hours=6))
    add_incident(world, again, who="t")  # the temporary mast fell too
    assert masts(world, event) == 2, "masts, not falls of a mast"


def test_two_records_that_stand_are_joined_and_parted_again(world: Registry) -> None:
    event, at = opened(world), now() - dt.timedelta(hours=2)
    first = add_incident(world, fallen(world, event), who="t")
    double = fallen(world, event, id="x" * 32, occurred_at=at, place="thôn Chợ", who="t", at="2026")
    _as_before(world, double)
    assert [one.id for one in doubles_of(world, first)] == [double.id]
    assert masts(world, event) == 1, "also before anybody joins them"
    kept = join_incidents(world, first.id, double.id, seen=first.version, who="t")
    assert (kept.occurred_at, kept.place) == (at, "thôn Chợ")
    gone = next(line.incident for line in incidents(world, event.id) if line.incident.id == double.id)
    assert gone.withdrawn
    assert joined_into(world, gone) == first.id
    assert doubles_of(world, kept) == []
    with pytest.raises(RefusalError, match="OUTAGE-JOIN"):
        join_incidents(world, first.id, double.id, seen=kept.version, who="t")
    back = part_incident(world, double.id, seen=gone.version, who="t")
    assert not back.withdrawn
    stands = next(line.incident for line in incidents(world, event.id) if line.incident.id == first.id)
    assert (stands.occurred_at, stands.place) == (None, "")
    with pytest.raises(RefusalError, match="OUTAGE-JOIN"):
        part_incident(world, double.id, seen=back.version, who="t")
    assert verify(world).sound


def _as_before(registry: Registry, incident: Incident) -> None:
    """Record an incident as the register took them before it asked."""
    from registry.services.outages.events import outage_deed
    from registry.store.outages.tables import outage_incidents

    with outage_deed(registry, "incident", "t", incident.id) as made:
        made.create(outage_incidents, store.incident_row(incident))


def counts(
    commune: str, down: int | None, restored: int | None = None, generators: int | None = None
) -> Statement:
    return Statement("1", commune=commune, down=down, restored=restored, generators=generators)


def sent(registry: Registry, event: OutageEvent, operator: str, *said: Statement, **own: Any) -> Heading:
    head = heading(event, operator, **own)
    send_report(registry, head, list(said))
    return head


def test_what_nobody_reported_is_not_known_and_is_not_0(world: Registry) -> None:
    event, names = opened(world), {row.code: row.name for row in board_of(world, opened(world).id).communes}
    sent(world, event, "VTL", counts(names[COMMUNE], 2), hours_ago=3)
    board = board_of(world, event.id)
    assert (board.restored.value, board.generators.value) == (None, None)
    paper = text_of(world, event)
    assert "đã khôi phục: chưa rõ" in paper
    assert "đang chạy máy nổ: chưa rõ" in paper
    sent(world, event, "VTL", counts(names[COMMUNE], 2, restored=0, generators=0), hours_ago=2)
    board = board_of(world, event.id)
    assert (board.restored.value, board.generators.value) == (0, 0), "a 0 that was said is a 0"
    sent(world, event, "VNPT", counts(names[OTHER], 1), hours_ago=1)
    board = board_of(world, event.id)
    assert (board.restored.value, board.restored.least) == (0, True)
    assert "đang chạy máy nổ: ≥ 0" in text_of(world, event)


def test_a_count_without_how_many_are_down_waits_for_it(world: Registry) -> None:
    event = opened(world)
    names = {row.code: row.name for row in board_of(world, event.id).communes}
    sent(world, event, "VTL", counts(names[COMMUNE], None, restored=3))
    board = board_of(world, event.id)
    assert [row.waiting for row in board.carriers if row.operator == "VTL"] == [1]
    assert board.affected == 0
    assert board.heard == 0


def test_the_board_and_the_report_count_the_same_communes(world: Registry) -> None:
    event = opened(world)
    names = {row.code: row.name for row in board_of(world, event.id).communes}
    for operator, commune, down in (("VTL", COMMUNE, 3), ("VNPT", COMMUNE, 1), ("VTL", OTHER, 1)):
        before = board_of(world, event.id)
        certain = before.without_certain if before.heard else "chưa rõ"  # nobody said that it is 0
        assert f"không còn trạm hoạt động: {certain}" in text_of(world, event)
        sent(world, event, operator, counts(names[commune], down))
        board, paper = board_of(world, event.id), text_of(world, event)
        certain = sum(row.service is Service.NONE for row in board.communes)
        perhaps = sum(row.service in (Service.NO_ANSWER, Service.UNKNOWN) for row in board.communes)
        assert (board.without_certain, board.without_perhaps) == (certain, perhaps)
        heading_said = f"2. Xã, phường không còn trạm hoạt động: {certain}"
        heading_said += f"; chưa rõ: {perhaps}" if perhaps else ""
        assert f"{heading_said}" in paper
        assert f"{heading_said}; " not in paper


def test_two_carriers_records_of_one_mast_are_joined_and_the_second_says_nothing_new(
    either_office: Registry,
) -> None:
    registry = built(either_office)
    shared = station(f"{CODE}", "VNPT")
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, created("stations", shared), who="lan", batch=batch.id)
    event = opened(registry)
    send_report(registry, heading(event), [collapse()])
    theirs = heading(event, "VNPT")
    send_report(registry, theirs, [collapse()])
    first, second = [
        next(line.incident for line in incidents(registry, event.id) if line.incident.operator == code)
        for code in ("VTL", "VNPT")
    ]
    assert [other.id for other in doubles_of(registry, first)] == [second.id]
    assert masts(registry, event) == 1
    kept = join_incidents(registry, first.id, second.id, seen=first.version, who="trực")
    assert (kept.code, kept.operator, kept.line) == (first.code, "VTL", first.line)
    (line,) = board_of(registry, event.id).happened
    assert (line.incident.id, line.others) == (first.id, ("VNPT",))
    apart = next(line for line in incidents(registry, event.id) if line.incident.id == second.id)
    assert apart.joined == first.id
    at = now() - dt.timedelta(minutes=90)
    send_report(registry, heading(event, "VNPT", hours_ago=1), [collapse(written(at))])  # said once more
    standing = incidents(registry, event.id)
    assert next(one.incident.withdrawn for one in standing if one.incident.id == second.id)
    assert next(one.incident.occurred_at for one in standing if one.incident.id == first.id) is not None
    assert masts(registry, event) == 1
    again = next(one.incident for one in standing if one.incident.id == second.id)
    part_incident(registry, second.id, seen=again.version, who="trực")
    assert [one.incident.withdrawn for one in incidents(registry, event.id)] == [False, False]
    assert masts(registry, event) == 1, "it is still one mast"
    verify(registry)


def test_records_without_a_site_are_offered_by_their_place_and_joined_by_a_person(world: Registry) -> None:
    event = opened(world)
    at = now() - dt.timedelta(hours=2)
    pole = {"kind": IncidentKind.POLE, "site": "", "code": "", "place": "Thôn Chợ, cạnh cầu"}
    one = add_incident(world, fallen(world, event, **pole, occurred_at=at), who="trực")
    two = add_incident(
        world, fallen(world, event, **{**pole, "place": "thôn chợ - cạnh cầu"}, operator="VNPT"), who="trực"
    )
    far = add_incident(world, fallen(world, event, **{**pole, "place": "Thôn Đình"}), who="trực")
    assert [other.id for other in doubles_of(world, one)] == [two.id]
    assert doubles_of(world, far) == []
    with pytest.raises(RefusalError, match="OUTAGE-JOIN"):
        join_incidents(world, one.id, far.id, seen=one.version, who="trực")
    join_incidents(world, one.id, two.id, seen=one.version, who="trực")
    assert len(board_of(world, event.id).happened) == 2
    assert joined_into(world, incident_of(world, two.id).incident) == one.id
