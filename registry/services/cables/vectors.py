"""Outside cable from a vector file: lines are segments, points nodes, attributes the columns of lists."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from registry.columns import CellType, ListKind, column, header_index
from registry.columns import fold as folded
from registry.intake.column_values import read_column
from registry.intake.maps.map_file import LINES_AND_POINTS, Box, Feature, MapFile, read_map_file
from registry.services.cables.records import PlantList, add_node, add_segment, completed, measure, owner_of
from registry.typed_text import beginning

_NOT_ATTRIBUTES = frozenset({"lon", "lat", "position", "northing", "easting", "ordinal", "cable_vertices"})
_OUR_EXPORTS = frozenset({"lengthm", "datamark", "chieudaim", "nhandulieu"})


def read_plant_vectors(
    path: Path,
    *,
    owner: str = "",
    crs: str | None = None,
    name: str | None = None,
    planes: Sequence[int] = (),
    box: Box | None = None,
    otherwise: Mapping[str, str] | None = None,
) -> PlantList:
    """Read the first layer of a vector file; ``crs`` is the frame of a file that names none (else refused,
    with the likeliest of ``planes`` in ``box``, as ``read_map_file``).

    ``owner`` is whose the features are that name no owner, ``otherwise`` as in ``PlantList``. A line of
    several parts gives a segment for each.
    """
    file = read_map_file(path, crs=crs, wanted=LINES_AND_POINTS, planes=planes, box=box)
    found = PlantList(
        name or file.name, file.sha256, issues=list(file.issues), left_out=file.left_out,
        otherwise=dict(otherwise or {}),
    )  # fmt: skip
    for kind, dimension in ((ListKind.CABLES, 1), (ListKind.CABLE_NODES, 0)):
        features = [item for item in file.features if shapely.get_dimensions(item.geometry) == dimension]
        if features:
            _add(found, file, features, kind, owner_of(owner))
    measure(found)
    return found


def _add(found: PlantList, file: MapFile, features: list[Feature], kind: ListKind, owner: str) -> None:
    index = header_index(kind)
    names = {text: index.get(folded(text), "") for text in file.columns}
    values: list[dict[str, Any]] = [{} for _ in features]
    for text, name in names.items():
        if not name or name in _NOT_ATTRIBUTES:
            continue
        cells = [_cell(item.attributes.get(text), column(name).type) for item in features]
        if column(name).type is CellType.DATE:
            continue
        read, problems = read_column(column(name), cells)
        for number, problem in problems.items():
            said = beginning(cells[number], 120)
            found.say(
                problem.code, row=features[number].number, column=text, value=said,
                params={"value": said, **problem.params}, proposed=problem.proposed,
            )  # fmt: skip
        for at, value in enumerate(read):
            if value is not None:
                values[at][name] = value
    others = [text for text, name in names.items() if not name and folded(text) not in _OUR_EXPORTS]
    text_of = {name: text for text, name in names.items() if name}
    for item, read_of in zip(features, values, strict=True):
        cells_of = {name: item.attributes.get(text) for name, text in text_of.items()}
        known = completed(found, read_of, cells_of.get, ("", item.number))
        rest = {text: item.attributes[text] for text in others if text in item.attributes} or None
        _add_one(found, item, known, kind=kind, owner=owner, rest=rest)


def _add_one(
    found: PlantList,
    item: Feature,
    values: dict[str, Any],
    *,
    kind: ListKind,
    owner: str,
    rest: dict[str, Any] | None,
) -> None:
    def say(name: str, code: str, params: dict[str, Any]) -> None:
        found.say(
            code, row=item.number, column=column(name).label_vi if name else "",
            value=beginning(values.get(name, ""), 120), params=params,
        )  # fmt: skip

    parts = shapely.get_parts(item.geometry)
    for number, part in enumerate(parts, 1):
        own = dict(values)
        if number > 1 and own.get("cable_code"):
            own["cable_code"] = f"{own['cable_code']}#{number}"
        if number > 1 and own.get("node_code"):
            own["node_code"] = f"{own['node_code']}#{number}"
        if kind is ListKind.CABLES:
            add_segment(
                found, own, part, owner=owner, at=("", item.number), say=say,
                accuracy_m=float(values.get("accuracy_m") or 10.0), attributes=rest,
            )  # fmt: skip
        else:
            add_node(
                found, own, part.x, part.y, owner=owner, at=("", item.number), say=say,
                accuracy_m=float(values.get("accuracy_m") or 10.0), attributes=rest,
            )  # fmt: skip


def _cell(value: Any, kind: CellType) -> Any:
    """Return an attribute as a workbook's cell would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("có" if value else "không") if kind is CellType.YESNO else str(value)
    if isinstance(value, int):
        return float(value)
    return value if isinstance(value, float) else str(value)
