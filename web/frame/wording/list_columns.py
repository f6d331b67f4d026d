"""The columns of a list as its template tells them, read on a page instead of in a workbook."""

from flask import Flask

from registry.columns import ListKind


def list_columns(kind: str) -> list[tuple[str, str, str, str]]:
    """Return (header, how it is written, example, choices) of the columns of a kind of list, in order."""
    from registry.intake.template import guide_of
    from registry.messages import say
    from web.frame.languages import language
    from web.frame.office import registry

    return [
        (line.header, say(line.how, language()), line.example, ", ".join(line.choices))
        for line in guide_of(ListKind(kind), registry().settings.province)
    ]


def example_position(text: str) -> str:
    """Return an example of positions, written of the dictionary's, as one in the office's own province."""
    from registry.intake.template import example_here
    from web.frame.office import registry

    return example_here(text, registry().settings.province)


def install(app: Flask) -> None:
    """Make it known to templates by its name."""
    app.jinja_env.globals.update(list_columns=list_columns, example_position=example_position)
