"""The returned workbook: the sender's own file with our status, marks, comments and summary."""

from pathlib import Path

from registry.intake.limits import check_file
from registry.intake.marks import WorkbookMarks
from registry.limited import run_child
from registry.messages import issue_of
from registry.model.issues import Issue

MARKING_S = 180.0  # 50,000 rows of 25 columns: 30 s alone, more where others load the machine


def return_workbook(
    source_path: str | Path, marks: WorkbookMarks, target_path: str | Path, *, name: str = ""
) -> tuple[Issue, ...]:
    """Write a marked .xlsx to ``target_path`` and return what of the source it could not keep.

    An .xlsx keeps its own formatting; .xls, .ods and .csv come back as a new .xlsx with every cell in its
    place. Runs in a limited child process. Raises RefusalError (FILE-*) as ``read_list`` does.
    """
    source, target = Path(source_path), Path(target_path)
    kind = check_file(source)
    notes = run_child(
        "registry.intake.marked.marking:mark",
        {
            "path": str(source.resolve()),
            "kind": kind.value,
            "target": str(target.resolve()),
            "marks": marks,
        },
        name=name or source.name,
        wall_s=MARKING_S,
    )
    return tuple(issue_of(code, params=params) for code, params in notes)
