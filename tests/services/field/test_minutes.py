"""Minutes of an inspection: one a unit, held back by what contradicts, signed under the very text."""

import base64
import hashlib
import io

import pytest
from docx import Document
from PIL import Image

from registry.errors import RefusalError
from registry.model.field.minutes import TEAM
from registry.model.people import Person
from registry.services.field.inspections import get_inspection
from registry.services.field.minutes import writing
from registry.services.field.minutes.at_the_mast import signed_digest
from registry.services.field.minutes.stating import (
    check_ready,
    known_delegation,
    known_people,
    refuse_to_sign,
    sign_minutes,
    state_minutes,
)
from registry.services.field.minutes.units import minutes_of
from registry.services.field.minutes.writing import text_digest, unit_minutes
from registry.services.field.sends import take_items, take_photo
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store import batches, ledger
from tests.services.field.minutes_office import (
    BINH,
    DELEGATION,
    OTHER,
    PEOPLE,
    VISIT,
    decide,
    images,
    signature,
    stated,
    text,
)
from tests.services.field.world import HOA, LAN, MAST, OFFICER, VNPT, add_masts, item, new_id
from tests.services.requests import desk
from tests.store.rows import created, mast, station


def test_each_unit_has_minutes_of_its_own_with_all_its_masts(office: Registry, campaign: str) -> None:
    file = minutes_of(office, campaign, person=OFFICER)
    assert {unit.organisation: {view.mast.code for view in unit.views} for unit in file.units} == {
        "VNPT": {"BGG00045"},
        "VTL": {"BGG00046"},
    }
    file = stated(office, campaign, "VTL")
    said = text(unit_minutes(office, file, file.unit("VTL")))
    assert "BGG00046" in said
    assert "BGG00045" not in said
    assert "Trần Thị Lan, Chuyên viên" in said
    assert DELEGATION in said
    assert "Chủ tịch Ủy ban nhân dân tỉnh" in said
    with pytest.raises(RefusalError, match="MINUTES-UNIT"):
        file.unit("VMS")
    with pytest.raises(RefusalError, match="INSPECTION-UNKNOWN"):
        minutes_of(office, new_id(), person=OFFICER)
    assert minutes_of(office, VISIT, person=OFFICER).about == campaign  # a visit of it has the campaign's


def test_an_undecided_contradiction_holds_minutes_back(office: Registry, campaign: str) -> None:
    file = stated(office, campaign, "VNPT")
    with pytest.raises(RefusalError, match="MINUTES-UNDECIDED") as refused:
        check_ready(file.unit("VNPT"))
    assert refused.value.params["masts"] == "BGG00045"
    check_ready(stated(office, campaign, "VTL").unit("VTL"))  # another unit's contradiction holds nobody else
    decide(office, campaign, 1)
    file = minutes_of(office, campaign, person=OFFICER)
    check_ready(file.unit("VNPT"))
    made = unit_minutes(office, file, file.unit("VNPT"))
    table = Document(io.BytesIO(made)).tables[1]
    assert [row.cells[1].text for row in table.rows].count("Không") == 1  # the mast once, as decided
    assert "Rỉ nặng" not in "\n".join(row.cells[1].text for row in table.rows)


def test_names_posts_and_the_delegation_are_asked_for(office: Registry, campaign: str) -> None:
    for lacking, code in (
        ({"delegation": " "}, "MINUTES-NO-DELEGATION"),
        ({"people": PEOPLE[:1]}, "MINUTES-NO-SIDE"),
        ({"people": [*PEOPLE, {"side": TEAM, "name": "", "post": "", "account": "hoa"}]}, "MINUTES-NO-NAMES"),
        ({"people": [{**PEOPLE[0], "post": ""}, PEOPLE[1]]}, "MINUTES-NO-NAMES"),
    ):
        with pytest.raises(RefusalError, match=code):
            stated(office, campaign, "VTL", **lacking)
    with pytest.raises(RefusalError, match="MINUTES-NO-DELEGATION"):
        check_ready(minutes_of(office, campaign, person=OFFICER).unit("VTL"))
    stated(office, campaign, "VTL")
    assert known_people(office)["lan"].name == "Trần Thị Lan"  # typed once and offered again
    assert known_delegation(office) == DELEGATION
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        stated(office, campaign, "VTL", seen=7)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        state_minutes(
            office, campaign, "VTL", delegation="x", place="", people=PEOPLE, opinion="", person=VNPT, seen=1
        )
    assert desk.sound(office)


