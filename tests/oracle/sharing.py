"""Sharing read a second time: who could host, who was asked, and whose word stands against it."""

import math

from tests.oracle.known import FAR_DEG, NA, PASS, QD_72, REVIEW, UNKNOWN, Answer, Mast, Register, Row, metres

ANSWERS = {  # what people write as a reply, and what a reader takes it for: an answer, with its day or none
    "": "nothing",
    "chưa trả lời": "nothing",
    "VNPT không phản hồi": "nothing",
    "VNPT nhất trí, CV 55 ngày 09/11/2025": "agreed",
    "Không được chấp thuận, CV 55 ngày 09/11/2025": "refused",
    "VNPT đồng ý, CV 55 ngày 09/11/2025": "agreed",
    "Đồng ý cho dùng chung": "agreed, no day",
    "Không đủ tải trọng, CV 55 ngày 09/11/2025": "refused",
    "khu vực không có cột dùng chung được": "no mast",
}
HOST_M, NEAR_M, EXACT_M = 30.0, 250.0, 100.0


def _whose(mast: Mast) -> str:
    """The owner as lists say, else the only operator on the mast, who then is taken for it."""
    return mast.owner or (min(mast.networks) if len(mast.networks) == 1 else "")


def _asks_for(row: Row) -> float | None:
    """How high the row's antennas hang above ground, None where it does not say enough."""
    if row.top_m is not None:
        return max(row.top_m, row.height_m or 0.0)
    if row.height_m is None or (row.support == "roof" and row.building_m is None):
        return None
    return row.height_m + (row.rod_m or 0.0) + ((row.building_m or 0.0) if row.support == "roof" else 0.0)


def _too_low(row: Row, mast: Mast) -> bool:
    if mast.top_m is not None:
        needed = _asks_for(row)
        return needed is not None and mast.top_m < needed
    return mast.height_m is not None and row.height_m is not None and mast.height_m < row.height_m


def _hangs_on(row: Row, register: Register) -> tuple[int | None, Answer]:
    """The mast that a sharing row means: named in its column, its note or as its code, else the one there."""
    answer = Answer(UNKNOWN)
    for text in (row.host, row.note, row.code):
        for word in text.split():
            if word in register.by_code:
                return register.by_code[word], answer
    if row.lon is None:
        return None, answer
    places = sorted(
        (metres(row.lon, row.lat or 0.0, mast.lon, mast.lat), at)
        for at, mast in enumerate(register.masts)
        if abs(mast.lat - (row.lat or 0.0)) < FAR_DEG and abs(mast.lon - row.lon) < FAR_DEG
    )
    if not places:
        return None, answer
    away, at = places[0]
    reach = HOST_M + math.hypot(row.accuracy_m, register.masts[at].accuracy_m)
    answer.edge_m = abs(away - reach)
    if len(places) > 1:
        answer.edge_m = min(answer.edge_m, places[1][0] - away)  # two at one place: either may be meant
    return (at if away <= reach else None), answer


def shared(row: Row, register: Register) -> Answer:
    """SHR-03: the mast that is shared is there, has an owner and room, and the owner agreed on a day."""
    if row.kind != "share":
        return Answer(NA)
    if register.day < QD_72:
        return Answer(REVIEW, gap=True)
    at, answer = _hangs_on(row, register)
    if at is None:
        return answer
    mast, reply = register.masts[at], ANSWERS[row.replied]
    apart = None if row.lon is None else metres(row.lon, row.lat or 0.0, mast.lon, mast.lat)
    if apart is not None:
        reach = HOST_M + math.hypot(row.accuracy_m, mast.accuracy_m)
        answer.edge_m = min(answer.edge_m, abs(apart - reach))
    whose = _whose(mast)
    more = len(mast.networks | row.networks)
    against = (
        (apart is not None and apart > HOST_M + math.hypot(row.accuracy_m, mast.accuracy_m))
        or (bool(row.host) and not any(word in register.by_code for word in (row.host, row.code))
            and not any(word in register.by_code for word in row.note.split()))
        or mast.approved_only
        or mast.asked is not None
        or mast.small
        or not whose
        or (bool(row.owner) and row.owner != whose)
        or (mast.designed is not None and more > max(mast.designed, len(mast.networks)))
        or (mast.load_pct is not None and mast.load_pct >= 100.0)
        or _too_low(row, mast)
        or (row.operator in mast.networks and whose != row.operator)  # it hangs there already
        or (mast.robust and mast.load_pct is None)
    )  # fmt: skip
    if whose and whose == row.operator:
        answer.outcome = REVIEW if against else PASS
    elif (
        against
        or reply not in {"nothing", "agreed"}
        or (reply == "nothing" and (row.sent or "đồng ý" in row.note))  # a note is for a person to read
    ):
        answer.outcome = REVIEW
    else:
        answer.outcome = PASS if reply == "agreed" else UNKNOWN
    return answer


def papers(row: Row, register: Register) -> Answer:
    """SHR-02: asked and answered; an agreement asks why one is built, and so does a denial of what stands."""
    if row.kind in {"share", "upgrade"}:
        return Answer(NA)
    if register.day < QD_72:
        return Answer(REVIEW, gap=True)
    reply = ANSWERS[row.replied]
    if reply == "nothing":
        return Answer(UNKNOWN if not row.sent and not row.replied else REVIEW)
    answer = Answer(REVIEW if reply.startswith("agreed") else PASS)
    if reply != "no mast" or row.lon is None:
        return answer
    for mast in register.masts:
        if abs(mast.lat - (row.lat or 0.0)) > 0.02 or abs(mast.lon - row.lon) > 0.02:
            continue
        own = bool(mast.networks & row.networks) or (bool(row.operator) and _whose(mast) == row.operator)
        if own or mast.small or mast.approved_only or mast.accuracy_m > EXACT_M:
            continue
        away = metres(row.lon, row.lat or 0.0, mast.lon, mast.lat)
        reach = NEAR_M + math.hypot(row.accuracy_m, mast.accuracy_m)
        answer.edge_m = min(answer.edge_m, abs(away - reach))
        if away <= reach:
            answer.outcome = REVIEW
    return answer
