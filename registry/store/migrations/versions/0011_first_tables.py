"""The tables of the first release: a new register gets them from ``registry.store.tables`` (see ``runner``).

The number is that of the registers which eleven migrations had made by 28/11/2026, so that they are at this
revision already and are taken as they are (``tests/store/registers/0011.sql`` is one).
"""

revision = "0011"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: whatever has a revision has these tables."""