def test_a_signature_stands_under_the_text_that_was_signed_and_under_no_other(
    office: Registry, campaign: str
) -> None:
    file = stated(office, campaign, "VTL")
    digest = text_digest(office, file, file.unit("VTL"))

    def sign(signer: str = BINH, drawn: str = signature(), of: str = digest) -> None:
        sign_minutes(office, campaign, "VTL", signer=signer, drawn=drawn, digest=of, person=OFFICER)

    empty = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(empty, "PNG")
    nothing = "data:image/png;base64," + base64.b64encode(empty.getvalue()).decode()
    for drawn in ("", "data:image/png;base64,%%%", "data:text/html;base64,AAAA", nothing):
        with pytest.raises(RefusalError, match="MINUTES-DRAWING"):
            sign(drawn=drawn)
    with pytest.raises(RefusalError, match="MINUTES-SIGNER"):
        sign(signer="unit:Ai đó:Giám đốc")
    with pytest.raises(RefusalError, match="MINUTES-TEXT-CHANGED"):
        sign(of="0" * 64)
    sign()
    file = minutes_of(office, campaign, person=OFFICER)
    made = unit_minutes(office, file, file.unit("VTL"))
    assert images(made) == 1
    assert "DỰ THẢO" in text(made)  # the team has not signed
    assert "/BB-" in text(made)  # as other minutes are numbered
    assert "/BB/" not in text(made)
    sign("team:Trần Thị Lan:Chuyên viên", signature(2))
    file = minutes_of(office, campaign, person=OFFICER)
    made = unit_minutes(office, file, file.unit("VTL"))
    assert images(made) == 2
    assert "DỰ THẢO" not in text(made)
    file = stated(office, campaign, "VTL", opinion="Đề nghị gia hạn")
    made = unit_minutes(office, file, file.unit("VTL"))
    assert images(made) == 0  # another text: nobody signed it
    with pytest.raises(RefusalError, match="MINUTES-TEXT-CHANGED"):
        sign()
    assert not verify(office).problems


def test_small_pictures_stand_with_what_they_show_and_their_day(office: Registry, campaign: str) -> None:
    decide(office, campaign, 0)
    file = stated(office, campaign, "VNPT")
    made = unit_minutes(office, file, file.unit("VNPT"))
    assert images(made) == 1
    said = text(made)
    assert "Ảnh 1: " in said
    assert "(12/05/2026)" in said
    assert "SHA-256" not in said


def test_visits_of_one_day_outside_any_campaign_share_their_units_minutes(office: Registry) -> None:
    visits = [new_id(), new_id()]
    lon, lat = desk.north(1200.0)
    add_masts(office, {"BGG00047": {"lon": lon, "lat": lat, "operators": ("VNPT",)}})
    sent = [
        item("start", visit=visit, structure=structure)
        for visit, structure in zip(visits, (MAST, "mast-BGG00047"), strict=True)
    ]
    take_items(office, sent, person=LAN, device="d1", by="lan")
    files = [minutes_of(office, visit, person=OFFICER) for visit in visits]
    assert files[0].units[0].standing.id == files[1].units[0].standing.id
    assert {view.mast.code for view in files[0].units[0].views} == {"BGG00045", "BGG00047"}


def visit_alone(office: Registry, value: str, person: Person) -> str:
    """A visit outside any campaign that says how much the mast rusts."""
    visit = new_id()
    sent = [item("start", visit=visit), item(visit=visit, entry="rust", value=value, seq=2)]
    take_items(office, sent, person=person, device="d1", by=person.name)
    return visit


