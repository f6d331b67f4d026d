"""Every route as every role, in every method, with real ids, another carrier's, and bodies of wrong kinds.

Whoever is not meant is refused before anything else; a method that a route does not have is never served;
HEAD says what GET says, without a body; nothing is a fault of the server.
"""

import random
import re
import sys
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from registry.model.people import Role
from registry.services.register.verify import verify
from tests.attack.lived import RIVAL, application, lived_office, signed_in
from tests.attack.outcome import Outcome
from tests.walk import ROLES, VISITOR, Walked
from tests.web.people import token
from tests.web.route_rules import RULES
from tests.web.test_attacks import ODD_BODIES, ODD_IDS

BESIDE = {"security.logout", "security.login", "security.static", "static", "languages.switch"}
"""What ends or changes the session of whoever asks, and files without anybody's name."""
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
CARRIER = "viettel"
SHARED = re.compile(
    r"^(map|mast_table|zones|storms|now|guides|outages\.public|ogc|open_|regulations|documents|training|hazards|"
    r"found_lines|static|api\.problem|field_reports|well_known|tiles|appraise\.sample|cables\.sample)"
)
"""Rooms whose things belong to no carrier; what of them is masked is told by tests/web/frame/sign_in/."""


def attack(seed: int, count: int) -> Outcome:
    """Try everything (``count``: at most so many rules)."""
    outcome = Outcome("routes", seed)
    rng = random.Random(seed)
    with lived_office() as (settings, walk, passwords), application(settings, outcome) as app:
        names = [*ROLES, RIVAL]
        people = {name: signed_in(app, name, passwords) for name in names}
        tokens = {name: token(client, "/account" if name else "/sign-in") for name, client in people.items()}
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in BESIDE]
        rng.shuffle(rules)
        known = _addresses(app, walk)
        for at, rule in enumerate(rules[: count or None]):
            paths = [_path(rule, rng.choice(ODD_IDS)), *known[rule.endpoint][:1]]
            asked = rng.choice([name for name in names if _allowed(rule, name)] or names)
            for name in names:
                for path in dict.fromkeys(paths):
                    head = path == paths[-1] and (name == asked or not _allowed(rule, name))
                    _read(outcome, rule, name, people[name], path, head=head)
                _write(outcome, rng, rule, name, people[name], path=paths[-1], form=tokens[name])
            if at % 25 == 24:
                sys.stderr.write(
                    f"{time.strftime('%H:%M:%S')} {at + 1} of {len(rules)}, {len(outcome.faults)} faults\n"
                )
        _of_another(outcome, walk, people[RIVAL])
        if found := verify(app.extensions["bts-registry"]).problems:
            outcome.faults.append(f"afterwards verify says {[one.code for one in found][:5]}")
        outcome.notes.append(
            f"{len(rules[: count or None])} rules, {len(names)} roles (a visitor and a second carrier too)"
        )
    return outcome


def _addresses(app: Flask, walk: Walked) -> dict[str, list[str]]:
    """Return real addresses by endpoint: those that were walked, and others made of the same ids."""
    urls = app.url_map.bind("localhost")
    found: dict[str, list[str]] = defaultdict(list)
    values: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
    for pages in walk.found.values():
        for page in pages:
            endpoint, given = urls.match(urlsplit(page.path).path, method="GET")
            found[endpoint].append(page.path)
            values.setdefault((endpoint.partition(".")[0], frozenset(given)), given)
    for rule in app.url_map.iter_rules():
        given = values.get((rule.endpoint.partition(".")[0], frozenset(rule.arguments)))
        if rule.arguments and given and not found[rule.endpoint]:
            found[rule.endpoint].append(
                urls.build(rule.endpoint, given, method=next(iter(rule.methods or {"GET"})))
            )
    return found


def _path(rule: Rule, value: str) -> str:
    return re.sub(r"<[^>]*>", value, rule.rule)


def _allowed(rule: Rule, name: str) -> bool:
    roles = RULES[rule.endpoint]
    role = Role.CARRIER if name == RIVAL else ROLES[name]
    return roles is None or (role is not None and role in roles)


def _refused(answer: Any, name: str) -> bool:
    away = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
    return answer.status_code in (401, 403) or (name == VISITOR and away)


