"""Which provinces the lake holds on a day, what is wrong with one, and what was counted of each.

A province that cannot be read does not take the others with it: it is there with what it was refused for.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from registry.errors import RefusalError
from registry.lake import layout
from registry.lake.layout import LakeLayer
from registry.lake.manifest import OFFICE, Manifest
from registry.lake.reading import Lake
from registry.messages import Language, province_in_words
from registry.provinces import provinces
from registry.services.country.sites import ProvinceFacts, facts_of

_KEPT = 80
_READ = (LakeLayer.SITES, LakeLayer.STATIONS, LakeLayer.OPERATOR_LISTS)
FileMark = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class ProvinceHeld:
    """A province of the lake; ``manifest`` and ``facts`` are None where ``refused`` says why."""

    code: str
    manifest: Manifest | None
    facts: ProvinceFacts | None
    refused: RefusalError | None

    def name(self, lang: Language) -> str:
        """Return the province's name as it heads a line."""
        return province_name(self.code, lang, self.manifest.province_name if self.manifest else "")


@dataclass(frozen=True, slots=True)
class CountryHeld:
    """A lake on a day. ``lacking`` are the codes of today's provinces of which it has no day by then;
    ``mark`` names what was read: another one, another content."""

    lake: Lake
    day: dt.date
    provinces: tuple[ProvinceHeld, ...]
    lacking: tuple[str, ...]
    mark: str

    @property
    def whole(self) -> bool:
        """Return whether nothing is masked in the lake."""
        return self.lake.disclosure == OFFICE

    @property
    def illustrative(self) -> bool:
        """Return whether some province's data are illustrative."""
        return any(manifest.illustrative for _, manifest, _ in self.read())

    def read(self) -> Iterator[tuple[ProvinceHeld, Manifest, ProvinceFacts]]:
        """Yield the provinces that could be read, in the order of their codes."""
        for item in self.provinces:
            if item.manifest is not None and item.facts is not None:
                yield item, item.manifest, item.facts

    def province(self, code: str) -> ProvinceHeld | None:
        """Return a province of the lake by its code."""
        return next((item for item in self.provinces if item.code == code), None)


def province_name(code: str, lang: Language, otherwise: str = "") -> str:
    """Return a province's name as it heads a line: of today's, else as its data call it, else its code."""
    known = provinces().get(code)
    if known is None:
        return otherwise or code
    text = known.full_en if lang == "en" else known.full_vi
    return text[:1].upper() + text[1:]


def country_on(folder: Path, day: dt.date) -> CountryHeld:
    """Read what a lake holds by a day.

    Refused: no lake (``LAKE-NOT-A-LAKE``), of another version (``LAKE-VERSION``), no pyarrow
    (``EXTRA-MISSING``). What is wrong with one province stands at that province.
    """
    lake = Lake(folder)
    found: list[ProvinceHeld] = []
    marked = hashlib.sha256(lake.disclosure.encode())
    for code in _codes(lake, day):
        found.append(_held(lake, code, day, marked))
    lacking = tuple(sorted(provinces().keys() - {item.code for item in found}))
    return CountryHeld(lake, day, tuple(found), lacking, marked.hexdigest()[:24])


def _codes(lake: Lake, day: dt.date) -> list[str]:
    try:
        return [code for code in lake.provinces() if layout.latest(lake.folder, code, day) is not None]
    except (OSError, ValueError) as error:  # a folder that cannot be listed, a day that is none
        raise RefusalError("LAKE-NOT-A-LAKE", folder=lake.folder.name) from error


def _held(lake: Lake, code: str, day: dt.date, marked: "hashlib._Hash") -> ProvinceHeld:
    manifest = None
    try:
        manifest = lake.manifest(code, day)
        _same_eyes(lake, manifest)
        files = tuple(_file_mark(lake.folder, manifest, layer) for layer in _READ)
        facts = _facts(lake.folder, code, manifest.day, files)
    except RefusalError as refusal:
        return ProvinceHeld(code, manifest, None, refusal)
    except (ValueError, KeyError, TypeError):  # bytes that their hash vouches for, and that are no such table
        unread = RefusalError("COUNTRY-NOT-READ", province=province_in_words(code))
        return ProvinceHeld(code, manifest, None, unread)
    marked.update(repr((code, manifest.day, manifest.ledger_head, files)).encode())
    return ProvinceHeld(code, manifest, facts, None)


def _same_eyes(lake: Lake, manifest: Manifest) -> None:
    """Refuse a day that was put there by hand: whose eyes it is for is not certain."""
    if manifest.disclosure != lake.disclosure:
        name = f"{manifest.day.isoformat()}.json"
        raise RefusalError("LAKE-MANIFEST", file=name, province=province_in_words(manifest.province))


def _file_mark(folder: Path, manifest: Manifest, layer: LakeLayer) -> FileMark:
    """Return what tells whether a file is still the one that was read: its hash, size and last change."""
    item = manifest.file(layer)
    try:
        state = layout.held(folder, item.place, item.sha256).stat()
    except OSError as error:
        raise RefusalError("LAKE-FILE-MISSING", file=item.path) from error
    return item.sha256, state.st_size, state.st_mtime_ns


@lru_cache(maxsize=_KEPT)
def _facts(folder: Path, code: str, day: dt.date, _files: tuple[FileMark, ...]) -> ProvinceFacts:
    lake = Lake(folder)
    return facts_of(lake, lake.manifest(code, day))