def test_two_visits_of_one_day_that_contradict_hold_its_minutes_back(office: Registry) -> None:
    visit = visit_alone(office, "heavy", LAN)
    visit_alone(office, "none", HOA)
    (unit,) = minutes_of(office, visit, person=OFFICER).units
    assert [(one.mast.code, one.count) for one in unit.undecided] == [("BGG00045", 1)]


def test_what_contradicts_in_a_campaign_holds_no_minutes_of_a_day_back(
    office: Registry, campaign: str
) -> None:
    visit = visit_alone(office, "none", LAN)
    assert [unit.undecided for unit in minutes_of(office, visit, person=OFFICER).units] == [()]
    assert minutes_of(office, campaign, person=OFFICER).unit("VNPT").undecided


def test_two_masts_of_one_code_have_each_its_own_pictures(office: Registry) -> None:
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        row = {**mast("BGG00045"), "id": "mast-second"}
        other = [*created("structures", row), *created("stations", {**station("BGG00045", "VNPT"),
                 "id": "station-second", "structure_id": "mast-second"})]  # fmt: skip
        ledger.record(connection, other, who="lan", batch=batch.id)
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "#446688").save(picture, "JPEG")
    sha = hashlib.sha256(picture.getvalue()).hexdigest()
    picture.seek(0)
    take_photo(office, sha, picture, person=LAN, device="d1")
    first, second = new_id(), new_id()
    own = {"visit": second, "structure": "mast-second"}
    sent = [
        item("start", visit=first),
        item(visit=first, entry="rust", value="none", photos=[sha], seq=2),
        item("start", **own),
        item(**own, entry="rust", value="none", seq=2),
    ]
    take_items(office, sent, person=LAN, device="d1", by="lan")
    file = stated(office, first, "VNPT")
    assert images(unit_minutes(office, file, file.unit("VNPT"))) == 1


def test_why_an_answer_is_no_defect_stands_beside_it_and_signatures_from_before_hold(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Han rỉ: Nhẹ. Không ghi tồn tại: rỉ điểm, đã sơn dặm"
    own = {"campaign": campaign, "structure": "mast-BGG00046"}
    rust = item(visit=OTHER, **own, entry="rust", value="light", raw="light")
    reason = item("note", visit=OTHER, **own, entry="rust", value="no_defect", raw="light", note=said)
    stale = item("note", visit=OTHER, **own, entry="rust", value="no_defect", raw="heavy", note="của câu cũ")
    take_items(office, [rust, reason, stale], person=HOA, device="d2", by="hoa")
    file = stated(office, campaign, "VTL")
    with monkeypatch.context() as earlier:  # a signature of minutes that held no notes yet
        earlier.setattr(
            writing, "_form", lambda *_all: writing._Form(reasons=False, chosen=False, found=False)
        )
        digest = text_digest(office, file, file.unit("VTL"))
        assert "sơn dặm" not in text(unit_minutes(office, file, file.unit("VTL")))
        sign_minutes(office, campaign, "VTL", signer=BINH, drawn=signature(), digest=digest, person=OFFICER)
    told = text(unit_minutes(office, file, file.unit("VTL")))
    assert "Nhẹ. Không ghi tồn tại: rỉ điểm, đã sơn dặm" in told
    assert told.count("Han rỉ: Nhẹ") == 0  # the row says so
    assert "của câu cũ" not in told  # the reason of an answer that was given before
    file = minutes_of(office, campaign, person=OFFICER)
    assert text_digest(office, file, file.unit("VTL")) == digest
    assert images(unit_minutes(office, file, file.unit("VTL"))) == 1


def test_a_signature_at_the_mast_tells_which_answers_beside_it_are_another_visit_s(
    office: Registry, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = get_inspection(office, VISIT, person=OFFICER).items
    who = {"name": "Trần Thị Lan", "post": "Chuyên viên", "phone": "", "refused": "", "count": str(len(held))}
    signed = item(
        "signature", visit=VISIT, campaign=campaign, entry=TEAM, value="M10 20L30 40",
        raw=signed_digest(held), seq=50, signer=who,
    )  # fmt: skip
    assert [one.state for one in take_items(office, [signed], person=LAN, device="d1", by="lan")] == [
        "verified"
    ]

    def told() -> str:
        file = minutes_of(office, campaign, person=OFFICER)
        return text(unit_minutes(office, file, file.unit("VNPT")))

    file = stated(office, campaign, "VNPT")
    decide(office, campaign, 0)
    assert "Người kiểm tra: Trần Thị Lan, Chuyên viên (nội dung đúng như khi ký)" in told()
    decide(office, campaign, 1)
    now = "(nội dung đúng như khi ký; bảng trên lấy 1 mục theo lượt kiểm tra khác)"
    assert now in told()
    with monkeypatch.context() as earlier:  # minutes that were signed before they said so stay as signed
        earlier.setattr(writing, "_form", lambda *_all: writing._Form(otherwise=False))
        digest = text_digest(office, file, file.unit("VNPT"))
        for signer in (BINH, "team:Trần Thị Lan:Chuyên viên"):
            sign_minutes(
                office, campaign, "VNPT", signer=signer, drawn=signature(), digest=digest, person=OFFICER
            )
    assert now not in told()
    file = minutes_of(office, campaign, person=OFFICER)
    assert text_digest(office, file, file.unit("VNPT")) == digest


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Nhẹ"),
        ("Han rỉ: Nhẹ. Không ghi tồn tại: mới sơn", "Nhẹ. Không ghi tồn tại: mới sơn"),
        ("ở đốt 3", "Nhẹ. ở đốt 3"),
    ],
)
def test_a_reason_is_said_once(reason: str, said: str) -> None:
    assert writing.with_reason("Han rỉ", "Nhẹ", reason) == said


