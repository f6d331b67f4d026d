"""Programs that hear of events, as their tests allow them and read what came."""

from typing import Any

from registry.model.notices import Delivery
from registry.model.webhooks import EventType, Subscription
from registry.services.office.events import event_deliveries, webhooks
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import Gateway, set_gateway

BASE = "https://bts.example.vn"
ALL = [event.value for event in EventType]


def opened(registry: Registry, *ports: int) -> None:
    """Say by which address the pages are known, and that ports of this machine may be asked."""
    inside = tuple(f"127.0.0.1:{port}" for port in ports)
    set_gateway(registry, Gateway(inside=inside), on=False, base=BASE, key=None, who="quản trị")


def hears(registry: Registry, port: int, **own: Any) -> tuple[Subscription, str]:
    """Let a program on this machine hear of events; return its subscription and key."""
    opened(registry, port)
    about = {"name": "Hệ thống", "url": f"http://127.0.0.1:{port}/su-kien", "events": ALL, **own}
    return webhooks.allow(registry, **about, who="quản trị")


def sent(registry: Registry, found: Subscription) -> int:
    """Queue what happened and try what is due."""
    event_deliveries.queue_events(registry)
    return event_deliveries.deliver_to(registry, found.id)


def only(registry: Registry, found: Subscription) -> Delivery:
    (one,) = event_deliveries.newest(registry, found.id, 10)
    return one
