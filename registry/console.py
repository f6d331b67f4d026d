"""What the commands share: the registry, days as they are typed, progress, what is printed of a list."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, overload

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from registry.errors import RefusalError
from registry.messages import command, remedy, render, speaking_in
from registry.model.findings import Finding, Outcome, Reservation, Verdict
from registry.model.issues import Issue
from registry.services.appraise.finding_texts import sentence

if TYPE_CHECKING:
    from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
    from registry.services.office.preview import ImportOutcome
    from registry.services.office.registry import Registry
    from registry.settings import Settings

# Texts of files and arguments are printed as they stand: "[/x]" or ":x:" in a cell is no markup of ours.
out = Console(highlight=False, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
SHOWN_ROWS, SHOWN_ISSUES, SHOWN_REASONS = 50, 20, 3
OUTSIDE, ALL_OUTSIDE = "COORD-OUTSIDE", "FEATURES-ALL-OUTSIDE"
VERDICTS = {
    Verdict.AGREE: "Thống nhất",
    Verdict.AGREE_WITH_CONDITIONS: "Thống nhất có điều kiện",
    Verdict.REFUSE: "Chưa thống nhất",
    Verdict.CANNOT_ASSESS: "Chưa đủ căn cứ",
}
KINDS = {
    "init": "khởi tạo",
    "sites": "danh sách cột",
    "zones": "lớp vùng",
    "zone-draft": "dự thảo quy hoạch",
    "plan": "kế hoạch",
    "admin_units": "địa giới",
    "merge": "gộp cột trùng",
    "apart": "giữ hai cột riêng",
    "undo": "hoàn tác",
    "approved": "vị trí đã thống nhất",
    "phantoms": "gỡ cột ghi trùng cột đã có",
    "demo": "dữ liệu minh họa",
    "accounts": "tài khoản",
    "cables": "mạng cáp ngoại vi",
    "critical": "nơi trọng yếu",
    "cable-edit": "sửa mạng cáp",
    "cable-underground": "vùng ngầm hóa",
}
FIRST_STEPS = """Bước tiếp theo:
  bts user add TÊN --role administrator     tài khoản quản trị đầu tiên; sau đó mọi người phải đăng nhập
  bts import sites TỆP --operator VNPT --complete --list-date NGÀY     danh sách cột của từng doanh nghiệp
  bts serve     mở trang"""
"""What a new register needs; more in ``docs/operate/begin.md``."""
BORDERS_STEP = "  bts borders take TỆP --yes     ranh giới thật của các xã, phường (đang là gần đúng)"
_COUNTED = {
    "new": "mới",
    "changed": "thay đổi",
    "unchanged": "giữ nguyên",
    "vanished": "không còn trong danh sách",
    "not_imported": "không nhập được",
    "questions": "câu hỏi cột trùng",
    "coverages": "phạm vi đủ dữ liệu",
    "operators": "doanh nghiệp",
    "units": "đơn vị hành chính",
    "records": "bản ghi",
}
_WEIGHT = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.CONSENT, Outcome.REVIEW)
_OF_ROW = (Reservation.LEGAL, Reservation.CONDITION)


@contextmanager
def opened() -> Iterator["Registry"]:
    """Open the registry of this machine for one command."""
    from registry.services.office.registry import open_registry  # noqa: PLC0415 - late: the command starts fast

    registry = open_registry()
    try:
        with speaking_in(registry.settings.province):
            yield registry
    except RefusalError as refusal:
        refusal.province = registry.settings.province
        raise
    finally:
        registry.close()


def print_refusal(refusal: RefusalError) -> None:
    """Print a refusal on standard error, as the office speaks whose register refused."""
    with speaking_in(refusal.province):
        err.print(f"{refusal.code}: {render(refusal.code, refusal.params)}")
        if advice := remedy(refusal.code, refusal.params):
            err.print(advice)
    if typed := command(refusal.code, refusal.params):
        err.print(f"Lệnh: {typed}", soft_wrap=True)


def actor() -> str:
    """Return who answers for a command: the machine's user."""
    from registry.services.office.batches import present_user  # noqa: PLC0415 - late, as above

    return present_user()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what a disk refuses while ``path`` is written into a refusal."""
    try:
        yield
    except OSError as error:
        raise RefusalError(
            "OUTPUT-NOT-WRITTEN", path=str(path), reason=error.strerror or str(error)
        ) from error


@overload
def day_of(text: str) -> dt.date: ...
@overload
def day_of(text: str | None) -> dt.date | None: ...
def day_of(text: str | None) -> dt.date | None:
    """Return the day of an option ("2026-11-26", "26/11/2026"); ``DATE-NOT-READ`` for what is none."""
    if text is None:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise RefusalError("DATE-NOT-READ", value=text)


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done while it lasts, on a terminal only."""
    steps = {
        "context": "đang nạp sổ đăng ký",
        "reading": "đang đọc danh sách",
        "checks": "đang kiểm tra theo quy định",
        "workbook": "đang đánh dấu bảng tính",
        "map": "đang vẽ bản đồ",
    }
    if not err.is_terminal:
        yield lambda _step: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err
    ) as progress:
        task = progress.add_task(text, total=None)
        yield lambda step: progress.update(task, description=f"{text}: {steps.get(step, step)}")


