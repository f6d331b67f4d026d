"""The shapes by which maps tell classes of masts apart; knows no server, for files that stand alone."""

# the shape of each class on the map (web/static/js/map/mast_signs.js draws them)
SHAPES: dict[str, str] = {
    "": "plus",
    "A1a": "dot",
    "A1b": "diamond",
    "A2a": "square",
    "A2b": "triangle",
    "A2c": "pentagon",
}
