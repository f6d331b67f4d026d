"""``bts verify`` checks the register and what was noted of it; ``bts checkpoint`` prints what to note."""

from pathlib import Path
from typing import Annotated

import typer

from registry.commands import phantoms
from registry.console import actor, err, opened, out, working, writing
from registry.messages import remedy, render

Noted = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoints",
        "--heads",
        help="A file of checkpoints (.txt, .json) or heads noted earlier; may be given more than once.",
    ),
]


def verify(
    expect: Annotated[
        list[str] | None, typer.Option(help="A head noted earlier; may be given more than once.")
    ] = None,
    checkpoints: Noted = None,
) -> None:
    """Check ledger, tables, files and checkpoints noted earlier; print the head; name phantom masts."""
    from registry.services.register.phantoms import phantoms as doubted_masts
    from registry.services.register.verify import verify_as

    with opened() as registry, working("Đang kiểm tra sổ cái"):
        result = verify_as(registry, actor(), expect=expect, heads=checkpoints or ())
        doubted = doubted_masts(registry)
    for problem in result.problems:
        err.print(f"{problem.code}: {render(problem.code, problem.params)}")
        if advice := remedy(problem.code, problem.params):
            err.print(f"  {advice}")
    for item in doubted:
        phantoms.say(item)
    for note in result.notes:
        err.print(f"{note.code}: {render(note.code, note.params)}")
    out.print(f"head {result.head}")
    if result.problems:
        raise typer.Exit(1)
    out.print(f"{result.entries} mục, nguyên vẹn")
    if checkpoints:
        out.print(f"{result.checkpoints} điểm mốc khớp")


def checkpoint(
    path: Annotated[
        Path | None, typer.Argument(help="A file (.txt or .json) for the checkpoints of all days.")
    ] = None,
) -> None:
    """Note today's checkpoint of the ledger (day, entries, head), print it, or write those of all days."""
    from registry.services.office.heads import as_json, as_text, checkpoints, note_head

    with opened() as registry:
        note_head(registry)
        found = checkpoints(registry)
    if path is None:
        out.print(as_text(found[-1:]), end="", soft_wrap=True)
        return
    with writing(path):
        path.write_text((as_json if path.suffix == ".json" else as_text)(found), encoding="utf-8")
    out.print(f"→ {path} ({len(found)} điểm mốc)", soft_wrap=True)
