"""What officers write freely, before a carrier reads it: other carriers' codes and positions are taken out.

A masked finding keeps a code to itself (``registry.services.register.masking``), and an officer who writes
"cách cột
BGG00045 60 m" would give it away. So every word is looked up among the codes of masts and open proposals,
and every coordinate that is not the row's own is taken out; but a place in degrees ("21,304401; 106,415496")
at which no mast or open proposal of another's stands tells nothing: a row may be asked to move there.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from registry.checks.context import Context
from registry.geo.areas import near_m
from registry.geo.distances import geodesic_m
from registry.messages import CODE_KEPT_BACK, Language, Words, remedy, say
from registry.model.findings import Finding
from registry.model.positions import Position
from registry.services.register.masking import masked

FREE = frozenset({"DESK-TAKEOVER", "DESK-MANUAL-CHECK"})
"""The messages that carry an officer's own words."""

_WORD = re.compile(r"[^\W_](?:[\w./@-]*[^\W_])?")
_DECIMAL = re.compile(  # degrees in Vietnam; "10.2026" is a month
    r"(?<![\d.,])(?:10[2-9]|110|[89]|1\d|2[0-4])[.,](?:\d{5,}|(?!(?:19|20)\d\d(?!\d))\d{4})(?!\d)"
)
_DMS = re.compile(r"\d{1,3}\s*[°ºđ]\s*\d{1,2}\s*['′’]\s*(?:\d{1,2}(?:[.,]\d+)?\s*(?:[\"″”]|''))?\s*[BNĐE]?")
_METRES = re.compile(  # VN-2000: northing 8 to 24 hundred km, easting 3 to 7 hundred km
    r"(?<![\d.,])(?:[12][.\s]?\d{3}[.\s]?\d{3}|[3-7]\d{2}[.\s]?\d{3})[.,]\d{1,3}(?![\d.,]\d)"
)
_MERIDIAN = re.compile(  # of a VN-2000 plane, "106°15'": whole quarters of a degree, nobody's place
    r"(?<!\d)10[2-9]\s*[°ºđ]\s*(?:00|0|15|30|45)\s*['′’](?!['′’]|\s*[\dBNĐE])"
)
_PLACE = Words("(tọa độ không công bố)", "(position not disclosed)")
_PAIR = re.compile(rf"({_DECIMAL.pattern})\s*[;,]\s+({_DECIMAL.pattern})")
_FORM = "COORD-NOT-NUMBER"
"""The message whose remedy shows how a place is written: its example is nobody's place."""
_CLEAR_M, _AROUND_M = 100.0, 5_000.0  # from whatever another has; and as far as a row is asked to move
_DEGREES = re.compile(r"(?<![\d.])\d{1,3}[.,]\d+")
_NEAR_DEG = 2e-5  # about 2 m: the row's own position, written to five decimals


def confidential(text: str, context: Context, viewer: str, related: Iterable[str] = ()) -> list[str]:
    """Return the codes in a text that ``viewer`` (an operator's code, "" none) may not learn, in order.

    A code is one of a mast that does not carry the viewer's network, one of an open proposal of another's,
    or one of ``related`` (what the findings of the row name).
    """
    return list(dict.fromkeys(word for _start, _end, word in _codes(text, context, viewer, related)))


def shareable(
    text: str,
    context: Context,
    viewer: str,
    *,
    related: Iterable[str] = (),
    own: Position | None = None,
    stated: str = "",
    told_by: str = "",
    lang: Language = "vi",
) -> str:
    """Return a text as ``viewer`` may read it: other carriers' codes and other positions are taken out.

    ``stated`` is what the viewer wrote of the place before ("20.8, 106.75"): it may be said back, too.
    ``told_by`` (an operator's code) tells the viewer of its own masts here: their codes are said.
    """
    hidden = _codes(text, context, viewer, related, told_by)
    cut = [(start, end, CODE_KEPT_BACK) for start, end, _word in hidden]
    shown = [example.span() for example in _examples().finditer(text)]
    degrees = [one for one in _DECIMAL.finditer(text) if not _within(one, shown)]
    if all(_is_own(found.group(), own, stated) for found in degrees):
        degrees = []  # the row's own position, and no other on its meridian
    clear = [pair.span() for pair in _PAIR.finditer(text) if _is_clear(pair, context, own, viewer, told_by)]
    degrees = [one for one in degrees if not _within(one, clear)]
    shown += [found.span() for found in _MERIDIAN.finditer(text)]
    written = own.raw if own is not None else ()
    metres = [found for found in _METRES.finditer(text) if not _as_written(found.group(), written)]
    for found in (*_DMS.finditer(text), *metres, *degrees):
        if not _within(found, shown):
            cut.append((found.start(), found.end(), _PLACE))
    made, at = [], 0
    for start, end, words in sorted(cut, key=lambda item: (item[0], -item[1])):
        if start < at:
            continue
        made += [text[at:start], say(words, lang)]
        at = end
    return "".join([*made, text[at:]])


