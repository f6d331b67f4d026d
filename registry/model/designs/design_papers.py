"""The papers that a dossier is to hold (thành phần hồ sơ), by stage and kind of area.

Which papers there are stands in ``data/codes/design_papers.toml``; ``rule`` names the rule of the family DSG
under which a paper is asked for, so that a province is shown its own article or the country's.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from registry.settings import DATA


class PaperState(StrEnum):
    """Whether a paper is in the dossier, as the officer saw it."""

    IN = "in"  # có
    LACKING = "lacking"  # thiếu
    UNSTATED = "unstated"  # chưa xem


@dataclass(frozen=True, slots=True)
class DesignPaper:
    """A paper of the checklist: what it is called, of which stages it is asked, and under which rule.

    ``stages`` and ``kinds`` are values of ``DesignStage`` and ``AreaKind``; ``high_rise``: asked only where
    the area has high-rise buildings; ``compulsory`` False: it is asked for, and its lack is only said.
    """

    code: str
    vi: str
    en: str
    rule: str
    stages: frozenset[str]
    kinds: frozenset[str]
    compulsory: bool = True
    high_rise: bool = False

    def asked(self, stage: str, kinds: frozenset[str], *, high_rises: bool) -> bool:
        """Whether a dossier of a stage and kinds of area is to hold it."""
        return stage in self.stages and bool(self.kinds & kinds) and (high_rises or not self.high_rise)


@cache
def design_papers() -> dict[str, DesignPaper]:
    """Return the papers by their codes, in the order in which they are shown."""
    table = tomllib.loads((DATA / "codes" / "design_papers.toml").read_text(encoding="utf-8"))
    return {
        code: DesignPaper(
            code=code,
            vi=item["vi"],
            en=item["en"],
            rule=item["rule"],
            stages=frozenset(item["stages"]),
            kinds=frozenset(item["kinds"]),
            compulsory=item.get("compulsory", True),
            high_rise=item.get("high_rise", False),
        )
        for code, item in table.items()
    }
