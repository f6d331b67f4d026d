"""Regulations (quy định của tỉnh): what an office states of its province's own law, as dated data.

A matter (nội dung) is one thing that such a text lays down: the distance to masts of another network, the
days for an answer. Which there are, with units, bounds and words, is said by
``data/codes/regulation_forms.toml``; from what is stated of them the rules follow that the checks ask
(``registry.regulations``).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RegulationState(StrEnum):
    """Where a regulation stands in the register."""

    DRAFT = "draft"  # being typed; it may be returned to this with a reason
    PROPOSED = "proposed"  # waits for a second person
    PUBLISHED = "published"  # in force from its day; never edited again
    DROPPED = "dropped"  # put away before it was published


class RegulationStep(StrEnum):
    """How far a regulation is on its way: what is next follows from it."""

    DRAFT = "draft"  # something of it does not keep its form, or an example does not come out
    EXAMPLES_PASS = "examples_pass"  # noqa: S105 - a step, not a password
    REPLAYED = "replayed"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    ENDED = "ended"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number as the text states it; ``article`` "" is the matter's own; ``value`` None: not stated.

    ``verified``: somebody compared it with the original ("đã đối chiếu bản chính").
    """

    value: float | None = None
    article: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class StatedMatter:
    """What the text says of a matter. A matter that is absent was not entered: a gap.

    ``none``: the text was read and lays nothing down about it, so that the question is not asked there.
    ``verified`` is of the matter itself, for one that has no numbers. ``choices`` are codes and short texts.
    """

    article: str = ""
    verified: bool = False
    none: bool = False
    numbers: Mapping[str, StatedNumber] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegulationHead:
    """The document: how it is cited, who issued it, its days, and which document it takes the place of.

    ``replaces_whole``: of that document nothing is in force any more from ``valid_from`` on; otherwise only
    what this one states takes the place of what that one says of the same.
    """

    name: str
    title: str = ""
    issued_by: str = ""
    signed_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    replaces: str = ""
    replaces_whole: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A case that the office types: a proposal, what stands around it, and the answers it expects by rule.

    Heights and distances in metres; None or "" is "not stated", for a distance "no such mast". ``expected``
    holds outcomes (``registry.model.findings.Outcome``) by rule code. ``asked_days`` is how many working days
    ago sharing was asked for without an answer. ``list_months``: how old every carrier's list is.
    """

    title: str = ""
    kind: str = "new"
    urban: bool | None = None
    mast_height_m: float | None = None
    mast_class: str = ""
    support: str = ""
    land_type: str = ""
    other_network_m: float | None = None
    same_network_m: float | None = None
    other_row_m: float | None = None
    same_row_m: float | None = None
    designed_operators: int | None = None
    asked_days: int | None = None
    list_months: int | None = None
    planned_m: float | None = None
    expected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegulationContent:
    """All that is typed of a regulation.

    ``reasons`` say, by number ("spacing_other.urban_m"), why it has no example on each side.
    """

    head: RegulationHead
    matters: Mapping[str, StatedMatter] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation as it is kept: ``version`` is the record's, ``number`` counts the versions of one text.

    ``supersedes`` is the id of the published one that this is a new version of. ``replay_digest`` is the
    digest of what was replayed last (``registry.regulations.written.digest``), ``replay_sha256`` its result.
    """

    id: str
    version: int
    province: str
    number: int
    supersedes: str
    content: RegulationContent
    state: RegulationState
    file_sha256: str = ""
    file_name: str = ""
    replay_digest: str = ""
    replay_sha256: str = ""
    replay_at: str = ""
    ended_on: dt.date | None = None
    reason: str = ""
    drafted_by: str = ""
    proposed_by: str = ""
    proposed_at: str = ""
    published_by: str = ""
    published_at: str = ""
    who: str = ""
    at: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state is RegulationState.DRAFT

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is in force: the text's own, or that on which the office ended it."""
        days = [day for day in (self.content.head.valid_to, self.ended_on) if day is not None]
        return min(days, default=None)
