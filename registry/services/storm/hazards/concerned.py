"""The masts that a warning concerns, of each carrier its own: for letters, their workbooks and calls.

A bulletin often warns of several hazards at once: what is written, is written of all of them together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.storm.hazards import GroundKind, Hazard, HazardGround, HazardKind
from registry.model.storm.storm_records import OrderDanger
from registry.services.critical.served import served
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.storm.exposure import storm_masts
from registry.services.storm.fallen import fallen_masts
from registry.services.storm.hazards.exposure import (
    all_hazards,
    asks_of_ground,
    exposure_of_hazard,
    ground_asked,
    ground_under,
)
from registry.services.storm.hazards.words import ground_said, kind_said
from registry.services.storm.ordered_masts import Side, dangers_of, sides_of
from registry.services.storm.served_places import names_served
from registry.store.field.defects import standing_dangers
from registry.store.register.placed_masts import own_codes
from registry.store.storm.masts import StationPower, load_facts, load_power
from registry.storm.masts import StormMasts

_ON_GROUND = Words("đất đã biết là bị ảnh hưởng", "ground known to be affected")
_LISTED = Words("danh sách ghi vị trí dễ ngập", "lists say that it floods easily")
_IN_AREA = Words("trong vùng được cảnh báo", "in the warning area")
_IN_AREA_OF = Words("trong vùng cảnh báo {kinds}", "in the warning area of {kinds}")
SLIDES = frozenset({HazardKind.FLASH_FLOOD, HazardKind.LANDSLIDE})


@dataclass(frozen=True, slots=True)
class ConcernedMast:
    """A mast of a warning as its carrier is written to of it.

    ``on_ground``: it stands on ground known to be affected, which is ``grounds`` or what lists say of it;
    ``answers``: the carrier looks after the mast itself. ``power`` is None where nobody states any.
    ``warned``: the warnings whose place it stands in, () where these are all warnings of the letter.
    """

    structure: str
    code: str
    own_code: str
    commune_code: str
    commune: str
    lon: float
    lat: float
    form: str
    on_ground: bool
    grounds: tuple[HazardGround, ...]
    answers: bool
    power: StationPower | None
    dangers: tuple[OrderDanger, ...] = ()
    serves: tuple[str, ...] = ()
    places_known: bool = False
    warned: tuple[Hazard, ...] = ()

    @property
    def slides(self) -> bool:
        """Whether flash floods or landslides are warned of here, and not at all masts of the letter."""
        return any(one.kind in SLIDES for one in self.warned)


@dataclass(frozen=True, slots=True)
class ConcernedSide:
    """A carrier with its masts in a warning, what to do first on top."""

    code: str
    name: str
    masts: tuple[ConcernedMast, ...]

    @property
    def on_ground(self) -> int:
        """How many stand on ground known to be affected."""
        return sum(mast.on_ground for mast in self.masts)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Everyone whose masts a warning concerns, by name.

    ``warnings`` are the ``hazard`` that was asked for and those of the same bulletin that still count;
    ``masts`` are all masts of them but the ``fallen`` ones (codes), which no letter names as no letter of a
    storm does, ``of_nobody`` those for which nobody is known to answer. ``asks_ground``: some ground suffers
    more; ``ground_known``: such ground is on record, of every kind that is asked for. ``grounds`` are the
    kinds that are not on record, where all are those that are asked for.
    """

    hazard: Hazard
    warnings: tuple[Hazard, ...]
    sides: tuple[ConcernedSide, ...]
    masts: int
    of_nobody: int
    asks_ground: bool
    ground_known: bool
    grounds: tuple[GroundKind, ...] = ()
    fallen: tuple[str, ...] = ()

    def side(self, code: str) -> ConcernedSide:
        """Return one carrier; ``HAZARD-LETTER-NONE`` where the warning concerns no mast of it."""
        found = next((one for one in self.sides if one.code == code), None)
        if found is None:
            raise RefusalError("HAZARD-LETTER-NONE")
        return found


def check_asks(hazard: Hazard) -> None:
    """Refuse a warning that asks nothing of anybody any more: past or withdrawn (``HAZARD-LETTER-OVER``)."""
    if hazard.over(now()):
        raise RefusalError("HAZARD-LETTER-OVER")


def warnings_with(registry: Registry, hazard: Hazard) -> tuple[Hazard, ...]:
    """Return the warnings of the same bulletin that still count; ``hazard`` alone where it does not."""
    at = now()
    if hazard.over(at):
        return (hazard,)
    same = (hazard.at, hazard.source, hazard.number, hazard.sha256)
    found = [
        one
        for one in all_hazards(registry)
        if (one.at, one.source, one.number, one.sha256) == same and not one.over(at)
    ]
    kinds = list(HazardKind)
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.from_at, one.id)))


