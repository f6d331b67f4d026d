"""How a storm was answered: letters in minutes, networks on their way back, incidents, citizens."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from statistics import median

from registry.messages import say
from registry.model.field.field_reports import DANGEROUS, ReportState
from registry.model.outages.outages import OutageEvent, OutageLine
from registry.model.storm.after_action import Curve, Grid, Section, Statement
from registry.model.storm.storm_records import OrderKind, OrderState
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Board
from registry.services.outages.events import ordered_lines
from registry.services.outages.vocabulary import INCIDENTS, STANDINGS
from registry.services.public.citizen_reports import reports
from registry.services.storm.after_action.telling import Telling
from registry.services.storm.answers import OrderProgress, progress_of
from registry.services.storm.file import StormFile
from registry.services.storm.vocabulary import issued_at
from registry.storm.outage_fold import Moment, curve

AFTER = dt.timedelta(hours=72)
"""Citizens' reports until so long after the last position count as those of the storm."""

MOST_POINTS = 240
"""So many moments a carrier's curve has at most."""

_BACK = (0.5, 0.9)


def letters(registry: Registry, file: StormFile, tell: Telling) -> Section:
    """Return how many minutes each letter took from its bulletin to sending and to acknowledgement."""
    title = tell.say("Công văn ứng phó", "Storm letters")
    source = tell.say("công văn của cơn bão trong sổ", "the storm's letters in the register")
    sent = [
        item
        for item in progress_of(registry, file.storm.id)
        if item.order.state is OrderState.SENT and item.order.kind is not OrderKind.STAND_DOWN
    ]
    if not sent:
        none = tell.unknown(
            "Sổ không ghi công văn nào đã gửi cho cơn bão này.",
            "The register records no letter sent for this storm.",
            source=source,
        )
        return Section("letters", title, (none,))
    issued = {item.id: issued_at(item) for item in file.bulletins}
    waits = [
        _between(item.order.sent_at, item.order.acknowledged_at) for item in sent if item.order.acknowledged
    ]
    said = [
        tell.fact(
            "Đã gửi {n} công văn; {heard} đã được xác nhận.", "{n} letters were sent; {heard} acknowledged.",
            source=source, n=len(sent), heard=len(waits),
        )
    ]  # fmt: skip
    if waits:
        said.append(
            tell.fact(
                "Từ lúc gửi đến lúc xác nhận: giữa là {middle}, lâu nhất {longest}.",
                "From sending to acknowledgement: median {middle}, longest {longest}.",
                source=source, n=len(waits), middle=tell.span(_median(waits)), longest=tell.span(max(waits)),
            )
        )  # fmt: skip
    columns = (
        tell.say("Nơi nhận", "To"),
        tell.say("Số", "Number"),
        tell.say("Bản tin lúc", "Bulletin of"),
        tell.say("Bản tin đến gửi", "Bulletin to sending"),
        tell.say("Gửi đến xác nhận", "Sending to acknowledgement"),
        tell.say("Cột đã làm/tổng", "Masts done/all"),
    )
    rows = tuple(_letter(item, issued.get(item.order.bulletin), tell) for item in _in_time(sent))
    note = tell.say(
        "Thời gian tính theo lúc ghi vào sổ: công văn gửi, xác nhận ngoài phần mềm thì muộn hơn thực tế.",
        "Times are those of the entries: what was sent or acknowledged outside the programme was earlier.",
    )
    return Section("letters", title, tuple(said), (Grid(title, columns, rows, note),))


def networks(
    registry: Registry, own: Sequence[OutageEvent], at: dt.datetime, tell: Telling
) -> tuple[Section, Section]:
    """Return how the networks came back, carrier by carrier, and the incidents against their clocks."""
    title = tell.say("Mạng lưới trở lại", "The networks on their way back")
    happened = tell.say("Sự cố", "Incidents")
    source = tell.say("báo cáo của doanh nghiệp", "carriers' reports")
    if not own:
        none = tell.unknown(
            "Không có sự kiện mất liên lạc nào gắn với cơn bão này nên chưa biết mạng lưới bị ảnh "
            "hưởng ra sao.",
            "No event of outages belongs to this storm: how the networks fared is not known.",
            source=source,
        )  # fmt: skip
        return Section("networks", title, (none,)), Section("incidents", happened, (none,))
    said: list[Statement] = []
    grids: list[Grid] = []
    curves: list[Curve] = []
    clocks: list[Grid] = []
    incidents: list[Statement] = []
    for event in own:
        board = board_of(registry, event.id, now=event.closed_at or at)
        lines = ordered_lines(registry, event.id)
        said.append(_event(board, lines, source, tell))
        grid, ways = _carriers(board, lines, tell)
        grids.append(grid)
        curves += ways
        found, clock = _incidents(board, tell)
        incidents.append(found)
        clocks += clock
    return (
        Section("networks", title, tuple(said), tuple(grids), tuple(curves)),
        Section("incidents", happened, tuple(incidents), tuple(clocks)),
    )


