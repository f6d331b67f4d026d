"""Dated law: rules with their thresholds, and the rules in force at a place on a day.

A rule of the whole country holds everywhere until one of a province takes its place there. What some province
has laid down on a day, and nobody has read for another, is a gap of that other one: it may have its own text.

Rules are data (``data/law/*.toml``, one file a document, see the README there); checks are code and read
their numbers here. A law file that does not keep its form is a fault of the catalogue: it raises
WrongCallError with the file's name, before any carrier asks.

* ``documents``: The documents of the catalogue and their rules, read from the law files.
* ``in_force``: The rules in force at a place on a day, the office's own numbers filled in.
* ``own``: What an office published of its province's law beside the catalogue.
* ``rules``: A rule as it stood over a span of days, and its numbers.
"""

from registry.law.documents import LawDocument, catalogue, law_documents, read_document
from registry.law.in_force import Law, law_in_force, read_office_numbers
from registry.law.own import NO_OWN_LAW, Ended, OwnLaw, Silent, documents_with
from registry.law.rules import Rule, Threshold

__all__ = [
    "NO_OWN_LAW",
    "Ended",
    "Law",
    "LawDocument",
    "OwnLaw",
    "Rule",
    "Silent",
    "Threshold",
    "catalogue",
    "documents_with",
    "law_documents",
    "law_in_force",
    "read_document",
    "read_office_numbers",
]
