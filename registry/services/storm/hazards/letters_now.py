"""Letters of warnings at a moment: to whom one was sent, who acknowledged it, and who has none yet.

Silence is told as silence: whoever did not acknowledge is named, however long ago the letter went out.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.messages import Language, Words, say, with_values
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import Hazard, HazardKind, HazardState
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import now as present_moment
from registry.services.office.registry import Registry
from registry.services.storm.hazards.concerned import concerned_by, warnings_with
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import all_hazards

_SENT = Words("đã gửi {sent} công văn, {heard} đã được xác nhận", "{sent} letters sent, {heard} acknowledged")
_SILENT = Words("chưa xác nhận: {names}", "not acknowledged: {names}")
_NOT_SENT = Words("chưa gửi: {names}", "not sent: {names}")
_NOWHERE = Words("chưa nêu được cột nào nên chưa có công văn", "it names no mast, so there is no letter")
_CORRECTED = Words(
    "cảnh báo đã đính chính hoặc rút bớt, dự thảo lại cho: {names}",
    "warning corrected or withdrawn in part, draft again for: {names}",
)


@dataclass(frozen=True, slots=True)
class WarningLetters:
    """The letters of one bulletin whose ``warnings`` still count: ``sent`` the newest to each carrier.

    ``drafts`` are not sent yet; ``unwritten`` are the names of carriers that it concerns and to whom there is
    neither. ``corrected`` are the names of those whose letter says a warning as it was before its correction
    and who have no draft of what it is now. ``asks``: it concerns a mast of anybody, so there is somebody
    to write to.
    """

    warnings: tuple[Hazard, ...]
    sent: tuple[HazardLetter, ...]
    drafts: tuple[HazardLetter, ...]
    unwritten: tuple[str, ...]
    corrected: tuple[str, ...] = ()

    @property
    def first(self) -> Hazard:
        """The warning whose page leads to the letters."""
        return self.warnings[0]

    @property
    def acknowledged(self) -> int:
        """How many of those sent were acknowledged."""
        return sum(one.acknowledged for one in self.sent)

    @property
    def silent(self) -> tuple[HazardLetter, ...]:
        """Those sent that nobody acknowledged, the longest waiting first."""
        return tuple(sorted((one for one in self.sent if not one.acknowledged), key=lambda one: one.sent_at))

    @property
    def not_sent(self) -> tuple[str, ...]:
        """The names of the carriers that it concerns and to whom nothing was sent, in their order."""
        return tuple(sorted({*self.unwritten, *(one.recipient_name for one in self.drafts)}))

    @property
    def asks(self) -> bool:
        """Whether there is anybody to write to."""
        return bool(self.sent or self.drafts or self.unwritten)

    @property
    def nowhere(self) -> bool:
        """Whether there is nobody to write to because no place is known: the bulletin of a flood names none,
        or names that are no commune's."""
        return not self.asks and not any(
            one.communes
            or one.geometry is not None
            or (one.kind is not HazardKind.FLOOD and not one.unplaced)
            for one in self.warnings
        )

    @property
    def open(self) -> bool:
        """Whether a letter waits to be drafted anew, to be sent or to be acknowledged."""
        return bool(self.drafts or self.unwritten or self.silent or self.corrected)


def letters_said(found: WarningLetters, lang: Language) -> str:
    """Return how far the letters are: sent, acknowledged; who is silent, has none, or has an old one.

    "" where it concerns nobody's mast though its place is known.
    """
    said = [say(_NOWHERE, lang)] if found.nowhere else []
    if found.sent:
        said.append(with_values(_SENT, lang, sent=len(found.sent), heard=found.acknowledged))
    for words, names in (
        (_SILENT, [one.recipient_name for one in found.silent]), (_NOT_SENT, found.not_sent),
        (_CORRECTED, found.corrected),
    ):  # fmt: skip
        if names:
            said.append(with_values(words, lang, names=", ".join(names)))
    return "; ".join(said)


def letters_of(registry: Registry, warnings: Iterable[Hazard]) -> tuple[HazardLetter, ...]:
    """Return the letters that speak of any of some warnings and are not replaced, the newest first."""
    ids = frozenset(one.id for one in warnings)
    return tuple(one for one in all_letters(registry) if one.is_of(ids))