def _ask(outcome: Outcome, client: FlaskClient, method: str, path: str, where: str, **sent: Any) -> Any:
    outcome.tried[method] += 1
    answer = client.open(path, method=method, **sent)
    body = answer.get_data()
    if answer.status_code >= 500 and answer.status_code not in (503, 507):
        outcome.faults.append(f"{where}: {answer.status_code}")
    if b"Traceback (most" in body:
        outcome.faults.append(f"{where}: a traceback is shown")
    outcome.ended[f"{answer.status_code // 100}xx"] += 1
    answer.close()
    return answer


def _read(outcome: Outcome, rule: Rule, name: str, client: FlaskClient, path: str, *, head: bool) -> None:
    if "GET" not in (rule.methods or ()):
        return
    where = f"{name or 'visitor'} GET {path[:120]} ({rule.endpoint})"
    answer = _ask(outcome, client, "GET", path, where)
    odd_path = answer.status_code in (301, 308, 404, 400, 405)
    if not _allowed(rule, name) and not _refused(answer, name) and not odd_path:
        outcome.faults.append(f"{where}: not meant, and answered {answer.status_code}")
    if not head:
        return
    only = _ask(outcome, client, "HEAD", path, where.replace("GET", "HEAD"))
    if only.get_data():
        outcome.faults.append(f"{where}: HEAD has a body")
    if (only.status_code == 200) != (answer.status_code == 200):
        outcome.faults.append(f"{where}: GET {answer.status_code}, HEAD {only.status_code}")


def _write(
    outcome: Outcome, rng: random.Random, rule: Rule, name: str, client: FlaskClient, *, path: str, form: str
) -> None:
    served = rule.methods or set()
    others = [method for method in METHODS[2:] if method not in served]
    for method in (*(one for one in METHODS[3:] if one in served), *rng.sample(others, min(2, len(others)))):
        where = f"{name or 'visitor'} {method} {path[:120]} ({rule.endpoint})"
        sent: dict[str, Any] = {} if method == "OPTIONS" else {"data": {"csrf_token": form, "version": "²"}}
        answer = _ask(outcome, client, method, path, where, **sent)
        done = (
            answer.status_code < 400 and not _refused(answer, name) and answer.status_code not in (301, 308)
        )
        if method not in served and method != "OPTIONS" and done and not _other_rule(client, path, method):
            outcome.faults.append(f"{where}: no such method, and answered {answer.status_code}")
        if method in served and method != "OPTIONS" and done and not _allowed(rule, name):
            outcome.faults.append(f"{where}: not meant, and answered {answer.status_code}")
    if "POST" in served:
        kind, body = rng.choice(ODD_BODIES)
        where = (
            f"{name or 'visitor'} POST {path[:120]} as {kind or 'nothing'} {body[:20]!r} ({rule.endpoint})"
        )
        answer = _ask(
            outcome, client, "POST", path, where, data=body, content_type=kind, headers={"X-CSRFToken": form}
        )
        if not _allowed(rule, name) and answer.status_code < 400 and not _refused(answer, name):
            outcome.faults.append(f"{where}: not meant, and answered {answer.status_code}")
        where = where.replace("POST", "POST without a token")
        answer = _ask(outcome, client, "POST", path, where, data={"version": "1"})
        if answer.status_code < 300:
            outcome.faults.append(f"{where}: answered {answer.status_code}")


def _other_rule(client: FlaskClient, path: str, method: str) -> bool:
    """Whether another rule of the same address serves the method."""
    urls = client.application.url_map.bind("localhost")
    return method in urls.allowed_methods(urlsplit(path).path)


def _of_another(outcome: Outcome, walk: Walked, rival: FlaskClient) -> None:
    """Ask as one carrier for every page with an id that the other's walk found."""
    urls = rival.application.url_map.bind("localhost")
    for page in walk.found[CARRIER]:
        endpoint, given = urls.match(urlsplit(page.path).path, method="GET")
        if not given or SHARED.match(endpoint) or RULES[endpoint] is None:
            continue
        outcome.tried["another carrier's id"] += 1
        answer = rival.get(page.path)
        outcome.ended[f"another carrier's id: {answer.status_code}"] += 1
        if answer.status_code == 200:
            outcome.faults.append(f"{RIVAL} reads {page.path} ({endpoint}) of {CARRIER}")
        answer.close()
