"""``python -m tests.supply FILE``: write the list of parts (CycloneDX 1.6, JSON)."""

import sys
from pathlib import Path

from tests.supply.parts import bill

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill(), encoding="utf-8")
