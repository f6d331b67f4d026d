"""The ``bts`` command line: parses, calls one service, prints. The one module that may import web."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.columns import ListKind
from registry.commands import basemap, borders, phantoms, same_mast
from registry.commands.backup import backup, drill, restore, upgrade
from registry.commands.clock import clock
from registry.commands.exchange import exchange
from registry.commands.imports import Columns, ListFile, Operator, Sheets, imports
from registry.commands.inbox import inbox
from registry.commands.national import national
from registry.commands.package import seal, verify_package
from registry.commands.province import province
from registry.commands.serve import serve
from registry.commands.user import users
from registry.commands.verify import checkpoint, verify
from registry.commands.views import views
from registry.commands.work import work
from registry.console import (
    BORDERS_STEP,
    FIRST_STEPS,
    KINDS,
    actor,
    counted,
    day_of,
    err,
    opened,
    out,
    place_of,
    print_appraisal,
    print_refusal,
    working,
    writing,
)
from registry.errors import RefusalError, WrongCallError
from registry.extras import need_pages

if TYPE_CHECKING:
    from registry.settings import Settings

app = typer.Typer(
    name="bts",
    help="Sổ đăng ký GIS trạm BTS và hạ tầng viễn thông của tỉnh · the province's register of BTS sites.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(imports, name="import")
app.add_typer(users, name="user")
app.add_typer(national, name="national")
app.add_typer(same_mast.app, name="same-mast")
app.add_typer(phantoms.app, name="phantoms")
app.add_typer(borders.app, name="borders")
app.add_typer(basemap.app, name="basemap")
app.add_typer(province, name="province")
app.command("verify-package")(verify_package)
app.command("seal")(seal)
app.command()(serve)
app.command()(work)
app.command()(clock)
app.command()(exchange)
app.command()(inbox)
app.command()(backup)
app.command()(restore)
app.command()(drill)
app.command()(upgrade)
app.command()(verify)
app.command()(checkpoint)
app.command()(views)

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Theo quy định của ngày nào (mặc định hôm nay) · the day whose law holds."),
]


def _say_release(asked: bool) -> None:
    if asked:
        from registry.released import released

        out.print(f"bts {released()}", highlight=False)
        raise typer.Exit


@app.callback()
def every(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_say_release,
            is_eager=True,
            help="Phiên bản chương trình · which release this is.",
        ),
    ] = False,
) -> None:
    """Sổ đăng ký GIS trạm BTS và hạ tầng viễn thông của tỉnh · the province's register of BTS sites."""


@app.command()
def init(
    demo: Annotated[bool, typer.Option("--demo", help="Add an illustrative province.")] = False,
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Leave a registry that exists.")] = False,
    province: Annotated[
        str | None,
        typer.Option("--province", help="Mã hoặc tên tỉnh, ví dụ 20 hoặc 'Lạng Sơn' · its code or name."),
    ] = None,
) -> None:
    """Create the registry: operators, law, administrative units with their borders."""
    from registry.demo.initialise import init_registry
    from registry.provinces import DEFAULT, province_named
    from registry.settings import read_settings

    settings = read_settings()
    if province is not None:
        settings = _of_province(settings, province)
    with working("Đang tạo sổ đăng ký"):
        created = init_registry(
            settings,
            demo=demo,
            work=demo,
            if_missing=if_missing,
            progress=lambda step: out.print(f"  dữ liệu minh họa: {step}"),
        )
    said = "Đã tạo sổ đăng ký" if created else "Sổ đăng ký đã có"
    served = province_named(settings.province)
    out.print(f"{said}: {place_of(settings)}", soft_wrap=True)
    if created:
        kind = "Thành phố" if served.is_city else "Tỉnh"
        out.print(f"{kind}: {served.name} ({served.code})", soft_wrap=True)
    if created and not demo:
        out.print(FIRST_STEPS, soft_wrap=True)
        if served.code != DEFAULT:  # Bắc Ninh's borders are real from the first day
            out.print(BORDERS_STEP, soft_wrap=True)
    samples = settings.home / "samples"
    if created and demo and samples.is_dir():
        for sample in sorted(samples.glob("*.xlsx")):
            out.print(f"  danh sách mẫu: {sample}", soft_wrap=True)


def _of_province(settings: "Settings", text: str) -> "Settings":
    """Return the settings for the province that is asked for; refused where the environment says another."""
    from registry.provinces import province_named

    asked = province_named(text)
    if settings.province_stated and settings.province != asked.code:
        raise RefusalError("PROVINCE-TWO", asked=asked.code, province=settings.province[:40])
    return replace(settings, province=asked.code, province_stated=True)


