"""``bts export lake``: a day of the register as GeoParquet, beside those of other days and provinces."""

import datetime as dt
from pathlib import Path

from registry.console import err, out, working
from registry.messages import render


def export_day(folder: Path, day: dt.date | None, role: str) -> None:
    """Write a day (None: today) of the register, as ``role`` may see it, into a lake."""
    from registry.console import opened
    from registry.extras import need_extra
    from registry.frames.lake.exporting import export_lake
    from registry.services.office.calendar import today

    need_extra("parquet")
    with opened() as registry, working("Đang xuất kho dữ liệu") as say:
        done = export_lake(registry, folder, day or today(), role=role, progress=say)
    manifest = done.manifest
    said = f"Đã xuất tỉnh {manifest.province}, ngày {manifest.day:%d/%m/%Y}, cho {manifest.disclosure}"
    out.print(f"{said} → {folder}", soft_wrap=True)
    for item in manifest.files:
        out.print(f"  {item.layer}: {item.rows}")
    out.print(f"  tệp mới {done.new} · như ngày khác {done.linked} · giữ nguyên {done.kept}")


def check(folder: Path) -> bool:
    """Compare a lake with its manifests and say what is wrong; True where nothing is."""
    from registry.lake.checking import check_lake

    state = check_lake(folder)
    for fault in state.faults:
        err.print(f"{fault.code}: {render(fault.code, fault.params)}")
    out.print(
        f"{state.provinces} tỉnh · {state.days} ngày · {state.files} tệp · {len(state.faults)} điểm sai khác",
        soft_wrap=True,
    )
    return not state.faults
