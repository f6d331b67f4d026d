"""``bts borders``: real borders of a province's communes: made into a file of ours, taken into a register."""

from pathlib import Path
from typing import Annotated

import typer

from registry.console import actor, opened, out, print_outcome, working

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
    from registry.messages import province_in_words
    from registry.services.register.units.border_file import FOLDER, made_from, write_border_file

    with working("Đang đọc ranh giới"):
        made, _found = made_from(path)
        target = to or FOLDER / f"{made.province}.json"
        write_border_file(made, target)
    out.print(
        f"{target}: {len(made.codes)} xã, phường của {province_in_words(made.province).vi}; "
        f"{made.borders.points()} điểm, ranh giới xê dịch nhiều nhất {made.thinned_m:.1f} m",
        soft_wrap=True,
    )


@app.command("take")
def take_command(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="Tệp ranh giới mọi xã của tỉnh; bỏ trống: ranh giới đi cùng phần mềm · a map file of all "
            "communes; by default the borders that come with the project."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Commit; without it only the preview is shown.")] = False,
) -> None:
    """Give units of every level real borders in place of worse ones. Undone by undoing the batch."""
    from registry.errors import RefusalError
    from registry.messages import province_in_words
    from registry.services.register.units.take_borders import offer_from, own_offer, take_borders

    with opened() as registry, working("Đang đọc ranh giới"):
        offer = own_offer(registry) if path is None else offer_from(path)
        if offer is None:
            raise RefusalError("BORDERS-NONE-OF-OURS", province=province_in_words(registry.settings.province))
        outcome = take_borders(registry, offer, yes=yes, who=actor())
    print_outcome(outcome, asked=yes)
