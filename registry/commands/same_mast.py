"""``bts same-mast``: the open questions, and an officer's answers to them."""

from typing import Annotated

import typer

from registry.console import actor, opened, out
from registry.errors import RefusalError

app = typer.Typer(help="Có phải cùng một cột? · are two listed masts the same one?")

REASONS = {
    "near": "đứng gần nhau",
    "shared_with": "danh sách ghi dùng chung",
    "sharing_code": "mã dùng chung cơ sở hạ tầng",
}
SHORT = 8  # characters of an id that are printed; a beginning that fits one question is enough

Identity = Annotated[str, typer.Argument(metavar="ID", help="The question, or the beginning of its id.")]
Note = Annotated[str, typer.Option(help="Why, as it shall stand beside the decision.")]


@app.callback(invoke_without_command=True)
def listed(context: typer.Context) -> None:
    """List the open questions, nearest pair first; merge or keep apart answers one."""
    if context.invoked_subcommand is not None:
        return
    from registry.services.office.calendar import today
    from registry.services.register.context import context_for
    from registry.services.register.mast_pairs import Side, pairs

    with opened() as registry:
        known = context_for(registry, today())
        waiting = pairs(registry, known)
    names = {operator.code: operator.name for operator in known.operators}

    def said(side: Side) -> str:
        return f"{side.code} ({', '.join(names.get(code, code) for code in side.operators) or '–'})"

    for pair in waiting:
        asked = pair.question
        apart = "" if asked.distance_m is None else f"cách {asked.distance_m:.1f} m".replace(".", ",") + " · "
        out.print(
            f"{asked.id[:SHORT]}  {said(pair.a)} ↔ {said(pair.b)}  {apart}"
            f"{REASONS.get(asked.reason, asked.reason)}  {pair.a.place}",
            soft_wrap=True,
        )
    out.print(f"{len(waiting)} câu hỏi chờ kết luận" if waiting else "Không có câu hỏi nào chờ kết luận")


@app.command("merge")
def merge_command(
    question: Identity,
    keep: Annotated[str, typer.Option(help="The code whose record stays; the other becomes an alias.")],
    note: Note = "",
) -> None:
    """Make the two one mast. Undone by undoing the batch."""
    from registry.services.office.calendar import today
    from registry.services.register.context import context_for
    from registry.services.register.mast_pairs import pair_of
    from registry.services.register.same_mast import merge

    with opened() as registry:
        pair = pair_of(registry, context_for(registry, today()), question)
        wanted = keep.strip().casefold()
        chosen = [side for side in pair.sides if wanted == side.code.casefold()] or [
            side for side in pair.sides if wanted in {code.casefold() for code in side.codes}
        ]
        if len(chosen) != 1:
            raise RefusalError("SAME-MAST-NOT-OF-PAIR", site=keep)
        batch = merge(registry, pair.question.id, keep=chosen[0].id, evidence=note, who=actor())
    out.print(f"Là một cột, giữ mã {chosen[0].code}. Đã ghi lô {batch.id}", soft_wrap=True)


@app.command("apart")
def apart_command(question: Identity, note: Note = "") -> None:
    """Record that the two are two masts; it is not asked again. Undone by undoing the batch."""
    from registry.services.office.calendar import today
    from registry.services.register.context import context_for
    from registry.services.register.mast_pairs import pair_of
    from registry.services.register.same_mast import keep_apart

    with opened() as registry:
        pair = pair_of(registry, context_for(registry, today()), question)
        batch = keep_apart(registry, pair.question.id, evidence=note, who=actor())
    out.print(f"{pair.a.code} và {pair.b.code} là hai cột khác nhau. Đã ghi lô {batch.id}", soft_wrap=True)
