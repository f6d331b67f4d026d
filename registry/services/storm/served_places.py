"""What a storm's letter says of the critical places that a recipient's masts serve."""

from collections.abc import Sequence

from registry.messages import Language, Words, number, say
from registry.model.storm.storm_records import LetterMast
from registry.services.critical.served import Served

NAMED = 6
"""As many places are named in the letter itself; the table that goes with it has all."""
_MORE = Words(" và {count} nơi khác", " and {count} more")
_PRIORITY = Words(
    "Ưu tiên giữ liên lạc {masts} cột phục vụ {places} nơi trọng yếu (bảng kèm theo): {names}{more}",
    "Keep {masts} masts that serve {places} critical places on the air first (see the table): {names}{more}",
)
_NOT_ENTERED = Words("chưa nhập", "not entered")


def names_served(found: Served, recipient: str) -> dict[str, tuple[str, ...]]:
    """Return the places that each of a recipient's masts serves, by structure: for its network, else for any.

    An owner that is no network answers for the mast as a whole.
    """
    by_structure = found.of_network(recipient) or (
        {} if any(recipient in found.masts_of(place.id) for place in found.places) else found.by_structure
    )
    return {structure: tuple(place.name for place in places) for structure, places in by_structure.items()}


def places_words(row: LetterMast, lang: Language) -> str:
    """Return the places that a mast of a letter serves; "not entered" where the office has entered none."""
    return "; ".join(row.serves) if row.places_known else say(_NOT_ENTERED, lang)


def priority_deeds(rows: Sequence[LetterMast], lang: Language) -> list[str]:
    """Return what a letter asks first: to keep the masts that serve critical places on the air."""
    serving = [row for row in rows if row.serves]
    names = list(dict.fromkeys(name for row in serving for name in row.serves))
    if not names:
        return []
    rest = number(len(names) - NAMED, 0, lang)
    more = say(_MORE, lang).format(count=rest) if len(names) > NAMED else ""
    return [
        say(_PRIORITY, lang).format(
            masts=number(len(serving), 0, lang), places=number(len(names), 0, lang),
            names="; ".join(names[:NAMED]), more=more,
        )
    ]  # fmt: skip
