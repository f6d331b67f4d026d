"""The user guides in the product: ``docs/guides/*.md``, one for each role, pictures by a command.

The Markdown may not bring HTML of its own; headings, lists, links, bold words and pictures are all it needs.
A bold word is the label of a button or page, and an address in backticks (```/storms```) becomes a link:
``tests/web/frame/test_guides.py`` holds both to what the product says and answers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request, send_from_directory, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from registry.columns import fold
from registry.messages import as_here
from registry.model.people import Role
from web.frame import packages, parameters
from web.frame.guard import current_person, guarded

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

blueprint = Blueprint("guides", __name__, url_prefix="/guide")

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "guides"
PICTURES = DOCS / "pictures" / "guides"
_IN_MARKDOWN = "../pictures/guides/"
_NAME = re.compile(r"[a-z0-9-]+")
_PAGE = re.compile(r"/[a-z0-9/#-]*")
PHONE_PX = 500
"""A picture narrower than this shows a phone; pictures are shown at their own size at most."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its file's name, what the list calls it, and the roles whose own guide it is."""

    name: str
    title: Any
    about: Any
    roles: frozenset[Role]


GUIDES: tuple[Guide, ...] = (
    Guide(
        "tham-dinh",
        _l("Chuyên viên thẩm định"),
        _l("Nhận danh sách của doanh nghiệp, quyết định từng vị trí, trình ký; đôn đốc, rà soát, báo cáo."),
        frozenset({Role.APPRAISER}),
    ),
    Guide(
        "lanh-dao",
        _l("Lãnh đạo"),
        _l("Xem hồ sơ đã trình, ban hành hoặc trả lại; theo dõi hạn, báo cáo và tình hình bão."),
        frozenset({Role.LEADER}),
    ),
    Guide(
        "kiem-tra",
        _l("Người đi kiểm tra hiện trường"),
        _l("Một ngày kiểm tra cột bằng điện thoại, kể cả khi mất mạng, và việc tiếp theo ở cơ quan."),
        frozenset({Role.INSPECTOR}),
    ),
    Guide(
        "truc-bao",
        _l("Trực ban bão, mất liên lạc"),
        _l("Từ bản tin bão đến danh sách cột cần gia cố, công văn, báo cáo mất liên lạc."),
        frozenset({Role.DUTY_OFFICER}),
    ),
    Guide(
        "doanh-nghiep",
        _l("Doanh nghiệp viễn thông"),
        _l("Gửi hồ sơ, bổ sung, báo hoàn thành, khắc phục tồn tại, báo cáo mất liên lạc."),
        frozenset({Role.CARRIER}),
    ),
    Guide(
        "danh-sach-cot",
        _l("Danh sách cột: nộp, xem, nhận"),
        _l("Doanh nghiệp nộp lần đầu, hằng quý, đính chính; cơ quan xem từng thay đổi và nhận."),
        frozenset({Role.CARRIER}),
    ),
    Guide(
        "quan-tri",
        _l("Quản trị"),
        _l("Tài khoản, mẫu văn bản, lịch làm việc, vùng quy hoạch, sao lưu."),
        frozenset({Role.ADMINISTRATOR}),
    ),
    Guide(
        "tinh-khac",
        _l("Tuần đầu ở một tỉnh khác"),
        _l("Lập sổ cho tỉnh mình: nhập gì trước, nêu quy định nào, cái gì chạy ngay."),
        frozenset({Role.ADMINISTRATOR}),
    ),
    Guide(
        "lay-y-kien",
        _l("Cơ quan được lấy ý kiến, UBND xã"),
        _l("Đọc công văn hỏi ý kiến và trả lời trên trang."),
        frozenset({Role.CONSULTED}),
    ),
    Guide(
        "nguoi-dan",
        _l("Người dân"),
        _l("Báo cột nghiêng, cáp võng, hàng rào hỏng; xem tình hình mạng sau bão."),
        frozenset(),
    ),
)
_BY_NAME = {guide.name: guide for guide in GUIDES}


