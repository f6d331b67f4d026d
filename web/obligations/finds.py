"""What obligations let be found: what is owed, and the letters that are followed."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import say
from registry.services.obligations.followed_letters import letters_of
from registry.services.obligations.letter_documents import SUBJECTS
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.found.index import Thing
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisation_names, own_code
from web.obligations import words


def duties() -> list[Thing]:
    """Return what is owed, a carrier's own only."""
    names, lang = organisation_names(), language()
    return [
        Thing(
            title(one, lang),
            url_for("obligations.show", key=one.key),
            " · ".join(
                (
                    names.get(one.organisation, one.organisation) or str(_("Cơ quan")),
                    str(_("hạn %(day)s", day=f"{one.due_on:%d/%m/%Y}")),
                    str(words.STATES[one.state]),
                )
            ),
            f"{names.get(one.organisation, one.organisation)} {one.organisation} {words.CODES[one.code]}",
        )
        for one in duties_of(registry(), organisation=own_code(current_person()))
    ]


def letters() -> list[Thing]:
    """Return the letters that are followed, a carrier's own only: by number, subject and to whom."""
    names, lang = organisation_names(), language()
    found = []
    for one in letters_of(registry(), organisation=own_code(current_person())):
        name, subject = names.get(one.organisation, one.organisation), say(SUBJECTS[one.kind], lang)
        note = f"{name} · {subject} · {words.LETTER_STATES[one.state]}"
        found.append(
            Thing(
                one.number or str(words.LETTER_KINDS[one.kind]),
                url_for("duty_letters.show", letter=one.id),
                note if one.sent_on is None else f"{note} · {one.sent_on:%d/%m/%Y}",
                f"{subject} {name} {one.organisation} {one.answer_number} {words.LETTER_KINDS[one.kind]}",
            )
        )
    return found


FINDS = (
    Finds("duty", "obligations.show", duties),
    Finds("letter", "duty_letters.show", letters, tables=("duty_letters", "operators", "owners")),
)
OPENS = (
    Opens("obligations.listed", words=_l("nghĩa vụ, hạn nộp, báo cáo phải nộp, nhắc hạn")),
    Opens("duty_letters.listed", words=_l("công văn, đôn đốc, nhắc nhở, giải trình")),
    Opens("compliance.summary", words=_l("vi phạm, tuân thủ, công trình hiện có")),
    Opens("list_changes.show", words=_l("thay đổi danh sách, cột mới, cột bỏ")),
)
