"""``bts clock``: the server's clock beside the ledger's time."""

from typing import Annotated

import typer

from registry.console import actor, err, opened, out
from registry.messages import remedy, render


def clock(
    right: Annotated[
        bool, typer.Option("--right", help="State, in the ledger, that this machine's clock is right.")
    ] = False,
) -> None:
    """Say whether the register believes this machine's clock; state that it is right."""
    from registry.services.office.operation.clock import clock_doubt, state_right

    with opened() as registry:
        if right:
            out.print(
                f"Đã ghi vào sổ cái: đồng hồ máy này đúng ({state_right(registry, who=actor())})",
                soft_wrap=True,
            )
            return
        doubt = clock_doubt(registry)
    if doubt is None:
        out.print("Đồng hồ máy này phù hợp với sổ cái")
        return
    err.print(f"{doubt.code}: {render(doubt.code, doubt.params)}")
    err.print(remedy(doubt.code, doubt.params))
    raise typer.Exit(1)
