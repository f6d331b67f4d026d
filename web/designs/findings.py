"""What a version was found to be, question by question and on the map, with the office's word on each."""

import datetime as dt
from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import remedy
from registry.model.designs.contents import FIELDS
from registry.model.designs.kept_contents import things_of
from registry.model.findings import Outcome
from registry.services.designs.contents import content_at
from registry.services.designs.drawings import judge_again
from registry.services.designs.judged import SaidFinding
from registry.services.designs.letter import basis_of, measured_of, objects_of, said_of, title_of
from registry.services.designs.opened import OpenedDossier
from registry.services.designs.opinions import CHOSEN, confirm_all, say
from web.designs.frame import READ, WORK, blueprint, design_map, dossier_page, opened
from web.frame.forms import one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.security.csp import nonce
from web.frame.wording.words import OUTCOMES
from web.map.folium_page import folium_page

FINE = frozenset({Outcome.PASS, Outcome.NA})
"""Outcomes of which nothing follows for anybody."""
GRAVEST_FIRST = (
    Outcome.FAIL, Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.PASS, Outcome.NA,
)  # fmt: skip


@blueprint.get("/<dossier>")
@guarded(*READ)
def show(dossier: str) -> str:
    """Show a dossier with what the version in hand was found to be."""
    return findings_page(opened(dossier))


@blueprint.post("/<dossier>/findings/<finding>")
@guarded(*WORK)
def say_finding(dossier: str, finding: str) -> Any:
    """Confirm a finding or overrule it, with the reason."""
    chosen = request.form.get("outcome", "")
    say(
        registry(), dossier, finding, outcome=one_of(Outcome, chosen) if chosen else None,
        reason=request.form.get("reason", ""), seen=version_of(), person=current_person(),
    )  # fmt: skip
    flash(_("Đã ghi ý kiến."))
    return redirect(url_for("designs.show", dossier=dossier, _anchor=f"f-{finding[:16]}"), 303)


@blueprint.post("/<dossier>/findings")
@guarded(*WORK)
def confirm_findings(dossier: str) -> Any:
    """Confirm all findings that nobody has spoken of."""
    confirm_all(registry(), dossier, seen=version_of(), person=current_person())
    flash(_("Đã xác nhận mọi nội dung còn lại."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


@blueprint.post("/<dossier>/judge/<file>")
@guarded(*WORK)
def judge(dossier: str, file: str) -> Any:
    """Judge the version in hand anew by what holds today."""
    judge_again(registry(), dossier, file, seen=version_of(), person=current_person())
    flash(_("Đã xem xét lại theo sổ đăng ký và quy định hôm nay."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


def findings_page(found: OpenedDossier, refusal: RefusalError | None = None) -> str:
    """Render the page of a dossier's findings."""
    content = content_at(registry(), found.file)
    made = None
    if found.file is not None and content is not None:
        held = [] if content.outline is None else [content.outline]
        held += [one.geometry for kind in FIELDS for one in things_of(content, kind)]
        made = design_map(
            held,
            urls={"shapes": url_for("designs.shapes", dossier=found.dossier.id, file=found.file.id)},
            found=[_place(at, one) for at, one in enumerate(found.said, 1) if one.judged.finding.evidence],
        )
    views = [_view(at, one) for at, one in enumerate(found.said, 1)]
    views.sort(key=lambda view: view["rule"])
    groups = [(title, list(own)) for title, own in groupby(views, key=lambda view: view["title"])]
    since = found.since
    return dossier_page(
        "designs/show.html", found, "designs.show", refusal,
        groups=sorted(filter(_asks, groups), key=_gravest),
        fine=[group for group in groups if not _asks(group)],
        counts=[(name, sum(one.outcome.value == name for one in found.said)) for name in OUTCOMES],
        outcomes=OUTCOMES,
        judged_at=_moment(found.file.judged_at) if found.file is not None and found.file.judged_at else None,
        choices=[item.value for item in CHOSEN],
        map=None if made is None else folium_page(made, nonce()),
        since=None if since is None else {
            "settled": [_short(one.finding) for one in since.settled],
            "new": [_short(one.finding) for one in since.new],
            "still": [_short(one.finding) for one in since.still],
        },
    )  # fmt: skip


def _asks(group: tuple[str, list[dict[str, Any]]]) -> bool:
    """Whether somebody has to look at a group: something in it is neither passed nor beside the point."""
    return any(view["outcome"] not in FINE for view in group[1])


def _gravest(group: tuple[str, list[dict[str, Any]]]) -> int:
    return min(GRAVEST_FIRST.index(view["outcome"]) for view in group[1])


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _short(finding: Any) -> str:
    lang = language()
    return f"{title_of(finding.rule, lang)}: {said_of(finding, lang)}"


def _place(at: int, one: SaidFinding) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": one.judged.finding.evidence,
        "properties": {
            "id": one.judged.key, "outcome": one.outcome.value,
            "label": f"{at}. {title_of(one.judged.finding.rule, language())}",
        },
    }  # fmt: skip


def _view(at: int, one: SaidFinding) -> dict[str, Any]:
    lang, finding, opinion = language(), one.judged.finding, one.opinion
    objects = objects_of(one, lang)
    return {
        "at": at,
        "key": one.judged.key,
        "rule": finding.rule,
        "title": title_of(finding.rule, lang),
        "outcome": one.outcome.value,
        "found": finding.outcome.value,
        "said": said_of(finding, lang),
        "measured": measured_of(finding, lang),
        "basis": basis_of(finding, lang),
        "remedy": remedy(finding.code, finding.params, lang) or "",
        "objects": objects[:30],
        "more": max(0, len(objects) - 30),
        "placed": bool(finding.evidence),
        "flips": finding.flips,
        "opinion": opinion,
        "version": 0 if opinion is None else opinion.version,
        "open": opinion is None and finding.outcome not in (Outcome.PASS, Outcome.NA),
    }
