"""What a page loads is found by what its script imports."""

from web.frame.scripts import loaded_with


def test_what_a_page_loads_is_found_from_room_to_room() -> None:
    found = loaded_with("js/field/desk/campaign_show.js")
    assert found[:2] == ("js/field/desk/campaign_map.js", "js/field/desk/campaign_show.js")
    assert {
        "js/map/ground/ground.js",
        "js/map/ground/background_style.js",
        "js/map/ground/zoom_words.js",
    } <= set(found)
    assert "js/map/desk.js" not in found