def followed(letters: Iterable[HazardLetter]) -> dict[str, HazardLetter]:
    """Return, by the id of a letter that was sent, the last one of its warnings that takes its place."""
    sent = sorted((one for one in letters if one.state is OrderState.SENT), key=lambda one: one.sent_at)
    return {
        one.id: later
        for at, one in enumerate(sent)
        for later in sent[at + 1 :]
        if later.recipient == one.recipient and later.is_of(one.warnings)
    }


def newest_of(registry: Registry, warnings: Iterable[Hazard]) -> dict[str, HazardLetter]:
    """Return the letter of some warnings that was sent last to each carrier, by its code."""
    letters = letters_of(registry, warnings)
    replaced = followed(letters)
    return {one.recipient: one for one in letters if one.state is OrderState.SENT and one.id not in replaced}


def corrected_since(letter: HazardLetter, warnings: Mapping[str, Hazard]) -> bool:
    """Whether any of a letter's warnings was corrected after it was written, or some of them withdrawn.

    Where all are withdrawn nothing is left to write of. ``warnings``: all on record, by their ids.
    """
    told = [(warnings[key], version) for key, version in letter.warnings.items() if key in warnings]
    standing = [(one, version) for one, version in told if one.state is HazardState.STANDING]
    changed = any(one.version > version for one, version in standing)
    return changed or (bool(standing) and len(standing) < len(told))


def to_draft_again(
    letters: Iterable[HazardLetter], replaced: Mapping[str, HazardLetter], warnings: Mapping[str, Hazard]
) -> frozenset[str]:
    """Return the carriers whose last letter says its warnings as they no longer are, and who have no draft
    of what they are now (``replaced``: ``followed`` of these letters; ``warnings``: all on record)."""
    last = [one for one in letters if one.state is not OrderState.REPLACED and one.id not in replaced]
    old = {one.recipient for one in last if corrected_since(one, warnings)}
    drafts = (one for one in last if one.state is OrderState.DRAFT)
    return frozenset(old - {one.recipient for one in drafts if not corrected_since(one, warnings)})


def outstanding(
    letters: Iterable[HazardLetter], warnings: Iterable[Hazard], at: dt.datetime
) -> tuple[HazardLetter, ...]:
    """Return the letters that were sent, have no newer one, are not acknowledged, and of which a warning
    still counts; the longest waiting first."""
    on = frozenset(one.id for one in warnings if not one.over(at))
    letters = list(letters)
    replaced = followed(letters)
    found = [
        one
        for one in letters
        if one.state is OrderState.SENT and not one.acknowledged and one.id not in replaced and one.is_of(on)
    ]
    return tuple(sorted(found, key=lambda one: one.sent_at))


def letters_to_confirm(registry: Registry, recipient: str) -> tuple[HazardLetter, ...]:
    """Return what a carrier has to acknowledge now."""
    own = all_letters(registry, recipient=recipient)
    return outstanding(own, all_hazards(registry), present_moment()) if own else ()


def warning_letters(registry: Registry, at: dt.datetime | None = None) -> tuple[WarningLetters, ...]:
    """Return the letters of each bulletin whose warnings count or are to come, the soonest to end first."""
    moment = at or present_moment()
    found, seen = [], set()
    for one in sorted(all_hazards(registry), key=lambda one: (one.to_at, one.id)):
        if one.over(moment) or one.id in seen:
            continue
        warnings = warnings_with(registry, one)
        seen |= {each.id for each in warnings}
        found.append(_letters(registry, one, warnings))
    return tuple(found)


def own_letters(found: Iterable[WarningLetters], recipient: str) -> tuple[WarningLetters, ...]:
    """Return of each bulletin what was sent to one carrier; a bulletin of which it has none is left out."""
    own = [(one, tuple(each for each in one.sent if each.recipient == recipient)) for one in found]
    return tuple(WarningLetters(one.warnings, sent, (), ()) for one, sent in own if sent)


def _letters(registry: Registry, hazard: Hazard, warnings: tuple[Hazard, ...]) -> WarningLetters:
    letters = letters_of(registry, warnings)
    replaced = followed(letters)
    sent = tuple(one for one in letters if one.state is OrderState.SENT and one.id not in replaced)
    drafts = tuple(one for one in letters if one.state is OrderState.DRAFT)
    written = {one.recipient for one in (*sent, *drafts)}
    sides = concerned_by(registry, hazard).sides
    old = to_draft_again(letters, replaced, {one.id: one for one in all_hazards(registry)})
    return WarningLetters(
        warnings,
        sent,
        drafts,
        tuple(side.name for side in sides if side.code not in written),
        tuple(side.name for side in sides if side.code in old),
    )
