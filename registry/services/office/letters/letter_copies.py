"""To whom copies of a letter go (Nơi nhận): grouped lines, the file's own last ("Lưu: VT, BCVT.")."""

from collections.abc import Iterable, Mapping, Sequence

from registry.messages import Language

MOST_NAMED = (
    6  # communes named one by one; more are named by their number, since the list stands in the annex
)


def copies(
    head: Mapping[str, str], lang: Language, *, communes: Iterable[str] = (), also: Sequence[str] = ()
) -> list[str]:
    """Return the lines of Nơi nhận: as above, the office's standing ones, ``also``, communes, the file.

    ``communes`` are full names ("Xã Lục Ngạn", "Phường Đa Mai"), ``also`` further recipients without the
    closing sign; those that the office wants on every letter are in ``head["copies"]``.
    """
    standing = [part.strip(" .-") for part in head.get("copies", "").split(";") if part.strip(" .-")]
    standing = [part for part in standing if not part.startswith("Lưu:")]  # the file has its own line
    found = ["Như trên" if lang == "vi" else "As above", *standing, *also]
    found += _communes(sorted(set(communes)), lang)
    return [*(f"{line};" for line in dict.fromkeys(found)), head["archive"]]


def _communes(names: Sequence[str], lang: Language) -> list[str]:
    if len(names) > MOST_NAMED:
        if lang == "en":
            return [f"People's Committees of the {len(names)} communes and wards concerned"]
        return [f"UBND {len(names)} xã, phường có vị trí nêu tại Phụ lục (để phối hợp quản lý)"]
    if lang == "en":
        return [f"Communes: {', '.join(names)}"] if names else []
    kinds: dict[str, list[str]] = {}
    for name in names:
        kind, _, own = name.partition(" ")
        known = kind in ("Xã", "Phường", "Đặc") and own
        kinds.setdefault(kind.lower() if known else "", []).append(own if known else name)
    lines = []
    for kind, places in kinds.items():
        several = "các " if len(places) > 1 and kind else ""
        lines.append(" ".join(filter(None, ("UBND", f"{several}{kind}", ", ".join(places)))))
    return lines
