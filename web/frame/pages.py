"""The frame's own pages: accounts, the inbox, the search box, the guides, jobs; their place in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame import account_pages, channels, guides, inbox, jobs, outbox, search
from web.frame.accounts import limit_spots
from web.frame.packages import BarPage, PagePackage

PACKAGE = PagePackage(
    blueprints=(
        account_pages.blueprint, search.blueprint, guides.blueprint, inbox.blueprint, jobs.blueprint,
        outbox.blueprint, channels.blueprint,
    ),
    bar=(
        BarPage("notices", 10, "notices.listed", _l("Thông báo"), inbox.waiting),
        BarPage("notices", 20, "outbox.listed", _l("Đã gửi ra ngoài")),
        BarPage("settings", 15, "channels.show", _l("Kênh gửi ra ngoài")),
        BarPage("settings", 20, "accounts.all_accounts", _l("Quản lý tài khoản")),
    ),
    limit=limit_spots,
)  # fmt: skip
