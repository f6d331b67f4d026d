"""The pages by which a request comes in: the form that begins one, and the preview of what was handed in."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import column
from registry.errors import RefusalError
from registry.intake.meanings import NOT_USED
from registry.messages import number, render
from registry.model.requests.desk import RequestKind
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.asked_spots import not_compared, seen_appraisal
from registry.services.appraise.row_texts import choice_words
from registry.services.appraise.stated_columns import UNITS, field_choices
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.time_limits import limit_for, limit_words, limits_on
from registry.services.requests.agreed.noticed import UNMET
from registry.services.requests.dossiers import items_for, named_elsewhere
from registry.services.requests.drafting.drafts import TYPED_FIELDS, Drafts
from registry.services.requests.drafting.kept_drafts import Draft
from web.appraise.lists import EXTENSIONS
from web.appraise.view import gaps_with_names
from web.frame import refusals
from web.frame.forms import settings_limit_mb
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisations, own_code, who
from web.requests.desk import desk_config, desk_values
from web.requests.frame import drafts_of, number_of
from web.requests.matters import asked_of_sender, matter_view
from web.requests.words import KIND_HINTS, KINDS, answer_words, cell_words, column_words

TYPED_ROWS = 5
BY_NAME = "by-name"
NO_POSITION = frozenset({"LIST-NO-POSITION", "LIST-HALF-POSITION"})
"""What the form of papers says where each file is the paper that its name tells."""


def drafts() -> Drafts:
    """Return the drafts of the open registry."""
    return Drafts(registry())


def seen_preview(draft: Draft) -> Appraisal:
    """Return the preview's appraisal as the person may see it."""
    found = drafts().appraisal(draft)
    if found is None:
        raise RefusalError("REQUEST-DRAFT-UNKNOWN")
    return seen_appraisal(registry(), current_person(), found)


def new_page(refusal: RefusalError | None = None) -> str:
    """Return the form by which a request comes in, with what was refused a moment ago."""
    own = own_code(current_person())
    return render_template(
        "requests/new.html",
        refusal=refusals.said(refusal),
        form=request.form or {"kind": request.args.get("kind", "")},
        open_drafts=drafts_of(own, who()),
        **_form_values(own),
    )


def preview_page(draft: Draft, refusal: RefusalError | None = None, *, typing: bool = False) -> str:
    """Return the page of a preview, with what was refused a moment ago; ``typing``: its rows as a form."""
    own = own_code(current_person())
    appraisal = None if typing or not draft.list_kept else seen_preview(draft)
    values: dict[str, Any] = {}
    if appraisal is not None:
        address = draft.id
        config = desk_config(
            appraisal,
            {
                "view": url_for("requests.draft_rows", address=address),
                "around": url_for("requests.draft_around", address=address),
                "row": url_for("requests.draft_findings", address=address, row=0).replace(
                    "/0.json", "/ROW.json"
                ),
                "answer": url_for("requests.draft_answer", address=address),
                "column": url_for("requests.draft_column", address=address),
                "cells": url_for("requests.draft_cells", address=address),
                "repair": url_for("requests.draft_repair", address=address),
                "sure": url_for("requests.draft_columns_sure", address=address),
                "mast": url_for("map.desk") + "#mast=",
                "law": url_for("regulations.here", day=appraisal.as_of.isoformat()),
                "instead": url_for("requests.draft_instead", address=address, row=0).replace("/0/", "/ROW/"),
                "share": url_for("sharing.new", draft=address, row="ROW", mast="MAST", host="HOST"),
            },
        )
        config["texts"] |= answer_words(_) | column_words(_) | cell_words(_)
        config["columnFields"], config["columnUnits"] = field_choices(language()), UNITS
        config["columnNotUsed"] = NOT_USED
        values = desk_values(appraisal, config)
    told = _told(draft, appraisal)
    return render_template(
        "requests/preview.html",
        counts=appraisal.counts if appraisal else {},
        count=lambda value: number(value, 0, language()),
        refusal=refusals.said(refusal),
        replaced=[request.args.get(name, type=int) for name in ("held", "given")],
        amended=number_of(draft.amends),
        until=in_vietnam(draft.expires.isoformat()),
        limit=_limit_said(draft),
        typed=_typed_fields(),
        typed_rows=[*draft.typed_rows, *({} for _row in range(max(1, TYPED_ROWS - len(draft.typed_rows))))],
        form={**request.form} or _form_of(draft),
        **told,
        **_form_values(own),
        **values,
    )


def preview_parts(draft: Draft) -> str:
    """Return what of a preview's page an answer may change beside its rows: notices, gaps, a count."""
    appraisal = seen_preview(draft)
    return render_template(
        "requests/preview_parts.html",
        gaps=gaps_with_names(appraisal, language()),
        form={},
        is_carrier=own_code(current_person()) is not None,
        **_told(draft, appraisal),
    )