def citizens(registry: Registry, file: StormFile, at: dt.datetime, tell: Telling) -> Section:
    """Return what citizens reported until three days after the track's last position, or ``at``."""
    title = tell.say("Phản ánh của người dân", "Citizens' reports")
    source = tell.say("phản ánh hiện trường trong sổ", "the field reports in the register")
    first = file.track.points[0].at
    last = max(first, min(file.track.points[-1].at + AFTER, at))  # nobody counts up to a day to come
    told = [one for one in reports(registry) if first <= dt.datetime.fromisoformat(one.at) <= last]
    if not told:
        none = tell.fact(
            "Không có phản ánh nào từ {first} đến {last}.", "No report from {first} to {last}.",
            source=source, n=0, first=tell.moment(first), last=tell.moment(last),
        )  # fmt: skip
        return Section("citizens", title, (none,))
    done = [
        one for one in told if one.handled_at and one.state is not ReportState.NEW
    ]  # one parted again is new
    waits = [_between(one.at, one.handled_at) for one in done]
    said = [
        tell.fact(
            "{n} phản ánh từ {first} đến {last}, {danger} phản ánh nguy hiểm; {open} phản ánh chưa xử lý, "
            "không kể phản ánh đã ghép vào phản ánh khác.",
            "{n} reports from {first} to {last}, {danger} of danger; {open} not dealt with, "
            "without those joined to another.",
            source=source, n=len(told), first=tell.moment(first), last=tell.moment(last),
            danger=sum(one.kind in DANGEROUS for one in told),
            open=sum(one.state is ReportState.NEW and not one.joined_to for one in told),
        )
    ]  # fmt: skip
    if waits:
        said.append(
            tell.fact(
                "Từ lúc phản ánh đến lúc xử lý: giữa là {middle}, lâu nhất {longest}.",
                "From the report to its handling: median {middle}, longest {longest}.",
                source=source, n=len(waits), middle=tell.span(_median(waits)), longest=tell.span(max(waits)),
            )
        )  # fmt: skip
    return Section("citizens", title, tuple(said))


def _between(first: str, last: str) -> dt.timedelta:
    return dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)


def _median(spans: Sequence[dt.timedelta]) -> dt.timedelta:
    return dt.timedelta(seconds=median(item.total_seconds() for item in spans))


def _in_time(sent: Sequence[OrderProgress]) -> list[OrderProgress]:
    return sorted(sent, key=lambda item: (item.order.sent_at, item.order.recipient))


def _letter(item: OrderProgress, issued: dt.datetime | None, tell: Telling) -> tuple[str, ...]:
    order = item.order
    after = None if issued is None else dt.datetime.fromisoformat(order.sent_at) - issued
    ahead = after is not None and after < dt.timedelta()  # entered before the hour that the bulletin is of
    since = tell.say("trước giờ bản tin", "before its hour") if ahead else tell.span(after)
    heard = (
        tell.span(_between(order.sent_at, order.acknowledged_at))
        if order.acknowledged
        else tell.say("chưa xác nhận", "not acknowledged")
    )
    to = order.recipient_name or tell.say("Đơn vị điện lực", "The power company")
    return (
        to, order.number or "–", tell.moment(issued), since, heard,
        f"{item.all_done}/{order.masts}",
    )  # fmt: skip


