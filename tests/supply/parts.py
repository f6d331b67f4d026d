"""The list of parts of the product (SBOM) as CycloneDX, made of the lock files."""

import hashlib
import tomllib
import uuid

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.supply.licences import licence_of
from tests.supply.locks import LOCKS, ROOT, Package, python_packages, script_packages


def bill() -> str:
    """Return the list as JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = [*python_packages(), *script_packages()]
    components = {one: _component(one) for one in packages}
    product = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref="product",
        licenses=[LicenseExpression(project["license"])],
    )  # fmt: skip
    bom = Bom(serial_number=_serial(), components=components.values())
    bom.metadata.component = product
    asked: dict[str, list[Component]] = {}
    for one, component in components.items():
        for by in one.asked_by:
            asked.setdefault(by, []).append(component)
    bom.dependencies.add(
        Dependency(product.bom_ref, [Dependency(one.bom_ref) for one in _direct(components)])
    )
    for one, component in components.items():
        own = asked.get(one.name, []) if one.kind == "pypi" else []
        bom.dependencies.add(Dependency(component.bom_ref, [Dependency(part.bom_ref) for part in own]))
    written: str = JsonV1Dot6(bom).output_as_string(indent=1)
    return written + "\n"


def _component(one: Package) -> Component:
    space, _, name = one.name.rpartition("/")
    url = PackageURL(one.kind, space or None, name, one.version)
    hashes = [HashType(alg=HashAlgorithm(kind), content=digest) for kind, digest in one.hashes]
    files = ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(one.lock), hashes=hashes)
    marker = [Property(name="python:marker", value=one.marker)] if one.marker else []
    return Component(
        name=name, group=space or None, version=one.version, type=ComponentType.LIBRARY, purl=url,
        bom_ref=url.to_string(), licenses=[LicenseExpression(licence_of(one))], external_references=[files],
        properties=marker,
    )  # fmt: skip


def _direct(components: dict[Package, Component]) -> list[Component]:
    """Return what nothing else asks for, and so the product itself."""
    return [part for one, part in components.items() if one.kind == "npm" or not one.asked_by]


def _serial() -> uuid.UUID:
    digest = hashlib.sha256()
    for path in (*(ROOT / "requirements" / lock for lock in LOCKS), ROOT / "package-lock.json"):
        digest.update(path.read_bytes())
    return uuid.UUID(bytes=digest.digest()[:16], version=4)
