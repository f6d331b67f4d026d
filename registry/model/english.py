"""English sentences about one thing ("1 row is left") made of the one that is kept, which is about several.

A sentence of the interface has one English template, ``%(count)s rows are left``; Vietnamese has no plural
and needs no more. Where the number is one, the noun behind it and the verb that follows are put in the
singular.
"""

import re
from collections.abc import Iterable
from functools import cache

_NOT_BEFORE_A_NOUN = (
    "a|about|after|agree|all|already|also|an|and|are|as|at|before|beyond|but|by|can|come|did|do|done|each|fewer|"
    "for|from|has|have|if|in|into|is|its|left|less|like|may|near|nobody|no|not|of|off|on|or|otherwise|out|over|"
    "per|sent|since|still|than|that|the|their|they|this|to|under|until|up|urgent|wait|was|were|"
    "where|which|who|whole|whose|will|with|without"
)
_NO_PLURAL = (
    "address|always|dangerous|analysis|as|basis|bus|gas|has|is|its|less|loss|process|progress|status|this|was"
)
_AT_ONCE = (
    "are|were|have|do|lead|lie|stand|wait|still wait|need|rest|stay|differ|match|lack|run|name|end|fail|pass|"
    "agree|count"
)
_OF_OTHERS = "and|are|as|bodies|have|if|is|or|were|when|where|which|whose"
_TAGS = r"(?:</?[a-z][^<>]*>)*"
_COUNTED = re.compile(
    rf"(?P<between>{_TAGS} {_TAGS})"
    rf"(?P<like>(?:(?!(?:{_NOT_BEFORE_A_NOUN})\b)[a-z][a-z-]*(?:(?<!s)|(?<=ous)) ){{0,3}}?)"
    rf"(?!(?:{_NO_PLURAL}|{_NOT_BEFORE_A_NOUN})\b)(?P<noun>[a-z][a-z-]*s)(?![\w’'-])"
    rf"(?P<verb>(?: (?:that|which|who))? (?:{_AT_ONCE})\b)?"
    rf"(?P<far>(?: (?!(?:{_OF_OTHERS})\b)[\w'%()-]+){{1,8}}? (?:are|were|have)\b)?"
)
_NAMED = (
    "Article|Batch|batch|Case|case|Cell|cell|Class|class|Column|column|Dossier|Duct|Entry|entry|Feature|feature|"
    "Inspection|Item|item|letter|Level|level|Line|line|Mast|Page|page|Part|part|Place|Point|point|Position|"
    "position|Question|question|report|Request|Row|row|Sheet|sheet|Step|step|Table|table|Version|version"
)
_NO_COUNT = "".join(rf"(?<!\b{word} )" for word in _NAMED.split("|"))
"""What a number after it counts nothing by: "Row 1 names another operator"."""
_VERBS = {"are": "is", "were": "was", "have": "has", "do": "does", "match": "matches", "pass": "passes"}


def for_ones(template: str, places: Iterable[str]) -> str:
    """Return an English template with what its ``places`` (as ``%(count)s``) count put as one thing."""
    for place in places:
        template = _for_one(template, place)
    return template


@cache
def _for_one(template: str, place: str) -> str:
    return re.sub(rf"(?<![\d.,:/–-]){_NO_COUNT}{re.escape(place)}({_COUNTED.pattern})", _one, template)


def _one(found: re.Match[str]) -> str:
    start = found[0][: found.start("noun") - found.start()]
    return f"{start}{_singular(found['noun'])}{_of_one(found['verb'])}{_of_one(found['far'])}"


def _of_one(said: str | None) -> str:
    """Return words whose last is a verb, as one thing does it."""
    before, _, verb = (said or "").rpartition(" ")
    return f"{before} {_VERBS.get(verb, verb + 's')}" if verb else ""


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1]
