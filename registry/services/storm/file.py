"""A storm with all its bulletins: which of them count, and the one track that they make together.

Every bulletin that was recorded counts until it is withdrawn (rút): one of another storm, say, or one typed
wrong. Nothing is stored for that beside what the storm's row always held, the bulletin taken into use last:
its history tells what counts (``counted``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from registry.model.storm.storm_records import Bulletin, StormRecord
from registry.model.storm.storms import FieldCorrection, StormTrack
from registry.storm.folded import Folded, Issue, folded, in_order_of_issue


def counted(used: Sequence[str]) -> list[str]:
    """Return the ids of the bulletins that count, from the ids that were in use one after the other.

    One that comes into use is added to those before it; going back to one of them takes away what came after
    it, and going back to none ("") all.
    """
    found: list[str] = []
    for one in used:
        if one in found:
            del found[found.index(one) + 1 :]
        elif one:
            found.append(one)
        else:
            found.clear()
    return found


@dataclass(frozen=True)
class StormFile:
    """A storm with its bulletins, the first version first; ``counting`` are the ids of those that count.

    ``correction`` is that of its wind field which is in force; every track of the storm carries it, so that
    whatever is worked out from one is corrected, and can say so.
    """

    storm: StormRecord
    bulletins: list[Bulletin]
    counting: list[str] = field(default_factory=list)
    correction: FieldCorrection | None = None

    @cached_property
    def in_use(self) -> list[Bulletin]:
        """The bulletins that count, by the moment that they speak of: the newest last."""
        return self._ordered([item for item in self.bulletins if item.id in self.counting])

    @property
    def current(self) -> Bulletin:
        """The bulletin that speaks last, whose forecast is in use where it has one."""
        return self.in_use[-1]

    @property
    def before(self) -> Bulletin | None:
        """The one that speaks last but the current one; None for a single bulletin."""
        return self.in_use[-2] if len(self.in_use) > 1 else None

    @cached_property
    def folded(self) -> Folded:
        """The one track of the storm with the numbers of the bulletins that it rests on."""
        return self._folded(self.in_use)

    @property
    def track(self) -> StormTrack:
        """The one track of the storm: what was seen by any bulletin, and the newest forecast."""
        return self.folded.track

    def track_before(self) -> StormTrack | None:
        """Return the track as it was known before the current bulletin; None for a single one."""
        return self._folded(self.in_use[:-1]).track if len(self.in_use) > 1 else None

    def track_of(self, bulletin: Bulletin) -> StormTrack:
        """Return the track as it was known when a bulletin was recorded, from those that count still."""
        known = [item for item in self.in_use if item.ordinal < bulletin.ordinal]
        return self._folded([*known, bulletin]).track

    def counts(self, bulletin: Bulletin) -> bool:
        """Whether a bulletin counts."""
        return bulletin.id in self.counting

    def _ordered(self, bulletins: Sequence[Bulletin]) -> list[Bulletin]:
        by_ordinal = {item.ordinal: item for item in bulletins}
        issues = in_order_of_issue([Issue(item.ordinal, item.track) for item in bulletins])
        return [by_ordinal[issue.ordinal] for issue in issues]

    def _folded(self, bulletins: Sequence[Bulletin]) -> Folded:
        told = folded([Issue(item.ordinal, item.track) for item in bulletins])
        return replace(told, track=replace(told.track, correction=self.correction))
