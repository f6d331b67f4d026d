"""A comment that hangs on a cell is said of its row, and asks nobody for an answer."""

from registry.intake.parsed import SheetColumn, SheetReading
from registry.messages import issue_of
from registry.model.positions import Position
from registry.model.requests.matters import Weight
from registry.model.requests.proposals import Proposal
from registry.services.requests.gates.doubtful_cells import notice_matters


def test_a_comment_is_said_and_a_doubtful_reading_of_the_same_cell_asks() -> None:
    sheet = SheetReading("DS", read=True, columns=(SheetColumn("F", "Cao (m)", "mast_height_m"),))
    place = {"sheet": "DS", "row": 1, "column": "Cao (m)", "letter": "F"}
    comment = issue_of("CELL-COMMENT", value="đo lại", params={"text": "đo lại"}, **place)
    doubted = issue_of("CELL-UNUSUAL", value="420", params={"value": "420", "usual": 150.0}, **place)
    row = Proposal("DS", 1, Position(106.1, 21.2), mast_height_m=420.0)
    found = [matter for _, matter in notice_matters([comment, doubted], [sheet], [row], {})]
    assert [(one.weight, one.cell) for one in found] == [
        (Weight.SAYS, ""), (Weight.ASKS, "mast_height_m"),
    ]  # fmt: skip
