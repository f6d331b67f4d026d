"""What somebody without an account sees: the page on which a leaning mast is reported."""

from tests.pictures.camera import PHONE, Office


def walk(office: Office) -> None:
    """Take the report page on a phone."""
    with office.page("", "/report", PHONE) as page:
        page.get_by_text("Cột nghiêng").first.click()
        office.take("bao-su-co", page)