def print_appraisal(appraisal: "Appraisal") -> None:
    """Print the counts, the first rows with the weightiest reason of each, and the first issues."""
    counts = appraisal.counts
    if appraisal.context.illustrative:
        out.print("DỮ LIỆU MINH HỌA", style="bold")
    out.print(
        f"{appraisal.file_name}: {counts['rows']} vị trí, theo quy định ngày {appraisal.as_of:%d/%m/%Y} · "
        + " · ".join(f"{counts[verdict.value]} {word.lower()}" for verdict, word in VERDICTS.items()),
        soft_wrap=True,
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("Sheet", "Dòng", "Mã vị trí", "Đề xuất", "Vì"):
        table.add_column(title, overflow="fold")
    for row in appraisal.rows[:SHOWN_ROWS]:
        proposal = row.proposal
        table.add_row(
            proposal.sheet, str(proposal.row), proposal.site_code, VERDICTS[row.verdict], _reason(row)
        )
    _print_gaps(appraisal)
    out.print(table)
    if len(appraisal.rows) > SHOWN_ROWS:
        out.print(f"… và {len(appraisal.rows) - SHOWN_ROWS} dòng nữa trong tệp kết quả")
    print_issues(appraisal.issues)


def _print_gaps(appraisal: "Appraisal") -> None:
    """Print what the office or the whole list lacks, once: what would close it, the rows that it touches."""
    from registry.services.appraise.appraise_list import gaps_said  # noqa: PLC0415 - late, as above

    for gap in gaps_said(appraisal):
        left = f", {gap['lowered']} dòng chưa kết luận được vì thiếu" if gap["lowered"] else ""
        out.print(f"· {gap['message']} ({gap['rows']}/{len(appraisal.rows)} dòng{left})", soft_wrap=True)


def _rank(finding: Finding) -> tuple[int, int]:
    """Rank what stands against a row: obstacles, what leaves it open, conditions."""
    legal, open_ = finding.reservation is Reservation.LEGAL, finding.lowers
    return 0 if legal else 1 if open_ else 2, _WEIGHT.index(
        finding.outcome
    ) if finding.outcome in _WEIGHT else 9


def _reason(row: "AppraisedRow") -> str:
    """Return a row's obstacles, conditions and what leaves it open; the office's other gaps stand above."""
    reasons = [f for f in row.findings if f.lowers or f.reservation in _OF_ROW]
    if not reasons:
        return ""
    reasons.sort(key=_rank)
    said = [f"{finding.rule}: {sentence(finding)}" for finding in reasons[:SHOWN_REASONS]]
    return "\n".join(
        [*said, *([f"… và {len(reasons) - len(said)} điều nữa"] if len(reasons) > len(said) else [])]
    )


def print_issues(issues: list[Issue]) -> None:
    """Print the first issues on standard error, behind what was printed, with their place as in Excel."""
    out.file.flush()
    for issue in issues[:SHOWN_ISSUES]:
        line = f"dòng {issue.row}" if issue.row else ""
        place = " ".join(part for part in (issue.sheet, line, issue.column) if part)
        err.print(f"{issue.code}  {place}: {render(issue.code, issue.params)}")
    if len(issues) > SHOWN_ISSUES:
        tally = " · ".join(f"{code} {n}" for code, n in Counter(issue.code for issue in issues).most_common())
        err.print(f"… và {len(issues) - SHOWN_ISSUES} lưu ý nữa; tất cả theo mã: {tally}")


def print_outcome(outcome: "ImportOutcome", *, asked: bool = False) -> None:
    """Print what an import did, or would do; ``asked``: it was to be committed (``--yes``)."""
    print_issues([issue for issue in outcome.issues if issue.code != ALL_OUTSIDE])
    for issue in outcome.issues:
        if issue.code == ALL_OUTSIDE:
            said = f"{render(issue.code, issue.params)}. {remedy(issue.code, issue.params)}"
            err.print(f"CHÚ Ý: {said}", style="bold", soft_wrap=True)
    counts = counted(outcome.counts)
    places = {(issue.sheet, issue.row) for issue in outcome.issues if issue.code == OUTSIDE}
    if places:
        counts += f" · nằm ngoài tỉnh {len(places)}"
    _warn_outside(len(places), sum(outcome.counts.get(key, 0) for key in ("new", "changed", "unchanged")))
    if outcome.batch:
        out.print(f"Đã ghi lô {outcome.batch}: {counts}", soft_wrap=True)
    elif asked:
        out.print(f"Sổ đăng ký không có gì thay đổi: {counts}", soft_wrap=True)
    else:
        out.print(f"Xem trước, chưa ghi gì: {counts}", soft_wrap=True)
        out.print("Thêm --yes để ghi vào sổ đăng ký")


def _warn_outside(outside: int, masts: int) -> None:
    """Say it where half of a list or more lies outside: then the whole list or its coordinates are wrong."""
    if not outside or outside * 2 < masts:
        return
    part = f"Cả {masts} cột" if outside >= masts else f"{outside} trong {masts} cột"
    err.print(
        f"CHÚ Ý: {part} nằm ngoài tỉnh. Trước khi ghi, kiểm tra: đúng danh sách của tỉnh này không, "
        "kinh độ và vĩ độ có đổi chỗ không, hệ tọa độ và kinh tuyến trục (VN-2000).",
        style="bold",
    )


def counted(counts: Mapping[str, int]) -> str:
    """Return an import's counts as one line: "mới 9 · thay đổi 0"."""
    return " · ".join(f"{_COUNTED.get(key, key)} {value}" for key, value in counts.items())


def place_of(settings: "Settings") -> str:
    """Return where a register lives: its folder, and the database where that is another one."""
    if settings.database_url.startswith("sqlite"):
        return str(settings.home)
    database = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", settings.database_url)
    return f"{database}, tệp kèm theo ở {settings.home}"
