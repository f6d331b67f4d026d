"""Carriers' ways back after a storm as one SVG made on the server; the tables beside say the same."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.model.storm.after_action import Curve
from web.frame.wording import outage_words as words

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 150, 14, 40
_KINDS = 6


def restoration_chart(curves: Sequence[Curve]) -> Markup:
    """Return the chart of the shares restored, a line a carrier; "" where there is none to draw."""
    every = [dt.datetime.fromisoformat(at) for curve in curves for at, _share in curve.points]
    if not every or max(every) <= min(every):
        return Markup("")
    start, length = min(every), (max(every) - min(every)).total_seconds()

    def x(at: dt.datetime) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at - start).total_seconds() / length

    def y(share: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1.0 - share)

    title = _("Tỷ lệ đã khôi phục của từng doanh nghiệp theo thời gian")
    parts = [
        f'<svg class="restored-chart ways-back" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="ways-title"><title id="ways-title">{escape(title)}</title>'
    ]
    for percent in (0, 25, 50, 75, 100):
        level = y(percent / 100)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{level:.1f}" y2="{level:.1f}"/>'
            f'<text class="axis" x="{_LEFT - 8}" y="{level + 4:.1f}" text-anchor="end">{percent}%</text>'
        )
    for at, anchor in ((start, "start"), (max(every), "end")):
        parts.append(
            f'<text class="axis" x="{x(at):.1f}" y="{HEIGHT - 14}" text-anchor="{anchor}">'
            f"{escape(words.short(at))}</text>"
        )
    for number, curve in enumerate(curves):
        path = " ".join(
            f"{x(dt.datetime.fromisoformat(at)):.1f},{y(share):.1f}" for at, share in curve.points
        )
        kind, height = number % _KINDS, _TOP + 12 + 22 * number
        parts.append(
            f'<polyline class="way way-{kind}" points="{path}"/>'
            f'<line class="way way-{kind}" x1="{WIDTH - _RIGHT + 12}" x2="{WIDTH - _RIGHT + 42}" '
            f'y1="{height}" y2="{height}"/>'
            f'<text class="axis" x="{WIDTH - _RIGHT + 48}" y="{height + 4}">{escape(curve.label)}</text>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers of ours, and texts that are escaped
