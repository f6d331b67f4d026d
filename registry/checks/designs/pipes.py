"""What ducts are like: spare ways (DSG-07), for how many carriers (DSG-08), how deep (DSG-10)."""

from typing import NamedTuple

import shapely

from registry.checks.designs.asked import Asked
from registry.checks.designs.routes import DUCTS
from registry.messages import Words
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome


class _Matter(NamedTuple):
    code: str
    number: str  # of the rule
    field: str  # of a duct
    few: str
    unstated: str
    fine: str
    what: Words


_SPARE = _Matter(
    "DSG-07", "spare_ways", "spare_ways", "DSG-SPARE-FEW", "DSG-SPARE-UNSTATED", "DSG-SPARE-FINE",
    Words("số ống dự phòng trong mỗi tuyến cống", "how many spare ways each duct has"),
)  # fmt: skip
_SHARED = _Matter(
    "DSG-08", "carriers", "shared_by", "DSG-SHARED-FEW", "DSG-SHARED-UNSTATED", "DSG-SHARED-FINE",
    Words("số doanh nghiệp dùng chung mỗi tuyến cống", "how many carriers share each duct"),
)  # fmt: skip
_DEPTH = _Matter(
    "DSG-10", "depth_m", "depth_m", "DSG-DEPTH-LITTLE", "DSG-DEPTH-UNSTATED", "DSG-DEPTH-FINE",
    Words(
        "độ sâu, khoảng cách áp dụng (QCVN 33:2019/BTTTT chưa được đối chiếu nguyên văn)",
        "the depth that it goes by (QCVN 33:2019/BTTTT was not read in the original)",
    ),
)  # fmt: skip


def spare(asked: Asked) -> list[DesignFinding]:
    """DSG-07: pipes left free in each duct."""
    return _measured(asked, _SPARE)


def shared(asked: Asked) -> list[DesignFinding]:
    """DSG-08: the carriers that each duct is designed for."""
    return _measured(asked, _SHARED)


def depth(asked: Asked) -> list[DesignFinding]:
    """DSG-10: the depth of each duct, against what the office states that it goes by."""
    return _measured(asked, _DEPTH)


def _measured(asked: Asked, matter: _Matter) -> list[DesignFinding]:
    """Hold what ducts state against a number: those below it, and those that state nothing, are named."""
    code = matter.code
    if code not in asked.rules:
        return []
    ducts = asked.content.ducts
    if not ducts:
        return [asked.not_shown(code, DUCTS)]
    limit = asked.number(code, matter.number)
    if limit.value is None:
        return [asked.unset(code, matter.number, matter.what)]
    stated = [getattr(duct, matter.field) for duct in ducts]
    below = [at for at, value in enumerate(stated) if value is not None and value < limit.value]
    silent = [at for at, value in enumerate(stated) if value is None]
    found = []
    if below:
        least = min(float(stated[at]) for at in below)
        found.append(
            asked.say(
                code, Outcome.FAIL, matter.few,
                {"count": len(below), "least": least, "limit": limit.value}, measured=least, limit=limit,
                place=shapely.union_all(asked.ducts[below]), objects=[ducts[at].name for at in below],
            )
        )  # fmt: skip
    if silent:
        found.append(
            asked.say(
                code, Outcome.UNKNOWN, matter.unstated, {"count": len(silent), "of": len(ducts)}, limit=limit,
                place=shapely.union_all(asked.ducts[silent]), objects=[ducts[at].name for at in silent],
                missing=f"value:{matter.field}",
            )
        )  # fmt: skip
    if found:
        return found
    least = min(float(value) for value in stated)
    return [
        asked.say(
            code,
            Outcome.PASS,
            matter.fine,
            {"least": least, "limit": limit.value},
            measured=least,
            limit=limit,
        )
    ]
