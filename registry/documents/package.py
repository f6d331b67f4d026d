"""A sealed package (gói hồ sơ niêm phong): one zip with a manifest of SHA-256, and its proof.

Only the standard library, so that this one file proves a package on a machine that has nothing else:
``python package.py FILE [SEAL]``. The seal is the SHA-256 of the manifest without its seal; whoever was given
it with the letter can tell a package that was made anew from the one that was sealed.
"""

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST = 4 * 1024 * 1024
# what zipfile raises of a damaged file, said here because the proof runs as this one file; RuntimeError is
# its word for an encrypted member and the base of what it says of a compression that it does not know
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
_CHUNK = 1 << 16
_MOMENT = (1980, 1, 1, 0, 0, 0)  # zips carry a clock's time; a fixed one makes equal content equal bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a package: a message code, and the member or value it is about."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the check of a package found; ``about`` is what the manifest says of the request."""

    problems: tuple[Problem, ...]
    seal: str = ""
    members: int = 0
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, added or taken away."""
        return not self.problems


def seal_of(manifest: Mapping[str, Any]) -> str:
    """Return the seal of a manifest: SHA-256 over its canonical JSON without the seal itself."""
    content = {key: value for key, value in manifest.items() if key != "seal"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_package(path: Path, members: Mapping[str, bytes], about: Mapping[str, Any]) -> str:
    """Write a package and return its seal; the same content gives the same bytes.

    ``members`` are file names with their content, ``about`` plain JSON values. The file appears whole or
    not at all.
    """
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "about": dict(about),
        "members": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(members.items())
        },
    }
    manifest["seal"] = seal_of(manifest)
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
    temporary = path.with_name(f".{path.name}.part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [(MANIFEST, text), *sorted(members.items())]:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    temporary.replace(path)
    return str(manifest["seal"])


def verify_package(path: Path, seal: str = "") -> Proof:
    """Prove a package: every member is there with its hash, none is more, and the seal is the manifest's.

    ``seal`` is the one that was given with the letter, "" where there is none to compare with.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _verify(package, seal.strip().lower())
    except OSError as error:
        return Proof((Problem("PACKAGE-NOT-READ", error.strerror or str(error)),))
    except _DAMAGED:
        return Proof((Problem("PACKAGE-NOT-ZIP", Path(path).name),))


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return the manifest of a package as it stands, without proving it; None where there is none to read."""
    try:
        with zipfile.ZipFile(path) as package:
            text = _read(package, MANIFEST, LARGEST_MANIFEST)
    except (OSError, KeyError, *_DAMAGED):
        return None
    return None if text is None else _manifest(text)


def _verify(package: zipfile.ZipFile, expected: str) -> Proof:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    problems = [Problem("PACKAGE-TWICE", name) for name in sorted(set(names)) if names.count(name) > 1]
    if package.comment:
        problems.append(Problem("PACKAGE-MORE", "zip comment"))
    if MANIFEST not in names:
        return Proof((*problems, Problem("PACKAGE-NO-MANIFEST")))
    text = _read(package, MANIFEST, LARGEST_MANIFEST)
    manifest = None if text is None else _manifest(text)
    if manifest is None:
        return Proof((*problems, Problem("PACKAGE-NO-MANIFEST")))
    listed: dict[str, Any] = manifest["members"]
    seal = seal_of(manifest)
    if manifest["seal"] != seal:
        problems.append(Problem("PACKAGE-SEAL-BROKEN", str(manifest["seal"])))
    elif expected and expected != seal:
        problems.append(Problem("PACKAGE-OTHER-SEAL", seal))
    problems += [Problem("PACKAGE-MISSING", name) for name in sorted(set(listed) - set(names))]
    problems += [Problem("PACKAGE-MORE", name) for name in sorted(set(names) - set(listed) - {MANIFEST})]
    for name in sorted(set(listed) & set(names)):
        if not _as_listed(package, name, listed[name]):
            problems.append(Problem("PACKAGE-CHANGED", name))
    return Proof(tuple(problems), seal, len(listed), manifest["about"])


def _manifest(text: bytes) -> dict[str, Any] | None:
    """Return the manifest, None where it has not the form of one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("seal"), str):
        return None
    listed, about = found.get("members"), found.get("about")
    if not isinstance(listed, dict) or not isinstance(about, dict):
        return None
    return found


def _read(package: zipfile.ZipFile, name: str, most: int) -> bytes | None:
    """Return a member's content, None where it is damaged or longer than ``most`` bytes."""
    try:
        with package.open(name) as stream:
            content = stream.read(most + 1)
    except _DAMAGED:
        return None
    return content if len(content) <= most else None


def _as_listed(package: zipfile.ZipFile, name: str, listed: Any) -> bool:
    """Whether a member is what the manifest says; no more than the stated bytes and one are unpacked."""
    if not isinstance(listed, dict) or not isinstance(listed.get("bytes"), int):
        return False
    digest, left = hashlib.sha256(), listed["bytes"]
    try:
        with package.open(name) as stream:
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    return False
                digest.update(chunk)
    except _DAMAGED:
        return False
    return left == 0 and digest.hexdigest() == listed.get("sha256")


def main(arguments: list[str]) -> int:
    """Prove the package named on the command line; 0 where it is whole."""
    proof = verify_package(Path(arguments[0]), *arguments[1:2])
    for problem in proof.problems:
        sys.stdout.write(f"{problem.code} {problem.name}\n")
    if proof.whole:
        sys.stdout.write(f"OK {proof.seal}\n")
    return 0 if proof.whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