def concerned_by(registry: Registry, hazard: Hazard) -> Concerned:
    """Return the masts that a warning and those of its bulletin concern, by who answers for them or has its
    network on them."""
    masts, warnings = storm_masts(registry), warnings_with(registry, hazard)
    told = [exposure_of_hazard(registry, one) for one in warnings]
    on_ground = {one for item in told for one in item.on_ground}
    warned = dict.fromkeys([*on_ground, *(one for item in told for one in item.in_area)])
    with registry.database.read() as connection:
        fallen = fallen_masts(connection, "")
    structures = [one for one in warned if one not in fallen]
    asking = [item for item in told if asks_of_ground(item.hazard)]
    lacking = [item for item in asking if not item.ground_known]
    grounds = {ground_asked(item.hazard) for item in lacking or asking}
    sides = sides_of(registry, ((one, _networks(masts, one), _owner(masts, one)) for one in structures))
    over = {item.hazard.id: {*item.on_ground, *item.in_area} for item in told}
    warned_of = {one: tuple(item for item in warnings if one in over[item.id]) for one in structures}
    facts = _Facts(registry, warnings, masts, frozenset(on_ground), warned_of)
    named = {one for side in sides for one in side.structures}
    return Concerned(
        hazard,
        warnings,
        tuple(facts.side(side) for side in sides),
        len(structures),
        len(structures) - len(named),
        bool(asking),
        not lacking,
        tuple(kind for kind in GroundKind if kind in grounds),
        tuple(sorted(str(masts.codes[masts.row_of[one]]) for one in warned if one in fallen)),
    )


def masts_told_to(registry: Registry, masts: StormMasts, own: str) -> frozenset[str]:
    """Return the structures of which letters tell an organisation: with its network, or its to look after."""
    with registry.database.read() as connection:
        fallen = fallen_masts(connection, "")
    there = (one for one in masts.row_of if one not in fallen)
    sides = sides_of(registry, ((one, _networks(masts, one), _owner(masts, one)) for one in there))
    return frozenset(one for side in sides if side.code == own for one in side.structures)


class _Facts:
    """What is known of the masts of the warnings."""

    def __init__(
        self,
        registry: Registry,
        warnings: Sequence[Hazard],
        masts: StormMasts,
        on_ground: frozenset[str],
        warned: Mapping[str, tuple[Hazard, ...]],
    ) -> None:
        alike = all(len(found) == len(warnings) for found in warned.values())
        self.warned = {} if alike else warned
        self.registry, self.masts, self.on_ground = registry, masts, on_ground
        self.grounds: dict[str, tuple[HazardGround, ...]] = {}
        for hazard in warnings:
            for one, under in ground_under(registry, hazard).items():
                self.grounds[one] = tuple(
                    {ground.id: ground for ground in (*self.grounds.get(one, ()), *under)}.values()
                )
        self.places = served(registry)
        with registry.database.read() as connection:
            self.facts = load_facts(connection, [*warned])
            self.power = load_power(connection)
            self.standing = standing_dangers(connection)

    def side(self, side: Side) -> ConcernedSide:
        with self.registry.database.read() as connection:
            codes = own_codes(connection, side.code)
        dangers, serves = dangers_of(side, self.standing), names_served(self.places, side.code)
        found = []
        for one in side.structures:
            row, fact = self.masts.row_of[one], self.facts.get(one)
            at = int(self.masts.commune[row])
            commune = self.masts.communes[at] if at >= 0 else ("", "")
            found.append(
                ConcernedMast(
                    one, str(self.masts.codes[row]), codes.get(str(self.masts.site_ids[row]), ""), *commune,
                    float(self.masts.lon[row]), float(self.masts.lat[row]), fact.form if fact else "",
                    one in self.on_ground, self.grounds.get(one, ()), one in side.answers,
                    self.power.get(one), dangers.get(one, ()), serves.get(one, ()), self.places.known,
                    self.warned.get(one, ()),
                )
            )  # fmt: skip
        return ConcernedSide(side.code, side.name, tuple(sorted(found, key=_first)))


def _first(mast: ConcernedMast) -> tuple[bool, bool, bool, str, str]:
    return not mast.on_ground, not mast.slides, not mast.dangers, mast.commune, mast.code


def _networks(masts: StormMasts, structure: str) -> list[str]:
    held = int(masts.networks[masts.row_of[structure]])
    return [code for bit, code in enumerate(masts.operators) if held >> bit & 1]


def _owner(masts: StormMasts, structure: str) -> str:
    return str(masts.owners[masts.row_of[structure]] or "")


def communes_of(masts: Iterable[ConcernedMast]) -> int:
    """Return in how many communes masts stand, of those that are known."""
    return len({mast.commune_code for mast in masts if mast.commune_code})


def stand_said(mast: ConcernedMast, lang: Language) -> str:
    """Return where a mast stands: the ground on record by its name, what lists say, or the warning's area."""
    if not mast.on_ground and mast.warned:
        kinds = dict.fromkeys(kind_said(one, lang) for one in mast.warned)
        return say(_IN_AREA_OF, lang).format(kinds=", ".join(kinds))
    if not mast.on_ground:
        return say(_IN_AREA, lang)
    named = "; ".join(f"{one.name} ({ground_said(one, lang)})" for one in mast.grounds)
    return f"{say(_ON_GROUND, lang)}: {named or say(_LISTED, lang)}"
