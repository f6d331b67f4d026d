"""The frame's own pages: accounts, the inbox, the search box, the guides, jobs; their place in the bar."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from registry.model.people import Role
from web.frame import about, clock, guides, jobs, owners, search, today, undo
from web.frame.find import views
from web.frame.packages import BarPage, DayWork, PagePackage
from web.frame.post import channels, inbox, outbox
from web.frame.security import security_events, security_pages
from web.frame.sign_in import account_pages, identity_pages, oidc, session_pages, token_pages
from web.frame.sign_in.accounts import limit_spots


def _limit(app: Flask) -> None:
    limit_spots(app)
    oidc.limit(app)


def _above() -> Markup:
    return clock.banner() + about.strip()


PACKAGE = PagePackage(
    blueprints=(
        account_pages.blueprint, search.blueprint, guides.blueprint, about.blueprint, inbox.blueprint,
        jobs.blueprint, outbox.blueprint, channels.blueprint, today.blueprint, token_pages.blueprint,
        security_pages.blueprint, oidc.blueprint, identity_pages.blueprint, session_pages.blueprint,
        views.blueprint, undo.blueprint, owners.blueprint,
    ),
    bar=(
        BarPage("today", 10, "start.day", _l("Hôm nay")),
        BarPage("notices", 10, "notices.listed", _l("Thông báo"), inbox.waiting),
        BarPage("notices", 20, "outbox.listed", _l("Đã gửi ra ngoài")),
        BarPage("settings", 15, "channels.show", _l("Kênh gửi ra ngoài")),
        BarPage(
            "settings", 20, "accounts.all_accounts", _l("Quản lý tài khoản"),
            parts=("identities", "open_sessions", "owners"),
        ),
        BarPage("settings", 25, "security_log.listed", _l("Nhật ký an ninh")),
    ),
    day=(
        DayWork(
            6, (Role.ADMINISTRATOR,), _l("Chờ ghép với tài khoản"), "identities.listed",
            identity_pages.day_items,
        ),
        DayWork(90, inbox.TOLD, _l("Thông báo chưa mở"), "notices.listed", inbox.day_items, counts=False),
    ),
    often=(security_events.look_after,),
    above=_above,
    limit=_limit,
)  # fmt: skip
