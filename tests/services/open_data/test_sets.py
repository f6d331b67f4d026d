"""What an office opens to everybody: nothing by itself, never more than the policy shows."""

import csv
import datetime as dt
import io
import json
import math
import re
from dataclasses import replace
from typing import Any

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pytest
import shapely

from registry.errors import RefusalError
from registry.model.areas import Layer, Zone
from registry.model.people import OPEN_DESK, VISITOR, Person, Role
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK
from registry.services.open_data import disclosed
from registry.services.open_data.decisions import (
    State,
    Typed,
    open_on,
    open_set,
    opened,
    openings,
    steps,
    withdraw,
)
from registry.services.open_data.disclosed import OpenTable, open_table
from registry.services.open_data.files import open_file
from registry.services.open_data.sets import dataset, datasets
from registry.services.outages.public_summary import QUIET, WAITED, Area, PublicSummary
from registry.services.register.disclosure import Audience, hidden_layers, policy
from registry.services.register.exports.exported_layers import layer_rows
from registry.store import batches, ledger
from registry.store.zones.zones import zone_row
from tests.services.outages.world import built
from tests.services.outages.world import opened as an_event
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

LEADER = Person("giám đốc", frozenset({Role.LEADER}))
DAY = dt.date(2026, 11, 24)
A_DAY = dt.timedelta(days=1)
WANTED = Typed(
    decision="12/QĐ-SKHCN", decided_on=DAY - A_DAY, opens=DAY, closes=DAY + 30 * A_DAY,
    terms="Ghi nguồn.\nDùng tự do.", contact="Phòng Bưu chính, Viễn thông",
)  # fmt: skip
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def table(registry: Registry, name: str) -> OpenTable:
    return open_table(registry, dataset(name), NOON)


def csv_of(registry: Registry, name: str) -> list[list[str]]:
    text = open_file(registry, dataset(name), "csv", NOON).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def everything(registry: Registry) -> str:
    """All that can be read in any file of any set."""
    found = []
    for one in datasets().values():
        for form in one.forms:
            content = open_file(registry, one, form, NOON).content
            if form == "xlsx":
                for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
                    found += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
            elif form == "pmtiles":
                continue  # what a map shows of the same rows: tests/web/open_data/test_map_files.py
            elif form in ("geojson", "fgb", "parquet"):
                frame = gpd.read_parquet(io.BytesIO(content)) if form == "parquet" else gpd.read_file(content)
                shown = frame.drop(columns=["geometry", "bbox"], errors="ignore")
                found.append(shown.to_csv())
            else:
                found.append(content.decode("utf-8-sig"))
    return "\n".join(found)


def test_nothing_is_open_until_the_office_says_so(office: Registry) -> None:
    assert set(openings(office)) == {"masts", "counts", "zones", "outages"}
    assert set(openings(office).values()) == {None}
    assert open_on(office, DAY) == {}
    with pytest.raises(RefusalError, match="OPEN-DATA-CLOSED"):
        opened(office, "masts", DAY)


