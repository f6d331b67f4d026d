"""The house's own templates, in the form of official letters of NĐ 30/2020/NĐ-CP (Phụ lục I).

The office's own template of a kind lies in its folder under the kind's file name and goes first; the house's
are written beside it (``house``) when they are first asked for.
"""

import hashlib
import secrets
from functools import cache
from pathlib import Path

from registry.documents.filling import HOUSE
from registry.documents.kinds import NAMES, Kind
from registry.messages import Language


@cache
def _edition() -> str:
    """Return the edition of the house's templates: another as soon as what draws them is changed."""
    drawn_by = [*Path(__file__).parent.rglob("*template*.py"), Path(__file__).with_name("layout.py")]
    content = b"".join(path.read_bytes() for path in sorted(drawn_by))
    return hashlib.sha256(content).hexdigest()[:8]


def file_name(kind: Kind, lang: Language) -> str:
    """Return the name under which the office puts its own template of a kind into the folder."""
    return f"{NAMES[kind]}-{lang}.docx"


def template(folder: Path, kind: Kind, lang: Language) -> Path:
    """Return the office's own template of a kind and language in ``folder``, else the house's."""
    own = folder / file_name(kind, lang)
    return own if own.exists() else house_template(folder, kind, lang)


def house_template(folder: Path, kind: Kind, lang: Language) -> Path:
    """Return the house's template of a kind and language; written below ``folder`` on first use."""
    path = folder / HOUSE / f"{NAMES[kind]}-{lang}.{_edition()}.docx"
    if not path.exists():
        from registry.documents.house_templates import write_template

        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")  # two may write at once
        write_template(temporary, kind, lang)
        temporary.replace(path)
    return path
