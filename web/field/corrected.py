"""What pages say of a defect whose answer was corrected after it was recorded."""

from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.field.defects import Defect
from registry.model.people import Person
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.restated import Restated, restated, views_to_look_at
from registry.services.field.vocabulary import judged_words, limit_words, value_words
from web.frame.office import registry


def corrected(view: InspectionView, lang: Language) -> dict[str, Any]:
    """Return defect's id -> what its answer said and says now, of those of a visit that stand."""
    return {one.defect.id: _words(view, one, lang) for one in restated(view) if one.defect.standing}


def corrected_of(defect: Defect, person: Person, lang: Language) -> Any:
    """Return the same of one defect, None where its answer says what it said, or it is of none."""
    if not (defect.inspection and defect.entry and person.is_staff):
        return None
    try:
        view = get_inspection(registry(), defect.inspection, person=person)
    except RefusalError:
        return None
    return corrected(view, lang).get(defect.id)


def corrected_among(defects: Sequence[Defect], person: Person, lang: Language) -> dict[str, Any]:
    """Return the same of many defects, as a letter would name them."""
    views = views_to_look_at(registry(), defects, person=person)
    return {key: said for view in views for key, said in corrected(view, lang).items()}


def _words(view: InspectionView, one: Restated, lang: Language) -> dict[str, Any]:
    judgement = one.now.judgement
    word = judged_words(judgement, lang)
    limit = limit_words(judgement, lang)
    return {
        "entry": one.now.words_vi if lang == "vi" else one.now.words_en,
        "then": value_words(one.then, view.sheet, lang),
        "now": value_words(one.now, view.sheet, lang),
        "judged": f"{word}, {limit}" if limit else word,
        "defect": one.defect,
        "visit": view.inspection.id,
    }
