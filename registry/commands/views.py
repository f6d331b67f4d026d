"""``bts views``: what whoever connects to PostgreSQL directly may read: views, masked as exports are."""

from typing import Annotated

import typer

from registry.console import opened, out


def views(
    role: Annotated[
        str, typer.Option(help="Cho ai · for whom: public, office or carrier:CODE.", show_default=False)
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Dựng lại của mọi người đọc · make all anew, after an upgrade.")
    ] = False,
) -> None:
    """Make the read-only views of a reader in PostgreSQL, and a role that can read nothing else."""
    from registry.services.open_data.read_views import make_all_again, make_views

    if again == bool(role):
        raise typer.BadParameter("--role public | office | carrier:CODE, hoặc · or --again")
    with opened() as registry:
        made = make_all_again(registry) if again else [make_views(registry, role)]
    for name in made:
        out.print(f"{name}: chỉ đọc, lược đồ · read only, schema {name}")