def test_a_set_is_open_from_its_day_to_its_last_and_gone_when_withdrawn(office: Registry) -> None:
    """Every step stands in the journal with who took it and why, and the chain of the ledger holds."""
    opening = open_set(office, "masts", WANTED, person=LEADER)
    assert [opening.on(DAY + n * A_DAY) for n in (-1, 0, 30, 31)] == [
        State.AHEAD, State.OPEN, State.OPEN, State.ENDED
    ]  # fmt: skip
    assert [list(open_on(office, DAY + n * A_DAY)) for n in (-1, 0, 30, 31)] == [[], ["masts"], ["masts"], []]
    assert opened(office, "masts", DAY)[1] == opening == openings(office)["masts"]
    withdraw(office, "masts", "số liệu sai", person=LEADER)
    assert open_on(office, DAY) == {}
    with pytest.raises(RefusalError, match="OPEN-DATA-NOT-STATED"):
        withdraw(office, "masts", "lần nữa", person=LEADER)
    found = [(step.who, step.opening, step.reason) for step in steps(office, "masts")]
    assert found == [("giám đốc", None, "số liệu sai"), ("giám đốc", opening, "")]
    assert steps(office, "zones") == []
    assert desk.sound(office)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"decision": "  "}, "OPEN-DATA-MISSING"),
        ({"decided_on": None}, "OPEN-DATA-MISSING"),
        ({"opens": None}, "OPEN-DATA-MISSING"),
        ({"terms": ""}, "OPEN-DATA-MISSING"),
        ({"contact": ""}, "OPEN-DATA-MISSING"),
        ({"terms": "x" * 2001}, "TEXT-LONG"),
        ({"opens": DAY - 2 * A_DAY}, "OPEN-DATA-BEFORE-DECISION"),
        ({"closes": DAY - A_DAY}, "VALIDITY-TURNED"),
    ],
)
def test_what_is_not_a_whole_decision_opens_nothing(
    office: Registry, changed: dict[str, Any], code: str
) -> None:
    given = {name: getattr(WANTED, name) for name in Typed.__slots__} | changed
    with pytest.raises(RefusalError, match=code):
        open_set(office, "zones", Typed(**given), person=LEADER)
    assert openings(office)["zones"] is None


def test_only_the_leader_and_the_administrator_decide(office: Registry) -> None:
    for role in set(Role) - {Role.LEADER, Role.ADMINISTRATOR}:
        with pytest.raises(RefusalError, match="OPEN-DATA-NOT-ALLOWED"):
            open_set(office, "masts", WANTED, person=Person("x", frozenset({role})))
    with pytest.raises(RefusalError, match="OPEN-DATA-UNKNOWN"):
        open_set(office, "cables", WANTED, person=LEADER)
    open_set(office, "masts", WANTED, person=OPEN_DESK)
    with pytest.raises(RefusalError, match="OPEN-DATA-MISSING"):
        withdraw(office, "masts", " ", person=OPEN_DESK)


def test_every_column_of_a_mast_is_public_by_the_policy(demo_registry: Registry) -> None:
    own_to_the_set = {"count", MARK}
    for one in datasets().values():
        if one.layer in policy():
            named = {field.name for field in one.fields_of(illustrative=True)} - own_to_the_set
            assert {policy()[one.layer].get(name) for name in named} == {Audience.PUBLIC}, one.name
        else:
            assert one.layer in {"zones", "outages"}
    for name in ("masts", "counts"):
        rows = table(demo_registry, name).rows
        assert rows
        assert not any("geometry" in row for row in rows)


def test_no_file_holds_a_coordinate_a_code_or_an_address(demo_registry: Registry) -> None:
    with demo_registry.database.read() as connection:
        masts = layer_rows(connection, "sites")
    text = everything(demo_registry)
    assert "Viettel" in text
    assert re.findall(r"\b10[5-7][.,]\d{3,}|\b21[.,]\d{3,}", text) == []
    secrets = {str(row[name]) for row in masts for name in ("site_code", "address", "permit") if row[name]}
    assert len(secrets) > len(masts)
    assert [secret for secret in secrets if secret in text] == []


def test_masts_that_nobody_sees_are_left_out_and_a_list_s_own_words_too(office: Registry) -> None:
    """A commune is named by its code: what a list wrote there may be anything."""
    rows = [
        *created(
            "sites", {**site("BGG1", commune_as_written="cạnh 21.2734, 106.1946"), "commune_code": "07681"}
        ),
        *created("structures", mast("BGG1", mast_class="A1b", state="approved")),
        *created("sites", site("BGG2", commune_as_written="=cmd|' /C calc'!A0")),
        *created("structures", mast("BGG2", state="under_construction", support="roof")),
        *created("stations", station("BGG2", "VTL")),
    ]
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    assert csv_of(office, "masts") == [
        ["Mã xã, phường", "Xã/Phường", "Doanh nghiệp", "Loại cột", "Vị trí đặt", "Trạng thái"],
        ["", "", "VNPT", "A2b", "", "đang hoạt động"],
        ["", "", "Viettel", "", "trên mái", "đang xây dựng"],
    ]
    assert table(office, "masts").doubts == {"commune": 2, "class": 1}  # a row lacks both
    assert sum(row["count"] for row in table(office, "counts").rows) == 2


