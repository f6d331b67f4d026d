"""What a message tells to type is what ``bts`` takes: the command, its options, and all that it needs."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from registry.__main__ import app
from registry.messages import catalogue

ROOT: Any = typer.main.get_command(app)
TOLD = [
    (code, name, text)
    for code, entry in sorted(catalogue().items())
    for name in ("vi", "en", "remedy_vi", "remedy_en", "command")
    if (text := getattr(entry, name))
]
_WORD = re.compile(r" ([a-z][a-z-]+)")
_PART = re.compile(r" (--[a-z][a-z-]*|\{[a-z_.:0-9]+\}|[“\"][^”\"]*[”\"]|[^\W\d_a-zà-ỹ][\w-]*|[0-9][\w/-]*)")
ALONE = frozenset({
    "COUNTRY-RUN", "DEMO-OTHER-PROVINCE", "DRILL-KEY-NEEDED", "LAKE-DAY-MISSING", "LAKE-MASKED",
    "NATIONAL-EMPTY", "NATIONAL-TRACK", "NATIONAL-WORKER-LOST", "PAGES-MISSING", "PICTURE-NAME",
    "PROVINCE-TWO", "PROVINCE-UNSAID", "SERVE-LOOPBACK-ONLY", "SERVE-PORT-TAKEN", "TERRAIN-ERROR",
})  # fmt: skip
"""What only whoever types ``bts`` is told, so that an option may stand alone."""
_VALUE = re.compile(r" ([^\s,.;:]+)")  # what stands behind an option that takes one


def commands(text: str) -> Iterator[tuple[Any, list[str], str]]:
    """Yield each command of ``bts`` in a text, what stands behind it, and how it was written."""
    for start in re.finditer(r"(?<!user )(?<!người dùng )\bbts(?= )", text):
        found, at = ROOT, start.end()
        while (inner := getattr(found, "commands", {})) and (word := _WORD.match(text, at)):
            if word[1] not in inner:
                break
            found, at = inner[word[1]], word.end()
        parts: list[str] = []
        valued = [name for name, one in options_of(found).items() if not getattr(one, "is_flag", False)]
        while part := (_VALUE if parts and parts[-1] in valued else _PART).match(text, at):
            parts.append(part[1])
            at = part.end()
        yield found, parts, text[start.start() : at]


def options_of(command: Any) -> dict[str, Any]:
    """Return the options of a command by their names."""
    return {name: one for one in command.params for name in one.opts if name.startswith("--")}


def every(command: Any) -> Iterator[Any]:
    """Yield a command and all below it."""
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from every(inner)


def wrongly_told(text: str, name: str) -> list[str]:
    """Return what of the commands in a text ``bts`` would refuse as it is written."""
    found = []
    for command, parts, written in commands(text):
        options, given = options_of(command), [part for part in parts if part.startswith("--")]
        found += [f"{written}: no such option" for one in given if one not in options]
        if command is ROOT:
            found.append(f"{written}: no such command")
        elif parts or name == "command":
            valued = sum(not getattr(options.get(one), "is_flag", False) for one in given)
            needed = [one for one in command.params if one.param_type_name == "argument" and one.required]
            if len(parts) - len(given) - valued < len(needed):
                found.append(f"{written}: lacks {[one.name for one in needed] or 'a value'}")
    return found


def test_a_command_in_a_message_is_taken_as_it_is_written() -> None:
    assert len([1 for _code, _name, text in TOLD for _found in commands(text)]) > 100
    assert not [(code, name, wrong) for code, name, text in TOLD if (wrong := wrongly_told(text, name))]


def test_an_option_that_stands_alone_is_told_to_those_who_type_commands_only() -> None:
    known = {option for one in every(ROOT) for option in options_of(one)}
    alone = {}
    for code, name, told in TOLD:
        text = re.sub(r"sudo -u postgres [^,]*", "", told)  # a command of the server's own
        written = "".join(part for _command, _parts, part in commands(text))
        found = [one for one in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text) if one not in written]
        assert set(found) <= known, (code, text)
        if found and name != "command" and code not in ALONE:
            alone[code] = found
    assert not alone
