"""Golden workbooks: what reading them gives, line by line, as it stands in ``golden/*.csv``.

After a wanted change run ``python -m tests.intake.test_golden`` and read the difference before committing it.
"""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.intake import ParsedList, read_list
from tests.intake.bac_ninh import hints
from tests.intake.workbooks import WORKBOOKS

GOLDEN = Path(__file__).parent / "golden"


def written(found: ParsedList) -> str:
    """Return a list as CSV text: its rows, then its issues."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("sheet", "row", "hidden", "lon", "lat", "reading", "values"))
    for row in found.rows:
        place = [
            f"{value:.6f}" if value is not None else "" for value in (row.position.lon, row.position.lat)
        ]
        values = "; ".join(f"{name}={value}" for name, value in sorted(row.values.items()))
        writer.writerow((row.sheet, row.row, row.hidden, *place, row.position.reading, values))
    writer.writerow(("sheet", "row", "letter", "column", "value", "code", "proposed"))
    for issue in found.issues:
        writer.writerow(
            (
                issue.sheet,
                issue.row,
                issue.letter,
                issue.column,
                issue.value,
                issue.code,
                issue.proposed or "",
            )
        )
    return out.getvalue()


def read(maker: Callable[[Path], Path], folder: Path) -> str:
    """Make a workbook in a folder and return what reading it gives."""
    return written(read_list(maker(folder / f"{maker.__name__}.xlsx"), ListKind.SITES, hints=hints))


@pytest.mark.parametrize("maker", WORKBOOKS, ids=lambda maker: maker.__name__)
def test_a_golden_workbook_reads_as_written_down(maker: Callable[[Path], Path], tmp_path: Path) -> None:
    assert read(maker, tmp_path) == (GOLDEN / f"{maker.__name__}.csv").read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        for workbook in WORKBOOKS:
            (GOLDEN / f"{workbook.__name__}.csv").write_text(read(workbook, Path(made)), encoding="utf-8")
