"""How the papers about a request name the place and the mast of a row: commune, coordinates, heights."""

import shapely

from registry.checks.communes import names_of, stated_today
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, number, say
from registry.model.areas import full_name
from registry.model.requests.proposals import Proposal
from registry.services.register.units.rough_borders import is_rough
from registry.services.requests.letters.vocabulary import NO_MAST, NO_PLACE
from registry.services.requests.opened import FileRow, RequestFile

_ELSEWHERE = Words("{stated} (tọa độ thuộc {found})", "{stated} (the coordinates lie in {found})")
_MAST = Words("cột {height}", "mast {height}")
_TOP = Words("đỉnh {height}", "top {height}")
_CONTRADICTED = "LOC-02-OUTSIDE"
_DOUBTED = "LOC-02-OUTSIDE-NEAR"
_UNSTATED = "LOC-02-NOT-STATED"
_BY_ROUGH = Words("{found} (theo ranh giới gần đúng)", "{found} (by an approximate border)")
_METRES_A_DEGREE = 102_000.0  # at most: of longitude in the country's north
_ABROAD = frozenset({"LOC-01-OUTSIDE", "LOC-01-FAR"})  # surely outside the office's territory


def commune_of(file: RequestFile, row: FileRow) -> str:
    """Return the commune that a row lies in, by its position where that is known, else as the list says."""
    units = file.appraisal.context.units.communes if file.appraisal is not None else ()
    found = next((unit for unit in units if unit.code == row.commune_code), None)
    return row.proposal.commune if found is None else full_name(found)


def commune_meant(file: RequestFile, row: FileRow) -> str:
    """Return the commune of a row by its position; where the border is not sure enough, the list's."""
    found = commune_of(file, row)
    if any(finding.code == _DOUBTED for finding in row.findings):
        return _in_full(file, row) or found
    return found


def communes_told(file: RequestFile) -> set[str]:
    """Return the communes whose committees hear of a letter.

    None of a row outside the territory, nor of one that may as well lie in the commune beside.
    """
    at_home = [
        row
        for row in file.rows
        if not any(item.code in _ABROAD for item in row.findings) and not _guessed(file, row)
    ]
    return {name for row in at_home if (name := commune_meant(file, row))}


def commune_told(file: RequestFile, row: FileRow, lang: Language) -> str:
    """Return the commune of a row as its place is told.

    Where the position surely contradicts the list, both: which of them is wrong, the carrier is asked.
    """
    found = commune_meant(file, row)
    if _guessed(file, row):
        return say(_BY_ROUGH, lang).format(found=found)
    against = next((finding for finding in row.findings if finding.code == _CONTRADICTED), None)
    if against is None:
        return found
    stated = say(stated_today(row.proposal.commune, against), lang)
    return say(_ELSEWHERE, lang).format(stated=stated, found=found[:1].lower() + found[1:])


def _guessed(file: RequestFile, row: FileRow) -> bool:
    """Whether only a border made from points tells the commune, and the position is within its error."""
    position = row.proposal.position
    if file.appraisal is None or position.lon is None or position.lat is None:
        return False
    if not any(finding.code == _UNSTATED for finding in row.findings):
        return False
    units = file.appraisal.context.units.communes
    unit = next((unit for unit in units if unit.code == row.commune_code), None)
    if unit is None or unit.boundary is None or not is_rough(unit):
        return False
    to_border = unit.boundary.boundary.distance(shapely.Point(position.lon, position.lat))
    return bool(to_border * _METRES_A_DEGREE < unit.boundary_error_m)


def _in_full(file: RequestFile, row: FileRow) -> str:
    """Return the commune that the list states by its full name; as it is written where several are meant."""
    if file.appraisal is None:
        return row.proposal.commune
    units = file.appraisal.context.units
    meant = names_of(units).find(row.proposal.commune, row.proposal.district).rows
    return full_name(units.communes[meant[0]]) if len(meant) == 1 else row.proposal.commune


def dms(proposal: Proposal, lang: Language) -> str:
    """Return a row's position in WGS 84 (EPSG:4326) in degrees, minutes and seconds."""
    lon, lat = proposal.position.lon, proposal.position.lat
    if lon is None or lat is None:
        return say(NO_PLACE, lang)
    return format_dms_pair(lon, lat, lang)


def metres(proposal: Proposal, epsg: int, lang: Language) -> str:
    """Return a row's position in metres of the VN-2000 plane ``epsg``."""
    lon, lat = proposal.position.lon, proposal.position.lat
    if lon is None or lat is None:
        return "–"
    x, y = transformer(4326, epsg).transform(lon, lat)
    return format_vn2000(float(x), float(y), lang, 2)


def mast(proposal: Proposal, lang: Language) -> str:
    """Return the class of a row's mast and its heights: the mast's, and that of its top where it is another.

    The pages and the rules about heights speak of the mast, so that a top alone would read as its height.
    """
    kind = proposal.mast_class or proposal.old_class
    own, top = (
        None if value is None else f"{number(value, 1, lang)} m"
        for value in (proposal.mast_height_m, proposal.height_above_ground_m)
    )
    if own == top:
        heights = [own]
    else:
        told = ((_MAST, own), (_TOP, top))
        heights = [say(words, lang).format(height=height) for words, height in told if height is not None]
    return ", ".join(filter(None, (str(kind.value) if kind else "", *heights))) or say(NO_MAST, lang)
