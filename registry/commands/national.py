"""``bts national``: every province of a lake judged by its own law, on one machine or on a Dask cluster."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from registry.console import VERDICTS, day_of, err, out
from registry.errors import RefusalError
from registry.model.findings import Verdict

if TYPE_CHECKING:
    from registry.model.storm.storms import StormTrack
    from registry.national.engines import Where
    from registry.national.runs import Asked

national = typer.Typer(
    help="Cả nước trên một kho dữ liệu (bts export lake) · the country on a lake.", no_args_is_help=True
)

LakeFolder = Annotated[Path, typer.Argument(help="Thư mục của kho dữ liệu · the folder of the lake.")]
Out = Annotated[
    Path, typer.Option("--out", help="Thư mục ghi kết quả (thay kết quả cũ) · where the result goes.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Theo quy định của ngày nào (mặc định hôm nay) · the day whose law holds."),
]
Provinces = Annotated[
    list[str] | None,
    typer.Option("--province", help="Chỉ tỉnh có mã này, có thể ghi nhiều lần · only this one; repeatable."),
]
EngineName = Annotated[str, typer.Option("--engine", help="local (máy này) · dask.")]
Workers = Annotated[int, typer.Option(min=1, max=512, help="Số tiến trình · processes.")]
Scheduler = Annotated[
    str, typer.Option(help="Bộ điều phối Dask đang chạy: tcp://máy:8786 · a running Dask scheduler.")
]
Memory = Annotated[
    str, typer.Option(help="Bộ nhớ của mỗi tiến trình Dask trên máy này · memory of each Dask worker here.")
]


@national.command("appraise")
def appraise_command(
    lake: LakeFolder,
    result: Out,
    rows: Annotated[
        str, typer.Option(help="proposals: vị trí đang đề nghị · standing: cột đang có, xét lại từng cột.")
    ] = "proposals",
    as_of: AsOf = None,
    province: Provinces = None,
    engine: EngineName = "local",
    workers: Workers = 1,
    scheduler: Scheduler = "",
    memory: Memory = "4GiB",
) -> None:
    """Thẩm định vị trí của mọi tỉnh, có xét cột bên kia ranh giới tỉnh · judge every province's positions."""
    from registry.national.appraising import Rows
    from registry.national.runs import Asked
    from registry.national.tasks import Run

    if rows not in set(Rows):
        raise typer.BadParameter("--rows: proposals, standing")
    asked = Asked(Run.APPRAISE, _day(as_of), tuple(province or ()), Rows(rows))
    found = _run(lake, result, asked, _where(engine, workers, scheduler, memory))
    lines = {
        _name(code, one): [
            one["rows"], *(one["verdicts"][verdict.value] for verdict in Verdict), one["near_border"],
            one["changed_by_neighbours"],
        ]
        for code, one in found["provinces"].items()
    }  # fmt: skip
    _print(("Vị trí", *VERDICTS.values(), "Gần ranh giới", "Đổi do tỉnh bên"), lines)


@national.command("compliance")
def compliance_command(
    lake: LakeFolder,
    result: Out,
    as_of: AsOf = None,
    province: Provinces = None,
    engine: EngineName = "local",
    workers: Workers = 1,
    scheduler: Scheduler = "",
    memory: Memory = "4GiB",
) -> None:
    """Rà soát cột và trạm đang có của mọi tỉnh · the compliance run of every province."""
    from registry.national.runs import Asked
    from registry.national.tasks import Run

    asked = Asked(Run.COMPLIANCE, _day(as_of), tuple(province or ()))
    found = _run(lake, result, asked, _where(engine, workers, scheduler, memory))
    groups = {"Vi phạm": ("fail",), "Cần hỏi": ("review", "consent"), "Chưa biết": ("unknown",)}
    lines = {
        _name(code, one): [
            one["masts"],
            one["stations"],
            *(_of(one["questions"], names) for names in groups.values()),
        ]
        for code, one in found["provinces"].items()
    }
    _print(("Cột", "Trạm", *groups), lines)


