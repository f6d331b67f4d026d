"""The compliance run as a frame: one row an answer."""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.frames.disclosed_columns import own_rows
from registry.frames.stamps import Day, asked, shown_frame
from registry.messages import Language, render
from registry.model.people import Person
from registry.services.obligations.compliance import compliance_run
from registry.services.office.registry import Registry

if TYPE_CHECKING:
    import geopandas as gpd


def compliance(
    day: Day = None,
    *,
    lang: Language = "vi",
    viewer: Person | None = None,
    register: Registry | None = None,
) -> "gpd.GeoDataFrame":
    """Return every answer of the compliance run of a day (default today): a question, a mast or station.

    Nothing is accused on what is unknown or unverified: ``fail`` is by verified law alone. Whoever is bound
    to an organisation gets the answers that concern it; others none.
    """
    with asked("compliance", day, viewer, register) as ask:
        run = compliance_run(ask.register, ask.day)
        parts: dict[str, list[Any]] = {}
        rows = []
        for question, judged in run.judged.items():
            answers = judged.answers
            told = {
                "outcome": [answer.outcome.value for answer in answers],
                "message_code": [answer.code for answer in answers],
                "message": [render(answer.code, dict(answer.params), lang) for answer in answers],
            }
            for name, held in told.items():
                parts.setdefault(name, []).append(np.array([*held, None], dtype=object)[judged.answer])
            parts.setdefault("question", []).append(np.full(len(judged), question.value, dtype=object))
            parts.setdefault("concerned", []).append(run.operators_of(question))
            days = judged.days if judged.days is not None else np.full(len(judged), np.datetime64("NaT", "D"))
            parts.setdefault("due_on", []).append(days)
            rows.append(judged.mast)
        mast = np.concatenate(rows)
        masts = run.masts
        values = {name: np.concatenate(held) for name, held in parts.items()} | {
            "structure_id": masts.structure_ids[mast],
            "site_id": masts.site_ids[mast],
            "site_code": masts.codes[mast],
            "commune_code": masts.communes[mast],
        }
        shapes: Any = np.asarray(shapely.points(masts.lon, masts.lat))[mast]
        if not ask.person.sees_all:
            own = own_rows(ask.person, concerned=values["concerned"])
            values, shapes = {name: held[own] for name, held in values.items()}, shapes[own]
        return shown_frame(ask, values, shapes, np.ones(len(shapes), dtype=bool))
