"""Lists of masts that are compared with the register, as their tests hand them in."""

from pathlib import Path

from registry.model.mast_lists import MastListKind
from registry.services.lists import comparing, handing_in
from registry.services.lists.preview_files import Preview
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry


def compared(registry: Registry, path: Path) -> Preview:
    """Hand in Viettel's list of a quarter and return what the comparison found."""
    item = handing_in.begin(
        registry, path, name=path.name, operator="VTL", kind=MastListKind.QUARTERLY, who="vtl"
    )
    assert jobs.finish(registry)
    return comparing.required(registry, item)
