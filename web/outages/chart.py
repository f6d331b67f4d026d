"""The restored share over time as an SVG made on the server; the table beside it says the same in words."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.storm.outage_fold import Moment
from web.frame.wording import outage_words as words
from web.frame.wording.filters import number, percent

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 14, 40
_MOST_LABELS = 5


def restored_chart(points: Sequence[Moment]) -> Markup:
    """Return the chart of the share restored (per cent, 0 to 100) at each moment; "" without two moments."""
    if len(points) < 2 or points[-1].at <= points[0].at:
        return Markup("")
    start, end = points[0].at, points[-1].at
    length = (end - start).total_seconds()

    def x(at: dt.datetime) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at - start).total_seconds() / length

    def y(share: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1.0 - share)

    known = [(point, point.restored_share) for point in points if point.restored_share is not None]
    parts = [
        f'<svg class="restored-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="chart-title chart-desc"><title id="chart-title">{escape(_title())}</title>'
        f'<desc id="chart-desc">{escape(_description(points))}</desc>'
    ]
    for mark in (0, 25, 50, 75, 100):
        level = y(mark / 100)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{level:.1f}" y2="{level:.1f}"/>'
            f'<text class="axis" x="{_LEFT - 8}" y="{level + 4:.1f}" text-anchor="end">{mark}%</text>'
        )
    step = max(1, -(-len(points) // _MOST_LABELS))
    labelled = [point for n, point in enumerate(points[:-1]) if n % step == 0 and x(end) - x(point.at) > 70]
    for point in (*labelled, points[-1]):
        anchor = "end" if point is points[-1] else "start" if point is points[0] else "middle"
        parts.append(
            f'<text class="axis" x="{x(point.at):.1f}" y="{HEIGHT - 14}" text-anchor="{anchor}">'
            f"{escape(words.short(point.at))}</text>"
        )
    if known:
        path = " ".join(f"{x(point.at):.1f},{y(share):.1f}" for point, share in known)
        parts.append(f'<polyline class="line" points="{path}"/>')
        parts += [
            f'<circle class="dot" cx="{x(point.at):.1f}" cy="{y(share):.1f}" r="4"/>'
            for point, share in known
        ]
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - numbers of ours, and texts that are escaped


def _title() -> str:
    return str(_("Tỷ lệ đã khôi phục theo thời gian"))


def _description(points: Sequence[Moment]) -> str:
    last = points[-1]
    if last.restored_share is None:
        return str(_("Chưa có vị trí trạm nào được báo mất liên lạc."))
    return str(
        _(
            "Đến %(at)s đã khôi phục %(share)s%% trong %(affected)s vị trí trạm bị ảnh hưởng.",
            at=words.moment(last.at), share=percent(last.restored_share),
            affected=number(last.affected, 0),
        )
    )  # fmt: skip
