"""The table, the map and the issues of a list, as the page of a request and a preview show them."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from registry.model.requests.proposals import Proposal
from registry.services.appraise.alternatives import alternatives_json, alternatives_seen
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.list_doubts import DOUBTS
from registry.services.appraise.row_texts import (
    UNUSUAL_LIKELY,
    answer_to,
    choices_of,
    label_of,
    shown,
    texts_of,
)
from registry.services.register.disclosure import hidden_layers
from registry.services.register.place_names import opening_box
from registry.services.requests.sharing_drafts import own_hosts
from registry.siting.nearest import RADIUS_M
from web.appraise.view import gaps_with_names
from web.appraise.words import words
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.rule_signs import SEVERITIES, SIGNS, VERDICTS, signs_of_masts
from web.requests.sharing_beside import asked_already, asked_hosts


def desk_config(appraisal: Appraisal, urls: Mapping[str, str]) -> dict[str, Any]:
    """Return what the scripts of a list need: words, signs, addresses."""
    return {
        **words(_, language()),
        **signs_of_masts(appraisal.context),
        "urls": dict(urls),
        **hosts_said(appraisal),
    }


def hosts_said(appraisal: Appraisal) -> dict[str, Any]:
    """Return of which rows' shared masts nobody is asked: their own, and those asked for already."""
    return {"ownHosts": own_hosts(appraisal), "askedHosts": asked_hosts(appraisal)}


def desk_values(appraisal: Appraisal, config: dict[str, Any]) -> dict[str, Any]:
    """Return what the templates of a list need: the map, heads of columns, filters, gaps."""
    made = desk_map(settings(), opening_box(appraisal.context), config)
    return {
        "map": folium_page(made, nonce()),
        "gaps": gaps_with_names(appraisal, language()),
        "families": config["families"],
        "outcomes": [(code, SIGNS[code], config["outcomes"][code]["word"]) for code in SIGNS],
        "verdicts": [(code, config["verdicts"][code]) for code in VERDICTS],
        "severities": [(code, config["severities"][code]) for code in SEVERITIES],
    }


def with_fields(
    found: dict[str, Any],
    appraisal: Appraisal,
    proposals: list[Proposal],
    answered: Mapping[int, Mapping[str, str]],
) -> dict[str, Any]:
    """Add to every issue of a view the field that answers it, what accepts its proposal, and its answer.

    ``proposals`` are the rows as they were read; ``answered`` the texts given since, by row and field. A
    doubt of the list as a whole is said of the rows as they are now: what is still said is not answered.
    """
    lang = language()
    for issue, line in zip(appraisal.issues, found["issues"], strict=True):
        at = int(line["at"])
        name, accept = answer_to(issue, appraisal.sheets, proposals[at] if at >= 0 else None)
        if not name:
            continue
        line |= {"field": name, "label": label_of(name, lang), "accept": accept}
        if issue.code == UNUSUAL_LIKELY:
            line["stands"] = texts_of(proposals[at]).get(name, "").replace(",", ".")
        if choices := choices_of(name, lang):
            line["choices"] = list(choices.items())
        if issue.code not in DOUBTS and name in answered.get(at, {}):
            line["answered"] = shown(name, answered[at][name], lang)
            found["rows"][at]["issues"] -= 1  # the row's sign says what still waits
    return found


def alternatives_answer(appraisal: Appraisal, row: int) -> Response:
    """Return what a row of a list in full could do instead, as the person may read it."""
    person = current_person()
    text = request.args.get("radius", "")
    try:
        radius = float(text) if text else RADIUS_M
    except ValueError:  # refused like one out of bounds
        radius = float("nan")
    found = alternatives_seen(registry(), person, appraisal, row, radius_m=radius)
    viewer = None if person.sees_all else person.organisation
    told = alternatives_json(found, language(), viewer, hidden=hidden_layers(person))
    asked = asked_already(appraisal.rows[row].proposal.operator, [host.code for host in found.hosts])
    for host, line in zip(told["hosts"], asked, strict=True):
        if line is not None:
            host["asked"] = line
    return jsonify(told)
