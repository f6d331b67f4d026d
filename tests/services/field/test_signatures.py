"""Signatures at the foot of the mast: bound to what was signed, whatever comes in later."""

import itertools
from io import BytesIO
from typing import Any

import docx
import pytest

from registry.model.field.minutes import TEAM, UNIT
from registry.services.field.inspections import get_inspection
from registry.services.field.items import sent_of
from registry.services.field.minutes.at_the_mast import mast_signatures, said
from registry.services.field.minutes.stating import state_minutes
from registry.services.field.minutes.units import minutes_of
from registry.services.field.minutes.writing import unit_minutes
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.world import LAN, OFFICER, item, new_id, send

INK = "M10 20L30 40L900 300M5 5L6 6"
WHO = {"name": "Nguyễn Văn Bình", "post": "Đội trưởng", "phone": "0912 000 111", "refused": ""}


def digest_of(items: list[dict[str, Any]]) -> str:
    """As the phone does: visit/sign.js, ``signedHash``."""
    import hashlib

    lines = sorted(f"{one['id']} {sent_of(one).sha256}" for one in items)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def visit_of(*entries: str) -> tuple[str, list[dict[str, Any]]]:
    visit = new_id()
    made = [item("start", visit=visit, seq=1)]
    made += [item(visit=visit, entry=entry, value="x", raw="x", seq=n) for n, entry in enumerate(entries, 2)]
    return visit, [*made, item("finish", visit=visit, seq=len(entries) + 2)]


def signature(visit: str, signed: list[dict[str, Any]], side: str, **own: Any) -> dict[str, Any]:
    fields = {
        "entry": side, "value": INK, "raw": digest_of(signed), "seq": 50,
        "signer": {**WHO, "count": str(len(signed))}, **own,
    }  # fmt: skip
    return item("signature", visit=visit, **fields)


def states(registry: Registry, visit: str) -> list[tuple[str, str, int]]:
    view = get_inspection(registry, visit, person=OFFICER)
    return [(one.side, one.state, one.added) for one in mast_signatures(view.items)]


def test_a_signature_stands_with_what_was_signed_and_shows_what_came_after_it(office: Registry) -> None:
    visit, made = visit_of("rust", "papers")
    both = [signature(visit, made, UNIT), signature(visit, made, TEAM, seq=51)]
    assert {one.state for one in send(office, *made, *both)} == {"verified"}
    assert states(office, visit) == [(UNIT, "same", 0), (TEAM, "same", 0)]
    send(office, item(visit=visit, entry="houses", value="x", seq=60))
    assert states(office, visit) == [(UNIT, "added", 1), (TEAM, "added", 1)]
    again = [*made, item(visit=visit, entry="flood", value="x", seq=61)]
    send(office, again[-1], signature(visit, again, UNIT, seq=62))
    assert states(office, visit)[0] == (UNIT, "other", 0), (
        "entry 60 was held back from what is said to be signed"
    )
    assert verify(office).sound


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(office: Registry, order: tuple[int, ...]) -> None:
    visit, made = visit_of("rust", "papers")
    parts = [made[:2], made[2:], [signature(visit, made, UNIT)]]
    for at, index in enumerate(order):
        send(office, *parts[index])
        if 2 in order[: at + 1]:
            assert states(office, visit) == [(UNIT, "same" if at == 2 else "missing", 0)]


def test_another_hash_is_not_what_was_signed(office: Registry) -> None:
    visit, made = visit_of("rust")
    send(office, *made, signature(visit, made, UNIT, raw="0" * 64))
    assert states(office, visit) == [(UNIT, "other", 0)]


def test_whoever_does_not_sign_stands_with_the_reason(office: Registry) -> None:
    visit, made = visit_of("rust")
    refuses = {"name": "", "post": "", "phone": "", "refused": "không có mặt", "count": str(len(made))}
    send(office, *made, signature(visit, made, UNIT, value="", signer=refuses))
    (one,) = mast_signatures(get_inspection(office, visit, person=OFFICER).items)
    assert said(one, "vi") == "Đại diện đơn vị có cột: – (không ký: không có mặt)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "M1 1L2 2<script>"},
        {"value": "M1 1" * 12_000},
        {"value": 7},
        {"entry": "carrier"},
        {"raw": "abc"},
        {"signer": "Bình"},
        {"signer": {"name": "x" * 301}},
        {"signer": {"name": 3}},
    ],
)
def test_what_is_no_signature_is_set_aside_whole(office: Registry, wrong: dict[str, Any]) -> None:
    visit, made = visit_of("rust")
    (receipt,) = send(office, {**signature(visit, made, UNIT), **wrong})
    assert (receipt.state, receipt.code) == ("aside", "FIELD-FORM")


def test_minutes_name_who_signed_at_the_mast(office: Registry) -> None:
    visit, made = visit_of("rust")
    send(office, *made, signature(visit, made, UNIT), person=LAN)
    unit = minutes_of(office, visit, person=OFFICER).units[0]
    people = [
        {"side": TEAM, "name": "Trần Lan", "post": "Chuyên viên", "account": "lan"},
        {"side": UNIT, "name": WHO["name"], "post": WHO["post"], "account": ""},
    ]
    state_minutes(
        office, visit, unit.organisation, delegation="Quyết định 1", place="", people=people, opinion="",
        person=OFFICER, seen=0,
    )  # fmt: skip
    file = minutes_of(office, visit, person=OFFICER)
    body = unit_minutes(office, file, file.unit(unit.organisation))
    text = "\n".join(one.text for one in docx.Document(BytesIO(body)).paragraphs)
    assert "Ký tại chân cột:" in text
    assert "Nguyễn Văn Bình, Đội trưởng (nội dung đúng như khi ký)" in text
