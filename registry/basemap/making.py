"""Making a file of the background aside: one builder at a time, and what a disk refuses is said."""

import errno
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.errors import RefusalError


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Give a room beside the files in use, to one builder at a time; it is gone afterwards, whatever
    happens."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".building").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusalError("BASEMAP-BUSY") from error
        for left in folder.glob(".making-*"):  # of a builder that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as room, _disk(folder):
            yield Path(room)


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """Say what a disk refuses. GDAL says of a full disk no more than that it could not write."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise RefusalError("BASEMAP-DISK-FULL", free=_free_mb(folder)) from error
        raise RefusalError("BASEMAP-NOT-READ", file=Path(error.filename or "").name) from error
    except (DataSourceError, DataLayerError, FeatureError) as error:
        raise RefusalError("BASEMAP-DISK-FULL", free=_free_mb(folder)) from error


def needs(folder: Path, size: int) -> None:
    """Refuse before the disk is full: the register writes to it meanwhile."""
    if shutil.disk_usage(folder).free < size:
        raise RefusalError("BASEMAP-DISK-FULL", free=_free_mb(folder))


def _free_mb(folder: Path) -> float:
    return shutil.disk_usage(folder).free / 1e6
