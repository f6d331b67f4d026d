"""``bts borders``: real borders of a province's communes, made into a file of our own."""

from pathlib import Path
from typing import Annotated

import typer

from registry.console import out, working

app = typer.Typer(
    help="Ranh giới xã, phường của tỉnh · real borders of a province's communes.", no_args_is_help=True
)


@app.command("make")
def make_command(
    path: Annotated[
        Path,
        typer.Argument(help="Tệp ranh giới mọi xã, phường của một tỉnh · all communes of one province."),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The file to write; by default data/boundaries/<province>.json."),
    ] = None,
) -> None:
    """Make the project's compact file of borders from a map file with codes; writes nothing to a register."""
    from registry.services.register.border_file import FOLDER, made_from, write_border_file

    with working("Đang đọc ranh giới"):
        made, _found = made_from(path)
        target = to or FOLDER / f"{made.province}.json"
        write_border_file(made, target)
    out.print(
        f"{target}: {len(made.codes)} xã, phường của tỉnh mã {made.province}; {made.borders.points()} điểm, "
        f"ranh giới xê dịch nhiều nhất {made.thinned_m:.1f} m",
        soft_wrap=True,
    )
