"""What the ledger says of one mast: who entered or changed what of its site, from what to what."""

from typing import Any

from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.register.ledger_pages import mast_entries
from web.frame.wording.ledger_lines import shown


def mast_history(registry: Registry, site: dict[str, Any], person: Person) -> list[dict[str, Any]]:
    """Return what was done to a site of ``site_of_number``, a line a batch, the newest first.

    As ``person`` may see it: a carrier what was done to its own.
    """
    batches: dict[str, dict[str, Any]] = {}
    for entry in mast_entries(registry, site, person):
        line = batches.setdefault(
            entry.batch or f"#{entry.seq}", {"at": entry.at, "who": entry.who, "new": False, "entries": []}
        )
        said = shown(entry)
        line["new"] = line["new"] or (entry.table == "sites" and said["new"])
        line["came"] = said
        line["entries"].insert(0, said)
    return list(batches.values())