@app.command()
def appraise(
    path: ListFile,
    operator: Operator = "",
    as_of: AsOf = None,
    sheet: Sheets = None,
    columns: Columns = None,
    json: Annotated[
        Path | None, typer.Option(help="Ghi kết quả ra JSON · write the findings as JSON.")
    ] = None,
    workbook: Annotated[
        Path | None, typer.Option(help="Ghi bảng đã đánh dấu · write the sender's workbook, marked.")
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Ghi bản đồ một tệp · write one self-contained map page.")
    ] = None,
) -> None:
    """Thẩm định một danh sách vị trí, không ghi gì · judge a list; changes nothing in the registry."""
    from registry.intake.asked_columns import asked_columns
    from registry.services.appraise.appraise_list import appraise_list, write_json
    from registry.services.register.context import operator_named

    day, said = day_of(as_of), asked_columns(columns or (), ListKind.PROPOSALS)
    with opened() as registry, working("Đang đọc và thẩm định") as say:
        appraisal = appraise_list(
            registry,
            path,
            operator=operator_named(registry, operator),
            as_of=day,
            progress=say,
            columns=said,
            sheets=sheet or (),
            all_meant=True,
        )
        with ThreadPoolExecutor(1) as beside:  # a process of its own marks the workbook: meanwhile the others
            marked = None
            if workbook is not None:
                from registry.services.appraise.returned_workbook import marks, write_marked

                say("workbook")
                marked = beside.submit(write_marked, appraisal, marks(appraisal), workbook)
            if json is not None:
                with writing(json):
                    write_json(appraisal, json)
            if map_file is not None:
                need_pages()
                from web.appraise.standalone_map import write_map

                say("map")
                with writing(map_file):
                    write_map(appraisal, map_file)
            if workbook is not None and marked is not None:
                with writing(workbook):
                    marked.result()
    print_appraisal(appraisal)
    for written in (json, workbook, map_file):
        if written is not None:
            out.print(f"→ {written}", soft_wrap=True)


@app.command()
def batches() -> None:
    """List the imports, newest first."""
    from registry.services.office.batches import list_batches

    with opened() as registry:
        found = list_batches(registry)
    for batch in reversed(found):
        undone = f"  (đã hoàn tác bởi {batch.undone_by})" if batch.undone_by else ""
        out.print(
            f"{batch.id}  {batch.at:%d/%m/%Y %H:%M}  {KINDS.get(batch.kind, batch.kind)}  {batch.file_name}  "
            f"{counted(batch.summary)}{undone}",
            soft_wrap=True,
        )


@app.command()
def undo(batch: Annotated[str, typer.Argument(help="The batch to undo as a unit.")]) -> None:
    """Undo one import as a unit; the undo is itself a batch."""
    from registry.services.office.batches import undo_batch

    with opened() as registry:
        made = undo_batch(registry, batch, who=actor())
    out.print(f"Đã hoàn tác {batch} bằng lô {made.id}", soft_wrap=True)


@app.command("export")
def export_command(
    layer: Annotated[
        str,
        typer.Argument(help="sites, plan, units, cables, cable_nodes, a zone layer, or lake: a whole day."),
    ],
    path: Annotated[
        Path,
        typer.Argument(
            help="Target; by extension gpkg, geojson, fgb, parquet, xlsx, csv, kml. Of a lake: its folder."
        ),
    ],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="lake: ngày nào (mặc định hôm nay) · which day.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="lake: cho ai · for whom: office, viewer, public or carrier:CODE.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="lake: đối chiếu tệp với bản kê · compare files with manifests.")
    ] = False,
) -> None:
    """Export one layer, or a whole day as a lake of GeoParquet."""
    if layer == "lake":
        from registry.commands import lake

        if check and not lake.check(path):
            raise typer.Exit(1)
        if not check:
            lake.export_day(path, day_of(as_of), role or "office")
        return
    if as_of is not None or role is not None or check:
        raise typer.BadParameter("--as-of, --role, --check: bts export lake DIR")
    from registry.services.register.exports.export import export_layer

    with opened() as registry, writing(path):
        count = export_layer(registry, layer, path)
    out.print(f"Đã xuất {count} bản ghi → {path}", soft_wrap=True)


@app.command()
def template(
    kind: Annotated[str, typer.Argument(help="proposals, sites, plan, zones, cables or cable_nodes.")],
    path: Annotated[Path, typer.Argument(help="The .xlsx to write.")],
) -> None:
    """Write the template workbook of a kind of list."""
    from registry.columns import ListKind
    from registry.intake.template import write_template
    from registry.services.office.registry import province_here

    try:
        chosen = ListKind(kind)
    except ValueError as error:
        raise typer.BadParameter(f"{kind}: {', '.join(ListKind)}") from error
    with writing(path):
        write_template(chosen, path, province_here())
    out.print(f"→ {path}", soft_wrap=True)


def main() -> None:
    """Run the command; a refusal is a coded message on standard error and exit status 1, wrong use is 2."""
    try:
        app(standalone_mode=True)
    except RefusalError as refusal:
        print_refusal(refusal)
        sys.exit(1)
    except WrongCallError as wrong:
        err.print(str(wrong))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
