"""What citizens said goes along with whoever is sent to the mast; who they are does not."""

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from registry.model.field.field_reports import CitizenReportKind, CloseReason, Contact
from registry.model.field.inspections import CampaignKind
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.packs.pack import pack
from registry.services.field.reported import covered
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.public import citizen_reports, closing, joining
from tests.services.field.world import MAST, OFFICER

WORDS = "Dây co bị chùng, cột lắc khi gió. Gọi 0912 345 678 hoặc an.nguyen@example.vn"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gọi 0912.345.678 nhé", "gọi ••• nhé"),
        ("+84 912 345 678", "•••"),
        ("02043-856-789", "•••"),
        ("CCCD 024085001234", "CCCD •••"),
        ("thư a.b@example.com.vn.", "thư •••."),
        ("cách 21.273456, 106.194567", "cách 21.273456, 106.194567"),
        ("cao 42 m, PA-2026-0001, ngày 01/12/2026", "cao 42 m, PA-2026-0001, ngày 01/12/2026"),
    ],
)
def test_what_leads_to_a_person_is_covered(text: str, said: str) -> None:
    assert covered(text) == said


def test_whoever_is_sent_reads_the_words_and_sees_the_photo(office: Registry, tmp_path: Path) -> None:
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", today(), today(), selection=Selection())
    campaign = make_campaign(office, plan, person=OFFICER).id
    target = next(one for one in targets_of(office, campaign, person=OFFICER) if one.mast.structure == MAST)
    photo = tmp_path / "anh.jpg"
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(photo)

    def taken(words: str, photos: int = 0) -> str:
        made = citizen_reports.take_report(
            office, kind=CitizenReportKind.GUY, words=words, place="thôn Đoài", structure=MAST,
            photos=[(photo, "anh.jpg")] * photos, contact=Contact("Nguyễn Văn An", "0912345678"),
        )  # fmt: skip
        return made.id

    def version(identity: str) -> int:
        return citizen_reports.report(office, identity).version

    def at_the_mast() -> list[dict[str, object]]:
        packed = pack(office, campaign, person=OFFICER)
        assert {one["structure"] for one in packed["masts"] if one["reports"]} <= {MAST}
        written = json.dumps(packed, ensure_ascii=False)
        assert json.loads(written) == packed
        assert not [one for one in ("Nguyễn Văn An", "0912", "an.nguyen") if one in written]
        (mast,) = [one for one in packed["masts"] if one["structure"] == MAST]
        found: list[dict[str, object]] = mast["reports"]
        return found

    first, second, other = taken(WORDS, photos=3), taken("Cột kêu to"), taken("Chuyện khác")
    assert at_the_mast() == []  # nobody is sent yet
    citizen_reports.sent_to_visit(office, first, target.id, structure=MAST, who="minh", seen=version(first))
    (told,) = at_the_mast()
    number = citizen_reports.report(office, first).number
    assert (told["number"], told["place"], told["more"]) == (number, "thôn Đoài", 1)
    assert told["words"] == "Dây co bị chùng, cột lắc khi gió. Gọi ••• hoặc •••"
    pictures = told["photos"]
    assert isinstance(pictures, list)
    assert len(pictures) == 2
    kind, _comma, content = pictures[0].partition(",")
    assert kind == "data:image/jpeg;base64"
    assert max(Image.open(io.BytesIO(base64.b64decode(content))).size) == 320
    assert len(content) < 80_000
    joining.join(office, first, {one: version(one) for one in (first, second)}, who="minh")
    assert [one["words"] for one in at_the_mast()][1:] == ["Cột kêu to"]  # one matter with the first
    assert citizen_reports.report(office, other).open
    closing.close(
        office, first, reason=CloseReason.MENDED, reply="Đã căng lại", who="minh", seen=version(first)
    )
    assert at_the_mast() == []
