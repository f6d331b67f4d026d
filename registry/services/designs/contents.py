"""What the versions of a drawing hold, kept as files: the drawing as read, and its content by layers."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from registry.messages import Words
from registry.model.designs.contents import DesignContent, ThingKind, joined
from registry.model.designs.desk import DossierFile
from registry.model.designs.drawings import Drawing, DrawingLayer, ProposedBy
from registry.model.designs.kept_contents import content_json, content_of
from registry.model.issues import Issue, Severity
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.registry import Registry

CONTENT, READ = "noi-dung.json", "ban-ve.json"
_WORDS = "$words"


def keep_content(registry: Registry, content: DesignContent) -> str:
    """Keep a content as a file and return its SHA-256."""
    return keep_bytes(registry, _written(content_json(content)), CONTENT).sha256


def content_at(registry: Registry, file: DossierFile | None) -> DesignContent | None:
    """Return what a version holds; None where it was not read so far."""
    if file is None or not file.content_sha256:
        return None
    return _content(file_path(registry, file.content_sha256, CONTENT))


def joined_to(registry: Registry, before: DossierFile | None, content: DesignContent) -> DesignContent:
    """Return a content together with that of the version it adds to."""
    first = content_at(registry, before)
    return content if first is None else joined(first, content)


def keep_drawing(registry: Registry, drawing: Drawing) -> str:
    """Keep how a drawing was read, without its content, as a file; returns its SHA-256."""
    plain = {
        "form": drawing.form, "plane": drawing.plane, "likely": list(drawing.likely),
        "unit_m": drawing.unit_m, "swapped": drawing.swapped, "left_out": drawing.left_out,
        "layers": [
            {"name": one.name, "kind": one.kind.value, "by": one.by.value, "counts": dict(one.counts),
             "length_m": one.length_m, "texts": list(one.texts)}
            for one in drawing.layers
        ],
        "issues": [
            {"code": one.code, "severity": one.severity.value,
             "params": {name: _plain(value) for name, value in one.params.items()},
             "sheet": one.sheet, "row": one.row}
            for one in drawing.issues
        ],
    }  # fmt: skip
    return keep_bytes(registry, _written(plain), READ).sha256


def drawing_at(registry: Registry, file: DossierFile) -> Drawing | None:
    """Return how a version was read, without its content; None where nothing is kept."""
    if not file.read_sha256:
        return None
    kept = json.loads(file_path(registry, file.read_sha256, READ).read_bytes())
    return Drawing(
        name=file.name,
        sha256=file.sha256,
        form=kept["form"],
        layers=tuple(_layer(one, file) for one in kept["layers"]),
        plane=kept["plane"],
        likely=tuple(kept["likely"]),
        unit_m=kept["unit_m"],
        swapped=kept["swapped"],
        issues=tuple(
            Issue(
                one["code"],
                sheet=one["sheet"],
                row=one["row"],
                severity=Severity(one["severity"]),
                params={name: _back(value) for name, value in one["params"].items()},
            )
            for one in kept["issues"]
        ),
        left_out=kept["left_out"],
    )  # fmt: skip


def _layer(kept: dict[str, Any], file: DossierFile) -> DrawingLayer:
    stated = file.layers.get(kept["name"])
    return DrawingLayer(
        kept["name"],
        ThingKind(stated or kept["kind"]),
        ProposedBy.CONFIRMED if stated and file.confirmed_by else ProposedBy(kept["by"]),
        kept["counts"],
        kept["length_m"],
        tuple(kept["texts"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return {_WORDS: [value.vi, value.en]}
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)


def _back(value: Any) -> Any:
    return Words(*value[_WORDS]) if isinstance(value, dict) else value


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


@lru_cache(maxsize=8)
def _content(path: Path) -> DesignContent:
    return content_of(json.loads(path.read_bytes()))
