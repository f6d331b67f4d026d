"""GIS registry of BTS sites, antenna structures and the rules that proposed positions are judged by.

The names a notebook needs are imported on first use, so that the child process that parses hostile
workbooks stays small.
"""

from importlib import import_module
from typing import Any

_NAMES = {
    "read_settings": "registry.settings",
    "open_registry": "registry.services.office.registry",
    "init_registry": "registry.demo.initialise",
    "appraise_list": "registry.services.appraise.appraise_list",
    "check_spot": "registry.services.appraise.spot",
    "export_layer": "registry.services.register.exports.export",
    "import_sites": "registry.services.register.import_sites",
    "import_zones": "registry.services.zones.import_zones",
    "import_plan": "registry.services.register.import_plan",
    "verify": "registry.services.register.verify",
    "sites": "registry.frames.masts",
    "structures": "registry.frames.masts",
    "stations": "registry.frames.masts",
    "zones": "registry.frames.areas",
    "plan": "registry.frames.areas",
    "cables": "registry.frames.areas",
    "admin_units": "registry.frames.areas",
    "appraise": "registry.frames.appraised",
    "export_lake": "registry.frames.lake.exporting",
    "exposure": "registry.frames.storm",
    "compliance": "registry.frames.compliance",
    "read_track": "registry.storm.reading",
    "render": "registry.messages",
    "shipped_track": "registry.storm.shipped",
    "Person": "registry.model.people",
    "Role": "registry.model.people",
    "VISITOR": "registry.model.people",
}

_OTHERWISE = {
    "storm_lists": ("registry.services.storm.two_lists", "lists_of"),
    "compare_winds": ("registry.storm.comparison", "compare"),
}
"""Names that say less in their own room than they have to say here."""

__all__ = [*_NAMES, *_OTHERWISE]  # noqa: PLE0604 - the names above


def __getattr__(name: str) -> Any:
    module, own = _OTHERWISE.get(name) or (_NAMES.get(name, ""), name)
    if not module:
        raise AttributeError(f"module 'registry' has no attribute {name!r}")
    return getattr(import_module(module), own)