def test_counts_are_the_masts_added_up(demo_registry: Registry) -> None:
    masts, counts = table(demo_registry, "masts").rows, table(demo_registry, "counts").rows
    assert sum(row["count"] for row in counts) == len(masts)
    first = counts[0]
    same = [
        row for row in masts if all(row[name] == first[name] for name in first if name not in ("count", MARK))
    ]
    assert len(same) == first["count"]


def test_zones_say_their_decision_and_restricted_layers_are_not_there(office: Registry) -> None:
    """Neither are the remarks that a file brought with a zone."""
    assert hidden_layers(VISITOR)
    square = shapely.box(106.2, 21.2, 106.3, 21.3)
    zones = [
        Zone(layer.value, layer, f"=Vùng {layer.value}", "QĐ 1", "Điều 2", DAY, None, square,
             error_m=20.0, attributes={"ghi_chu": "riêng của cơ quan"})
        for layer in Layer
    ]  # fmt: skip
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="zones", who="lan")
        ledger.record(connection, created("zones", *map(zone_row, zones)), who="lan", batch=batch.id)
    content = open_file(office, dataset("zones"), "geojson", NOON).content
    features = json.loads(content)["features"]
    shown = {one["properties"]["layer"] for one in features}
    assert shown == set(Layer) - hidden_layers(VISITOR)
    assert "military" not in shown
    assert features[0]["properties"] == {
        "layer": "planning", "name": "=Vùng planning", "decision": "QĐ 1", "article": "Điều 2",
        "valid_from": "2026-11-24", "valid_to": None, "allowed_classes": None, "max_height_m": None,
        "error_m": 20.0,
    }  # fmt: skip
    assert shapely.geometry.shape(features[0]["geometry"]).equals(square)
    text = everything(office) + content.decode()
    assert "military" not in text
    assert "riêng của cơ quan" not in text
    assert table(office, "zones").doubts == {"outline": len(features)}
    sheet = csv_of(office, "zones")
    assert [row[1] for row in sheet[1:]] == [f"'=Vùng {one['properties']['layer']}" for one in features]


def test_a_map_file_keeps_its_types_whatever_its_rows_say_today(office: Registry) -> None:
    """A program that was written while no zone had a last day reads the file of the day on which one has."""
    square = shapely.box(106.2, 21.2, 106.3, 21.3)
    seen = []
    for last in (None, DAY):
        zone = Zone(f"z{last}", Layer.PLANNING, "Vùng", "QĐ 1", "Điều 2", DAY, last, square)
        with office.database.write() as connection:
            batch = batches.open_batch(connection, kind="zones", who="lan")
            ledger.record(connection, created("zones", zone_row(zone)), who="lan", batch=batch.id)
        content = open_file(office, dataset("zones"), "parquet", NOON).content
        kept = pq.read_schema(io.BytesIO(content))
        seen.append({name: str(kept.field(name).type) for name in kept.names})
    assert seen[0] == seen[1]
    assert {seen[0]["valid_from"], seen[0]["valid_to"]} == {"date32[day]"}


