"""Set-up of what the pages load: ``python -m web.frame.assets`` (called by ``make setup``).

Installs the packages that ``package.json`` names, exactly as ``package-lock.json`` locks them, and copies
the few files that pages use into ``web/static/vendor`` (never committed). Also compiles the translations. A
second run sees that nothing changed and returns at once.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from web.frame.node import ROOT, NodeError, npm_command

VENDOR = ROOT / "web" / "static" / "vendor"
TRANSLATIONS = ROOT / "web" / "translations"

_FONT = "@fontsource/be-vietnam-pro/files/be-vietnam-pro"
_SUBSETS = ("vietnamese", "latin-ext", "latin")
_WEIGHTS = (400, 500, 600, 700)

# target below web/static/vendor: source below node_modules
FILES: dict[str, str] = {
    "bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "leaflet/images/marker-icon-2x.png": "leaflet/dist/images/marker-icon-2x.png",
    "leaflet/images/marker-shadow.png": "leaflet/dist/images/marker-shadow.png",
    "qrcode/qrcode.js": "qrcode-generator/dist/qrcode.mjs",
    "protomaps/protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
    **{
        f"fonts/be-vietnam-pro-{subset}-{weight}.woff2": f"{_FONT}-{subset}-{weight}-normal.woff2"
        for subset in _SUBSETS
        for weight in _WEIGHTS
    },
}

_REMOTE = re.compile(r"""(@import\s+)?url\(\s*["']?(?:https?:)?//[^)]*\)[^;}]*;?""")
_SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


class AssetsError(Exception):
    """Set-up could not finish; the text says what to do."""


def main() -> int:
    """Set up and return the exit status: 0 done, 1 with a message on standard error."""
    try:
        compile_translations()
        if not is_current():
            install_packages()
            copy_files()
    except (AssetsError, NodeError) as error:
        print(f"Web assets: {error}", file=sys.stderr)  # noqa: T201 - a set-up command speaks to its terminal
        return 1
    return 0


def fingerprint() -> str:
    """Return a hash of all that decides what ``vendor`` holds: the lock and this file."""
    content = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(content).hexdigest()


def is_current() -> bool:
    """Whether ``vendor`` was made from the present lock and no file of it is missing."""
    stamp = VENDOR / ".stamp"
    return (
        stamp.is_file()
        and stamp.read_text(encoding="ascii") == fingerprint()
        and all((VENDOR / target).is_file() for target in FILES)
    )


def install_packages() -> None:
    """Run ``npm ci``; no package may run a script of its own."""
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    locked = "--omit-lockfile-registry-resolved=true"
    done = subprocess.run(
        [*npm_command(), "ci", *flags, locked], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-4:])
        raise AssetsError(
            "the packages of package-lock.json could not be installed; this step needs the network once."
            f" Connect and repeat make setup. npm said:\n{said}"
        )


def copy_files() -> None:
    """Copy ``FILES`` into a fresh ``vendor``; style sheets lose every address of another host."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in FILES.items():
        origin, goal = ROOT / "node_modules" / source, fresh / target
        if not origin.is_file():
            raise AssetsError(
                f"{source} is not in the installed packages; correct FILES in web/frame/assets.py"
            )
        goal.parent.mkdir(parents=True, exist_ok=True)
        if goal.suffix in {".css", ".js"}:
            goal.write_text(localised(origin.read_text(encoding="utf-8"), goal.suffix), encoding="utf-8")
        else:
            shutil.copyfile(origin, goal)
    (fresh / ".stamp").write_text(fingerprint(), encoding="ascii")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def localised(text: str, suffix: str) -> str:
    """Drop source-map hints and, in a style sheet, declarations that would load from another host."""
    text = _SOURCE_MAP.sub("", text.rstrip()) + "\n"
    if suffix == ".js":  # our own scripts are type-checked with what they import: not others' code
        return f"// @ts-nocheck\n{text}"
    return _REMOTE.sub(lambda found: "" if found.group(1) else "none;", text) if suffix == ".css" else text


def compile_translations() -> None:
    """Write every ``messages.mo`` that is older than its ``messages.po``."""
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as read:
            catalogue = read_po(read, locale=source.parent.parent.name)
        with target.open("wb") as write:
            write_mo(write, catalogue)


if __name__ == "__main__":
    sys.exit(main())
