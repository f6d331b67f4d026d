"""Counts by commune say that borders are made from points, as long as they are."""

from io import BytesIO
from pathlib import Path

from docx import Document

from registry.services.register.units.take_borders import offer_from, take_borders
from tests.services.offices import write_geojson
from tests.services.register.units.test_border_file import all_communes_of
from tests.web.people import registry_of, running, visitor
from tests.web.regulations.office import PROVINCE, made

ROUGH = "Ranh giới xã, phường đang dùng là gần đúng (sai số đến ± "


def test_counts_by_commune_say_that_borders_are_rough(tmp_path: Path) -> None:
    with running(made(tmp_path / "sổ")) as app:
        registry = registry_of(app)
        pages = visitor(app, "leader")

        def told() -> list[bool]:
            report = Document(BytesIO(pages.client.get("/reports/report.docx").data))
            words = "\n".join(one.text for one in report.paragraphs)
            return [
                ROUGH in words,
                *(ROUGH in " ".join(pages.page(p).text) for p in ("/reports", "/overview")),
            ]

        assert told() == [True, True, True]
        path = write_geojson(tmp_path / "lạng sơn.geojson", all_communes_of(PROVINCE))
        take_borders(registry, offer_from(path), yes=True, who="t")
        assert told() == [False, False, False]
