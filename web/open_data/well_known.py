"""What programs look for at fixed addresses: what may be searched, and whom to tell of a security hole."""

import datetime as dt

from flask import Blueprint, Response, request, url_for

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.public.plate_settings import board
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.office import registry

blueprint = Blueprint("well_known", __name__)

_FOR_EVERYBODY = ("open_data.show", "outages.public_list", "guides.listed")
"""Pages that whoever searches the web may lead to; all others are work, or a person's own."""


@blueprint.get("/robots.txt")
@guarded(public=True)
def robots() -> Response:
    """Say which pages are for whoever searches the web: those for everybody, and no tiles."""
    parameters.known_only(request.args, ())
    lines = [
        "User-agent: *",
        *(f"Allow: {url_for(endpoint)}" for endpoint in _FOR_EVERYBODY),
        f"Disallow: {url_for('open_data.show')}/tiles/",
        "Disallow: /",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/.well-known/security.txt")
@guarded(public=True)
def security() -> Response:
    """Say whom to tell of a security hole, as RFC 9116 has it; nothing is said that is not set or is over."""
    parameters.known_only(request.args, ())
    settings = registry().settings
    contact, expires = settings.security_contact, settings.security_expires
    if contact is None or expires is None:
        raise RefusalError("SECURITY-TXT-NOT-SET")
    moment = dt.datetime.combine(expires, dt.time(23, 59, 59), VIETNAM)
    if moment <= now():
        raise RefusalError("SECURITY-TXT-OVER", expires=expires)
    base = board(registry()).address or request.host_url.rstrip("/")
    lines = [
        f"Contact: {contact}",
        f"Expires: {moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {base}{url_for('well_known.security')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
