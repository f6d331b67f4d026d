"""What a person typed, taken whole or refused: a text is never cut in silence."""

from registry.errors import RefusalError


def within(text: object, longest: int) -> str:
    """Return a text without the blanks around it; refuse one of more than ``longest`` characters.

    ``TEXT-LONG`` names its beginning, so that whoever typed several texts finds the one that is meant.
    """
    typed = str(text or "").strip()
    if len(typed) > longest:
        raise RefusalError("TEXT-LONG", beginning=typed[:40], length=len(typed), longest=longest)
    return typed


def beginning(text: object, longest: int) -> str:
    """Return a text as it is shown where there is little room: what was left off is told by its "…"."""
    plain = str(text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def line_within(text: object, longest: int) -> str:
    """Return a text of one line, its blanks made single; refused like ``within``."""
    return within(" ".join(str(text or "").split()), longest)
