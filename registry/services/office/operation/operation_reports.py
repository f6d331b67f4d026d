"""Reports of the operation: what a backup by the clock, a restore drill or an upgrade came to, kept as files.

They lie beside the backups, each as JSON for programs and as text for people, and not in the register: the
drill of a register that cannot be opened has to be reported too. The administrators are told of one that is
not sound.
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Role
from registry.model.vietnam_time import one_moment
from registry.services.office.batches import present_user
from registry.services.office.calendar import now, today
from registry.services.office.deeds import KIND, deed
from registry.services.office.notices import role, tell
from registry.services.office.registry import Registry
from registry.settings import Settings

BACKUP, DRILL, UPGRADE = "backup", "drill", "upgrade"
"""Kinds of reports."""
OPERATION = "operation"
"""The kind of document that a notice of a failure leads to: the page of the operation."""
MOST = 60
"""How many reports of a kind are kept."""
_FOLDER = "reports"
_log = logging.getLogger("bts.operation")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that does not hold: a message code and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What was done and found: ``figures`` by name, as JSON; sound where nothing is wrong.

    ``at`` is ISO text with the zone. ``notes`` is what somebody should know of what is sound.
    """

    kind: str
    at: str
    figures: Mapping[str, Any]
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[Wrong, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def folder_of(settings: Settings) -> Path:
    """Return where the reports lie."""
    return settings.home / "backups" / _FOLDER


def keep(settings: Settings, report: Report) -> Path:
    """Keep a report, and return the path of its JSON; those beyond ``MOST`` of its kind go."""
    folder = folder_of(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = now().strftime("%Y%m%d-%H%M%S-%f")
        path = folder / f"{report.kind}-{stamp}.json"
        said = json.dumps(asdict(report) | {"sound": report.sound}, ensure_ascii=False, indent=1, default=str)
        for target, text in ((path.with_suffix(".txt"), as_text(report)), (path, said + "\n")):
            part = target.with_name(f".{target.name}.{os.getpid()}")
            part.write_text(text, encoding="utf-8")
            part.replace(target)
        for old in sorted(folder.glob(f"{report.kind}-*.json"))[:-MOST]:
            old.with_suffix(".txt").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
    except OSError as error:
        raise RefusalError(
            "OUTPUT-NOT-WRITTEN", path=str(folder), reason=error.strerror or str(error)
        ) from error
    return path


def newest(settings: Settings, kind: str) -> Report | None:
    """Return the newest report of a kind that can be read; None where there is none."""
    for path in sorted(folder_of(settings).glob(f"{kind}-*.json"), reverse=True):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            wrong, notes = (_wrong(found[name]) for name in ("wrong", "notes"))
            return Report(str(found["kind"]), str(found["at"]), dict(found["figures"]), wrong, notes)
        except (OSError, ValueError, KeyError, TypeError):
            _log.warning("the report %s cannot be read", path.name)
    return None


def as_text(report: Report) -> str:
    """Return a report in Vietnamese, for whoever files it."""
    title = {BACKUP: "SAO LƯU THEO LỊCH", DRILL: "DIỄN TẬP KHÔI PHỤC", UPGRADE: "NÂNG CẤP"}[report.kind]
    lines = [title, f"Lúc: {report.at}", f"Kết quả: {'ĐẠT' if report.sound else 'KHÔNG ĐẠT'}", ""]
    lines += [f"  {_WORDS.get(name, name)}: {_figure(value)}" for name, value in report.figures.items()]
    if (
        report.kind == UPGRADE
        and report.figures.get("before") == report.figures.get("after")
        and report.sound
    ):
        lines += ["", "Sổ đã đúng phiên bản của chương trình: không có gì phải nâng cấp."]
    for heading, found in (("Sai:", report.wrong), ("Lưu ý:", report.notes)):
        if found:
            lines += ["", heading, *(f"  {line}" for one in found for line in said(one))]
    return "\n".join(lines) + "\n"


def _figure(value: Any) -> str:
    """Return a figure as people read it: yes or no, and counts by what they count."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping) and "sha256" in value:
        coded = "có mã hóa" if value.get("encrypted") else "không mã hóa"
        return f"{value.get('name', '')}, {value.get('size', '')} byte, {coded}, SHA-256 {value['sha256']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{count} {_COUNTED.get(name, name)}" for name, count in value.items())
    return str(value)


def said(one: Wrong) -> list[str]:
    """Return what is wrong and what to do about it, in Vietnamese."""
    params = dict(one.params)
    advice = remedy(one.code, params)
    return [f"{one.code}: {render(one.code, params)}", *([f"  {advice}"] if advice else [])]


def of_refusal(refusal: RefusalError) -> Wrong:
    """Return a refusal as what is wrong."""
    return Wrong(refusal.code, {name: str(value) for name, value in refusal.params.items()})


@one_moment()
def tell_failure(registry: Registry, report: Report) -> None:
    """Tell the administrators of a report that is not sound, once a day for each kind.

    Where the register cannot be written the server's log says so: the report itself is kept.
    """
    if report.sound:
        return
    code = report.wrong[0].code
    _log.error("%s failed: %s", report.kind, code)
    kinds = {BACKUP: NoticeKind.BACKUP_FAILED, DRILL: NoticeKind.DRILL_FAILED}
    if report.kind not in kinds:
        return
    try:
        with deed(registry, f"{KIND}told", present_user()) as made:
            once = f"{report.kind}-failed:{today()}"
            to = [role(Role.ADMINISTRATOR)]
            tell(made, kinds[report.kind], to, Subject(OPERATION, ""), once=once, day=today(), code=code)
    except RefusalError as refusal:
        _log.warning("the administrators are not told: %s", refusal)


def _wrong(found: Sequence[Mapping[str, Any]]) -> tuple[Wrong, ...]:
    return tuple(Wrong(str(one["code"]), dict(one["params"])) for one in found)


_COUNTED = {
    "sites": "cột",
    "requests": "hồ sơ",
    "zones": "vùng",
    "inspections": "biên bản",
    "accounts": "tài khoản",
}
_WORDS = {
    "backup": "Bản sao lưu",
    "from": "Lấy từ",
    "made_at": "Làm lúc",
    "size": "Dung lượng (byte)",
    "sha256": "SHA-256",
    "entries": "Số mục sổ cái",
    "head": "Đầu sổ",
    "files": "Số tệp",
    "sealed": "Có cụm mật khẩu",
    "seconds": "Số giây",
    "continues": "Sổ đang chạy nối tiếp bản này",
    "live_entries": "Số mục của sổ đang chạy",
    "kept": "Số bản còn giữ",
    "dropped": "Bản cũ đã xóa (mỗi ngày, tuần, tháng giữ bản mới nhất)",
    "offsite": "Bản ở nơi khác",
    "counts": "Đếm được",
    "before": "Cấu trúc trước",
    "after": "Cấu trúc sau",
    "database": "Cơ sở dữ liệu diễn tập",
}
