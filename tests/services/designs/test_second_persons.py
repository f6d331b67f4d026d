"""Of two people at one dossier the second is refused where a file is read before the record is."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.designs.desk import Answer
from registry.model.findings import Outcome
from registry.services.designs import answers, drawings, intake, opinions
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.designs.dossiers import APPRAISER, LEADER, drawn_in, seen, submitted, taken_in
from tests.services.designs.drawn import PLANE, draw

CHANGED = "CHANGED-MEANWHILE"


def test_the_second_of_two_is_refused_at_drawings_findings_and_the_issue(
    office: Registry, tmp_path: Path
) -> None:
    path = draw(tmp_path / "mat-bang.dxf", aerial=True)
    dossier = taken_in(office)
    before = seen(office, dossier).dossier.version
    intake.take_over(office, dossier, seen=before, person=LEADER)
    with pytest.raises(RefusalError, match=CHANGED):
        drawings.add_file(office, dossier, path, path.name, seen=before, person=APPRAISER)
    file = drawn_in(office, dossier, path)
    held = seen(office, dossier).file
    assert held is not None
    with pytest.raises(RefusalError, match=CHANGED):
        drawings.confirm_layers(
            office, dossier, file, held.layers, plane=PLANE, seen=held.version - 1, person=LEADER
        )
    with pytest.raises(RefusalError, match=CHANGED):
        drawings.judge_again(office, dossier, file, seen=held.version - 1, person=LEADER)
    key = seen(office, dossier).said[0].judged.key
    given = {"outcome": Outcome.PASS, "reason": "x", "seen": 0}
    opinions.say(office, dossier, key, person=APPRAISER, **given)  # type: ignore[arg-type]
    with pytest.raises(RefusalError, match=CHANGED):
        opinions.say(office, dossier, key, person=LEADER, **given)  # type: ignore[arg-type]
    submitted(office, dossier, Answer.COMPLETE)
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%scan\n")
    stale = seen(office, dossier).dossier.version - 1
    with pytest.raises(RefusalError, match=CHANGED):
        answers.issue(
            office, dossier, number="1/VT", on=today(), signed=pdf, signed_name="a.pdf", reason="giấy",
            seen=stale, person=LEADER,
        )  # fmt: skip
