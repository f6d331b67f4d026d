"""What a row or a dossier leaves open besides its matters: class, height, conditions, papers."""

from collections.abc import Iterable, Iterator, Mapping

from registry.messages import Words
from registry.model.requests.desk import RequestKind
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.requests.agreed import noticed
from registry.services.requests.dossiers import DossierItem
from registry.services.requests.gates.sheet import Kind
from registry.services.requests.signed_papers import CODE as SIGNATURE
from registry.services.requests.taken import asks_for_place

NO_CLASS, NO_HEIGHT, NO_BUILDING = "MATTER-NO-CLASS", "MATTER-NO-HEIGHT", "MATTER-NO-BUILDING"
HEIGHTS = "MATTER-HEIGHTS"
_ROD_M, _ROUNDED_M = 6.0, 0.5  # the longest rod that nobody states, and what rounding explains
PAPER = "MATTER-PAPER"
KIND_OF: Mapping[str, Kind] = {
    "MATTER-UNREAD": Kind.UNREAD,
    "MATTER-UNREAD-NEEDED": Kind.UNREAD,
    "MATTER-FILED": Kind.RECEIVED,
    "MATTER-LETTER": Kind.RECEIVED,
    "MATTER-LETTER-DAY": Kind.RECEIVED,
    "MATTER-FILE": Kind.RECEIVED,
    "MATTER-ROWS": Kind.RECEIVED,
    noticed.AGREED: Kind.OWED,
    noticed.UNMET: Kind.OWED,
    noticed.OTHER: Kind.OTHERWISE,
    "MATTER-UNSENT": Kind.UNSENT,
    "MATTER-NUMBER": Kind.NUMBER,
    "MATTER-NUMBER-OTHER": Kind.NUMBER,
    "MATTER-SIGNED": Kind.NUMBER,
}
"""Of what kind a matter is that other guards know; any other is about a place or a code."""


def kind_of(matter: Matter) -> Kind:
    """Return the kind under which a matter stands on the sheet."""
    if matter.code.startswith(SIGNATURE):
        return Kind.SIGNATURE
    return KIND_OF.get(matter.code, Kind.PLACES)


def mast_matters(kind: RequestKind, row: Proposal) -> Iterator[Matter]:
    """Yield that a row which asks for a mast of its own states no class, or no height."""
    if kind is RequestKind.SHARING or not asks_for_place(row.kind):
        return
    if row.mast_class is None and row.old_class is None:
        yield Matter(NO_CLASS, "mast_class", cell="mast_class")
    if row.height_above_ground_m is None:
        if row.mast_height_m is None:
            yield Matter(NO_HEIGHT, "mast_height_m", cell="mast_height_m")
        else:  # on a roof, of a building whose height is not stated
            yield Matter(NO_BUILDING, "building_height_m", cell="building_height_m")
    if (apart := heights_apart(row)) is not None:
        top, parts = apart
        yield Matter(HEIGHTS, f"{top:g}:{parts:g}", params={"top": top, "parts": parts}, cell="top_agl_m")


def heights_apart(row: Proposal) -> tuple[float, float] | None:
    """Return the stated top and what its stated parts add up to, in metres, where they contradict.

    A top below its parts always does; one above them where no part that is not stated explains it: the rod,
    and on a roof the building.
    """
    if row.top_agl_m is None or row.mast_height_m is None:
        return None
    building = row.building_height_m if row.on_roof else 0.0
    parts = row.mast_height_m + (row.rod_m or 0.0) + (building or 0.0)
    over = row.top_agl_m - parts
    explained = _ROUNDED_M + (_ROD_M if row.rod_m is None else 0.0)
    if over < -_ROUNDED_M or (building is not None and over > explained):
        return row.top_agl_m, parts
    return None


def paper_matters(missing: Iterable[DossierItem]) -> Iterator[Matter]:
    """Yield the papers that are missing; one that no text names, only usage, is just said."""
    for item in missing:
        yield Matter(
            PAPER,
            item.code,
            Weight.ASKS if item.source else Weight.SAYS,
            params={"paper": item.name, "source": item.source or Words("theo thông lệ", "by usage")},
        )
