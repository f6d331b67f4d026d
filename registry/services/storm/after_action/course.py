"""The course of a storm as its bulletins told it, and the winds that were observed beside it."""

import datetime as dt

from registry.model.storm.after_action import Grid, Section, Statement
from registry.services.office.registry import Registry
from registry.services.storm.after_action.telling import Telling
from registry.services.storm.file import StormFile
from registry.services.storm.observed import observed_winds
from registry.services.storm.storm_clock import StormClock, storm_clock
from registry.services.storm.vocabulary import correction_words, issued_at, storm_name
from registry.storm.bias import Bias, Ratios, bias
from registry.storm.constants import action_level
from registry.storm.exposure import StormExposure


def course(file: StormFile, exposure: StormExposure, at: dt.datetime, tell: Telling) -> Section:
    """Return what the bulletins said of the storm, and the strongest gusts by estimate."""
    bulletins = tell.say("các bản tin đã nhập", "the bulletins entered")
    # what was only foreseen is no course: a last bulletin leaves the forecast of the one before it
    points = [point for point in file.track.points if not point.forecast] or file.track.points
    name = storm_name(file.storm, tell.lang)
    highest = max((item.disaster_level for item in file.in_use if item.disaster_level), default=None)
    said = [
        tell.fact(
            "{name} được theo dõi theo {n} bản tin; vị trí tâm bão từ {first} đến {last}.",
            "{name} was followed by {n} bulletins; positions of its centre from {first} to {last}.",
            source=bulletins, n=len(file.in_use), name=name[:1].upper() + name[1:],
            first=tell.moment(points[0].at), last=tell.moment(points[-1].at),
        ),
        tell.fact(
            "Cấp độ rủi ro thiên tai theo bản tin cuối: {level}.",
            "Disaster risk level by the last bulletin: {level}.",
            source=bulletins, level=file.current.disaster_level,
        )
        if file.current.disaster_level
        else tell.fact(
            "Bản tin cuối chỉ ghi cấp độ rủi ro thiên tai cho nơi khác; cao nhất trước đó: {level}.",
            "The last bulletin states a disaster risk level for other areas alone; the highest before it: "
            "{level}.",
            source=bulletins, level=highest,
        )
        if highest and file.current.level_elsewhere
        else tell.fact(
            "Bản tin chỉ ghi cấp độ rủi ro thiên tai cho nơi khác, không ghi cho tỉnh.",
            "The bulletin states a disaster risk level for other areas alone, none for the province.",
            source=bulletins,
        )
        if file.current.level_elsewhere
        else tell.fact(
            "Bản tin cuối không ghi cấp độ rủi ro thiên tai; cao nhất trong các bản tin trước: {level}.",
            "The last bulletin states no disaster risk level; the highest of those before: {level}.",
            source=bulletins, level=highest,
        )
        if highest
        else tell.unknown(
            "Bản tin không ghi cấp độ rủi ro thiên tai.", "The bulletin states no disaster risk level.",
            source=bulletins,
        ),
        _gusts(storm_clock(file, exposure, at), tell),
    ]  # fmt: skip
    if corrected := correction_words(file.track.correction, tell.lang):
        decided = tell.say("hiệu chỉnh do cơ quan quyết định", "a correction that the office decided")
        said.append(tell.fact("{words}.", "{words}.", source=decided, words=corrected))
    columns = (
        tell.say("Số", "No."),
        tell.say("Bản tin lúc", "Bulletin of"),
        tell.say("Nhập lúc", "Entered"),
        tell.say("Nguồn", "Source"),
    )
    rows = tuple(
        (str(item.ordinal), tell.moment(issued_at(item)), tell.moment(item.at), item.publisher or "–")
        for item in file.in_use
    )
    grid = Grid(tell.say("Các bản tin", "The bulletins"), columns, rows)
    return Section("course", tell.say("Diễn biến của bão", "The course of the storm"), tuple(said), (grid,))


