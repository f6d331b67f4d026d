"""The README's pictures of the map and of an appraisal."""

from registry.demo.samples import CLEAN_NAME
from tests.pictures.camera import PHONE, WIDE, Office, settle

# the mast nearest to the middle of the map that is drawn by itself: its number on the map
LONE_MAST = """() => {
  const { map } = window.btsDesk;
  const layer = Object.values(map._layers).find((one) => one.drawn);
  const middle = map.latLngToLayerPoint(map.getCenter()).subtract(layer._bounds.min);
  const away = (item) => Math.hypot(item.x - middle.x, item.y - middle.y);
  const alone = layer.drawn.filter((item) => item.mast >= 0).sort((a, b) => away(a) - away(b));
  const at = map.layerPointToContainerPoint(L.point(alone[0].x, alone[0].y).add(layer._bounds.min));
  const box = map.getContainer().getBoundingClientRect();
  return [at.x + box.left, at.y + box.top];
}"""


def walk(office: Office) -> None:
    """Take the province with its legend, the map on a phone, and the appraisal of the clean sample."""
    with office.page("thamdinh", "/", WIDE) as page:
        office.take("map", page, folder="")
    with office.page("thamdinh", "/#at=21.27340,106.19460,15", PHONE) as page:
        settle(page)
        page.touchscreen.tap(*page.evaluate(LONE_MAST))
        page.locator("#sheet h2").wait_for()
        office.take("phone", page, folder="")
    with office.page("thamdinh", "/appraise", WIDE) as page:
        page.set_input_files("#list", office.lists / CLEAN_NAME)
        page.locator("#upload button[type=submit]").click()
        page.locator("body[data-ready]").wait_for()
        page.locator("#rows tbody tr:has(.verdict-word.refuse)").first.locator("a").click()
        page.locator("#chosen-name").wait_for()
        office.take("appraise", page, folder="")
