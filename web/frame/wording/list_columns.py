"""The columns of a list as its template tells them, read on a page instead of in a workbook."""

from flask import Flask

from registry.columns import ListKind


def list_columns(kind: str) -> list[tuple[str, str, str, str]]:
    """Return (header, how it is written, example, choices) of the columns of a kind of list, in order."""
    from registry.intake.template import guide_of
    from registry.messages import say
    from web.frame.languages import language

    return [
        (line.header, say(line.how, language()), line.example, ", ".join(line.choices))
        for line in guide_of(ListKind(kind))
    ]


def install(app: Flask) -> None:
    """Make it known to templates by its name."""
    app.jinja_env.globals["list_columns"] = list_columns
