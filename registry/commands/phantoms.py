"""``bts phantoms``: masts agreed to where one of the same owner stands, and taking them back."""

from typing import TYPE_CHECKING, Annotated

import typer

from registry.console import actor, opened, out
from registry.messages import remedy, render

if TYPE_CHECKING:
    from registry.services.register.phantoms import Phantom

app = typer.Typer(help="Cột “đã duyệt, chưa xây” ghi trùng cột đã có · phantom masts of agreed rows.")

Codes = Annotated[list[str] | None, typer.Argument(metavar="CODE...", help="Which; none named: all of them.")]
Reason = Annotated[str, typer.Option(help="Why they are no new masts, as it shall stand in the batch.")]


@app.callback(invoke_without_command=True)
def listed(context: typer.Context) -> None:
    """List them; take-back takes them out of the register."""
    if context.invoked_subcommand is not None:
        return
    from registry.services.register.phantoms import phantoms

    with opened() as registry:
        found = phantoms(registry)
    for item in found:
        say(item)
    out.print(f"{len(found)} cột cần xem lại" if found else render("PHANTOM-NONE", {}))


@app.command("take-back")
def take_back_command(codes: Codes = None, reason: Reason = "") -> None:
    """Take them back as one batch, with their agreements. Undone by undoing the batch."""
    from registry.services.register.phantoms import take_back

    with opened() as registry:
        batch, taken = take_back(registry, codes or (), reason=reason, who=actor())
    named = ", ".join(item.code for item in taken)
    out.print(f"Đã gỡ {len(taken)} cột: {named}. Đã ghi lô {batch.id}", soft_wrap=True)


def say(item: "Phantom") -> None:
    """Print a phantom and what to do about it."""
    params = {
        "code": item.code,
        "decision": item.decision or "–",
        "standing": item.standing,
        "distance": item.distance_m,
    }
    code = "PHANTOM-MAST"
    out.print(f"{code}: {render(code, params)}", soft_wrap=True)
    out.print(f"  {remedy(code, params)}", soft_wrap=True)
