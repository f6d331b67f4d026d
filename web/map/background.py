"""What lies under every map: where a page's script finds the office's own background, and whom it names.

The scripts' side is ``static/js/map/ground/background.js``; ``desk_map`` hands every map the same words.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.basemap.about import OSM_ATTRIBUTION
from registry.basemap.files import BackgroundFiles, background_files
from registry.settings import Settings
from web.frame.guard import may_use

ROUGH_SOURCE = _l("Nền minh họa, gần đúng (BTS GIS); ranh giới xã: sapnhap.bando.com.vn")
"""What the demo's ``background`` says of its own rough background, in the reader's language."""


def background_config(settings: Settings) -> dict[str, Any] | None:
    """Return what ``addBackground`` of a page needs, None where the office has no background at all.

    ``tiles`` is the address of our own PMTiles file, with its state in it, so that a browser keeps what it
    has until the file is another one; ``tileUrl`` an office's own tile server, which goes before it.
    ``zooms`` are the coarsest and the closest that the file has, None where it does not say.
    ``attribution`` names whose data it is, with its day where that is known.
    """
    told: dict[str, Any] = {
        "tiles": None,
        "tileUrl": None,
        "attribution": OSM_ATTRIBUTION,
        "rough": False,
        "day": None,
        "pictures": [],
        "hillshade": None,
        "words": _words(),
        "zooms": None,
    }
    if settings.tile_url:
        return {**told, "tileUrl": settings.tile_url, "attribution": urlsplit(settings.tile_url).netloc}
    files = background_files(settings)
    told |= _overlays(files)
    if files.tiles is None or not files.tiles.is_file():
        return told if told["pictures"] or told["hillshade"] else None
    stat = files.tiles.stat()
    told["tiles"] = url_for("tiles.pmtiles", v=f"{stat.st_mtime_ns:x}-{stat.st_size:x}")
    about = files.about
    if about is not None:
        whose = str(ROUGH_SOURCE) if about.rough else about.attribution
        told |= {"attribution": whose, "rough": about.rough, "zooms": about.zooms}
        if about.day is not None:
            told["day"] = about.day.isoformat()
            told["attribution"] = _("%(whose)s, ngày %(day)s", whose=whose, day=f"{about.day:%d/%m/%Y}")
    return told


def _overlays(files: BackgroundFiles) -> dict[str, Any]:
    """Return the pictures that this person may see over the background, and the shaded hills.

    ``url`` is an address of tiles as Leaflet takes it, ``box`` south, west, north, east.
    """
    shown: dict[str, Any] = {"pictures": [], "hillshade": None}
    if files.hillshade is not None:
        stamp = f"{files.hillshade.stat().st_mtime_ns:x}"
        shown["hillshade"] = f"{url_for('tiles.hillshade', z=0, x=0, y=0)[:-5]}{{z}}/{{x}}/{{y}}?v={stamp}"
    if may_use(current_app, "tiles.picture"):
        for one in files.pictures:
            west, south, east, north = one.box
            said = (
                one.source
                if one.day is None
                else _("%(whose)s, ngày %(day)s", whose=one.source, day=f"{one.day:%d/%m/%Y}")
            )
            address = url_for("tiles.picture", key=one.key, z=0, x=0, y=0)[:-5]
            shown["pictures"].append({
                "key": one.key, "name": one.name, "attribution": said, "zooms": one.zooms,
                "url": f"{address}{{z}}/{{x}}/{{y}}", "box": [[south, west], [north, east]],
            })  # fmt: skip
    return shown


def _words() -> dict[str, str]:
    """Return what the background's legend says, by the names in ``static/js/map/ground/legend.js``."""
    return {
        "title": _("Chú giải nền"),
        "water": _("Sông, hồ"),
        "forest": _("Rừng, cây xanh"),
        "built": _("Khu dân cư"),
        "industry": _("Khu công nghiệp"),
        "motorway": _("Cao tốc"),
        "trunk": _("Quốc lộ"),
        "primary": _("Đường tỉnh"),
        "minor": _("Đường khác"),
        "rail": _("Đường sắt"),
        "border": _("Ranh giới xã, phường"),
        "mark": _("nền minh họa, gần đúng"),
        "rough": _("Nền minh họa, gần đúng: không đo trên nền này."),
        "night": _("Màu ban đêm"),
        "hills": _("Bóng đồi núi"),
        "opacity": _("Độ đậm"),
    }
