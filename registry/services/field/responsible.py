"""How the masts of a campaign, a defect or a report are named, and who answers for them."""

from collections.abc import Iterable, Mapping

from registry.model.field.inspections import MastLabel
from registry.safety.checklists import vocabulary
from registry.store.database import Connection
from registry.store.office.operators import load_operators, load_owners
from registry.store.office.organisations import Organisations
from registry.store.register.placed_masts import carried_by, code_givers, placed_masts
from registry.store.register.units import commune_names


def labels_of(connection: Connection, wanted: Iterable[str]) -> dict[str, MastLabel]:
    """Return structure id -> label; a structure that the register does not hold is left out.

    A structure whose site was merged into another bears the code and the place of the one that stays.
    """
    ids = list(dict.fromkeys(wanted))
    if not ids:
        return {}
    organisations = Organisations(connection)
    communes = commune_names(connection)
    carried = carried_by(connection, ids)
    rows = placed_masts(connection, ids)
    givers = code_givers(connection, [row["site"] for row in rows])
    found: dict[str, MastLabel] = {}
    for row in rows:
        networks = tuple(sorted(carried.get(row["id"], ())))
        alias = givers.get((row["site"], row["code"]), "")
        found[row["id"]] = MastLabel(
            structure=row["id"],
            site=row["site"],
            site_number=row["fid"],
            code=row["code"],
            lon=row["lon"],
            lat=row["lat"],
            accuracy_m=row["accuracy_m"],
            commune_code=row["commune_code"],
            commune=communes.get(row["commune_code"], ""),
            organisation=organisations.of(row["owner"], networks, alias),
            operators=networks,
            form=row["form"] or "",
            support=row["support"] or "",
            mast_class=row["mast_class"] or row["old_class"] or "",
            mast_height_m=row["mast_height_m"],
            top_agl_m=row["top_agl_m"],
            state=row["state"],
            address=row["address"],
        )
    return found


CABLE = "cable"
"""The material of the vocabulary whose defects are not the mast's: cable and poles by it are anybody's."""


def remedier_of(label: MastLabel | None, defect: str, stated: str | None, known: Mapping[str, str]) -> str:
    """Return who has to remedy a defect at a mast; "" where that is not known.

    ``stated`` is whose somebody said it is, of ``known``; None where nobody was asked: the mast's own defects
    are of whom the mast is, outside cable is of nobody in particular until it is said.
    """
    own = "" if label is None else label.organisation
    if stated is not None:
        return stated if stated in known or stated == own else ""
    return "" if is_cable(defect) else own


def is_cable(defect: str) -> bool:
    """Whether a defect of the vocabulary is one of outside cable."""
    word = vocabulary().defects.get(defect)
    return word is not None and word.material == CABLE


def remediers(connection: Connection) -> dict[str, str]:
    """Return who may have to remedy a defect: the name of each by what it is borne under, operators first."""
    named = {operator.code: operator.name for operator in load_operators(connection)}
    owned = {name: name for name, row in load_owners(connection).items() if not row["operator"]}
    return named | dict(sorted(owned.items()))
