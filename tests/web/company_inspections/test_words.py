"""A paper says what the page said: the leader decides on a page, and signs what is drawn from it."""

from registry.messages import Words
from registry.services.company_inspections.letters import vocabulary
from web.company_inspections import words


def test_papers_and_pages_name_matters_scopes_posts_and_samples_alike() -> None:
    """A decision named "quy hoạch hạ tầng thụ động" where the page had decided on "phương án"."""
    for name in ("MATTERS", "SCOPES", "POSTS", "SAMPLE_KINDS"):
        drawn: dict[object, Words] = getattr(vocabulary, name)
        shown: dict[object, object] = getattr(words, name)
        assert {key: one.vi.casefold() for key, one in drawn.items()} == {
            key: str(one).casefold() for key, one in shown.items()
        }, name
