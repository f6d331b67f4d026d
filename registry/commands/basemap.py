"""``bts basemap``: the background below the maps: built of an extract, taken as tiles, shown, removed."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from registry.console import err, opened, out
from registry.errors import RefusalError

if TYPE_CHECKING:
    from registry.basemap.about import About

app = typer.Typer(
    help="Bản đồ nền của cơ quan: đường, sông, nhà, tên làng · the office's own background below the maps.",
    no_args_is_help=True,
)
_STEPS = {
    "nodes": "1/4 đọc điểm",
    "ways": "2/4 đọc đường",
    "areas": "2/4 ghép vùng",
    "names": "3/4 lập danh mục tên",
    "graph": "3/4 lập mạng đường đi",
    "joined": "4/4 ghép các lớp",
}
LAYERS = {
    "earth": "mặt đất",
    "landuse": "sử dụng đất",
    "water": "mặt nước",
    "roads": "đường",
    "buildings": "nhà",
    "boundaries": "địa giới",
    "places": "địa danh",
    "pois": "nơi công cộng",
}
_SCHEMES = {"protomaps": "Protomaps", "shortbread": "Shortbread"}


@app.command("build")
def build_command(
    path: Annotated[
        Path,
        typer.Argument(
            help="Trích xuất OpenStreetMap (.osm.pbf, .osm, .osm.gz) · an extract with the province in it."
        ),
    ],
) -> None:
    """Build the background of the province and 10 km around it; the one in use stays until it is done."""
    from registry.basemap.build import build_background
    from registry.services.register.background.background_ground import ground_of

    _there(path)
    with opened() as registry:
        ground = ground_of(registry)
        with _progress() as told:
            built = build_background(path, registry.settings.background, ground, told=told)
    _say(built.about)
    out.print(f"Tìm được trên bản đồ: {built.names} tên; mạng đường đi: {built.roads} đoạn")
    _say_setting()


@app.command("take")
def take_command(
    path: Annotated[
        Path,
        typer.Argument(help="Tệp PMTiles theo lược đồ Protomaps hoặc Shortbread · a finished PMTiles file."),
    ],
) -> None:
    """Check a PMTiles file of the Protomaps or Shortbread scheme and put it in place of the background."""
    from registry.basemap.build import take_tiles
    from registry.services.register.background.background_ground import ground_of

    _there(path)
    with opened() as registry:
        ground = ground_of(registry)
        with _progress() as told:
            about = take_tiles(path, registry.settings.background, ground=ground, told=told)
    _say(about)
    out.print(
        "Tệp ô bản đồ không kèm danh mục tên và mạng đường đi: tìm tên đường và lộ trình chưa dùng được.",
        soft_wrap=True,
    )
    _say_setting()


@app.command("terrain")
def terrain_command(
    path: Annotated[
        Path, typer.Argument(help="Mô hình độ cao GeoTIFF (DEM) của tỉnh · elevations of the province.")
    ],
    error: Annotated[float, typer.Option("--error", help="Sai số (m), gồm chênh mốc độ cao · its error.")],
    source: Annotated[str, typer.Option("--source", help="Của ai, tên mô hình · whose it is.")],
    day: Annotated[str, typer.Option("--day", help="Ngày của dữ liệu (YYYY-MM-DD) · day of it.")] = "",
) -> None:
    """Put a terrain in place: ground elevation of positions whose list states none, and hills to shade."""
    from registry.basemap.hillshade import shade
    from registry.basemap.terrain import put_terrain
    from registry.services.register.background.background_ground import ground_of

    _there(path)
    with opened() as registry:
        about = put_terrain(
            path, registry.settings.background, outline=ground_of(registry).outline, error_m=error,
            source=source, day=_day(day),
        )  # fmt: skip
        shade(registry.settings.background)
    out.print(
        f"Mô hình độ cao: ô {about.cell_m:.0f} m, sai số ± {about.error_m:g} m, "
        f"phủ {100 * about.covered:.0f} % tỉnh",
        soft_wrap=True,
    )


@app.command("picture")
def picture_command(
    path: Annotated[
        Path,
        typer.Argument(help="Không ảnh, bản quét: GeoTIFF hoặc MBTiles · a picture that knows its place."),
    ],
    name: Annotated[str, typer.Option("--name", help="Tên trên bản đồ · its name on the map.")],
    source: Annotated[str, typer.Option("--source", help="Của ai, số văn bản · whose it is.")],
    day: Annotated[str, typer.Option("--day", help="Ngày của ảnh (YYYY-MM-DD) · day of it.")] = "",
) -> None:
    """Put a picture over the background: an aerial photograph, a scanned plan."""
    from registry.basemap.pictures import put_picture
    from registry.settings import read_settings

    _there(path)
    about = put_picture(path, read_settings().background, name=name, source=source, day=_day(day))
    out.print(
        f"Ảnh “{about.name}”: mức phóng {about.zooms[0]}-{about.zooms[1]}, mã {about.key}", soft_wrap=True
    )


@app.command("drop-picture")
def drop_picture_command(key: Annotated[str, typer.Argument(help="Mã ảnh · its key.")]) -> None:
    """Remove a picture by the key that ``bts basemap show`` tells."""
    from registry.basemap.pictures import drop_picture
    from registry.settings import read_settings

    out.print("Đã xóa ảnh" if drop_picture(read_settings().background, key) else "Không có ảnh mang mã này")


@app.command("show")
def show_command() -> None:
    """Say which background lies below the maps: of when, how large, whose."""
    from registry.basemap.files import background_files
    from registry.settings import read_settings

    settings = read_settings()
    found = background_files(settings)
    if found.tiles is None:
        out.print("Chưa có bản đồ nền. Dựng: bts basemap build TỆP.osm.pbf")
        return
    if not found.tiles.is_file():
        raise RefusalError("BASEMAP-NOT-READ", file=found.tiles.name)
    out.print(str(found.tiles), soft_wrap=True)
    if found.about is None:
        raise RefusalError("BASEMAP-NOT-PMTILES", file=found.tiles.name)
    _say(found.about)
    kept = [
        word for path, word in ((found.names, "danh mục tên"), (found.roads, "mạng đường đi"),
                                (found.terrain, "mô hình độ cao")) if path is not None
    ]  # fmt: skip
    kept += [f"ảnh “{picture.name}” (mã {picture.key})" for picture in found.pictures]
    out.print(f"Kèm theo: {', '.join(kept) or 'không có gì'}")


@app.command("remove")
def remove_command(
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; without it nothing is removed.")] = False,
) -> None:
    """Remove tiles, names and roads of the background; terrain and pictures stay."""
    from registry.basemap.build import remove_background
    from registry.settings import read_settings

    folder = read_settings().background
    if not yes:
        out.print(f"Chưa xóa gì. Thêm --yes để xóa bản đồ nền trong {folder}", soft_wrap=True)
        return
    out.print("Đã xóa bản đồ nền" if remove_background(folder) else "Không có bản đồ nền nào để xóa")


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise RefusalError("BASEMAP-DAY", value=text[:20]) from error


def _there(path: Path) -> None:
    if not path.is_file():
        raise RefusalError("BASEMAP-NOT-READ", file=path.name)


@contextmanager
def _progress() -> Iterator[Callable[[str, float | None], None]]:
    """Show the step at work and how far it is, on a terminal only."""
    if not err.is_terminal:
        yield lambda _step, _share: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err
    ) as progress:
        task = progress.add_task("Đang dựng bản đồ nền", total=None)

        def told(step: str, share: float | None) -> None:
            progress.update(task, description=f"Đang dựng bản đồ nền: {_said(step, share)}")

        yield told


def _said(step: str, share: float | None) -> str:
    words = _STEPS.get(step) or f"4/4 cắt ô lớp {LAYERS.get(step, step)}"
    if not share:
        return words
    return f"{words} {share:.0%}" if share <= 1 else f"{words}: {_number(share)}"


def _say(about: "About") -> None:
    """Print what a background is, in lines that an administrator can put into a report."""
    day = "không rõ ngày" if about.day is None else f"dữ liệu ngày {about.day:%d/%m/%Y}"
    out.print(_first_line(about, day), soft_wrap=True)
    if about.counts:
        counted = (f"{LAYERS.get(layer, layer)} {_number(count)}" for layer, count in about.counts.items())
        out.print(" · ".join(counted), soft_wrap=True)
    for left in about.left_out:
        layer, _, zoom = left.partition(" ")
        out.print(f"Đã bỏ lớp {LAYERS.get(layer, layer)} ở mức phóng {zoom} để tệp dưới 150 MB")
    if about.rough:
        out.print("Nền minh họa, gần đúng: không dùng để đo")
    out.print(f"Ghi trên mọi bản đồ: {about.attribution} ({about.licence})", soft_wrap=True)


def _first_line(about: "About", day: str) -> str:
    size = f"{about.size / 1e6:.1f}".replace(".", ",")
    built = ""
    if about.built:
        built = f", lập {dt.datetime.fromisoformat(about.built):%d/%m/%Y %H:%M}"
    scheme = _SCHEMES.get(about.scheme, about.scheme)
    zooms = f"mức phóng {about.zooms[0]}–{about.zooms[1]}"
    return f"{about.name}: {size} MB, {zooms}, {day}{built}, lược đồ {scheme}"


def _say_setting() -> None:
    """Say where a setting hides what was just put in place."""
    from registry.settings import read_settings

    settings = read_settings()
    if settings.pmtiles is not None or settings.tile_url is not None:
        name = "BTS_TILE_URL" if settings.tile_url is not None else "BTS_PMTILES"
        err.print(f"CHÚ Ý: biến {name} đang đặt một nền khác, nền này chưa được dùng.", style="bold")


def _number(count: float) -> str:
    return f"{count:,.0f}".replace(",", ".")
