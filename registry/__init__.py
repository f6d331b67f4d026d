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
    "export_layer": "registry.services.register.export",
    "import_sites": "registry.services.register.import_sites",
    "import_zones": "registry.services.zones.import_zones",
    "import_plan": "registry.services.register.import_plan",
    "verify": "registry.services.register.verify",
}

__all__ = [*_NAMES]  # noqa: PLE0604 - the ten names above


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module 'registry' has no attribute {name!r}")
    return getattr(import_module(_NAMES[name]), name)
