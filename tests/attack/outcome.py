"""What an attack tried, how often, and what gave way."""

import time
from collections import Counter
from dataclasses import dataclass, field

SHOWN = 60
UNDER_WAY: list["Outcome"] = []


@dataclass
class Outcome:
    """The counts of one attack (``tried``: by what was done, ``ended``: by how it ended) and its faults.

    ``notes`` are figures that belong to it; a fault is a sentence that names the case well enough to run it
    again.
    """

    kind: str
    seed: int
    tried: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Be what is told where the attack is broken off."""
        UNDER_WAY.append(self)

    def words(self) -> str:
        """Return the report as text."""
        seconds = time.monotonic() - self.begun
        lines = [f"{self.kind}, seed {self.seed}: {self.tried.total():,} tried in {seconds:,.0f} s"]
        for title, counts in (("tried", self.tried), ("ended", self.ended)):
            lines += [f"  {title}: {name}: {count:,}" for name, count in sorted(counts.items())]
        lines += [f"  {note}" for note in self.notes]
        lines.append(f"  gave way: {len(self.faults)}")
        lines += [f"    {fault}" for fault in self.faults[:SHOWN]]
        return "\n".join(lines)
