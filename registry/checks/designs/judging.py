"""Judging a design: an explicit tuple of questions, asked in the order in which findings are shown."""

from collections.abc import Callable, Mapping

from registry.checks.designs.aerial import aerial
from registry.checks.designs.asked import Asked
from registry.checks.designs.buildings import fibres, high_rises, rooms
from registry.checks.designs.corridors import corridors
from registry.checks.designs.coverage import coverage
from registry.checks.designs.papers import airspace, information, papers
from registry.checks.designs.pipes import depth, shared, spare
from registry.checks.designs.reach import plots, streets
from registry.checks.designs.routes import joined, routes
from registry.checks.designs.stations import acceptable, beside_homes, public_ground
from registry.checks.designs.surroundings import Surroundings
from registry.law import Rule
from registry.messages import Words
from registry.model.designs.contents import DesignContent
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.dossiers import DesignDossier

TITLES: dict[str, Words] = {
    "DSG-01": Words("Đủ vị trí trạm BTS", "Places for stations enough"),
    "DSG-02": Words("Vị trí trạm BTS được chấp nhận", "Places for stations that would be agreed to"),
    "DSG-03": Words("Số hướng cáp vào khu", "Cable routes into the area"),
    "DSG-04": Words("Đấu nối với hạ tầng ngoài khu", "Joined to plant outside"),
    "DSG-05": Words("Cống bể trên mọi tuyến đường", "Ducts along every street"),
    "DSG-06": Words("Cống bể đến mọi lô đất", "Ducts to every plot"),
    "DSG-07": Words("Ống dự phòng", "Spare ways"),
    "DSG-08": Words("Dùng chung cho các doanh nghiệp", "Shared by the carriers"),
    "DSG-09": Words("Không treo cáp", "No cable overhead"),
    "DSG-10": Words("Độ sâu, khoảng cách với công trình ngầm", "Depths and distances"),
    "DSG-11": Words("Hành lang, khu vực bảo vệ", "Corridors and protected land"),
    "DSG-12": Words("Chỗ đặt tủ cáp, phòng kỹ thuật", "Places for cabinets and rooms"),
    "DSG-13": Words("Mạng trong nhà cao tầng", "Inside high-rises"),
    "DSG-14": Words("Sợi quang chờ đến hộ", "Fibre waiting in each home"),
    "DSG-15": Words("Ý kiến của Bộ Tổng Tham mưu", "Letter of the General Staff"),
    "DSG-16": Words("Trạm gần nhà cao tầng quy hoạch", "Stations beside planned high-rises"),
    "DSG-17": Words("Trạm trên vỉa hè, công viên", "Stations on public ground"),
    "DSG-18": Words("Thông tin dự án gửi cơ quan quản lý", "Information of the project"),
    "DSG-19": Words("Thành phần hồ sơ", "Papers of the dossier"),
}
"""What each question is called, in the order in which they are asked."""

Question = Callable[[Asked], list[DesignFinding]]

QUESTIONS: tuple[Question, ...] = (
    coverage, acceptable, routes, joined, streets, plots, spare, shared, aerial, depth, corridors, rooms,
    high_rises, fibres, airspace, beside_homes, public_ground, information, papers,
)  # fmt: skip


def judge(
    content: DesignContent,
    dossier: DesignDossier,
    surroundings: Surroundings,
    rules: Mapping[str, Rule],
    numbers: Mapping[str, float],
) -> tuple[DesignFinding, ...]:
    """Return all findings of a design, in the order of ``TITLES``.

    ``rules`` are those of ``data/limits`` in force at the place and day (``law_in_force``); DSG-01 to DSG-19
    are read, and a question without its rule is not asked. ``numbers`` are the office's own by key
    ("DSG-01.radius_m"), for what the rules leave open.
    """
    asked = Asked(content, dossier, surroundings, rules, numbers)
    order = list(TITLES)
    found = [finding for question in QUESTIONS for finding in question(asked)]
    return tuple(sorted(found, key=lambda finding: order.index(finding.rule)))
