"""The batches (lô nhập): what each brought, what rests on it, and taking one back."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.ledger import ImportBatch
from registry.services.office import both_versions, taking_back
from registry.services.office.batches import list_batches
from web.frame import parameters, refusals
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, matching, wants_book
from web.frame.office import registry
from web.frame.wording.words import ROLES
from web.imports import words
from web.imports.frame import may_write

blueprint = Blueprint("batches", __name__, url_prefix="/batches")

STANDING, TAKEN_BACK = "standing", "undone"
IMPORTS = frozenset({"sites", "plan", "zones", "admin_units", "cables", "undo"})
"""What the list shows first: what came by a file, and what was taken back of it."""


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str | Response:
    """List the batches, the newest first; those of imports unless another kind is asked for."""
    parameters.known_only(request.args, ("kind", "state", *NAMES))
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    if state not in ("", STANDING, TAKEN_BACK):
        raise RefusalError("WEB-PARAMETER", name="state", value=state[:40], **_wanted())
    every = list(reversed(list_batches(registry())))
    found = [
        one
        for one in every
        if (one.kind in IMPORTS if not kind else kind in (one.kind, "all"))
        and (not state or (one.undone_by is not None) == (state == TAKEN_BACK))
    ]
    shown = listing(found, _columns(), filters=("kind", "state"))
    at_all = 0 if shown.items else len(matching(every, _columns()))
    if wants_book():
        return shown.book(_("Lô nhập"))
    there = {one.kind for one in every}
    return render_template(
        "imports/batches.html",
        items=shown.items,
        listed=shown,
        every=[("every", _("Tất cả"), at_all)],
        kind=kind,
        state=state,
        kinds={code: word for code, word in words.KINDS.items() if code in there},
        kind_word=words.kind_word,
        counted=words.counted,
        told=words.told,
        may_write=may_write(),
    )


@blueprint.get("/<batch>")
@guarded(*WORKERS)
def show(batch: str) -> str:
    """Show a batch: what was said at it, what it brought, whether it stands, who may take it back."""
    found = taking_back.get_batch(registry(), batch)
    kind = taking_back.kind_undone(registry(), found)
    return render_template(
        "imports/batch.html",
        batch=found,
        kind_word=words.kind_word,
        counted=words.counted(found.summary),
        told=words.told(found),
        may_undo=taking_back.may_take_back(registry(), found, current_person()),
        undoers=[ROLES[role] for role in sorted(taking_back.UNDOERS.get(kind, ()))],
        where=_where(found),
    )


@blueprint.get("/<batch>/take-back")
@guarded(*WORKERS)
def take_back_page(batch: str) -> str:
    """Show what taking a batch back would set back and what stands in its way, before it is done."""
    return _take_back_page(batch)


@blueprint.post("/<batch>/take-back")
@guarded(*WORKERS)
def take_back(batch: str) -> Any:
    """Take a batch back whole."""
    made = taking_back.take_back(
        registry(), batch, person=current_person(), reason=request.form.get("reason", "")
    )
    flash(_("Đã rút lô %(batch)s bằng lô %(made)s; dữ liệu trở lại như trước lô đó.", batch=made.undoes,
            made=made.id))  # fmt: skip
    return redirect(url_for("batches.show", batch=made.undoes), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the page of the deed why a batch is not taken back."""
    batch = (request.view_args or {}).get("batch", "")
    return _take_back_page(batch, error) if error.code in _ON_PAGE else None


_ON_PAGE = frozenset({"BATCH-UNDO-NO-REASON", "BATCH-UNDO-CONFLICT", "TEXT-LONG"})


def _take_back_page(batch: str, refusal: RefusalError | None = None) -> str:
    found = taking_back.get_batch(registry(), batch)
    if not taking_back.may_take_back(registry(), found, current_person()):
        if found.undone_by is not None:
            raise RefusalError("BATCH-ALREADY-UNDONE", batch=found.id, by=found.undone_by)
        raise RefusalError("BATCH-UNDO-NOT-YOURS", batch=found.id)
    resting = taking_back.resting_on(registry(), found.id)
    lang = language()
    return render_template(
        "imports/take_back.html",
        batch=found,
        kind_word=words.kind_word,
        told=words.told(found),
        records=[
            (say(both_versions.what(table, {}), lang), count) for table, count in resting.records.items()
        ],
        resting=resting,
        in_the_way=[say(one.name, lang) for one in resting.in_the_way],
        reason=request.form.get("reason", ""),
        reason_needed=taking_back.kind_undone(registry(), found) in taking_back.OF_LAW,
        longest=taking_back.LONGEST_REASON,
        refusal=refusals.said(refusal),
    )


def _columns() -> list[Column]:
    return [
        Column("batch", _("Lô"), lambda one: int(one.id[1:])),
        Column("kind", _("Loại"), lambda one: words.kind_word(one.kind)),
        Column("file", _("Tệp"), lambda one: one.file_name),
        Column("said", _("Quyết định, phạm vi"), _said),
        Column("who", _("Người ghi"), lambda one: one.who),
        Column("at", _("Lúc"), _moment),
        Column("counts", _("Kết quả"), lambda one: words.counted(one.summary), sorts=False),
        Column("state", _("Tình trạng"), lambda one: one.undone_by or ""),
    ]


def _said(batch: ImportBatch) -> str:
    return "; ".join(f"{what}: {value}" for what, value in words.told(batch))


def _moment(batch: ImportBatch) -> dt.datetime:
    return batch.at


def _where(batch: ImportBatch) -> str:
    """Return the page that shows what a batch brought, "" where there is none."""
    options = batch.options or {}
    if batch.kind == "zones":
        if options.get("draft"):
            return url_for("zones.draft", draft=options["draft"])
        return url_for("zones.listed", state="all", q=options.get("decision") or None)
    pages = {"cables": "cables.batches", "plan": "plans.listed", "admin_units": "units.listed"}
    if batch.kind == "sites" and (batch.summary or {}).get("questions"):
        return url_for("same_mast.listed")
    return url_for(pages[batch.kind]) if batch.kind in pages else ""


def _wanted() -> dict[str, str]:
    return {"wanted_vi": "standing hoặc undone", "wanted_en": "standing or undone"}