def test_who_does_not_sign_stands_in_the_minutes_with_his_reason_and_others_signatures_stay(
    office: Registry, campaign: str
) -> None:
    file = stated(office, campaign, "VTL")
    digest = text_digest(office, file, file.unit("VTL"))
    sign_minutes(
        office, campaign, "VTL", signer="team:Trần Thị Lan:Chuyên viên", drawn=signature(), digest=digest,
        person=OFFICER,
    )  # fmt: skip
    assert "thống nhất nội dung và ký tên" in text(unit_minutes(office, file, file.unit("VTL")))
    for signer, reason, code in (
        (BINH, "  ", "MINUTES-NO-REASON"),
        ("unit:Ai đó:Giám đốc", "vắng mặt", "MINUTES-SIGNER"),
    ):
        with pytest.raises(RefusalError, match=code):
            refuse_to_sign(office, campaign, "VTL", signer=signer, reason=reason, person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        refuse_to_sign(office, campaign, "VTL", signer=BINH, reason="vắng mặt", person=VNPT)
    refuse_to_sign(office, campaign, "VTL", signer=BINH, reason="không đồng ý số đo", person=OFFICER)
    file = minutes_of(office, campaign, person=OFFICER)
    made = unit_minutes(office, file, file.unit("VTL"))
    assert images(made) == 1  # the team's signature stands under the same text
    assert "(không ký: không đồng ý số đo)" in text(made)
    assert "người không ký và lý do: Lê Văn Bình (không đồng ý số đo)" in text(made)
    assert "thống nhất nội dung" not in text(made)
    assert "DỰ THẢO" not in text(made)  # everybody was asked
    sign_minutes(
        office, campaign, "VTL", signer=BINH, drawn=signature(2), digest=digest, person=OFFICER
    )  # he signs after all
    file = minutes_of(office, campaign, person=OFFICER)
    made = unit_minutes(office, file, file.unit("VTL"))
    assert images(made) == 2
    assert "không ký" not in text(made)
    assert desk.sound(office)
