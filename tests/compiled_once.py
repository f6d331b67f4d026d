"""What every application of a test would compile anew: its templates, its 930 builders of addresses, its SQL.

A run makes some two thousand applications, each over a register of its own. Without this a third of the
processor of the pages' tests goes into compiling the same sources again.
"""

from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from registry.documents import house_templates
from registry.documents.kinds import Kind
from registry.messages import Language

# a function of the rule's text alone: the rule's own converters are asked when an address is built
_compile_builder = Rule._compile_builder


def keep_templates(folder: Path) -> None:
    """Let every application from now on take its templates' code from ``folder``, and leave it there."""
    folder.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


def keep_builders() -> None:
    """Let rules of the same text share what builds their addresses."""
    built: dict[object, Callable[..., Any]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if rule.defaults:
            return _compile_builder(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in built:
            built[key] = _compile_builder(rule, append_unknown)
        return built[key]

    Rule._compile_builder = once  # type: ignore[assignment]


class _AnySQLite(SQLiteDialect_pysqlite):
    """SQLite as each engine has it for itself: SQL compiled for one is the SQL of every other."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


def keep_statements() -> None:
    """Let the registers of a test, each with engines of its own, share the SQL that is compiled for them."""
    shared: LRUCache[Any, Any] = LRUCache(4000)
    begin = Engine.__init__

    def begun(engine: Engine, *args: Any, **options: Any) -> None:
        begin(engine, *args, **options)
        if type(engine.dialect) is SQLiteDialect_pysqlite:
            engine.dialect.__class__ = _AnySQLite
            engine._compiled_cache = shared

    Engine.__init__ = begun  # type: ignore[method-assign]


def keep_letters() -> None:
    """Let every office of a test have the house's letters as they were drawn once, and their code.

    Each office lays its letters out when they are first asked for, and each letter is compiled as a template
    of its own: a tenth of the tests of letters.
    """
    draw, compiled = house_templates.write_template, Environment.compile
    drawn: dict[tuple[Kind, Language], bytes] = {}
    codes: dict[object, CodeType] = {}

    def written(path: Path, kind: Kind, lang: Language) -> None:
        if (kind, lang) in drawn:
            path.write_bytes(drawn[kind, lang])
        else:
            draw(path, kind, lang)
            drawn[kind, lang] = path.read_bytes()

    def once(environment: Environment, source: Any, *rest: Any, **more: Any) -> Any:
        if rest or more or not isinstance(source, str):
            return compiled(environment, source, *rest, **more)
        key = (type(environment), environment.autoescape, tuple(sorted(environment.filters)), source)
        if key not in codes:
            if len(codes) >= 500:
                codes.clear()
            codes[key] = compiled(environment, source)
        return codes[key]

    house_templates.write_template = written
    Environment.compile = once  # type: ignore[assignment,method-assign]
