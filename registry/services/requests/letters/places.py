"""How the papers about a request name the place and the mast of a row: commune, coordinates, heights."""

from registry.checks.communes import names_of, stated_today
from registry.checks.engine import run
from registry.checks.location import LOCATION_CHECKS
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, number, say
from registry.model.areas import full_name
from registry.model.requests.proposals import Proposal
from registry.services.requests.letters.vocabulary import NO_MAST, NO_PLACE
from registry.services.requests.opened import FileRow, RequestFile

_ELSEWHERE = Words("{stated} (tọa độ thuộc {found})", "{stated} (the coordinates lie in {found})")
_MAST = Words("cột {height}", "mast {height}")
_TOP = Words("đỉnh {height}", "top {height}")
_CONTRADICTED = "LOC-02-OUTSIDE"
_DOUBTED = "LOC-02-OUTSIDE-NEAR"
_GUESSED = frozenset({"LOC-02-NOT-STATED-NEAR", "LOC-02-NAME-UNKNOWN-NEAR"})
_OF_COMMUNES = [check for check in LOCATION_CHECKS if check.code == "LOC-02"]
_OR_BESIDE = Words("{found} hoặc xã, phường giáp ranh", "{found} or the commune beside it")
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
        if not any(item.code in _ABROAD for item in row.findings) and not _guessed(row)
    ]
    return {name for row in at_home if (name := commune_meant(file, row))}


def commune_told(file: RequestFile, row: FileRow, lang: Language) -> str:
    """Return the commune of a row as its place is told.

    Where the position surely contradicts the list, both: which of them is wrong, the carrier is asked.
    """
    found = commune_meant(file, row)
    if _guessed(row):
        return say(_OR_BESIDE, lang).format(found=found)
    against = next((finding for finding in row.findings if finding.code == _CONTRADICTED), None)
    if against is None:
        return found
    stated = say(stated_today(row.proposal.commune, against), lang)
    return say(_ELSEWHERE, lang).format(stated=stated, found=found[:1].lower() + found[1:])


def commune_then(file: RequestFile, proposal: Proposal, code: str, lang: Language) -> str:
    """Return the commune (``code``) that a row of an earlier list lay in, as it is told of one in force."""
    judged = file.appraisal
    unit = next((one for one in judged.context.units.communes if one.code == code), None) if judged else None
    if judged is None or unit is None:
        return ""
    ((finding,),) = run([proposal], judged.context, judged.law, _OF_COMMUNES)
    return (
        say(_OR_BESIDE, lang).format(found=full_name(unit)) if finding.code in _GUESSED else full_name(unit)
    )


def _guessed(row: FileRow) -> bool:
    """Whether neither the list nor the border tells the commune: the row may as well lie in the next one."""
    return any(finding.code in _GUESSED for finding in row.findings)


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