def _gusts(clock: StormClock, tell: Telling) -> Statement:
    model = tell.say("mô hình gió của phần mềm (ước tính)", "the programme's wind model (an estimate)")
    if clock.onset is None:
        return tell.fact(
            "Ước tính không cột nào có gió giật tới cấp {gust}.",
            "By estimate no mast had gusts of level {gust}.",
            source=model, n=clock.masts, gust=action_level(),
        )  # fmt: skip
    return tell.fact(
        "Ước tính gió giật từ cấp {gust} tại {reached} trong {masts} cột, từ {onset} đến {end}; mạnh nhất "
        "khoảng cấp {level} tại {place}; sai số ± {error} %.",
        "By estimate gusts of level {gust} at {reached} of {masts} masts, from {onset} to {end}; the "
        "strongest about level {level} in {place}; error ± {error} %.",
        source=model, n=clock.masts, gust=action_level(), reached=tell.number(clock.reached),
        masts=tell.number(clock.masts), onset=tell.moment(clock.onset), end=tell.moment(clock.end),
        level=clock.gust_level, place=clock.gust_place, error=tell.number(100 * clock.error),
    )  # fmt: skip


def winds(registry: Registry, file: StormFile, exposure: StormExposure, tell: Telling) -> Section:
    """Return observed winds beside the model's at the same place, height, averaging and moment."""
    title = tell.say("Gió dự báo và gió quan trắc", "Forecast and observed winds")
    source = tell.say(
        "gió quan trắc đã nhập, so với mô hình gió", "observed winds entered, against the model"
    )
    observed = observed_winds(registry, file.storm.id)
    if not observed:
        none = tell.unknown(
            "Chưa nhập gió quan trắc nào của cơn bão này nên chưa biết gió ước tính sai bao nhiêu.",
            "No observed wind of this storm was entered, so how far the estimates were off is not known.",
            source=source,
        )
        return Section("winds", title, (none,))
    found = bias(exposure.vortices, observed)
    said = [
        *_ratio(tell.say("Tất cả nơi đo", "All places"), found.whole, source, tell),
        *_ratio(tell.say("Trên đất liền", "Over land"), found.land, source, tell),
        *_ratio(tell.say("Trên biển, ven biển", "At sea and on the coast"), found.sea, source, tell),
    ]
    return Section("winds", title, tuple(said), (_beside(found, tell),))


def _ratio(where: str, found: Ratios | None, source: str, tell: Telling) -> list[Statement]:
    if found is None:
        return []
    few = tell.say("; ít nơi đo, chỉ để tham khảo", "; few places, for orientation only") if found.few else ""
    return [
        tell.fact(
            "{where}: gió quan trắc bằng {ratio} lần gió ước tính (khoảng {low}–{high}), {n} quan trắc tại "
            "{places} nơi{few}.",
            "{where}: what was observed is {ratio} times the estimate ({low}–{high}), {n} observations at "
            "{places} places{few}.",
            source=source, n=found.observations, where=where, ratio=tell.number(found.ratio, 2),
            low=tell.number(found.low, 2), high=tell.number(found.high, 2), places=found.places, few=few,
        )
    ]  # fmt: skip


def _beside(found: Bias, tell: Telling) -> Grid:
    def of(value: float | None, decimals: int = 1) -> str:
        return "–" if value is None else tell.number(value, decimals)

    estimated = tell.say("ước tính", "estimated")
    return Grid(
        tell.say("Từng quan trắc", "Each observation"),
        (
            tell.say("Nơi đo", "Place"),
            tell.say("Lúc", "At"),
            tell.say("Trung bình đo (m/s)", "Mean observed (m/s)"),
            estimated,
            tell.say("Giật đo (m/s)", "Gust observed (m/s)"),
            estimated,
            tell.say("Đo/ước tính", "Observed/estimated"),
        ),
        tuple(
            (
                item.wind.place, tell.moment(item.wind.observed_at), of(item.wind.mean_ms), of(item.mean_ms),
                of(item.wind.gust_ms), of(item.gust_ms), of(item.ratio, 2),
            )
            for item in found.checked
        ),
        tell.say(
            "Gió ước tính đã quy về cùng độ cao, thời gian lấy trung bình và địa hình của nơi đo.",
            "Estimates are restated to the height, averaging period and surroundings of the instrument.",
        ),
    )  # fmt: skip