def shared_findings(
    findings: Iterable[Finding], context: Context, viewer: str, own: Position | None = None
) -> list[Finding]:
    """Return findings in the masked form, the officer's own words in them masked as well."""
    rows = list(findings)
    related = hidden_related(rows, viewer)
    return [
        replace(item, params=_params(item.params, context, viewer, related, own))
        if item.code in FREE
        else item
        for item in masked(rows, viewer, secret=context.mask_secret)
    ]


def hidden_related(findings: Iterable[Finding], viewer: str) -> frozenset[str]:
    """Return the codes that findings name and that ``viewer`` may not learn."""
    return frozenset(
        item.related
        for item in findings
        if item.related
        and item.related_operator is not None
        and (not viewer or viewer not in item.related_operator.split("+"))
    )


def _params(
    params: dict[str, Any], context: Context, viewer: str, related: frozenset[str], own: Position | None
) -> dict[str, Any]:
    return {
        name: shareable(value, context, viewer, related=related, own=own) if isinstance(value, str) else value
        for name, value in params.items()
    }


def _codes(
    text: str, context: Context, viewer: str, related: Iterable[str], told_by: str = ""
) -> list[tuple[int, int, str]]:
    """Return (start, end, word) of the words that are codes the viewer may not learn."""
    known = {code.casefold() for code in related}
    others = _Others(context, viewer, told_by)
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.casefold() in known or word in others:
            found.append((match.start(), match.end(), word))
    for code in known:  # a code of several words
        if " " in code:
            found += [
                (m.start(), m.end(), m.group()) for m in re.finditer(re.escape(code), text, re.IGNORECASE)
            ]
    return sorted(found)


class _Others:
    """The codes of masts and open proposals of none of these operators, looked up one word at a time."""

    def __init__(self, context: Context, *operators: str) -> None:
        bits = (context.operator_index(code) for code in operators if code)
        self.own = sum(1 << bit for bit in set(bits) if bit >= 0)
        self.context = context

    def __contains__(self, word: str) -> bool:
        if len(word) < 3 or not any(letter.isdigit() for letter in word):
            return False  # no code of a mast; a word of the language
        masts, proposals = self.context.masts, self.context.open_proposals
        for code in (word, word.upper(), word.lower()):
            row = masts.aliases.get(code)
            if row is not None and not int(masts.networks[row]) & self.own:
                return True
        return any(
            str(code).casefold() == word.casefold() and not int(networks) & self.own
            for code, networks in zip(proposals.codes, proposals.networks, strict=True)
        )


def _is_clear(pair: re.Match[str], context: Context, own: Position | None, viewer: str, told_by: str) -> bool:
    """Whether a place near the row is none at which a mast or an open proposal of another's stands."""
    if own is None or own.lon is None or own.lat is None:
        return False
    lat, lon = (float(text.replace(",", ".")) for text in pair.groups())
    if near_m(own.lon, own.lat, lon, lat) > _AROUND_M:
        return False
    others = _Others(context, viewer, told_by)
    return not any(
        bool(
            (geodesic_m(known.lon, known.lat, lon, lat) < _CLEAR_M)[(known.networks & others.own) == 0].any()
        )
        for known in (context.masts, context.open_proposals)
    )


def _within(found: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= found.start() < end for start, end in spans)


@cache
def _examples() -> re.Pattern[str]:
    """Match the sentence that shows how a place is written, in either language."""
    said = (remedy(_FORM, {}, "vi"), remedy(_FORM, {}, "en"))
    return re.compile("|".join(re.escape(text) for text in said), re.IGNORECASE)


def _as_written(text: str, cells: Iterable[str]) -> bool:
    """Whether metres are those of the row's own cells, however their digits are set apart."""
    return re.sub(r"\D", "", text) in {re.sub(r"\D", "", cell) for cell in cells if cell}


def _is_own(text: str, own: Position | None, stated: str) -> bool:
    known = [float(said.replace(",", ".")) for said in _DEGREES.findall(stated)]
    if own is not None and own.lon is not None and own.lat is not None:
        known += [own.lon, own.lat]
    return any(abs(float(text.replace(",", ".")) - value) < _NEAR_DEG for value in known)
