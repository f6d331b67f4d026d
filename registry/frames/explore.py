"""A map of an appraisal for a notebook: Folium, our own signs and colours, the office's own background.

The map asks no other host for tiles, and needs nothing of Folium's scripts but Leaflet, which a notebook
loads from where Folium has it; ``bts appraise --map`` writes one file that needs no network at all.
"""

import html
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.documents.sheet.ground import FILLS, LINES, PALETTE, Ground
from registry.geo.crs import to_metric, to_wgs84
from registry.messages import Language, Words, say
from registry.model.findings import Outcome, Verdict
from registry.services.register.background.paper_ground import paper_ground
from registry.services.register.place_names import opening_box

if TYPE_CHECKING:
    import folium

    from registry.frames.appraised import AppraisedFrame

COLOURS = {
    Verdict.REFUSE: "#7a0019", Verdict.CANNOT_ASSESS: "#474d54", Verdict.AGREE_WITH_CONDITIONS: "#6b4a00",
    Verdict.AGREE: "#0b5d4a",
}  # fmt: skip
"""As ``web/static/css/tokens.css`` has them; a test holds them equal."""
SIGNS = {
    Verdict.REFUSE: '<rect x="3" y="3" width="12" height="12" fill="{0}"/>',
    Verdict.CANNOT_ASSESS: '<circle cx="9" cy="9" r="6" fill="#fff" stroke="{0}" stroke-width="3"/>',
    Verdict.AGREE_WITH_CONDITIONS: '<path d="M9 1 17 9 9 17 1 9z" fill="{0}"/>',
    Verdict.AGREE: '<circle cx="9" cy="9" r="7" fill="{0}"/>',
}
WORDS = {
    Verdict.REFUSE: Words("Không thống nhất", "Do not agree"),
    Verdict.CANNOT_ASSESS: Words("Chưa đủ căn cứ", "Not enough basis"),
    Verdict.AGREE_WITH_CONDITIONS: Words("Thống nhất có điều kiện", "Agree with conditions"),
    Verdict.AGREE: Words("Thống nhất", "Agree"),
}
DRAWN_ROWS = 5_000
"""So many signs a browser still moves; of more rows those that most need a look are drawn."""
_MOST_SENTENCES = 8
_NEEDED = ("leaflet", "leaflet_css")
_LIKE = {"tertiary": "mediumCase", "secondary": "mediumCase", "border": "region"}
_SCALE = 150_000.0
_ROW = Words("Dòng", "Row")
_AGAINST = (Outcome.FAIL, Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN)


