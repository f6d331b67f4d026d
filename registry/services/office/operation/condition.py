"""How the operation stands (tình trạng vận hành): what readiness asks, and what an office arranges itself.

Besides the probes of ``readiness``: the nightly backup's report and its copy elsewhere, the checkpoint that
is noted on another disk, phones of the field that have not been heard of, and the certificate of the proxy.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography import x509

from registry.model.vietnam_time import VIETNAM, read_clock, written
from registry.services.office import heads
from registry.services.office.backups.scheduled_backups import configured
from registry.services.office.operation import operation_reports, readiness
from registry.services.office.operation.readiness import Probe, State
from registry.services.office.registry import Registry
from registry.services.office.sign_in.phones import SeenPhone
from registry.settings import Settings

EXPIRES_SOON, EXPIRES_NOW = dt.timedelta(days=30), dt.timedelta(days=7)
NIGHTLY_OLD = dt.timedelta(hours=36)
UNHEARD = dt.timedelta(days=14)
"""After how long a phone of the field that may still open sessions is worth a look."""
_BYTES = 1_000_000


def condition(registry: Registry, phones: Iterable[SeenPhone] = ()) -> list[Probe]:
    """Return how every part of the operation stands."""
    return [
        *readiness.probes(registry),
        *_nightly(registry.settings),
        _noted(registry),
        _phones(list(phones)),
        *_certificate(registry.settings.certificate),
    ]


def _nightly(settings: Settings) -> Iterator[Probe]:
    """Yield the probes of the backup by the clock and of its copy elsewhere."""
    found = operation_reports.newest(settings, operation_reports.BACKUP)
    if found is None:
        yield Probe("nightly", State.WARN, "OPERATION-NIGHTLY-NONE")
    else:
        at = dt.datetime.fromisoformat(found.at)
        said = {"at": written(at)}
        if not found.sound:
            yield Probe(
                "nightly", State.BAD, "OPERATION-NIGHTLY-FAILED", said | {"code": found.wrong[0].code}
            )
        elif read_clock() - at > NIGHTLY_OLD:
            yield Probe("nightly", State.BAD, "OPERATION-NIGHTLY-STOPPED", said)
        else:
            days, weeks, months = settings.backup_keep
            size = float(found.figures["size"]) / _BYTES
            kept = {"kept": found.figures["kept"], "days": days, "weeks": weeks, "months": months}
            yield Probe("nightly", State.OK, "OPERATION-NIGHTLY", said | kept | {"size": size})
    if not configured(settings):
        yield Probe("offsite", State.WARN, "BACKUP-NO-OFFSITE")
    elif found is not None and "offsite" in found.figures:
        copy = found.figures["offsite"]
        code = "OPERATION-OFFSITE-HIDDEN" if copy["encrypted"] else "OPERATION-OFFSITE-CLEAR"
        yield Probe(
            "offsite",
            State.OK,
            code,
            {"name": copy["name"], "at": written(dt.datetime.fromisoformat(found.at))},
        )
    else:
        yield Probe("offsite", State.BAD, "OPERATION-OFFSITE-NONE")


def _noted(registry: Registry) -> Probe:
    """Return the probe of the day's checkpoint, which has to lie where the database's writer cannot write."""
    found = heads.checkpoints(registry)
    if registry.settings.heads is None:
        return Probe("noted", State.WARN, "OPERATION-NOTED-HERE")
    if not found:
        return Probe("noted", State.BAD, "OPERATION-NOTED-NONE")
    return Probe("noted", State.OK, "OPERATION-NOTED", {"day": found[-1].day, "entries": found[-1].count})


def _phones(phones: list[SeenPhone]) -> Probe:
    standing = [one for one in phones if one.stands]
    now = read_clock()
    silent = [one for one in standing if one.seen_at is not None and now - one.seen_at > UNHEARD]
    params = {"count": len(standing), "silent": len(silent), "days": UNHEARD.days}
    if silent:
        return Probe("phones", State.WARN, "OPERATION-PHONES-SILENT", params)
    return Probe("phones", State.OK, "OPERATION-PHONES", params)


def _certificate(path: Path | None) -> Iterator[Probe]:
    """Yield the probe of the proxy's certificate, where the office says which file it is."""
    if path is None:
        return
    try:
        ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        yield Probe("certificate", State.WARN, "OPERATION-CERTIFICATE-UNREAD", {"file": path.name})
        return
    left = ends - read_clock()
    params = {"day": ends.astimezone(VIETNAM).date(), "days": max(0, left.days)}
    if left > EXPIRES_SOON:
        yield Probe("certificate", State.OK, "OPERATION-CERTIFICATE", params)
    else:
        state = State.WARN if left > EXPIRES_NOW else State.BAD
        yield Probe("certificate", state, "OPERATION-CERTIFICATE-ENDS", params)
