"""What a template says at its headers, of what each kind of cell holds; it is not told of a list again."""

from registry.columns import CellType
from registry.messages import Words

TEMPLATE_AUTHOR = "Biểu mẫu"
TYPE_HINTS = {
    CellType.LON: Words(
        "độ thập phân hoặc độ-phút-giây (WGS-84)", "decimal degrees or degrees-minutes-seconds (WGS-84)"
    ),
    CellType.LAT: Words(
        "độ thập phân hoặc độ-phút-giây (WGS-84)", "decimal degrees or degrees-minutes-seconds (WGS-84)"
    ),
    CellType.POSITION: Words("vĩ độ, kinh độ trong một ô", "latitude, longitude in one cell"),
    CellType.NORTHING: Words("mét, tọa độ Bắc", "metres, northing"),
    CellType.EASTING: Words("mét, tọa độ Đông", "metres, easting"),
    CellType.METRES: Words("số, mét", "a number, metres"),
    CellType.NUMBER: Words("số", "a number"),
    CellType.INTEGER: Words("số nguyên", "a whole number"),
    CellType.DATE: Words("ngày/tháng/năm, hoặc chỉ năm", "day/month/year, or the year alone"),
    CellType.YESNO: Words("có / không", "yes / no"),
    CellType.CHOICE: Words("chọn trong danh mục", "one of a list"),
    CellType.CHOICES: Words("một hoặc nhiều, cách nhau bằng dấu phẩy", "one or several, separated by commas"),
    CellType.TEXT: Words("chữ", "text"),
    CellType.CODE: Words("mã, giữ nguyên số 0 ở đầu", "a code, leading zeros kept"),
}

HINTS = frozenset(words.vi for words in TYPE_HINTS.values())
