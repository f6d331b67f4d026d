"""What a page says of the result that it shows: of which day's law, of which provinces, and how old."""

from flask_babel import gettext as _

from registry.services.country.held import CountryHeld, province_name
from registry.services.country.runs import RunHeld, RunsHeld
from web.frame import refusals
from web.frame.languages import language


def notes_of(run: RunHeld, country: CountryHeld, every: RunsHeld) -> list[str]:
    """Return the sentences below the table of a result."""
    lang = language()
    found = [
        _(
            "Kết quả “%(name)s”, theo quy định ngày %(day)s, của %(count)s tỉnh.",
            name=run.name,
            day=f"{run.day:%d/%m/%Y}",
            count=len(run.provinces),
        )
    ]
    stale = [province_name(code, lang) for code in run.stale(country)]
    if stale:
        found.append(
            _("Dữ liệu của các tỉnh sau đã đổi từ khi có kết quả này: %(names)s.", names=", ".join(stale))
        )
    absent = [item.name(lang) for item in country.provinces if item.code not in run.provinces]
    if absent:
        found.append(_("Chưa có trong kết quả này: %(names)s.", names=", ".join(absent)))
    for refusal in every.refused:
        said = refusals.said(refusal) or {}
        found.append(f"{said.get('message', '')} ({refusal.code})")
    return [str(text) for text in found]
