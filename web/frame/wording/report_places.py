"""The place of a citizen's report in words, alike wherever a report is named."""

from flask_babel import gettext as _

from registry.model.field.field_reports import FieldReport
from registry.services.public.nearby import is_number
from registry.services.register.place_names import metres_outside, place_name
from web.frame.office import context


def outside(found: FieldReport) -> bool:
    """Whether the position of a report lies outside the office's territory."""
    return (
        found.lon is not None
        and found.lat is not None
        and bool(metres_outside(context(), found.lon, found.lat))
    )


def where_said(found: FieldReport) -> str:
    """Say the place of a report: its words, and where its position is if that is elsewhere; "" for neither.

    Words and position may be of different communes: they are never said as one place.
    """
    place = ""
    if found.lon is not None and found.lat is not None:
        place = str(place_name(context(), found.lon, found.lat).present)
    parts = [_in_words(found)] if found.place else []
    if place not in found.place:
        parts.append(str(_("vị trí gửi kèm ở %(place)s", place=place)) if found.place else place)
    if outside(found):
        parts.append(str(_("vị trí ở ngoài địa bàn của cơ quan")))
    return "; ".join(parts)


def _in_words(found: FieldReport) -> str:
    """Say the words of a place; the number of another report stands for where that one is."""
    if is_number(found.place):
        return str(_("nơi của phản ánh %(number)s", number=found.place))
    return found.place
