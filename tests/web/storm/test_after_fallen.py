"""The list of masts to inspect after a storm says which of it lie there, as letters leave them out."""

from flask import Flask

from registry.services.storm.orders import list_orders, rows_of
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.fallen import fallen


def test_a_fallen_mast_is_named_beside_the_list(app: Flask, storm: str, letters: dict[str, str]) -> None:
    office, officer = registry_of(app), visitor(app, "duty_officer")
    assert letters
    assert "Kể cả cột đã báo gãy" not in text(officer.page(f"{storm}/after"))
    order = next(
        one for one in list_orders(office, storm.rsplit("/", maxsplit=1)[-1]) if one.recipient == "VTL"
    )
    listed = [one.strip() for one in officer.page(f"{storm}/after").text]
    until = next((at for at, one in enumerate(listed) if one.startswith("Đã kiểm tra từ sau bão")), None)
    codes = {*listed[:until]}  # those still to go to: they alone are counted
    row = next(one for one in rows_of(office, order) if one.code in codes)
    fallen(office, row)
    said = f"Kể cả cột đã báo gãy, đổ, chưa ghi dựng lại: {row.code}"
    assert said in text(officer.page(f"{storm}/after"))
