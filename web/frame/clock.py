"""Above every page of the office, while the server's clock is not believed: the days on it may be wrong.

Nothing can be written by such a clock, but pages go on counting days by it.
"""

from flask import g, render_template
from markupsafe import Markup

from registry.errors import RefusalError
from registry.services.office.operation.clock import doubt_now
from web.frame.guard import current_person
from web.frame.office import registry


def banner() -> Markup:
    """Return the doubt in words; nothing while the clock is believed, and for others than the office."""
    if g.get("faulty") or not current_person().is_staff:
        return Markup()
    try:
        doubt = doubt_now(registry())
    except RefusalError:  # the page itself says what is the matter
        return Markup()
    if doubt is None:
        return Markup()
    said = render_template(
        "frame/clock_doubt.html", behind=doubt.code == "STORE-CLOCK-BEHIND", **dict(doubt.params)
    )
    return Markup(said)  # noqa: S704 - the template escapes
