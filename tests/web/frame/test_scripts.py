"""What a page loads is found by what its script imports."""

from web.frame.scripts import STATIC, loaded_with


def test_what_a_page_loads_is_found_from_room_to_room() -> None:
    assert loaded_with("js/field/desk/campaign_show.js") == (
        "js/field/desk/campaign_map.js",
        "js/field/desk/campaign_show.js",
        "js/map/zoom_words.js",
    )


def test_every_import_of_every_script_is_a_file() -> None:
    for path in (STATIC / "js").rglob("*.js"):
        for name in loaded_with(path.relative_to(STATIC).as_posix()):
            assert (STATIC / name).is_file(), f"{path.name}: {name}"