@blueprint.get("")
@guarded(public=True)
def listed() -> str:
    """Show the guides, those of one's own roles first."""
    parameters.known_only(request.args, ())
    mine = [guide for guide in GUIDES if _is_own(guide)]
    others = [guide for guide in GUIDES if guide not in mine]
    return render_template("frame/guides/list.html", mine=mine, others=others)


@blueprint.get("/<name>")
@guarded(public=True)
def show(name: str) -> str:
    """Show one guide as its Markdown stands in the clone."""
    parameters.known_only(request.args, ())
    guide = _BY_NAME.get(name)
    if guide is None:
        abort(404)
    text = as_here((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    return render_template(
        "frame/guides/show.html", guide=guide, content=rendered(text), beside=packages.beside_guide(name)
    )


@blueprint.get("/pictures/<name>")
@guarded(public=True)
def picture(name: str) -> Response:
    """Send a picture of the guides."""
    return send_from_directory(PICTURES, name, mimetype="image/png")


def rendered(text: str) -> Markup:
    """Return a guide's Markdown as HTML; markup of its own in the text is shown, not obeyed."""
    return Markup(_markdown().render(text))  # noqa: S704 - html is off: the renderer escapes the text


def _is_own(guide: Guide) -> bool:
    person = current_person()
    if not person.roles:
        return guide.name == "nguoi-dan"
    return not guide.roles.isdisjoint(person.roles)


def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.add_render_rule("heading_open", _heading)
    made.add_render_rule("image", _image)
    made.add_render_rule("code_inline", _code)
    made.add_render_rule("link_open", _link)
    return made


def _heading(
    renderer: "RendererHTML", tokens: Sequence["Token"], at: int, options: "OptionsDict", env: dict[str, Any]
) -> str:
    """Give a heading the name by which an address leads to it."""
    tokens[at].attrSet("id", anchor(tokens[at + 1].content))
    return str(renderer.renderToken(tokens, at, options, env))


def anchor(heading: str) -> str:
    """Return the name of a guide's section in an address: "Trình ký" is "trinhky"."""
    return fold(heading)


def _image(
    renderer: "RendererHTML", tokens: Sequence["Token"], at: int, options: "OptionsDict", env: dict[str, Any]
) -> str:
    """Draw a picture at its own size, so that the text does not move while it comes."""
    token = tokens[at]
    name = str(token.attrGet("src") or "").removeprefix(_IN_MARKDOWN)
    alt = renderer.renderInlineAsText(token.children, options, env)
    width, height = _size(name)
    kind = "phone" if width < PHONE_PX else "desk"
    return str(
        Markup('<img class="shot {}" src="{}" width="{}" height="{}" alt="{}">').format(
            kind, url_for("guides.picture", name=name), width, height, alt
        )
    )


def _code(
    _renderer: "RendererHTML",
    tokens: Sequence["Token"],
    at: int,
    _options: "OptionsDict",
    _env: dict[str, Any],
) -> str:
    """Make an address of the product a link."""
    said = tokens[at].content
    if _PAGE.fullmatch(said):
        return str(Markup('<a class="address" href="{0}">{0}</a>').format(said))
    return str(Markup("<code>{}</code>").format(said))


def _link(
    renderer: "RendererHTML", tokens: Sequence["Token"], at: int, options: "OptionsDict", env: dict[str, Any]
) -> str:
    """Lead from one guide to another, whose file the Markdown names."""
    token = tokens[at]
    target = str(token.attrGet("href") or "")
    if target.endswith(".md") and target.removesuffix(".md") in _BY_NAME:
        token.attrSet("href", url_for("guides.show", name=target.removesuffix(".md")))
    return str(renderer.renderToken(tokens, at, options, env))


@lru_cache(maxsize=64)
def _size(name: str) -> tuple[int, int]:
    """Return the width and height of a picture; a picture not taken yet has none that matter."""
    path = PICTURES / name
    if not _NAME.fullmatch(path.stem) or not path.is_file():
        return (640, 400)
    from PIL import Image

    with Image.open(path) as image:
        return image.size
