"""The catalogue for programs is DCAT-AP: read by another program, held to shapes, alike in both writings."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import pytest
from flask import Flask
from rdflib import CSVW, DCAT, DCTERMS, RDF, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from registry.services.open_data.decisions import withdraw
from registry.services.open_data.files import open_file
from registry.services.open_data.licences import USUAL
from registry.services.open_data.sets import datasets
from tests.pages import Pages
from tests.web.open_data.world import LEADER, open_, open_office
from tests.web.people import registry_of
from web.open_data import catalogue

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
DATATYPE = CSVW.datatype
SHAPES = Path(__file__).with_name("shapes.ttl")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_office(tmp_path_factory.mktemp("dcat") / "sổ", "zones", "masts") as app:
        yield app


def graph(app: Flask, path: str, form: str, accept: str = "*/*") -> Graph:
    answer = Pages(app).get(path, headers={"Accept": accept})
    return Graph().parse(data=answer.get_data(as_text=True), format=form)


def test_every_title_stands_in_both_languages(app: Flask) -> None:
    found = graph(app, "/open-data/catalogue.jsonld", "json-ld")
    titled = [*found.subjects(RDF.type, DCAT.Dataset), *found.subjects(RDF.type, DCAT.Catalog)]
    assert len(titled) == 3
    for what in (*titled, *found.subjects(RDF.type, DCAT.Distribution)):
        for said in (DCTERMS.title, DCTERMS.description):
            if said == DCTERMS.title or what in titled:
                texts = {text.language: str(text) for text in found.objects(what, said)}
                assert set(texts) == {"vi", "en"}, what
                assert all(texts.values())
    zones = datasets()["zones"]
    assert (None, DCTERMS.title, Literal(zones.title.vi, lang="vi")) in found
    assert (None, DCTERMS.title, Literal(zones.title.en, lang="en")) in found


def test_both_writings_say_the_same_and_hold_to_the_shapes(app: Flask) -> None:
    as_json = graph(app, "/open-data/catalogue.jsonld", "json-ld")
    as_turtle = graph(app, "/open-data/catalogue.ttl", "turtle")
    assert len(as_json) > 150
    assert isomorphic(as_json, as_turtle)
    holds, _report, text = pyshacl.validate(as_json, shacl_graph=Graph().parse(SHAPES))
    assert holds, text


def test_the_shapes_find_what_is_missing(app: Flask) -> None:
    """A shape that everything passes would hold nothing."""
    for said in (
        DCTERMS.title,
        DCTERMS.publisher,
        DCAT.accessURL,
        DCTERMS.issued,
        DCAT.contactPoint,
        DATATYPE,
    ):
        spoilt = graph(app, "/open-data/catalogue.ttl", "turtle")
        spoilt.remove((None, said, None))
        assert not pyshacl.validate(spoilt, shacl_graph=Graph().parse(SHAPES))[0], said


def test_a_program_is_told_that_codes_are_text_and_what_else_a_column_is(app: Flask) -> None:
    """One that guesses takes a code for a number and drops its 0."""
    found = graph(app, "/open-data/catalogue.ttl", "turtle")
    stated = {
        str(name): found.value(column, DATATYPE) for column, name in found.subject_objects(CSVW["name"])
    }
    assert {stated[name] for name in ("commune_code", "mast_class", "max_height_m")} == {XSD.string}
    assert (stated["valid_from"], stated["error_m"]) == (XSD.date, XSD.double)
    page = " ".join(Pages(app).page("/open-data").text)
    assert 'dtype={"Mã xã, phường": str}' in page


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/open-data/catalogue", "text/turtle", "text/turtle"),
        ("/open-data/catalogue", "application/ld+json", "application/ld+json"),
        ("/open-data/catalogue", "*/*", "application/ld+json"),
        ("/open-data/catalogue", "text/html", "application/ld+json"),
        ("/open-data/catalogue.ttl", "application/ld+json", "text/turtle"),
        ("/open-data/catalogue.jsonld", "*/*", "application/ld+json"),
        ("/open-data/catalogue.json", "*/*", "application/json"),
    ],
)
def test_it_comes_as_it_is_asked_for(app: Flask, path: str, accept: str, kind: str) -> None:
    answer = Pages(app).get(path, headers={"Accept": accept})
    assert answer.mimetype == kind
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert ("Accept" in answer.headers["Vary"].split(", ")) is path.endswith("catalogue")


def test_a_file_is_there_as_the_catalogue_says_it_to_the_byte(app: Flask) -> None:
    import hashlib

    found = graph(app, "/open-data/catalogue.ttl", "turtle")
    size = URIRef("http://www.w3.org/ns/dcat#byteSize")
    checksum = URIRef("http://spdx.org/rdf/terms#checksum")
    value = URIRef("http://spdx.org/rdf/terms#checksumValue")
    checked = 0
    for file, address in found.subject_objects(DCAT.downloadURL):
        content = Pages(app).get(str(address).removeprefix("http://localhost")).get_data()
        assert int(str(found.value(file, size))) == len(content)
        told = found.value(found.value(file, checksum), value)
        assert str(told).lower() == hashlib.sha256(content).hexdigest()
        checked += 1
    assert checked == 6 + 2


def test_the_licence_is_the_offices_and_none_is_said_that_it_did_not_choose(app: Flask) -> None:
    found = graph(app, "/open-data/catalogue.ttl", "turtle")
    assert set(found.objects(None, DCTERMS.license)) == {URIRef(USUAL.address)}
    office = registry_of(app)
    open_(office, "masts", licence="")
    open_(office, "zones", licence="https://so.example/giấy-phép")
    again = graph(app, "/open-data/catalogue.jsonld", "json-ld")
    assert {str(one) for one in again.objects(None, DCTERMS.license)} == {"https://so.example/giấy-phép"}
    assert isomorphic(again, graph(app, "/open-data/catalogue.ttl", "turtle"))
    with app.app_context(), app.test_request_context():
        assert open_file(office, datasets()["masts"], "csv", catalogue.now()).content


def test_a_contact_with_a_mail_address_can_be_written_to(app: Flask) -> None:
    found = graph(app, "/open-data/catalogue.ttl", "turtle")
    mails = set(found.objects(None, URIRef("http://www.w3.org/2006/vcard/ns#hasEmail")))
    assert mails == {URIRef("mailto:bcvt@so.example")}


def test_the_catalogue_has_changed_when_a_set_was_opened_or_taken_back(app: Flask) -> None:
    """Whoever harvests what is newer than the last time finds it by the catalogue's own moment."""
    registry = registry_of(app)

    def changed() -> dt.datetime:
        found = graph(app, "/open-data/catalogue", "json-ld")
        (at,) = found.objects(next(found.subjects(RDF.type, DCAT.Catalog)), DCTERMS.modified)
        return dt.datetime.fromisoformat(str(at))

    before = changed()
    open_(registry, "counts")
    opened = changed()
    withdraw(registry, "counts", "Nhầm", person=LEADER)
    assert before < opened < changed()
