"""``bts import``: lists of masts and cable, zones, plans and boundaries; without ``--yes`` a preview only."""

from pathlib import Path
from typing import Annotated

import typer

from registry.columns import ListKind
from registry.console import actor, day_of, opened, print_outcome, working

imports = typer.Typer(
    help="Nhập danh sách, vùng, kế hoạch, địa giới · import a list, zones, a plan, units.",
    no_args_is_help=True,
)

ListFile = Annotated[
    Path, typer.Argument(help="Danh sách .xlsx, .xls, .ods, .csv · the list: .xlsx, .xls, .ods or .csv.")
]
Operator = Annotated[
    str,
    typer.Option(
        help="Doanh nghiệp của dòng không ghi: mã, tên hoặc tên cũ (VTL, Viettel, Vinaphone) "
        "· operator of rows that name none: code, name or old name."
    ),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet", help="Chỉ đọc trang tính này, có thể ghi nhiều lần · read this sheet only; repeatable."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help='Cột nào là trường nào: "Độ cao cột AT (m)=mast_height_m"; ":cm" là đơn vị, "-" là không dùng; '
        "có thể ghi nhiều lần · which column is which field; repeatable.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Commit; without it only the preview is shown.")]
Decision = Annotated[str, typer.Option(help="Number and date of the decision.")]


@imports.command("sites")
def import_sites_command(
    path: ListFile,
    operator: Operator = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="The list holds all masts of its operators.")
    ] = False,
    list_date: Annotated[str | None, typer.Option(help="The day the list describes (default today).")] = None,
    sheet: Sheets = None,
    columns: Columns = None,
    yes: Yes = False,
) -> None:
    """Import a list of standing masts and stations; nothing is ever deleted by a list."""
    from registry.intake.asked_columns import asked_columns
    from registry.services.register.context import operator_named
    from registry.services.register.import_sites import import_sites

    day, said = day_of(list_date), asked_columns(columns or (), ListKind.SITES)
    with opened() as registry, working("Đang đọc danh sách"):
        outcome = import_sites(
            registry,
            path,
            operator=operator_named(registry, operator),
            complete=complete,
            list_date=day,
            yes=yes,
            who=actor(),
            columns=said,
            sheets=sheet or (),
        )
    print_outcome(outcome, asked=yes)


@imports.command("zones")
def import_zones_command(
    path: Annotated[
        Path, typer.Argument(help="Any vector file that GDAL reads, or a list of areas and streets.")
    ],
    layer: Annotated[str, typer.Option(help="planning, urban_area, heritage_1, …, or coverage:<layer>.")],
    decision: Decision,
    valid_from: Annotated[str, typer.Option(help="First day of validity.")],
    valid_to: Annotated[str | None, typer.Option(help="Last day of validity.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG:n, where the file names no CRS.")] = None,
    covers: Annotated[
        str | None, typer.Option(help="'territory' or a polygon file: where the layer is complete.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Import the zones of one layer with their decision."""
    from registry.services.zones.import_zone_list import enter_zones
    from registry.services.zones.listed_zones import RowDefaults

    given = RowDefaults(layer, decision, "", day_of(valid_from), day_of(valid_to))
    with opened() as registry, working("Đang đọc vùng"):
        outcome = enter_zones(registry, path, given, crs=crs, covers=covers, yes=yes, who=actor())
    print_outcome(outcome, asked=yes)


@imports.command("cables")
def import_cables_command(
    path: Annotated[
        Path, typer.Argument(help="A list of segments or nodes, or any vector file of lines and points.")
    ],
    owner: Annotated[str, typer.Option(help="Whose the rows are that name no owner.")] = "",
    crs: Annotated[str | None, typer.Option(help="EPSG:n, where the file names no CRS.")] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="The file holds all cable of its owner.")
    ] = False,
    list_date: Annotated[str | None, typer.Option(help="The day the list describes (default today).")] = None,
    yes: Yes = False,
) -> None:
    """Import segments and nodes of outside cable; nothing is ever deleted by a list."""
    from registry.services.cables.import_cables import import_cables

    day = day_of(list_date)
    with opened() as registry, working("Đang đọc mạng cáp"):
        outcome = import_cables(
            registry, path, owner=owner, crs=crs, complete=complete, list_date=day, yes=yes, who=actor()
        )
    print_outcome(outcome, asked=yes)


@imports.command("plan")
def import_plan_command(
    path: ListFile,
    operator: Annotated[
        str,
        typer.Option(
            help="Doanh nghiệp của kế hoạch: mã hoặc tên · the operator whose plan it is: code or name."
        ),
    ],
    decision: Decision,
    valid_from: Annotated[str, typer.Option(help="First day of this version.")],
    sheet: Sheets = None,
    columns: Columns = None,
    yes: Yes = False,
) -> None:
    """Import one version of an operator's plan."""
    from registry.intake.asked_columns import asked_columns
    from registry.services.register.context import operator_named
    from registry.services.register.import_plan import import_plan

    first, said = day_of(valid_from), asked_columns(columns or (), ListKind.PLAN)
    with opened() as registry, working("Đang đọc kế hoạch"):
        outcome = import_plan(
            registry,
            path,
            operator=operator_named(registry, operator),
            decision=decision,
            valid_from=first,
            yes=yes,
            who=actor(),
            columns=said,
            sheets=sheet or (),
        )
    print_outcome(outcome, asked=yes)


@imports.command("admin-units")
def import_admin_units_command(
    path: Annotated[Path, typer.Argument(help="Any vector file with code, name, parent, predecessors.")],
    level: Annotated[str, typer.Option(help="commune, district or province.")],
    valid_from: Annotated[str, typer.Option(help="First day of validity.")],
    valid_to: Annotated[str | None, typer.Option(help="Last day of validity.")] = None,
    crs: Annotated[str | None, typer.Option(help="EPSG:n, where the file names no CRS.")] = None,
    yes: Yes = False,
) -> None:
    """Import real boundaries of administrative units in place of the approximate ones."""
    from registry.services.register.units.import_admin_units import import_admin_units

    first, last = day_of(valid_from), day_of(valid_to)
    with opened() as registry, working("Đang đọc địa giới"):
        outcome = import_admin_units(
            registry, path, level=level, valid_from=first, valid_to=last, crs=crs, yes=yes, who=actor()
        )
    print_outcome(outcome, asked=yes)
