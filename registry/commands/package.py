"""``bts verify-package`` proves a sealed package and needs no registry; ``bts seal`` makes one."""

from pathlib import Path
from typing import Annotated

import typer

from registry.console import actor, err, opened, out
from registry.messages import render


def verify_package(
    file: Annotated[
        Path, typer.Argument(help="The package (.zip) that was written when a letter was issued.")
    ],
    seal: Annotated[str, typer.Option("--seal", help="The seal that was given with the letter.")] = "",
) -> None:
    """Prove that a sealed package is whole: nothing changed, added or taken away. Exit status 1 if not."""
    from registry.documents.package import verify_package as verify

    proof = verify(file, seal)
    for problem in proof.problems:
        err.print(
            f"{problem.code}: {render(problem.code, {'name': problem.name})}", markup=False, soft_wrap=True
        )
    if not proof.whole:
        raise typer.Exit(1)
    params = {"members": proof.members, "request": proof.about.get("request", ""), "seal": proof.seal}
    out.print(render("PACKAGE-WHOLE", params), markup=False, soft_wrap=True)


def seal(
    request: Annotated[str, typer.Argument(help="The request's number or id, e.g. 12/2026/HS-VT.")],
) -> None:
    """Seal an issued request in its package, or say where the package lies; draws one map per row."""

    from registry.services.requests.sealing import seal_request

    def told(done: int, total: int) -> None:
        if done == total or done % 10 == 0:
            err.print(f"đang đóng gói {done}/{total}", markup=False, highlight=False)

    with opened() as registry:
        made = seal_request(registry, request, who=actor(), progress=told)
    params = {"request": request, "path": str(made.path), "seal": made.seal}
    out.print(render("PACKAGE-SEALED", params), markup=False, soft_wrap=True)
