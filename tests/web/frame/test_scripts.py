"""What a page loads is found by what its script imports."""

from web.frame.scripts import loaded_with


def test_what_a_page_loads_is_found_from_room_to_room() -> None:
    assert loaded_with("js/field/desk/campaign_show.js") == (
        "js/field/desk/campaign_map.js",
        "js/field/desk/campaign_show.js",
        "js/map/zoom_words.js",
    )