def test_tables_say_in_words_that_a_zone_has_no_limit_of_height(office: Registry) -> None:
    """Beside a zone whose decision does not say: its cell is empty. Files for maps keep the code."""
    square = shapely.box(106.2, 21.2, 106.3, 21.3)
    zones = [
        Zone(f"z{at}", Layer.PLANNING, f"Vùng {at}", "QĐ 1", "Điều 2", DAY, None, square, max_height_m=limit)
        for at, limit in enumerate((25.0, math.inf, None))
    ]
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="zones", who="lan")
        ledger.record(connection, created("zones", *map(zone_row, zones)), who="lan", batch=batch.id)
    head, *rows = csv_of(office, "zones")
    at = head.index("Chiều cao tối đa (m)")
    assert [row[at] for row in sorted(rows)] == ["25", "không giới hạn", ""]
    book = openpyxl.load_workbook(io.BytesIO(open_file(office, dataset("zones"), "xlsx", NOON).content))
    sheet = sorted(book.worksheets[0].iter_rows(min_row=2, values_only=True), key=lambda row: str(row[1]))
    assert [row[at] for row in sheet] == [25, "không giới hạn", None], "a number is a number"
    features = json.loads(open_file(office, dataset("zones"), "geojson", NOON).content)["features"]
    assert sorted(str(one["properties"]["max_height_m"]) for one in features) == ["25", "None", "none"]


def test_outages_are_the_lines_of_the_summary_that_is_open_to_everybody(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(built(office))
    areas = [Area(name, 1, 5, 3, 2, name == WAITED) for name in ("Xã A", QUIET, WAITED, "")]
    summary = PublicSummary(event.name, NOON, tuple(areas), Area("total", 4, 20, 12, 8), 3, 3)
    monkeypatch.setattr(disclosed, "events", lambda _registry: [replace(event, public=True)])
    monkeypatch.setattr(disclosed, "public_summary", lambda _board: summary)
    rows = table(office, "outages").rows
    assert [(row["line"], row["area"], row["reports"]) for row in rows] == [
        ("commune", "Xã A", "complete"), ("quiet", "", "complete"), ("waited", "", "waiting"),
        ("pooled", "", "complete"), ("total", "", "complete"),
    ]  # fmt: skip
    assert (rows[0]["down"], rows[0]["restored"], rows[0]["as_of"]) == (2, 1, "2026-11-24 12:00")
    assert csv_of(office, "outages")[-1][3] == "tổng cộng"
    assert table(office, "outages").doubts == {"waiting": 1}


def test_an_event_that_is_not_opened_has_no_row(office: Registry) -> None:
    an_event(built(office))
    assert open_table(office, dataset("outages"), now()).rows == []
    assert len(csv_of(office, "outages")) == 1  # the headings alone


def test_a_workbook_has_the_headings_of_the_dictionary(demo_registry: Registry) -> None:
    for one in datasets().values():
        content = open_file(demo_registry, one, "xlsx", NOON).content
        (header,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(max_row=1)
        wanted = [field.label.vi for field in one.fields_of(illustrative=True)]
        assert [cell.value for cell in header] == wanted == csv_of(demo_registry, one.name)[0]


def test_an_illustrative_register_says_so_in_every_row(demo_registry: Registry) -> None:
    for name in ("masts", "counts", "zones"):
        sheet = csv_of(demo_registry, name)
        assert len(sheet) == len(table(demo_registry, name).rows) + 1
        assert {row[-1] for row in sheet[1:]} == {ILLUSTRATIVE}
        book = openpyxl.load_workbook(
            io.BytesIO(open_file(demo_registry, dataset(name), "xlsx", NOON).content), read_only=True
        )
        lines = list(book.worksheets[0].iter_rows(values_only=True))
        assert (len(lines), lines[-1][-1]) == (len(sheet), ILLUSTRATIVE)
        book.close()


def test_a_file_is_made_again_only_when_its_rows_may_have_changed(office: Registry) -> None:
    made = open_file(office, dataset("masts"), "csv", NOON)
    before = table(office, "masts")
    open_set(office, "masts", WANTED, person=LEADER)  # the ledger goes on, the masts do not
    assert open_file(office, dataset("masts"), "csv", NOON) is made
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = [*created("sites", site("BGG7")), *created("structures", mast("BGG7"))]
        ledger.record(connection, rows, who="lan", batch=batch.id)
    after = open_file(office, dataset("masts"), "csv", NOON)
    assert (after.digest != made.digest, len(table(office, "masts").rows)) == (True, len(before.rows) + 1)
    with pytest.raises(RefusalError, match="EXPORT-FORMAT"):
        open_file(office, dataset("masts"), "geojson", NOON)
