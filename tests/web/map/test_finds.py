"""What the map lets be found: masts by whatever code a carrier gave them."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from werkzeug.test import TestResponse

from registry.model.people import Role
from registry.store import batches, ledger
from tests.services.requests.desk import LAT, LON
from tests.store.rows import created, mast, site, station
from tests.web.people import registry_of, signed_in, small_office


@pytest.mark.parametrize("code", ["BG 01/Đ", "BG#1&2+3%20 (cũ)"])
def test_a_mast_of_any_code_is_found_and_found_again_as_opened_before(code: str, tmp_path: Path) -> None:
    with small_office(tmp_path / "office", Role.APPRAISER) as app:
        registry = registry_of(app)
        with registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="sites", who="lan")
            rows = [
                *created("sites", site(code, LON, LAT + 0.01)),
                *created("structures", mast(code, mast_class="A2b", mast_height_m=42.0)),
                *created("stations", station(code, "VNPT")),
            ]
            ledger.record(connection, rows, who="lan", batch=batch.id)
        client = signed_in(app, Role.APPRAISER.value)
        hit, deed = _hits(client.get("/find/hits", query_string={"q": code}))
        assert "".join(part for part, _typed in hit["name"]) == code
        assert code in unquote(deed["url"]), "what is done at the mast leads to this one"
        asked = "/#mast=" + quote(code, safe="!'()*")  # as a browser writes it
        (again,) = _hits(client.get("/find/hits", query_string={"at": asked}))
        assert again["url"] == hit["url"]


def _hits(answer: TestResponse) -> list[dict[str, Any]]:
    return [hit for group in answer.get_json()["groups"] for hit in group["hits"]]
