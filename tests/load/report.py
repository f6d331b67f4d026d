"""The figures of a run in words: how fast, how much memory, what was said when it broke, what is kept."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.load.breaking import Window, window_of
from tests.load.counted import Findings

GOAL_MS = 400.0
FLAT = 1.10
"""Memory is flat where the last quarter takes at most a tenth more than the second one."""
_SAID = {503, 507}
"""What a server that cannot may answer while something is broken; 0 is a line that was cut off."""


@dataclass
class Run:
    """Everything that was measured."""

    people: int
    minutes: float
    database: str
    think_s: tuple[float, float]
    facts: Sequence[Mapping[str, Any]]
    memory: Sequence[tuple[float, float]]
    findings: Findings
    verified: Mapping[str, int]
    windows: list[Window] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    tracebacks: Sequence[str] = ()
    ended_s: float = 0.0
    notes: list[str] = field(default_factory=list)


def measured(run: Run) -> list[Mapping[str, Any]]:
    """Return the requests from the moment when everybody worked."""
    begun = next((fact["t"] for fact in run.facts if fact.get("event") == "everybody works"), 0.0)
    return [fact for fact in run.facts if "ms" in fact and fact["t"] >= begun]


def share(values: Sequence[float], part: float) -> float:
    """Return a percentile (nearest rank) of at least one value."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def tracebacks(log: Path) -> list[str]:
    """Return the last line of every traceback in a server's log."""
    found, inside = [], False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("Traceback"):
            inside = True
        elif inside and re.match(r"[A-Za-z_.]+(Error|Exception|Exit|Warning|Timeout)\b", line):
            found.append(line[:160])
            inside = False
    return found


def words(run: Run) -> tuple[str, bool]:
    """Return the report, and whether everything that was asked of the run holds."""
    asked = measured(run)
    lines = [
        f"# {run.people} people, {run.minutes:g} minutes, {run.database}"
        f"{', with faults' if run.windows else ''}",
        f"think {run.think_s[0]:g} to {run.think_s[1]:g} s between steps; "
        "gunicorn -w 4 and the people on one machine",
    ]
    if not asked:
        return "\n".join([*lines, "nothing was measured"]), False
    seconds = max(1.0, asked[-1]["t"] - asked[0]["t"])
    calm = [one for one in asked if not window_of(run.windows, one["t"])]
    answered = [one["ms"] for one in calm if one["status"]]
    wrong = [one for one in calm if one["wrong"]]
    lines += [
        f"requests {len(asked)} in {seconds:.0f} s: {len(asked) / seconds:.1f} a second",
        f"answers (outside faults) p50 {share(answered, 0.5):.0f} ms, p95 {share(answered, 0.95):.0f} ms, "
        f"p99 {share(answered, 0.99):.0f} ms, longest {max(answered):.0f} ms (goal: p95 under {GOAL_MS:.0f})",
        f"errors outside faults: {len(wrong)}",
        *(f"  {times} x {what}" for what, times in _kinds(wrong).most_common(12)),
    ]
    lines += _steps(calm)
    flat = _memory(run, asked[0]["t"], lines)
    faults_said = _faults(run, asked, lines)
    lines += _counted(run)
    fine = not wrong and share(answered, 0.95) < GOAL_MS and flat and faults_said
    fine = fine and not run.findings.wrong and not run.verified and not run.tracebacks and not run.failures
    lines += [*(f"note: {one}" for one in run.notes), f"all that was asked holds: {'yes' if fine else 'NO'}"]
    return "\n".join(lines), fine


def _kinds(wrong: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(f"{one['name']}: {one['status']} {one['code'] or one['error'][:80]}" for one in wrong)


def _steps(asked: Sequence[Mapping[str, Any]]) -> list[str]:
    by_name: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        if one["status"]:
            by_name[one["name"]].append(one["ms"])
    found = ["", f"{'step':<36}{'times':>7}{'p50':>8}{'p95':>8}{'longest':>9}  ms"]
    for name, values in sorted(by_name.items(), key=lambda item: -share(item[1], 0.95)):
        found.append(
            f"{name:<36}{len(values):>7}{share(values, 0.5):>8.0f}{share(values, 0.95):>8.0f}"
            f"{max(values):>9.0f}"
        )
    return found


def _memory(run: Run, begun: float, lines: list[str]) -> bool:
    """Add what the workers took; whether that stayed flat."""
    values = [mib for at, mib in run.memory if at >= begun and mib]
    if len(values) < 8:
        lines.append(f"memory of the workers: too short a run ({len(values)} samples)")
        return True
    quarter = len(values) // 4
    parts = [sum(values[at * quarter : (at + 1) * quarter]) / quarter for at in range(4)]
    lines.append(
        "memory of the workers, MiB by quarters of the run: "
        + ", ".join(f"{one:.0f}" for one in parts)
        + f"; most {max(values):.0f}; the last is {parts[3] / parts[1]:.2f} of the second "
        f"(flat: at most {FLAT:.2f})"
    )
    return parts[3] <= FLAT * parts[1]


def _faults(run: Run, asked: Sequence[Mapping[str, Any]], lines: list[str]) -> bool:
    """Add what was said while something was broken; whether it was said in codes, and healed by itself."""
    fine = True
    done = [fact["t"] for fact in run.facts if fact.get("outcome") == "done" and "mark" in fact]
    for window in run.windows:
        told = [one for one in asked if one["wrong"] and window_of(run.windows, one["t"]) == window.name]
        odd = [one for one in told if one["status"] not in _SAID and one["status"] != 0]
        odd += [one for one in told if one["status"] in _SAID and not one["code"]]
        again = next((at for at in done if at > window.ended), None)
        lines.append(
            f"{window.name}: {window.ended - window.began:.0f} s; {len(told)} answers told of it; next deed "
            + ("never" if again is None else f"{again - window.ended:.1f} s after its end")
        )
        lines += [f"  {times} x {what}" for what, times in _kinds(told).most_common(6)]
        lines += [f"  NOT CODED: {what} ({times})" for what, times in _kinds(odd).most_common(6)]
        fine = fine and not odd and again is not None
    return fine


def _counted(run: Run) -> list[str]:
    found = run.findings
    kinds = sorted({*found.done, *found.refused, *found.unknown})
    lines = ["", f"{'writings':<14}{'done':>8}{'refused':>9}{'no answer':>11}"]
    lines += [
        f"{kind:<14}{found.done[kind]:>8}{found.refused[kind]:>9}{found.unknown[kind]:>11}" for kind in kinds
    ]
    lines.append(f"without an answer, and kept whole all the same: {found.unknown_kept}")
    for name in ("lost", "doubled", "half", "kept_though_refused", "made_by_nobody", "overwritten"):
        every = getattr(found, name)
        lines.append(f"{name.replace('_', ' ')}: {len(every)}" + "".join(f"\n  {one}" for one in every[:8]))
    lines.append("bts verify: sound" if not run.verified else f"bts verify: {dict(run.verified)}")
    counted = Counter(run.tracebacks)
    lines.append(f"tracebacks in the server's log: {len(run.tracebacks)}")
    lines += [f"  {times} x {line}" for line, times in counted.most_common(10)]
    lines += [f"could not be broken: {one}" for one in run.failures]
    lines.append(f"told to end, the server ended in {run.ended_s:.1f} s")
    return lines