@national.command("storm")
def storm_command(
    lake: LakeFolder,
    result: Out,
    track: Annotated[
        Path, typer.Option(help="Tệp đường đi của bão, mọi dạng mà trang Bão đọc được · the storm's track.")
    ],
    answer: Annotated[
        list[str] | None,
        typer.Option(help="Điều tệp không nêu: year=2024, wind_unit=kt … · what the file does not say."),
    ] = None,
    as_of: AsOf = None,
    province: Provinces = None,
    engine: EngineName = "local",
    workers: Workers = 1,
    scheduler: Scheduler = "",
    memory: Memory = "4GiB",
) -> None:
    """Gió bão tại từng cột của mọi tỉnh, cột nào cần giữ trước · a storm's wind at every mast."""
    from registry.national.runs import Asked
    from registry.national.tasks import Run

    found_track = _track(track, answer or [])
    asked = Asked(Run.STORM, _day(as_of), tuple(province or ()), track=found_track)
    found = _run(lake, result, asked, _where(engine, workers, scheduler, memory))
    lines = {
        f"{_name(code, one)} · giật cấp {one['strongest_level']}": [
            one[name] for name in ("masts", "reached", "over_design", "flagged")
        ]
        for code, one in found["provinces"].items()
    }
    _print(("Cột", "Gặp gió mạnh", "Vượt gió thiết kế", "Cần giữ trước"), lines)


def _run(lake: Path, result: Path, asked: "Asked", where: "Where") -> dict[str, Any]:
    from registry.console import working
    from registry.national.runs import run_over

    with working("Đang tính") as say:
        found = run_over(
            lake, result, asked, where, progress=lambda at, of, code: say(f"{at}/{of}: tỉnh {code}")
        )
    if found.lacking:
        err.print(
            "Kho chưa có "
            f"{len(found.lacking)} tỉnh ({', '.join(found.lacking)}): "
            "cột bên kia ranh giới với các tỉnh ấy chưa được xét."
        )
    out.print(f"Kết quả: {result}", soft_wrap=True)
    return found.summary


def _where(engine: str, workers: int, scheduler: str, memory: str) -> "Where":
    from registry.national.engines import Engine, Where

    if engine not in set(Engine):
        raise typer.BadParameter("--engine: local, dask")
    if scheduler and engine != Engine.DASK:
        raise typer.BadParameter("--scheduler: --engine dask")
    return Where(Engine(engine), workers, scheduler, memory)


def _track(path: Path, answers: list[str]) -> "StormTrack":
    """Read a track; what it leaves open is asked for by name."""
    from registry.messages import render
    from registry.model.vietnam_time import now
    from registry.services.storm.track_files import file_text, read_text

    told = dict(answer.split("=", 1) for answer in answers if "=" in answer)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusalError("FILE-NOT-FOUND", name=path.name) from error
    text = file_text(content, path.name)
    found = read_text(text, told, now(), name=path.name)
    if found.track is not None:
        return found.track
    open_ = [
        f"{item.key}: {render(item.code, item.params)}"
        + (f" ({', '.join(choice.value for choice in item.choices)})" if item.choices else "")
        for item in found.questions
    ]
    wrong = [render(issue.code, issue.params) for issue in found.errors]
    raise RefusalError("NATIONAL-TRACK", file=path.name, reason="; ".join(open_ or wrong))


def _of(questions: Mapping[str, Mapping[str, int]], outcomes: Sequence[str]) -> int:
    """Return how many items of all questions have one of some outcomes."""
    return sum(told[name] for told in questions.values() for name in outcomes)


def _print(titles: Sequence[str], lines: Mapping[str, Sequence[int]]) -> None:
    """Print numbers by province, and their sums where there are several."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Tỉnh", no_wrap=True)
    for title in titles:
        table.add_column(title, justify="right")
    for name, numbers in lines.items():
        table.add_row(name, *map(_number, numbers))
    if len(lines) > 1:
        sums = map(sum, zip(*lines.values(), strict=True))
        table.add_row("Cộng", *map(_number, sums), style="bold")
    out.print(table)


def _day(text: str | None) -> dt.date:
    from registry.services.office.calendar import today

    return day_of(text) or today()


def _name(code: str, one: dict[str, Any]) -> str:
    return f"{code} {one['name'].removeprefix('Tỉnh ').removeprefix('Thành phố ')}".strip()


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
