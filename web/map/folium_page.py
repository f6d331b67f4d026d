"""Folium makes the map; this puts it on our page with our own files and under our policy.

A Folium element names its scripts and styles on other hosts. ``localise`` gives each element of a map its
own list with addresses of ours; an asset that is not in ``ASSETS`` is an error, so a plugin that would load
from typing import TYPE_CHECKING
from elsewhere cannot reach a page. The lists are set on the elements, never on Folium's classes, so that a
notebook in the same process is not changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from registry.errors import WrongCallError
from web.frame.security.csp import with_nonce

if TYPE_CHECKING:
    import folium
    from branca.element import Element, Figure

# Folium's name of an asset: file below web/static, or None where pages do without it
# (base.html loads Bootstrap itself; no page of ours uses jQuery, marker icons or icon fonts).
ASSETS: dict[str, str | None] = {
    "leaflet": "vendor/leaflet/leaflet.js",
    "leaflet_css": "vendor/leaflet/leaflet.css",
    "protomaps": "vendor/protomaps/protomaps-leaflet.js",
    "jquery": None,
    "bootstrap": None,
    "bootstrap_css": None,
    "awesome_markers": None,
    "awesome_markers_css": None,
    "awesome_markers_font_css": None,
    "awesome_rotate_css": None,
    "glyphicons_css": None,
}

_OWN_META = re.compile(r"<meta\b[^>]*>")  # base.html says charset and viewport, and lets people zoom


@dataclass(frozen=True, slots=True)
class FoliumPage:
    """The three parts of a Folium map for a template: ``header`` in head, ``body`` where the map stands,
    ``script`` after it. All carry the nonce; ``name`` is the JavaScript variable of the Leaflet map.
    """

    name: str
    header: Markup
    body: Markup
    script: Markup


def new_map(name: str = "desk", *, location: tuple[float, float], zoom: int = 10) -> "folium.Map":
    """Return an empty Folium map named ``map_<name>`` on the page: no tiles, canvas drawing."""
    import folium

    made = folium.Map(
        location=location,
        zoom_start=zoom,
        tiles=None,
        prefer_canvas=True,
        zoom_control="topright",
        maxZoom=19,
        minZoom=6,
        zoomSnap=0.5,
    )
    made._id = name  # Folium's own way to a stable name is to set the id
    return made


def localise(figure: "Figure", prefix: str = "/static/") -> None:
    """Give every element below ``figure`` addresses of ours; WrongCallError names assets that have none."""
    from folium.elements import JSCSSMixin

    unknown = []
    for element in _elements(figure):
        if not isinstance(element, JSCSSMixin):
            continue
        for attribute in ("default_js", "default_css"):
            local = []
            for name, url in getattr(element, attribute):
                if url.startswith(prefix):
                    local.append((name, url))
                elif name not in ASSETS:
                    unknown.append(f"{type(element).__name__}: {name} ({url})")
                elif (file := ASSETS[name]) is not None:
                    local.append((name, prefix + file))
            setattr(element, attribute, local)
    if unknown:
        raise WrongCallError("no file of ours for " + "; ".join(unknown))


def folium_page(made: "folium.Map", nonce: str) -> FoliumPage:
    """Render a map for a page; values of files come by URL or are escaped by their element's template."""
    from branca.element import Figure

    figure = made.get_root()
    if not isinstance(figure, Figure):
        raise WrongCallError("the map stands in no Figure")
    localise(figure)
    figure.render()
    header = _OWN_META.sub("", figure.header.render())
    script = f"<script>{figure.script.render()}</script>"
    return FoliumPage(
        name=made.get_name(),
        header=Markup(with_nonce(header, nonce)),  # noqa: S704 - Folium's markup, no value of a file in it
        body=Markup(with_nonce(figure.html.render(), nonce)),  # noqa: S704 - as above
        script=Markup(with_nonce(script, nonce)),  # noqa: S704 - as above
    )


def _elements(root: "Element") -> Iterator["Element"]:
    for child in root._children.values():
        yield child
        yield from _elements(child)
