"""Which fault strikes which request: a function of the seed, the kind of the request and its number."""

import random
from collections import Counter
from dataclasses import dataclass, field

# fault: how often it is drawn among a hundred
RATES: dict[str, int] = {
    "refuse": 4,  # the connection closes before anything is passed on
    "cut request": 5,  # the server gets half of it
    "drop answer": 7,  # the server does it, the phone never hears
    "cut answer": 4,  # the phone hears half of it
    "twice": 6,  # passed on twice, one after the other
    "late again": 6,  # passed on once more after some other requests
    "delay": 6,
    "kill": 2,  # the server is killed -9 while it works on it
}
_OF_A_PART = ("cut request", "drop answer")
SENDS = ("items", "photos", "uploads", "receipts")


@dataclass
class Plan:
    """Draws faults; ``quiet`` lets all pass but parts where ``cutting``; ``kills``: how many may still be."""

    seed: int
    kills: int
    rate: float = 1.0
    quiet: bool = True
    cutting: bool = False  # every part of a file is cut once on its way, and its answer lost once
    parts: Counter[str] = field(default_factory=Counter)
    brought: int = 0  # parts of files that phones sent
    seen: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)

    def draw(self, kind: str, part: str = "") -> tuple[str, random.Random]:
        """Return the fault of the next request of a kind ("" for none) and the chance for its details.

        ``part`` names a part of a file: which file, and from where in it.
        """
        self.seen[kind] += 1
        self.brought += bool(part)
        chance = random.Random(f"{self.seed}/{kind}/{self.seen[kind]}")
        if self.cutting and part and self.parts[part] < len(_OF_A_PART):
            name = _OF_A_PART[self.parts[part]]
            self.parts[part] += 1
            self.struck[f"{name} of each part"] += 1
            return name, chance
        if self.quiet or kind not in {*SENDS, "token", "packs"}:
            return "", chance
        mark = chance.uniform(0, 100)
        name = ""
        for name, rate in RATES.items():  # noqa: B007 - the one that is drawn
            mark -= rate * self.rate
            if mark < 0:
                break
        else:
            return "", chance
        if name == "kill":
            if self.kills <= 0 or kind not in {"items", "photos", "uploads"}:
                return "", chance
            self.kills -= 1
        self.struck[name] += 1
        return name, chance
