"""What a page gives away of masts comes in again as it stands: nothing is new, nothing changes."""

import io
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.lists import comparing
from registry.services.lists.mast_lists import get_mast_list
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from tests.web.people import signed_in, token
from web.frame.office import registry

BOX = "bbox=105.8,20.9,107.1,21.7"
ALL = "code,operators,mast_class,height_m,state,commune,lat,lon,northing,easting,accuracy_m,owner,defects"
METRES = "code,operators,northing,easting"
OF_CARRIERS = (
    "/mast-lists/own.xlsx",
    f"/map/table.xlsx?{BOX}",
    f"/map/table.csv?{BOX}",
    f"/map/table.xlsx?{BOX}&columns={ALL}",
    f"/map/table.csv?{BOX}&columns={METRES}",
)


@pytest.fixture(scope="module")
def found(app: Flask) -> Registry:
    with app.app_context():
        return registry()


@pytest.mark.parametrize("address", OF_CARRIERS)
def test_a_carrier_hands_in_what_a_page_gave_it_and_nothing_changes(
    app: Flask, found: Registry, address: str
) -> None:
    client = signed_in(app, Role.CARRIER)
    with client.get(address) as answer:
        content, status = answer.get_data(), answer.status_code
    assert status == 200
    form = {
        "csrf_token": token(client, "/account"), "kind": "quarterly",
        "list": (io.BytesIO(content), f"ds.{'csv' if '.csv' in address else 'xlsx'}"),
    }  # fmt: skip
    sent = client.post("/mast-lists", data=form)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    assert jobs.finish(found)
    item = get_mast_list(found, sent.headers["Location"].rpartition("/")[2], "VTL")
    preview = comparing.required(found, item)
    rows = list(preview.every())
    assert len(rows) > 20
    assert [(row.code, row.fate.value, row.changes) for row in rows if row.fate.value != "unchanged"] == []
    unused = [issue for issue in preview.whole.issues if issue.code.startswith("HEADER-")]
    assert unused == []
    client.post(
        f"/mast-lists/{item.id}/withdraw",
        data={"csrf_token": form["csrf_token"], "version": str(item.version)},
    )


@pytest.mark.parametrize("query", ["", f"&columns={ALL},inspected", f"&columns={METRES}"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_office_s_whole_table_is_what_the_register_has(
    app: Flask, found: Registry, tmp_path: Path, query: str, form: str
) -> None:
    path = tmp_path / f"cot.{form}"
    path.write_bytes(signed_in(app, Role.APPRAISER).get(f"/map/table.{form}?{BOX}{query}").data)
    outcome = import_sites(found, path, who="lan")
    changed = [(row.code, row.fields) for row in outcome.rows]
    assert changed == []
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (0, 0)
    assert outcome.counts["unchanged"] > 100
