"""What of a failed run is asked once more, alone: a few browser tests, and nothing else.

A browser's test waits for a page by the clock. On a machine that does three things at once one of them may
run out of time, and a whole run of half an hour says nothing more. ``.ci/run`` asks such a test again by
itself: what passes then is named UNSTABLE and is to be mended; what fails again is broken. A test without a
browser, or more than three of them, is never asked again (docs/decisions/0147).
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAILED = ROOT / ".pytest_cache/v/cache/lastfailed"
BROWSER = "tests/e2e/"
MOST = 3


def asked_again(failed: Iterable[str]) -> list[str]:
    """Return the tests to ask again; empty where the run is broken and nothing is to be asked."""
    tests = sorted(failed)
    alone = all(test.startswith(BROWSER) and "::" in test for test in tests)
    return tests if alone and len(tests) <= MOST else []


def main() -> int:
    """Ask again what failed; 0 where all of it passes now."""
    failed = json.loads(FAILED.read_text(encoding="utf-8")) if FAILED.is_file() else {}
    tests = asked_again(failed)
    if not tests:
        return 1
    sys.stderr.write(f"asked again, alone: {', '.join(tests)}\n")
    code = subprocess.run([sys.executable, "-m", "pytest", *tests], cwd=ROOT, check=False).returncode
    for test in tests if code == 0 else ():
        sys.stderr.write(f"UNSTABLE (failed once, passed alone; mend it): {test}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