def _event(board: Board, lines: Sequence[OutageLine], source: str, tell: Telling) -> Statement:
    if not board.heard:
        return tell.unknown(
            "{event}: chưa doanh nghiệp nào báo cáo.", "{event}: no carrier reported.",
            source=source, event=board.event.name,
        )  # fmt: skip
    down = max((point.down for point in curve(lines, _moments(board, lines))), default=0)
    return tell.fact(
        "{event}: {affected} vị trí trạm bị mất liên lạc, cùng lúc nhiều nhất {most}; đến {at} còn {down}, "
        "theo {heard}/{all} doanh nghiệp.",
        "{event}: {affected} station sites were off the air, at most {most} at once; {down} still at {at}, "
        "by {heard}/{all} carriers.",
        source=source, n=board.affected, event=board.event.name, affected=tell.number(board.affected),
        most=tell.number(down), at=tell.moment(board.now), down=tell.number(board.down), heard=board.heard,
        all=len(board.carriers),
    )  # fmt: skip


def _carriers(board: Board, lines: Sequence[OutageLine], tell: Telling) -> tuple[Grid, list[Curve]]:
    moments = _moments(board, lines)
    rows, curves = [], []
    unknown = tell.say("chưa rõ", "not known")
    for row in board.carriers:
        points = curve([line for line in lines if line.operator == row.operator], moments)
        known = [(point.at.isoformat(), point.restored_share) for point in points]
        told = tuple((at, share) for at, share in known if share is not None)
        if len(told) > 1:
            curves.append(Curve(row.name, told))
        rows.append(
            (
                row.name,
                tell.number(row.affected) if row.heard else unknown,
                tell.number(max((point.down for point in points), default=0)) if row.heard else unknown,
                *(
                    tell.span(_back(points, share)) if row.heard and row.affected else "–"
                    for share in _BACK
                ),
                tell.number(row.down) if row.heard else unknown,
            )
        )  # fmt: skip
    columns = (
        tell.say("Doanh nghiệp", "Carrier"),
        tell.say("Bị mất", "Affected"),
        tell.say("Nhiều nhất cùng lúc", "Most at once"),
        tell.say("Trở lại 50 % sau", "50 % back after"),
        tell.say("Trở lại 90 % sau", "90 % back after"),
        tell.say("Còn mất", "Still off"),
    )
    note = tell.say(
        "Tính từ lúc sự kiện bắt đầu, theo các mốc báo cáo; “–”: chưa tới mức đó hoặc không bị mất.",
        "From the beginning of the event, by the moments of reports; “–”: not reached, or nothing was off.",
    )
    return Grid(board.event.name, columns, tuple(rows), note), curves


def _moments(board: Board, lines: Sequence[OutageLine]) -> list[dt.datetime]:
    """Return the moments at which something was stated, from the event's beginning on."""
    start = board.event.started_at
    every = sorted({start, *(line.as_of for line in lines if start <= line.as_of <= board.now)})
    step = max(1, -(-len(every) // MOST_POINTS))
    return [at for n, at in enumerate(every) if n % step == 0 or n == len(every) - 1]


def _back(points: Sequence[Moment], share: float) -> dt.timedelta | None:
    """Return how long after the first point a share of all that were affected was back for good."""
    most = max((point.affected for point in points), default=0)
    found = None
    for point in reversed(points):
        if not most or (point.affected - point.down) / most < share or point.affected < most * share:
            break
        found = point.at
    return None if found is None or not points else found - points[0].at


def _incidents(board: Board, tell: Telling) -> tuple[Statement, list[Grid]]:
    lines = board.happened
    source = tell.say("sự cố trong sổ", "incidents in the register")
    if texts := "; ".join(sorted({line.clock.source for line in lines if line.clock.source})):
        source = tell.say(f"{source}; thời hạn theo {texts}", f"{source}; times of {texts}")
    said = tell.fact(
        "{event}: {n} sự cố đã ghi.", "{event}: {n} incidents on record.",
        source=source, n=len(lines), event=board.event.name,
    )  # fmt: skip
    if not lines:
        return said, []
    counts = Counter((line.incident.kind.value, line.clock.standing.value) for line in lines)
    columns = (tell.say("Sự cố", "Incident"), tell.say("Thời hạn", "Time limit"), tell.say("Số", "Count"))
    rows = tuple(
        (say(INCIDENTS[kind], tell.lang), say(STANDINGS[standing], tell.lang), str(count))
        for (kind, standing), count in sorted(counts.items())
    )
    return said, [Grid(board.event.name, columns, rows)]
