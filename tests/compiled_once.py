"""What every application of a test would compile anew: its templates, its 930 builders of addresses, its SQL.

A run makes some two thousand applications, each over a register of its own. Without this a third of the
processor of the pages' tests goes into compiling the same sources again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

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
