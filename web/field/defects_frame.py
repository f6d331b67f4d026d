"""What the pages of defects share: which a person sees, how one is told, and its photos."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _
from markupsafe import Markup

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.field.defects import FOUND_DEFECTS, UNREMEDIED_DEFECTS, Defect, DefectState, DefectStep
from registry.safety.photo_marks import Mark
from registry.services.field import defects as service
from registry.services.field import sends
from registry.services.field.defect_letters import basis_words, names_of
from registry.services.field.small_pictures import SCREEN_PX, small_picture
from registry.services.office.attachments import file_path
from registry.services.office.calendar import now, today
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import board_words as words
from web.frame.wording.defect_lines import may_see
from web.frame.wording.filters import cited

blueprint = Blueprint("defects", __name__, url_prefix="/defects")

_SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def in_list(defect: Defect, name: str, day: dt.date) -> bool:
    """Whether a defect belongs to a list of the page on a day."""
    if name == "overdue":
        return defect.overdue(day, now() if day == today() else None)
    if name == "open":
        return defect.state in UNREMEDIED_DEFECTS
    if name == "answered":
        return defect.state is DefectState.ANSWERED
    if name == "standing":
        return defect.standing
    if name == "none":
        return defect.state is DefectState.WITHDRAWN
    return defect.state is DefectState.CLOSED if name == "closed" else defect.state in FOUND_DEFECTS


def matching(lines: list[dict[str, Any]], asked: str) -> list[dict[str, Any]]:
    """Return the lines that hold every word of a search."""
    parts = [fold(word) for word in asked.split()]
    if not parts:
        return lines
    return [
        line
        for line in lines
        if all(
            part
            in fold(
                " ".join(
                    (
                        line["defect"].mast.code,
                        line["name"],
                        line["place"],
                        line["organisation"],
                        line["defect"].note,
                        line["defect"].letter_number,
                    )
                )
            )
            for part in parts
        )
    ]


def seen(identity: str) -> tuple[Defect, list[DefectStep]]:
    """Return a defect that the person may see; any other one is not there."""
    return service.get_defect(registry(), identity, person=current_person())


def photo_of(identity: str, sha256: str) -> Response:
    """Send a photo of a defect or of one of its steps."""
    defect, steps = seen(identity)
    if sha256 in defect.photos:
        path, mimetype = sends.photo_path(registry(), sha256)
        return sent(path, mimetype)
    for step in steps:
        for photo in step.photos:
            if photo.get("sha256") == sha256:
                path = file_path(registry(), sha256, photo.get("name", ""))
                return sent(path, _SHOWN.get(path.suffix.lower(), ""), photo.get("name", ""))
    raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])


_INSTEAD = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 144" width="144" height="144">'
    '<rect width="144" height="144" fill="#eef1f4"/>'
    '<g font-family="sans-serif" text-anchor="middle" fill="#1f2933">'
    '<text x="72" y="66" font-size="22">{kind}</text>'
    '<text x="72" y="94" font-size="14">{words}</text></g></svg>'
)


def sent(path: Path, mimetype: str, name: str = "") -> Response:
    """Send a kept file: a picture to look at, anything else to keep.

    A page that shows a photo which no browser draws (HEIC of a phone's gallery) gets a tile that says so; the
    tap on it brings the photo.
    """
    shown = mimetype in _SHOWN.values()
    if not shown and mimetype.startswith("image/") and request.headers.get("Sec-Fetch-Dest") == "image":
        kind = mimetype.removeprefix("image/").upper()
        tile = Response(_INSTEAD.format(kind=kind, words=_("bấm để tải về")), mimetype="image/svg+xml")
        tile.headers["Cache-Control"] = "no-store"  # the same address is the photo itself
        return tile
    answer = send_file(
        path,
        mimetype=mimetype if shown else "application/octet-stream",
        as_attachment=not shown,
        download_name=name or path.name,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def marked(sha256: str, marks: Sequence[Mark]) -> Response:
    """Send a photo for the screen with what was drawn over it; the photo itself stays as it is."""
    picture = small_picture(registry(), sha256, SCREEN_PX, marks=marks) if marks else b""
    if not picture:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=300"  # it may be drawn anew
    return answer


def basis_of(defect: Defect) -> str:
    """Return on what a defect's deadline rests."""
    return cited(basis_words(registry(), defect, language()))


def names() -> dict[str, str]:
    """Return the names of organisations."""
    return names_of(registry())


def overdue_masts() -> list[list[Any]]:
    """Return [lat, lon, overdue defects, worst severity] of every mast with any that the person may see."""
    person, day = current_person(), today()
    if not may_see(person):
        return []
    by_mast: dict[str, list[Defect]] = {}
    for one in service.list_defects(registry(), person=person, overdue=True, day=day):
        by_mast.setdefault(one.mast.structure, []).append(one)
    order = list(words.SEVERITIES)
    found = []
    for of in by_mast.values():
        mast = of[0].mast
        worst = min((one.severity for one in of), key=order.index)
        found.append([round(mast.lat, 6), round(mast.lon, 6), len(of), worst or "none"])
    return found
