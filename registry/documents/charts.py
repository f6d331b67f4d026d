"""Charts (biểu đồ) for a presentation: a 16:9 picture with the numbers written beside what they measure."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.messages import Language, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE_IN = (13.333, 7.5)
DPI = 96
MOST_BARS = 20
INK, FAINT, PLAIN = "#1d2b33", "#5f6b76", "#00647a"
# told apart by lightness as well as hue
SHADES = ("#00495c", "#2f8fa3", "#e0a42e", "#8a3b12", "#9aa7b0", "#5b3fd6", "#c7d7dc")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every bar, or a line: its name, colour ("": the next of the shades) and a value for each."""

    name: str
    values: Sequence[float]
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ChartContent:
    """What a chart shows. ``labels`` name the bars, or the points of lines; ``note`` stands below."""

    title: str
    labels: Sequence[str]
    parts: Sequence[Part]
    note: str = ""
    stamp: str = ""


def bars(content: ChartContent, lang: Language = "vi") -> bytes:
    """Return horizontal stacked bars as a PNG; each bar bears its total. At most 20 bars are legible."""
    figure, axes = _sheet(content)
    labels = list(content.labels)[:MOST_BARS]
    at = list(range(len(labels)))[::-1]
    left = [0.0] * len(labels)
    for index, part in enumerate(content.parts):
        values = list(part.values)[:MOST_BARS]
        shade = part.colour or (PLAIN if len(content.parts) == 1 else SHADES[index % len(SHADES)])
        axes.barh(at, values, left=left, color=shade, edgecolor="white", linewidth=0.8, label=part.name)
        left = [before + value for before, value in zip(left, values, strict=True)]
    most = max(left, default=0.0) or 1.0
    for place, whole in zip(at, left, strict=True):
        axes.text(whole + most * 0.008, place, number(whole, 0, lang), va="center", color=INK, fontsize=12)
    axes.set_yticks(at, labels, fontsize=12 if len(labels) <= 12 else 10)
    axes.set_xlim(0, most * 1.09)
    axes.xaxis.set_visible(False)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    return _finished(figure, axes, content)


def lines(content: ChartContent, lang: Language = "vi") -> bytes:
    """Return lines over points in time as a PNG; the last value of each is written at its end."""
    figure, axes = _sheet(content)
    at = list(range(len(content.labels)))
    marks = "os^Dv*"
    for index, part in enumerate(content.parts):
        shade = part.colour or SHADES[index % len(SHADES)]
        axes.plot(
            at, part.values, color=shade, marker=marks[index % len(marks)], lw=2.4, ms=7, label=part.name
        )
        if len(part.values):
            said = number(part.values[-1], 0, lang)
            axes.annotate(
                said, (at[-1], part.values[-1]), (10, 0), textcoords="offset points", va="center", fontsize=12
            )
    axes.set_xticks(at, list(content.labels), fontsize=11)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _at: number(value, 0, lang))
    axes.grid(axis="y", color="#d8dfe3", lw=0.8)
    axes.spines[["top", "right", "left"]].set_visible(False)
    return _finished(figure, axes, content)


def _sheet(content: ChartContent) -> tuple["Figure", Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_IN, dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.2, 0.14, 0.74, 0.7))
    figure.text(0.03, 0.95, content.title, fontsize=19, fontweight="bold", color=INK, va="top", wrap=True)
    return figure, axes


def _finished(figure: "Figure", axes: Any, content: ChartContent) -> bytes:
    if len(content.parts) > 1:
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.03), ncols=min(6, len(content.parts)), frameon=False,
            fontsize=12,
        )  # fmt: skip
    axes.tick_params(axis="both", length=0, colors=INK)
    figure.text(0.03, 0.03, content.note, fontsize=10, color=FAINT)
    if content.stamp:
        figure.text(0.97, 0.03, content.stamp, fontsize=10, color="#7a0019", ha="right", fontweight="bold")
    into = io.BytesIO()
    figure.savefig(into, format="png", metadata={"Software": None})
    return into.getvalue()
