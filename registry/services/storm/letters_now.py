"""Letters of a storm at a moment: the newest to each carrier, who acknowledged it, and what is not sent."""

from dataclasses import dataclass

from registry.model.storm.storm_records import OrderKind, OrderState
from registry.services.office.registry import Registry
from registry.services.storm.answers import OrderProgress, latest_sent, progress_of
from registry.services.storm.network_now import Scope


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of a storm: ``sent`` the newest to each carrier, ``drafts`` not sent yet."""

    sent: tuple[OrderProgress, ...]
    drafts: int

    @property
    def acknowledged(self) -> int:
        """How many of those sent were acknowledged."""
        return sum(item.order.acknowledged for item in self.sent)

    @property
    def silent(self) -> tuple[OrderProgress, ...]:
        """Those that nobody acknowledged, the longest waiting first."""
        found = [item for item in self.sent if not item.order.acknowledged]
        return tuple(sorted(found, key=lambda item: item.order.sent_at))


def letters_now(registry: Registry, storm: str, scope: Scope) -> Letters:
    """Return the letters of a storm that ``scope`` may see: the office all, a carrier what was sent to it."""
    progress = [item for item in progress_of(registry, storm) if item.order.kind is not OrderKind.STAND_DOWN]
    own = [item for item in progress if scope.operator in (None, item.order.recipient)]
    newest = {order.id for order in latest_sent(own)}
    drafts = sum(item.order.state is OrderState.DRAFT for item in own)
    return Letters(
        tuple(item for item in own if item.order.id in newest), drafts if scope.operator is None else 0
    )
