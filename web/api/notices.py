"""What the asker is told, and marking it as opened."""

import datetime as dt

from flask import url_for

from registry.errors import RefusalError
from registry.model.notices import Notice
from registry.model.sign_in.tokens import Scope
from registry.model.vietnam_time import in_vietnam
from registry.services.office.notices import inbox, open_notices, sentence
from web.api.operations import Asked, operation
from web.frame import packages
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code, who
from web.frame.post.inbox import TOLD
from web.frame.wording.appraised_rows import Model

GROUP = "Notices"


class ApiNotice(Model):
    """One notice: its sentence, what it is about, where a person opens it, and who opened it first."""

    id: str
    kind: str
    text: str
    at: dt.datetime
    subject: str
    record: str
    link: str
    opened_at: dt.datetime | None
    opened_by: str


class ApiNotices(Model):
    """Notices, the newest first."""

    notices: list[ApiNotice]


class NoticeQuery(Model):
    """Which notices; ``unopened``: those that nobody opened and of which the matter is still to be done."""

    unopened: bool = False


@operation(
    "GET", "/notices", *TOLD, scope=Scope.NOTICES, answers={200: ApiNotices}, group=GROUP, query=NoticeQuery
)
def list_notices(asked: Asked) -> ApiNotices:
    """List what the asker is told, the newest first."""
    found = inbox(registry(), asked.person, own_code(asked.person), unopened=asked.query.unopened)
    if asked.query.unopened:
        done = packages.settled_notices(registry(), found)
        found = [one for one in found if one.id not in done]
    return ApiNotices(notices=[_shown(one) for one in found])


@operation(
    "POST", "/notices/<notice>/opened", *TOLD, scope=Scope.NOTICES, answers={200: ApiNotice}, group=GROUP,
    writes=True,
)  # fmt: skip
def open_notice(asked: Asked, notice: str) -> ApiNotice:
    """Mark a notice as opened; whoever opened it first stays."""
    open_notices(registry(), [_of(asked, notice)], who=who())
    return _shown(_of(asked, notice))


def _of(asked: Asked, notice: str) -> Notice:
    for one in inbox(registry(), asked.person, own_code(asked.person)):
        if one.id == notice:
            return one
    raise RefusalError("NOTICE-UNKNOWN")


def _shown(one: Notice) -> ApiNotice:
    known = packages.document_address(one.subject, one.record)
    return ApiNotice(
        id=one.id, kind=one.kind.value, text=sentence(one, language()), at=in_vietnam(one.at),
        subject=one.subject, record=one.record, link=known and url_for("notices.follow", notice=one.id),
        opened_at=in_vietnam(one.opened_at) if one.opened_at else None, opened_by=one.opened_by,
    )  # fmt: skip
