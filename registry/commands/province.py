"""``bts province``: another province's register becomes part of this one, and what it held is read."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from registry.console import actor, day_of, opened, out, working, writing

province = typer.Typer(
    help="Hai tỉnh thành một: nhập sổ của tỉnh kia vào sổ này · another register becomes part of this.",
    no_args_is_help=True,
)


@province.command("merge")
def merge_command(
    source: Annotated[
        Path, typer.Option("--from", help="Thư mục của sổ kia · the other register's folder (its BTS_HOME).")
    ],
    database: Annotated[
        str, typer.Option("--from-database", help="Its BTS_DATABASE_URL; by default the file in its folder.")
    ] = "",
    code: Annotated[
        str, typer.Option("--from-province", help="Its province's GSO code, where it does not say so itself.")
    ] = "",
    sign: Annotated[
        str, typer.Option(help="Put behind codes, numbers and names that both have; by default its GSO code.")
    ] = "",
    name: Annotated[str, typer.Option(help="Tên sổ kia · what the other register is called.")] = "",
    day: Annotated[
        str | None,
        typer.Option(help="Ngày đầu của tỉnh mới · first day of the new province; else today."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Ghi báo cáo từng bản ghi (.xlsx, .json) · where every record went.")
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Làm thử, không ghi gì · do all of it and take it back.")
    ] = False,
) -> None:
    """Let another province's register become part of this one (BTS_HOME): all of it or nothing."""
    from registry.services.provinces import report as reports
    from registry.services.provinces.merging import merge
    from registry.settings import read_settings

    environ = {**os.environ, "BTS_HOME": str(source), "BTS_DATABASE_URL": database, "BTS_PROVINCE": ""}
    with opened() as registry, working("Đang nhập sổ của tỉnh kia"):
        made = merge(
            registry,
            read_settings(environ),
            who=actor(),
            sign=sign,
            name=name,
            province=code,
            day=day_of(day),
            dry=dry,
        )
        if report is not None:
            with writing(report):
                reports.write(registry, made, report)
    counts = made.counts
    out.print(
        f"{'Làm thử, không ghi gì' if dry else f'Đã nhập, lô {made.batch}'}: sổ tỉnh mã {made.province}, "
        f"ký hiệu {made.sign}, {made.entries} mục, đầu sổ {made.head}",
        soft_wrap=True,
    )
    out.print(
        f"  đã nhập {counts['entered']}, đặt lại mã hay tên {counts['told-apart']}, "
        f"đã có sẵn {counts['united']}, sửa ở sổ nhận {counts['changed']}, "
        f"chỉ trong sổ cái cũ {counts['kept']}; "
        f"cần người xem {len(made.waiting)}; tệp chép sang {made.files}",
        soft_wrap=True,
    )
    if made.new_head:
        out.print(f"head {made.new_head}")
    if report is not None:
        out.print(f"→ {report}", soft_wrap=True)


@province.command("earlier")
def earlier_command(
    sign: Annotated[
        str, typer.Argument(help="Ký hiệu của sổ cũ; bỏ trống: liệt kê · its sign; none: list.")
    ] = "",
    table: Annotated[str, typer.Option(help="Bảng nào · which table, such as settings.")] = "import_batches",
    day: Annotated[
        str | None, typer.Option(help="Cuối ngày nào · as of the end of which day; else the day it entered.")
    ] = None,
) -> None:
    """List the registers that became part of this one, or print what one of them held (JSON)."""
    from registry.model.vietnam_time import day_of as entered
    from registry.model.vietnam_time import today
    from registry.services.provinces.earlier import earlier_registers, held

    with opened() as registry:
        known = earlier_registers(registry)
        if not sign:
            for one in known:
                out.print(
                    f"{one.sign}: {one.name or 'tỉnh mã ' + one.province}, "
                    f"nhập ngày {entered(one.at):%d/%m/%Y}, {one.entries} mục, đầu sổ {one.head}",
                    soft_wrap=True,
                )
            return
        last = next((entered(one.at) for one in known if one.sign == sign), today())
        found = held(registry, sign, table, day_of(day) or last)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))