def _told(draft: Draft, appraisal: Appraisal | None) -> dict[str, Any]:
    """Return what stands above the rows of a preview."""
    others = drafts().others(draft) if appraisal is not None else {}
    names = {item.code: item.name for item in organisations()}
    left = drafts().matters(draft)
    rows = [row.proposal for row in appraisal.rows] if appraisal else []
    lines = _dossier(draft, rows, behalf=bool(others), own=left.own_papers)
    return {
        "draft": draft,
        "appraisal": appraisal,
        "not_compared": not_compared(appraisal.rows) if appraisal else 0,
        "today_is": today(),
        "missed": missed_day(draft),
        "answered": sum(len(texts) for texts in draft.answers.values()),
        "organisation": names.get(draft.organisation, draft.organisation),
        "dossier": lines,
        "others": [file for file in draft.files if file.item not in {line["item"].code for line in lines}],
        "by_name": BY_NAME,
        "missing": [line["name"] for line in lines if not line["there"]],
        "behalves": [
            {
                "code": code,
                "name": names.get(code, code),
                "rows": [(at + 1, _row_said(appraisal, at)) for at in rows] if appraisal else [],
            }
            for code, rows in others.items()
        ],
        "unplaced": _unplaced(appraisal) if appraisal else [],
        "received": asked_of_sender(left.whole),
        "owed": any(m.code == UNMET for found in left.rows.values() for m in found),
        "row_matters": [
            {
                "at": at + 1,
                "row": _row_said(appraisal, at),
                "matters": [matter_view(m, language()) for m in found],
            }
            for at, found in left.rows.items()
        ]
        if appraisal
        else [],
    }


def _unplaced(appraisal: Appraisal) -> list[str]:
    """Return what is said of sheets whose columns give no position: none of their rows has a place."""
    lang = language()
    several = len(appraisal.sheets) > 1
    return [
        render(issue.code, issue.params, lang) + (f" ({issue.sheet})" if several else "")
        for issue in appraisal.issues
        if issue.code in NO_POSITION
    ]


def _row_said(appraisal: Appraisal, at: int) -> str:
    """Return a row as Excel numbers it, with its sheet where that is not the first one's."""
    row, first = appraisal.rows[at].proposal, appraisal.rows[0].proposal
    return str(row.row) if row.sheet == first.sheet else f"{row.row} · {row.sheet}"


def _dossier(
    draft: Draft, rows: Collection[Proposal], *, behalf: bool, own: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """Return the papers of the draft's kind with the files, and letters of the office's ``own``, for each."""
    said_in = 0 if language() == "vi" else 1
    files = {
        item: [file for file in draft.files if file.item == item] for item in {f.item for f in draft.files}
    }
    return [
        {
            "item": item,
            "name": item.name[said_in],
            "files": files.get(item.code, []),
            "own": own.get(item.code, ()),
            "there": item.code in files or item.code in own,
        }
        for item in items_for(RequestKind(draft.kind), behalf=behalf, elsewhere=named_elsewhere(registry()))
        if item.asked_of(rows) or item.code in files or item.code in own
    ]


def _form_values(own: str | None) -> dict[str, Any]:
    day = today()
    return {
        "organisations": [item for item in organisations() if own is None or item.code == own],
        "is_carrier": own is not None,
        "kinds": KINDS,
        "hints": KIND_HINTS,
        "limits": {code: _limit_of(RequestKind(code), day) for code in KINDS},
        "today": day.isoformat(),
        "extensions": EXTENSIONS,
        "limit_mb": settings_limit_mb(),
    }


def _limit_of(kind: RequestKind, day: dt.date) -> str:
    try:
        found = limit_for(limits_on(registry(), day), kind, day)
    except RefusalError as error:
        refused = refusals.said(error)
        return str(refused["message"]) if refused else ""
    return limit_words(found.days, found.on, found.source, language())


def _limit_said(draft: Draft) -> str:
    return _limit_of(RequestKind(draft.kind), draft.day)


def missed_day(draft: Draft) -> dt.date | None:
    """Return the last day on which a draft was in time (annual plan: 30/11) where that day is over."""
    try:
        day = limit_for(limits_on(registry(), draft.day), RequestKind(draft.kind), draft.day).in_by
    except RefusalError:
        return None
    return day if day is not None and draft.day > day else None


def _form_of(draft: Draft) -> dict[str, str]:
    names = ("kind", "organisation", "letter_number", "letter_date", "received_on", "note")
    return {**{name: str(getattr(draft, name)) for name in names}, "amends": number_of(draft.amends)}


def _typed_fields() -> list[dict[str, Any]]:
    lang = language()
    found = []
    for name in TYPED_FIELDS:
        known = column(name)
        found.append(
            {
                "name": name,
                "label": known.with_unit(lang),
                "choices": list(choice_words(known, lang).items()),
            }
        )
    return found
