"""Proving a sealed package (gói hồ sơ): anybody who was given one and its seal may have it checked here."""

from typing import Any

from flask import Blueprint, render_template, request

from registry.documents.package import Proof, verify_package
from registry.errors import RefusalError
from registry.messages import render
from web.frame import parameters, refusals
from web.frame.guard import READERS, guarded
from web.frame.languages import language
from web.frame.uploads import uploaded

blueprint = Blueprint("packages", __name__, url_prefix="/packages")


@blueprint.get("/check")
@guarded(*READERS)
def check() -> str:
    """Show where a package is handed in to be proven; ``seal`` is filled in where a page leads here."""
    parameters.known_only(request.args, ("seal",))
    return _page(seal=request.args.get("seal", "")[:100])


@blueprint.post("/check")
@guarded(*READERS)
def prove() -> Any:
    """Say whether a package is whole, and what was changed, added or taken away where it is not."""
    seal = request.form.get("seal", "").strip()
    with uploaded("package") as (path, name):
        proof = verify_package(path, seal)
    return _page(seal=seal, name=name, proof=proof)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the page why a package cannot be proven."""
    return _page(seal=request.form.get("seal", ""), refusal=error)


def _page(
    *, seal: str = "", name: str = "", proof: Proof | None = None, refusal: RefusalError | None = None
) -> str:
    lang = language()
    said = ""
    if proof is not None and proof.whole:
        params = {"members": proof.members, "request": proof.about.get("request", ""), "seal": proof.seal}
        said = render("PACKAGE-WHOLE", params, lang)
    problems = [] if proof is None else proof.problems
    return render_template(
        "operation/package.html",
        seal=seal,
        name=name,
        said=said,
        unsealed=bool(said) and not seal,
        problems=[(one.code, render(one.code, {"name": one.name}, lang)) for one in problems],
        refusal=refusals.said(refusal),
    )
