"""The storm's lists of masts against those that fell and went dark."""

from collections.abc import Sequence

from registry.model.outages.outages import LineState, OutageEvent
from registry.model.storm.after_action import Grid, Section, Statement
from registry.services.office.registry import Registry
from registry.services.outages.events import ordered_lines
from registry.services.storm.after_action.telling import Telling
from registry.services.storm.file import StormFile
from registry.services.storm.outcomes import Outcomes
from registry.services.storm.two_lists import kept_lists
from registry.storm.hits import LEAST, Flags, Hits, hits, share
from registry.storm.ranked import RankedList


def lists(
    registry: Registry,
    file: StormFile,
    own: Sequence[OutageEvent],
    happened: Outcomes | None,
    tell: Telling,
) -> Section:
    """Return how the lists did: hits among their first, lift, and the area where there are cases enough."""
    title = tell.say("Danh sách cột và những gì đã xảy ra", "The lists of masts and what happened")
    source = tell.say(
        "danh sách tính lại theo sổ hiện nay; báo cáo mất liên lạc và sự cố của doanh nghiệp",
        "the lists as worked out from the register of today; carriers' reports and incidents",
    )
    if happened is None:
        return Section("lists", title, (_unheard(source, tell),))
    both = kept_lists(registry, file.track)
    masts = both.exposure.masts
    known, fell, dark = happened.known(masts), happened.fallen(masts), happened.darkened(masts)
    said = [
        tell.fact(
            "Trong {n} cột có doanh nghiệp đã báo cáo: {fell} cột gãy, đổ; {dark} cột có trạm mất liên lạc.",
            "Of {n} masts with a carrier that reported: {fell} fell; {dark} had a station off the air.",
            source=source, n=int(known.sum()), fell=int((fell & known).sum()), dark=int((dark & known).sum()),
        )
    ]  # fmt: skip
    if _counted(registry, own):
        said.append(
            tell.unknown(
                "Một số báo cáo chỉ nêu số lượng theo xã, phường, không nêu tên trạm: các trạm đó không tính "
                "được vào bảng dưới.",
                "Some reports count by commune and name no station: those stations are not in the tables.",
                source=source,
            )
        )
    said += _flagged(both.may_fall, known, fell, source, tell)
    grids = []
    for name, what, listed, flags in (
        (
            tell.say("Có thể đổ", "May fall"), tell.say("cột gãy, đổ", "masts that fell"),
            both.may_fall, fell,
        ),
        (
            tell.say("Mất liên lạc đau nhất", "Worst if off the air"),
            tell.say("cột có trạm mất liên lạc", "masts with a station off the air"),
            both.hurts_dark, dark,
        ),
    ):  # fmt: skip
        rows = listed.rows[known[listed.rows]]
        found = hits(flags[rows])
        grids.append(_grid(name, what, found, int((flags & known).sum()) - found.cases, tell))
        said.append(_area(name, what, found, source, tell))
    return Section("lists", title, tuple(said), tuple(grids))


def _counted(registry: Registry, own: Sequence[OutageEvent]) -> bool:
    """Whether some reports name a commune and a count, and no station."""
    return any(
        line.state is LineState.COUNT and line.down
        for event in own
        for line in ordered_lines(registry, event.id)
    )


def _flagged(listed: RankedList, known: Flags, fell: Flags, source: str, tell: Telling) -> list[Statement]:
    """Say how many of the masts that the warning singled out fell, and how many fell without."""
    seen = known[listed.rows]
    flagged, fallen = listed.flagged[seen], fell[listed.rows][seen]
    if not len(flagged):
        return []
    hit = share(int((flagged & fallen).sum()), int(flagged.sum()))
    return [
        tell.fact(
            "Cảnh báo tách riêng {n} cột có thể đổ; đã gãy, đổ {hit}; ngoài các cột đó đã gãy, đổ {rest}.",
            "The warning singled out {n} masts that may fall; of these fell {hit}; of the others {rest}.",
            source=source, n=int(flagged.sum()), hit=tell.share(hit),
            rest=tell.share(share(int((~flagged & fallen).sum()), int((~flagged).sum()))),
        )
    ]  # fmt: skip


def _unheard(source: str, tell: Telling) -> Statement:
    return tell.unknown(
        "Chưa doanh nghiệp nào báo cáo trong sự kiện mất liên lạc gắn với cơn bão này nên chưa so được.",
        "No carrier reported in an event of outages that belongs to this storm: nothing can be compared.",
        source=source,
    )


def _grid(name: str, what: str, found: Hits, left: int, tell: Telling) -> Grid:
    return Grid(
        f"{name}: {what}",
        (
            tell.say("Đầu danh sách", "First of the list"),
            tell.say("Trúng (khoảng 95 %)", "Hits (95 %)"),
            tell.say("Gấp mấy lần ngẫu nhiên", "Times chance"),
        ),
        tuple(
            (str(top.n), tell.share(top.share), "–" if top.lift is None else tell.number(top.lift, 1))
            for top in found.tops
        ),
        tell.say(
            "{cases} trường hợp trong {n} cột của danh sách; {left} trường hợp ngoài danh sách.",
            "{cases} cases among the {n} masts of the list; {left} cases outside it.",
            cases=found.cases,
            n=tell.number(found.n),
            left=left,
        ),
    )


def _area(name: str, what: str, found: Hits, source: str, tell: Telling) -> Statement:
    if found.area is None:
        return tell.unknown(
            "{name}, {what}: {cases} trường hợp trong danh sách là quá ít (cần ít nhất {least}) để nói danh "
            "sách xếp đúng đến đâu.",
            "{name}, {what}: {cases} cases in the list are too few (at least {least}) to say how well it "
            "orders.",
            source=source, name=name, what=what, cases=found.cases, least=LEAST,
        )  # fmt: skip
    return tell.fact(
        "{name}, {what}: diện tích dưới đường cong (AUC) {value} (khoảng 95 %: {low}–{high}; 0,5 là ngẫu "
        "nhiên).",
        "{name}, {what}: area under the curve (AUC) {value} (95 %: {low}–{high}; 0.5 is chance).",
        source=source, n=found.n, name=name, what=what, value=tell.number(found.area.value, 2),
        low=tell.number(found.area.low, 2), high=tell.number(found.area.high, 2),
    )  # fmt: skip
