"""Who was first, as the person may know it: the office's people are named to nobody outside."""

from registry.errors import RefusalError
from registry.messages import Words, say
from registry.services.office.deeds import CHANGED
from registry.services.office.sign_in.accounts import find_account
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry

_SOMEBODY = Words("Người khác", "Somebody else")


def for_these_eyes(error: RefusalError) -> RefusalError:
    """Return a refusal of whoever came second; who was first for the office and his own colleagues only."""
    person = current_person() if error.code == CHANGED else None
    if person is None or person.sees_all:
        return error
    name = str(error.params.get("by", ""))
    account = find_account(registry(), name=name) if name else None
    if account is not None and person.organisation and account.organisation == person.organisation:
        return error
    somebody = say(_SOMEBODY, language())
    standing = {**error.params["standing"]}
    if standing.get("who"):
        standing["who"] = somebody
    return RefusalError(error.code, **{**error.params, "by": somebody, "standing": standing})
