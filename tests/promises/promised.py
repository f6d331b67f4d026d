"""What other programs rely on, gathered from the code: names, types, addresses, formats.

``tests/golden/promises/1.0.json`` is what release 1.0 promised. A newer release may promise more, never less:
``BTS_WRITE_GOLDEN=1`` adds what is new, and refuses to take anything away.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

import registry
from registry.__main__ import app as commands
from registry.documents.package import FORMAT as PACKAGE
from registry.frames.columns import frame_kinds
from registry.lake.columns import lake_layers
from registry.lake.layout import VERSION as LAKE
from registry.model.webhooks import EventType
from registry.services.field.rescue_files import FORMAT as RESCUE
from registry.services.office.backups.belongings import FORMAT as BACKUP
from registry.services.requests.exchange.envelope import FORM as EXCHANGE
from registry.settings import Settings
from registry.storm.sources.record import FORMAT as TRACK
from web.api.openapi import description
from web.api.operations import OPERATIONS
from web.app import create_app

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASE = ROOT / "tests/golden/promises/1.0.json"
MIGRATIONS = ROOT / "registry/store/migrations/versions"
KEPT_ADDRESSES = (
    "/api/", "/documents/", "/field/", "/guide", "/m/", "/notices/", "/now/link/", "/ogc/", "/open-data",
    "/report/",
)  # fmt: skip
"""Where the addresses begin that stand on plates, in letters and notices, or in other programs."""


def promised(settings: Settings) -> dict[str, Any]:
    """Everything that is promised, as JSON holds it."""
    return {
        "api": dict(_api()),
        "events": sorted(event.value for event in EventType),
        "lake": {
            facts.layer: {item.name: str(item.type) for item in facts.columns}
            for facts in lake_layers().values()
        },
        "frames": {
            str(kind): {item.name: item.dtype.value for item in facts.columns}
            for kind, facts in frame_kinds().items()
        },
        "notebook": sorted(name for name in dir(registry) if not name.startswith("_")),
        "commands": dict(_commands()),
        "formats": {
            "lake": LAKE, "package": PACKAGE, "rescue file": RESCUE, "backup": BACKUP, "exchange": EXCHANGE,
            "storm track": TRACK,
        },
        "addresses": _addresses(settings),
        "migrations": {path.name: _digest(path) for path in sorted(MIGRATIONS.glob("0*.py"))},
    }  # fmt: skip


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _api() -> Iterator[tuple[str, Any]]:
    """Each operation with its parameters; each model with its fields, their types and which must be there."""
    found = description()
    for path, operations in found["paths"].items():
        for method, own in operations.items():
            yield (
                f"{method.upper()} {path}",
                {
                    "parameters": {
                        f"{one['in']} {one['name']}": bool(one.get("required")) for one in own["parameters"]
                    },
                    "answers": sorted(own["responses"]),
                },
            )
    for name, model in found["components"]["schemas"].items():
        if "properties" in model:
            yield (
                f"model {name}",
                {
                    "fields": {field: _type(given) for field, given in model["properties"].items()},
                    "required": sorted(model.get("required", [])),
                },
            )


def _type(given: Mapping[str, Any]) -> str:
    if "$ref" in given:
        return str(given["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in given:
        return " or ".join(sorted(_type(one) for one in given["anyOf"]))
    if given.get("type") == "array":
        return f"list of {_type(given.get('items', {}))}"
    return str(given.get("type", "any"))


def _commands() -> Iterator[tuple[str, list[str]]]:
    """Each command with the names of its options and the order of what it is given."""

    def below(command: Any, name: str) -> Iterator[tuple[str, list[str]]]:
        inner_commands: dict[str, Any] = getattr(command, "commands", {})
        if inner_commands:
            for part, inner in inner_commands.items():
                yield from below(inner, f"{name} {part}")
        else:
            yield name, [option for one in command.params for option in (one.opts or [str(one.name)])]

    yield from below(typer.main.get_command(commands), "bts")


def _addresses(settings: Settings) -> list[str]:
    rules = create_app(settings).url_map.iter_rules()
    return sorted(
        rule.rule
        for rule in rules
        if "GET" in (rule.methods or set()) and rule.rule.startswith(KEPT_ADDRESSES)
    )


def release() -> dict[str, Any]:
    """What the release promised."""
    held: dict[str, Any] = json.loads(RELEASE.read_text(encoding="utf-8"))
    return held


def taken_back(held: Any, now: Any, place: str = "") -> list[str]:
    """Where ``now`` no longer holds what was promised: something is gone, or is another thing."""
    if isinstance(held, dict):
        if not isinstance(now, dict):
            return [f"{place} is gone"]
        return [
            lost
            for name, value in held.items()
            for lost in (
                taken_back(value, now[name], f"{place} › {name}")
                if name in now
                else [f"{place} › {name} is gone"]
            )
        ]
    if isinstance(held, list):
        return [f"{place} › {one} is gone" for one in held if one not in (now or ())]
    return [] if held == now else [f"{place} was {held}, is {now}"]


def asked_newly(held: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What the API wants of programs that it did not want before: a parameter, or a field of what is sent."""
    found = []
    sent = sent_models()
    for name, one in held.items():
        then, today = one.get("parameters", {}), now.get(name, {}).get("parameters", {})
        found += [
            f"{name} wants {part}" for part, must in today.items() if must and not then.get(part, False)
        ]
        if name in sent:
            wanted = set(now.get(name, {}).get("required", [])) - set(one["required"])
            found += [f"{name} wants {field}" for field in sorted(wanted)]
    return found


def left_out(held: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Fields of answers that were always there and may be missing now."""
    sent = sent_models()
    return [
        f"{name} may lack {field}"
        for name, one in held.items()
        if name.startswith("model ") and name not in sent
        for field in sorted(set(one["required"]) - set(now.get(name, {}).get("required", [])))
    ]


def sent_models() -> set[str]:
    """The models that programs send, with those inside them."""
    found, waiting = (
        set(),
        [
            model.__name__
            for one in OPERATIONS.values()
            for model in (one.body, one.query)
            if model is not None
        ],
    )
    schemas = description()["components"]["schemas"]
    while waiting:
        name = waiting.pop()
        if f"model {name}" in found:
            continue
        found.add(f"model {name}")
        waiting += re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))
    return found
