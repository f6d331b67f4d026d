"""The lists of a storm's letters as workbooks: a carrier's masts with what to do, stations to power."""

import datetime as dt
from collections.abc import Sequence

from registry.messages import Language, say
from registry.model.numbers import rounded, whole
from registry.model.storm.storm_records import OrderRow
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.services.storm.actions import Actions
from registry.services.storm.ordered_masts import by_urgency
from registry.services.storm.rank_words import whole_percent
from registry.services.storm.served_places import places_words
from registry.services.storm.vocabulary import DESIGNS, FORMS, danger_words, moment, power_reason, todo

_BOOK = {
    "vi": (
        "TT", "Xã, phường", "Thứ tự gấp", "Mã cột của doanh nghiệp", "Mã trong sổ đăng ký", "Kiểu cột", "Mức",
        "Khả năng gió vượt sức chịu (%)", "Cảnh báo riêng, vì sao",
        "Tồn tại nguy hiểm chưa khắc phục", "Nơi trọng yếu cột phục vụ",
        "Gió giật ước tính (m/s)", "Cấp gió giật", "Sai số (± %)", "Gió giật thiết kế (m/s)",
        "Nguồn gió thiết kế", "Ước tính/thiết kế (%)", "Gió giật cấp 8 từ", "Mạnh nhất lúc",
        "Việc phải làm và thời hạn", "Đã thực hiện (có/chưa)", "Ghi chú của doanh nghiệp",
    ),
    "en": (
        "No.", "Commune", "Rank", "Carrier's code", "Code in the register", "Form", "Exposure",
        "Chance that the gust exceeds its strength (%)", "Singled out, why",
        "Open dangerous defects", "Critical places served",
        "Estimated gust (m/s)", "Gust level", "Error (± %)", "Design gust (m/s)", "Source of design gust",
        "Estimate/design (%)", "Level 8 gusts from", "Strongest at", "What to do, by when",
        "Done (yes/not yet)", "Carrier's remark",
    ),
}  # fmt: skip
_POWER_BOOK = {
    "vi": (
        "Thứ tự ưu tiên", "Mã trạm", "Xã, phường", "Kinh độ", "Vĩ độ", "Lý do ưu tiên", "Số mạng",
        "Gió giật ước tính (m/s)", "Cấp gió giật", "Sai số (± %)", "Gió giật cấp 8 từ",
    ),
    "en": (
        "Priority", "Station", "Commune", "Longitude", "Latitude", "Reason", "Networks",
        "Estimated gust (m/s)", "Gust level", "Error (± %)", "Level 8 gusts from",
    ),
}  # fmt: skip


def power_book(registry: Registry, rows: Sequence[OrderRow], lang: Language) -> bytes:
    """Return the stations whose grid power matters most, in that order."""
    title = "Ưu tiên điện lưới" if lang == "vi" else "Grid power first"
    lines = [
        [
            at, row.code, row.commune, row.lon, row.lat, power_reason(row, lang),
            int(row.dependence.get("networks") or 0), rounded(row.gust_ms, 1), row.gust_level,
            whole(row.error * 100), moment(row.onset_at, lang),
        ]
        for at, row in enumerate(rows, 1)
    ]  # fmt: skip
    return table_book(registry, title, _POWER_BOOK[lang], lines)


def carrier_book(
    registry: Registry, rows: Sequence[OrderRow], known: Actions, lang: Language, now: dt.datetime | None
) -> bytes:
    """Return a carrier's masts by urgency with what to do at each; what was due by ``now`` at once."""
    lines = [
        [
            at, row.commune, row.rank, row.own_code, row.code, say(FORMS.get(row.form, FORMS[""]), lang),
            f"{known.bands[row.band].sign} {say(known.bands[row.band].words, lang)}",
            None if row.chance is None else whole_percent(row.chance), row.why.get(lang, ""),
            danger_words(row, lang), places_words(row, lang), rounded(row.gust_ms, 1), row.gust_level,
            whole(row.error * 100),
            row.design_ms, say(DESIGNS.get(row.design_source, DESIGNS[""]), lang),
            None if row.ratio is None else whole(row.ratio * 100), moment(row.onset_at, lang),
            moment(row.peak_at, lang), "\n".join(todo(row, known, lang, now)), "", "",
        ]
        for at, row in enumerate(by_urgency(rows), 1)
    ]  # fmt: skip
    return table_book(registry, "Việc phải làm" if lang == "vi" else "What to do", _BOOK[lang], lines)
