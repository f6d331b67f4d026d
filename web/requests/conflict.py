"""Two people edited the same record: both versions of it, in words, and the second one's form kept whole."""

from typing import Any

from flask import request

from registry.errors import RefusalError
from registry.messages import remedy, render
from web.frame.errors import both_versions
from web.frame.languages import language
from web.frame.refusals import TYPED
from web.frame.who_was_first import for_these_eyes
from web.requests.view import moment

_KEPT_OUT = frozenset({"csrf_token", "version"})


def versions(error: RefusalError) -> dict[str, Any]:
    """Return both versions of a form's record: lines of (what, standing, offered), and the form itself.

    ``fields`` are the form's own values with the version that stands, so that whoever came second can write
    theirs knowingly; files are not kept by a browser and are named in ``files``.
    """
    standing, lines = error.params["standing"], both_versions(error)
    reason = request.form.get("reason", "").strip()
    if reason and "reason" not in error.params["offered"]:
        lines.append((str(TYPED["reason"]), "", reason))
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _KEPT_OUT]
    return {
        "lines": lines,
        "fields": [*fields, ("version", str(standing.get("version") or 0))],
        "files": [file.filename for file in request.files.values() if file.filename],
        "action": request.path,
    }


def same(error: RefusalError) -> bool:
    """Whether what stands is what was offered: a form that was sent twice changes nothing."""
    standing, offered = error.params["standing"], error.params["offered"]
    return bool(offered) and all(
        (standing.get(name) or "") == (value or "") for name, value in offered.items()
    )


def json_versions(error: RefusalError) -> dict[str, Any]:
    """Return both versions of a row's record, as the scripts show them side by side."""
    lang, error = language(), for_these_eyes(error)
    standing = error.params["standing"]
    return {
        "error": {
            "code": error.code,
            "message": render(error.code, error.params, lang),
            "remedy": remedy(error.code, error.params, lang),
        },
        "standing": {
            "code": standing.get("decision") or "",
            "reason": standing.get("reason") or "",
            "conditions": standing.get("conditions") or [],
            "text": standing.get("text") or "",
            "who": standing.get("who") or str(error.params.get("by", "")),
            "at": moment(str(standing.get("at") or "")) or str(error.params.get("at", "")),
            "version": int(standing.get("version") or 0),
        },
        "lines": both_versions(error),
    }
