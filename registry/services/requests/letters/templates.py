"""The office's own templates of letters: tried in the sandbox, then taken into its folder, each by whom.

What lies in the folder is used (``registry.documents.templates.template``); the ledger says whose file it is
and under which SHA-256 a copy is kept.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.documents.filling import fill
from registry.documents.kinds import KINDS, Kind
from registry.documents.template_fields import fields_left_out
from registry.documents.templates import file_name, house_template, template
from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.vietnam_time import one_moment
from registry.provinces import province
from registry.services.office.attachments import keep_file
from registry.services.office.letters.letterhead import letterhead
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.requests.letters.samples import TRIALS, sample_values
from registry.store.office.operators import load_settings

PREFIX = "letter.template."
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_FIELDS = {
    "recipient": Words("nơi kính gửi", "to whom it goes"),
    "number": Words("số văn bản", "its number"),
    "dated": Words("nơi, ngày ký", "place and day"),
    "letterhead": Words("đầu văn bản, người ký", "head of the letter, signer"),
    "grounds": Words("các căn cứ", "the grounds"),
    "opening": Words("câu mở đầu", "the opening sentence"),
    "body": Words("nội dung chính", "what it says"),
    "closing": Words("câu kết", "the closing sentence"),
    "copies": Words("nơi nhận", "copies"),
    "annexes": Words("phụ lục", "annexes"),
    "rows": Words("các dòng của bảng", "rows of the table"),
    "marks": Words("ghi chú về mức chắc chắn", "notes on how sure it is"),
    "maps": Words("sơ đồ vị trí", "maps"),
    "map_pairs": Words("sơ đồ vị trí", "maps"),
    "index": Words("bảng mục lục vị trí", "index of positions"),
}
"""Fields that most letters have, in an administrator's words."""
_SAMPLE = 70
"""How much of what a trial letter says of a field is told beside its name."""


@dataclass(frozen=True, slots=True)
class TemplateState:
    """A template of a kind and language: the office's own (``own``) or the house's.

    ``name`` and ``sha256`` are those of the file that the office took in, "" for one put there by hand;
    ``left_out`` names the fields of the house's that it did not have then.
    """

    kind: Kind
    lang: Language
    own: bool
    name: str = ""
    sha256: str = ""
    left_out: tuple[str, ...] = ()


def template_states(registry: Registry) -> list[TemplateState]:
    """Return every template with whose it is."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    found = []
    for kind in KINDS:
        for lang in LANGUAGES:
            known: dict[str, Any] = settings.get(_key(kind, lang)) or {}
            own = (_folder(registry) / file_name(kind, lang)).is_file()
            said = known if own else {}
            found.append(
                TemplateState(
                    kind,
                    lang,
                    own,
                    str(said.get("name", "")),
                    str(said.get("sha256", "")),
                    tuple(said.get("left_out", ())),
                )
            )
    return found


def known_template(kind: str, lang: str) -> tuple[Kind, Language]:
    """Return a kind and a language that a page named (``REQUEST-VALUE`` for others)."""
    for one in KINDS:
        for language in LANGUAGES:
            if (one, language) == (kind, lang):
                return one, language
    raise RefusalError("REQUEST-VALUE", value=f"{kind}-{lang}"[:40])


def current_template(registry: Registry, kind: Kind, lang: Language) -> Path:
    """Return the file of the template in use."""
    return template(_folder(registry), kind, lang)


def try_template(registry: Registry, kind: Kind, lang: Language, source: Path) -> bytes:
    """Return what a template makes of made-up values; refused as ``documents.filling.fill`` refuses.

    The conditions of both answers to an extension are tried.
    """
    values = _samples(registry, kind, lang)
    if kind == "extension":
        fill(source, {**values, "granted": False})
    if kind in ("reply", "note"):  # a request without a list
        empty: dict[str, Any] = {name: [] for name, value in values.items() if isinstance(value, list)}
        fill(source, {**values, **empty, "annex": None, "total": 0})
    return fill(source, values)


def left_out_words(registry: Registry, state: TemplateState, lang: Language) -> list[tuple[str, str]]:
    """Return the fields that an office's template leaves out, each with what it is in the reader's language.

    What has no words of ours is told by what a trial letter says there; "" where that is no text of its own.
    """
    if not state.left_out:
        return []
    values = _samples(registry, state.kind, state.lang)
    found = []
    for name in state.left_out:
        known = _FIELDS.get(name.partition(".")[0])
        sample = _sample_of(values, name.split("."))
        parts = [say(known, lang)] if known else []
        if sample and not sample.startswith(TRIALS):
            parts.append(f"“{sample}”")
        found.append((name, ", ".join(parts)))
    return found


def _samples(registry: Registry, kind: Kind, lang: Language) -> dict[str, Any]:
    with registry.database.read() as connection:
        head = letterhead(load_settings(connection), lang, registry.settings.province)
    middle = province(registry.settings.province).centre
    return sample_values(kind, head, registry.settings.metric_epsg, lang, middle)


def _sample_of(found: Any, parts: list[str]) -> str:
    for part in [*parts, ""]:
        if isinstance(found, list | tuple):
            found = found[0] if found else ""
        if part:
            found = found.get(part, "") if isinstance(found, dict) else getattr(found, part, "")
    text = " ".join(str(found).split()) if isinstance(found, str | int | float) else ""
    return text if len(text) <= _SAMPLE else f"{text[:_SAMPLE].rsplit(' ', 1)[0]} …"


@one_moment()
def accept_template(
    registry: Registry, kind: Kind, lang: Language, source: Path, name: str, *, who: str
) -> None:
    """Take a template into the office's folder after a trial; a refused one changes nothing."""
    if source.suffix.lower() != ".docx":
        raise RefusalError("LETTER-TEMPLATE-NOT-READ", name=name)
    try_template(registry, kind, lang, source)
    left_out = fields_left_out(source, house_template(_folder(registry), kind, lang))
    kept = keep_file(registry, source, name)
    folder = _folder(registry)
    path = folder / file_name(kind, lang)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(kept.path.read_bytes())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusalError("OUTPUT-NOT-WRITTEN", path=path.name, reason=reason) from error
    noted = {"name": Path(name).name, "sha256": kept.sha256, "left_out": left_out}
    _note(registry, kind, lang, noted, who=who)


@one_moment()
def withdraw_template(registry: Registry, kind: Kind, lang: Language, *, who: str) -> None:
    """Go back to the house's own template; the office's file stays among the kept ones."""
    path = _folder(registry) / file_name(kind, lang)
    if path.is_file():
        keep_file(registry, path, path.name)
        path.unlink()
    house_template(_folder(registry), kind, lang)
    _note(registry, kind, lang, None, who=who)


def _note(registry: Registry, kind: Kind, lang: Language, value: dict[str, Any] | None, *, who: str) -> None:
    key = _key(kind, lang)
    with registry.database.write() as connection:
        write_settings(connection, {key: value}, about=key, who=who)


def _key(kind: Kind, lang: Language) -> str:
    return f"{PREFIX}{kind}-{lang}"


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "templates"
