"""Settings, read once from the environment and then frozen."""

import datetime as dt
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.provinces import DEFAULT, code_of, metric_plane
from registry.shipped_data import DATA, INSTALLED, ROOT

__all__ = ["DATA", "ROOT", "Settings", "read_settings"]

_PROXIES = tuple("0123456789")
_KEEP = re.compile(r"\d{1,3},\d{1,3},\d{1,3}")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
"""This machine itself."""
_CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[\d-]+)")
_MOST_DAYS = 3650
_SYSLOG = re.compile(r"(?:udp|tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?")
_HOST = re.compile(r"(?!-)[\w-]+(\.[\w-]+)*")


@dataclass(frozen=True, slots=True)
class SecurityEvents:
    """Where security events go besides the file in the register's folder, and how long that is kept.

    ``syslog`` is ``tls://host:port`` (tcp, udp), ``ca`` the file of certificates that its name is proven by,
    ``form`` ``ocsf`` or ``cef``.
    """

    syslog: str = ""
    ca: Path | None = None
    form: str = "ocsf"
    stdout: bool = False
    days: int = 180


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the registry lives and which province it serves.

    ``province`` is the GSO code of the province on the day of use (24, Bắc Ninh since 1/7/2025; before that
    day the same code meant Bắc Giang alone, so a code is always read together with a date);
    ``province_stated`` whether the environment says so: a register that knows its own then refuses another.
    ``heads`` is the file, best on another disk, in which the ledger's head is noted every day.
    ``backup_keep`` is of how many days, weeks and months a backup by the clock is kept. Copies go to the
    folder ``offsite``, or by ``offsite_command``, which ``offsite_read`` reads back ({file}, {name}: the
    backup and its name), encrypted to the public key ``offsite_key`` (age1…).
    ``certificate`` is the proxy's, whose last day is watched.
    ``security_contact`` is the address (mailto:, https:, tel:) of whoever is told of a security hole, until
    the end of the day ``security_expires``.
    ``exchange`` is the folder by which papers go to and come from others.
    ``public_names`` are the names of hosts by which others ask for the pages, without scheme and port.
    ``work`` says who does jobs: this process ("inside"), ``bts work`` only ("beside"), or this process as
    long as no ``bts work`` runs (""). ``monitors`` are the networks whose programs may ask how it stands.
    ``sign_in`` is the file that names the providers by which people sign in (OpenID Connect).
    ``lake`` is the folder of a lake (``bts export lake``) that the pages of the country read.
    """

    home: Path
    database_url: str
    province: str = DEFAULT
    province_stated: bool = False
    secret_key: str | None = None
    tile_url: str | None = None
    pmtiles: Path | None = None
    proxies: int = 0
    public_names: tuple[str, ...] = ()
    heads: Path | None = None
    exchange: Path | None = None
    backup_keep: tuple[int, int, int] = (14, 8, 12)
    offsite: Path | None = None
    offsite_same_disk: bool = False
    offsite_command: str = ""
    offsite_read: str = ""
    offsite_key: str = ""
    certificate: Path | None = None
    work: str = ""
    monitors: tuple[Network, ...] = LOOPBACK
    log: str = "text"
    security_contact: str | None = None
    security_expires: dt.date | None = None
    sign_in: Path | None = None
    security: SecurityEvents = SecurityEvents()
    lake: Path | None = None

    @property
    def metric_epsg(self) -> int:
        """The one CRS in which metric work is done: the province's own VN-2000 plane."""
        return metric_plane(self.province)

    @property
    def files(self) -> Path:
        """Folder of uploaded files, kept by their SHA-256."""
        return self.home / "files"

    @property
    def background(self) -> Path:
        """Folder of the background below the maps: tiles, names, roads, terrain, pictures."""
        return self.home / "background"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``BTS_HOME``, ``BTS_DATABASE_URL``, ``BTS_PROVINCE`` and the settings of the web.

    Raises RefusalError for a number that is none (``SETTING-NUMBER``, ``SETTING-BACKUP-KEEP``), a name that
    no host can have (``SETTING-PUBLIC-NAME``), a word that a setting does not know (``SETTING-WORD``), what
    is no network (``SETTING-NETWORK``), no contact (``SETTING-CONTACT``) or no day (``SETTING-DAY``).
    """
    env = os.environ if environ is None else environ
    home = Path(env.get("BTS_HOME") or _own_home(env)).expanduser().resolve()
    return Settings(
        home=home,
        database_url=env.get("BTS_DATABASE_URL") or f"sqlite:///{home / 'registry.sqlite'}",
        province=code_of(env.get("BTS_PROVINCE") or "") or DEFAULT,
        province_stated=bool((env.get("BTS_PROVINCE") or "").strip()),
        secret_key=env.get("BTS_SECRET_KEY") or None,
        tile_url=env.get("BTS_TILE_URL") or None,
        pmtiles=Path(env["BTS_PMTILES"]).expanduser() if env.get("BTS_PMTILES") else None,
        proxies=_proxies(env.get("BTS_PROXIES") or "0"),
        heads=Path(env["BTS_HEADS"]).expanduser() if env.get("BTS_HEADS") else None,
        backup_keep=_keep(env.get("BTS_BACKUP_KEEP") or "14,8,12"),
        offsite=Path(env["BTS_OFFSITE"]).expanduser() if env.get("BTS_OFFSITE") else None,
        offsite_same_disk=env.get("BTS_OFFSITE_SAME_DISK") == "1",
        offsite_command=env.get("BTS_OFFSITE_COMMAND") or "",
        offsite_read=env.get("BTS_OFFSITE_READ") or "",
        offsite_key=(env.get("BTS_OFFSITE_KEY") or "").strip(),
        work=_one_of(env, "BTS_WORK", ("", "inside", "beside")),
        monitors=_networks(env.get("BTS_MONITORS") or "") or LOOPBACK,
        log=_one_of(env, "BTS_LOG", ("text", "json")),
        security_contact=_contact(env.get("BTS_SECURITY_CONTACT") or ""),
        security_expires=_day("BTS_SECURITY_EXPIRES", env.get("BTS_SECURITY_EXPIRES") or ""),
        exchange=Path(env["BTS_EXCHANGE"]).expanduser() if env.get("BTS_EXCHANGE") else None,
        certificate=Path(env["BTS_CERTIFICATE"]).expanduser() if env.get("BTS_CERTIFICATE") else None,
        public_names=_names(env.get("BTS_PUBLIC_NAME") or ""),
        sign_in=Path(env["BTS_SIGN_IN"]).expanduser() if env.get("BTS_SIGN_IN") else None,
        security=_security(env),
        lake=Path(env["BTS_LAKE"]).expanduser() if env.get("BTS_LAKE") else None,
    )


def _own_home(env: Mapping[str, str]) -> Path:
    """Return where a register lies that nobody named a folder for: never inside an installed package."""
    if not INSTALLED:
        return DATA / "local"
    return Path(env.get("XDG_DATA_HOME") or "~/.local/share") / "bts-registry"


def _proxies(text: str) -> int:
    if text not in _PROXIES:
        raise RefusalError("SETTING-NUMBER", name="BTS_PROXIES", value=text[:40], most=_PROXIES[-1])
    return int(text)


def _keep(text: str) -> tuple[int, int, int]:
    found = text.replace(" ", "")
    if not _KEEP.fullmatch(found):
        raise RefusalError("SETTING-BACKUP-KEEP", value=text[:40])
    days, weeks, months = (int(part) for part in found.split(","))
    return days, weeks, months


def _one_of(env: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    text = (env.get(name) or words[0]).strip().lower()
    if text not in words:
        raise RefusalError("SETTING-WORD", name=name, value=text[:40], known=", ".join(filter(None, words)))
    return text


def _networks(text: str) -> tuple[Network, ...]:
    found = []
    for part in text.replace(",", " ").split():
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError as error:
            raise RefusalError("SETTING-NETWORK", name="BTS_MONITORS", value=part[:40]) from error
    return tuple(found)


def _contact(text: str) -> str | None:
    plain = text.strip()
    if plain and not _CONTACT.fullmatch(plain):
        raise RefusalError("SETTING-CONTACT", value=plain[:80])
    return plain or None


def _day(name: str, text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise RefusalError("SETTING-DAY", name=name, value=text[:40]) from error


def _security(env: Mapping[str, str]) -> SecurityEvents:
    syslog, ca = env.get("BTS_SECURITY_SYSLOG") or "", env.get("BTS_SECURITY_CA")
    if syslog and not _SYSLOG.fullmatch(syslog):
        raise RefusalError("SETTING-SYSLOG", value=syslog[:80])
    days = env.get("BTS_SECURITY_DAYS") or "180"
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= _MOST_DAYS):
        raise RefusalError("SETTING-NUMBER", name="BTS_SECURITY_DAYS", value=days[:40], most=str(_MOST_DAYS))
    return SecurityEvents(
        syslog,
        Path(ca).expanduser() if ca else None,
        _one_of(env, "BTS_SECURITY_FORMAT", ("ocsf", "cef")),
        stdout=_one_of(env, "BTS_SECURITY_STDOUT", ("no", "yes")) == "yes",
        days=int(days),
    )


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.lower() for name in text.replace(",", " ").split())
    for name in names:
        if not _HOST.fullmatch(name):
            raise RefusalError("SETTING-PUBLIC-NAME", value=name[:80])
    return names
