"""``bts verify-package``: proves a sealed package; needs no registry."""

from pathlib import Path
from typing import Annotated

import typer

from registry.console import err, out
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
