"""What letters say instead of the program's own sentences: the edited ones, as their reader may read them."""

from collections.abc import Mapping

from registry.messages import Language
from registry.services.appraise.free_text import shareable
from registry.services.requests.opened import RequestFile


def edited_texts(file: RequestFile, kind: str, viewer: str, lang: Language) -> dict[str, str]:
    """Return the edited sentences of a request's letter by their keys; letters are edited in Vietnamese.

    ``viewer`` is the carrier that reads it: codes and positions of others are taken out, as everywhere.
    """
    if lang != "vi":
        return {}
    texts = {edit.sentence: edit.text for edit in file.edits if edit.kind == kind}
    return as_read(file, texts, viewer)


def as_read(file: RequestFile, texts: Mapping[str, str], viewer: str) -> dict[str, str]:
    """Return typed sentences by their keys as the carrier may read them."""
    if file.appraisal is None:
        return dict(texts)
    context = file.appraisal.context
    return {key: shareable(text, context, viewer) for key, text in texts.items()}