def appraisal_map(found: "AppraisedFrame", lang: Language) -> "folium.Map":
    """Return the map of an appraisal: a sign by verdict a row, the evidence of what stands in its way."""
    import folium

    rows, findings = found.to_frame("rows", lang=lang), found.to_frame("findings", lang=lang)
    rows["at"] = np.arange(len(rows))
    findings["at"] = np.repeat(np.arange(len(rows)), len(findings) // max(len(rows), 1))
    placed = _most_urgent(rows[rows.geometry.notna()])
    west, south, east, north = placed.total_bounds if len(placed) else opening_box(found.appraisal.context)
    made = folium.Map(tiles=None, prefer_canvas=True, control_scale=True, attribution_control=True)
    for attribute in ("default_js", "default_css"):
        needed = [(name, url) for name, url in getattr(made, attribute) if name in _NEEDED]
        setattr(made, attribute, needed)
    made.fit_bounds([[south, west], [north, east]], max_zoom=16)
    _lay_units(made, found)
    _lay_background(made, found, (west, south, east, north), lang)
    against = findings[findings["outcome"].isin([item.value for item in _AGAINST])]
    drawn = against[against.geometry.notna() & (against["outcome"] == Outcome.FAIL.value)]
    if len(drawn):
        _lines(made, shapely.geometrycollections(list(drawn.geometry)), COLOURS[Verdict.REFUSE], 2)
    said = {at: list(part.itertuples()) for at, part in against.groupby("at", sort=False)}
    for row in placed.itertuples():
        verdict = Verdict(row.verdict)
        sentences = [f"<b>{_text(one.rule)}</b> {_text(one.message)}" for one in said.get(row.at, [])]
        head = f"{_text(str(row.site_code))} · {_text(say(WORDS[verdict], lang))}"
        number = row.Index if found.labels else row.row  # a file's rows as its program numbers them
        where = f"{say(_ROW, lang)} {_text(str(number))}"
        told = "<br>".join([f"<b>{head}</b>", where, *sentences[:_MOST_SENTENCES]])
        folium.Marker(
            [row.geometry.y, row.geometry.x],
            icon=folium.DivIcon(html=_sign(verdict), icon_size=(18, 18), icon_anchor=(9, 9), class_name=""),
            tooltip=folium.Tooltip(told, style="max-width: 420px; white-space: normal; width: max-content"),
        ).add_to(made)
    return made


def _text(text: str) -> str:
    """Return a text that is no markup, and ends no text of a script that Folium makes."""
    said = html.escape(text)
    for sign in "`$\\{}":
        said = said.replace(sign, f"&#{ord(sign)};")
    return said


def _most_urgent(rows: Any) -> Any:
    if len(rows) <= DRAWN_ROWS:
        return rows
    weight = {verdict.value: at for at, verdict in enumerate(COLOURS)}
    order = np.argsort(rows["verdict"].map(weight).to_numpy(float), kind="stable")[:DRAWN_ROWS]
    return rows.iloc[np.sort(order)]


def _sign(verdict: Verdict) -> str:
    shape = SIGNS[verdict].format(COLOURS[verdict])
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" aria-hidden="true">{shape}</svg>'


def _lay_units(made: "folium.Map", found: "AppraisedFrame") -> None:
    """Draw the borders of the communes."""
    context = found.appraisal.context
    known = [one for one in context.units.geometries if one is not None]
    if known:
        edges = shapely.simplify(shapely.boundary(shapely.geometrycollections(known).geoms), 20.0)
        _lines(
            made,
            _degrees(shapely.geometrycollections(list(edges)), context.metric_epsg),
            PALETTE["region"],
            1,
        )


def _lay_background(
    made: "folium.Map", found: "AppraisedFrame", box: tuple[float, float, float, float], lang: Language
) -> None:
    """Draw the office's own background about the rows, where it has set one of vectors."""
    import folium

    paper = paper_ground(found.settings)
    if paper is None:
        return
    epsg = found.appraisal.context.metric_epsg
    x, y = to_metric([box[0], box[2]], [box[1], box[3]], epsg)  # type: ignore[arg-type] # lists will do
    bounds = (x[0] - 2_000.0, y[0] - 2_000.0, x[1] + 2_000.0, y[1] + 2_000.0)
    ground = paper.inside(bounds, epsg, _SCALE, lang)
    if ground is None:
        return
    for kind in FILLS:
        shape = _of_kind(ground, kind, epsg)
        if shape is not None:
            _fill(made, shape, PALETTE[kind])
    for kind in LINES:
        shape = _of_kind(ground, kind, epsg)
        if shape is None:
            continue
        colour = PALETTE.get(f"{kind}Case") or PALETTE.get(_LIKE.get(kind, kind), PALETTE["waterLine"])
        _lines(made, shape, colour, 1)
    root: Any = made.get_root()
    root.html.add_child(folium.Element(f"<p>{_text(ground.said)}</p>"))


def _of_kind(ground: Ground, kind: str, epsg: int) -> Any:
    shapes = [part.shape for part in ground.parts if part.kind == kind]
    return _degrees(shapely.geometrycollections(shapes), epsg) if shapes else None


def _degrees(shape: Any, epsg: int) -> Any:
    return shapely.transform(shape, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg)))


def _lines(made: "folium.Map", shape: Any, colour: str, width: int) -> None:
    _drawn(made, shape, {"color": colour, "weight": width, "fillOpacity": 0})


def _fill(made: "folium.Map", shape: Any, colour: str) -> None:
    _drawn(made, shape, {"color": colour, "weight": 0, "fillColor": colour, "fillOpacity": 0.9})


def _drawn(made: "folium.Map", shape: Any, style: dict[str, Any]) -> None:
    import folium

    folium.GeoJson(
        shapely.to_geojson(shape), style_function=lambda _feature: style, interactive=False, control=False
    ).add_to(made)
