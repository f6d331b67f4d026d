"""The desk's requests (hồ sơ): received with their list, numbered, moved from state to state, issued.

Every action is one transaction and one batch of the ledger. What an editor saw is named by its ``version``;
where somebody else has changed it meanwhile the call is refused with ``REQUEST-CHANGED``, which carries both
versions (``standing``, ``offered``, ``by``, ``at``), and nothing is written.
"""

import datetime as dt
from pathlib import Path

from registry.model.desk import Request, RequestKind, RequestState
from registry.services.appraise_list import Appraisal
from registry.services.registry import Registry
from registry.services.request_file import RequestFile


def preview_request(
    registry: Registry, path: Path, *, organisation: str, name: str, received_on: dt.date | None = None
) -> Appraisal:
    """Return what a list would look like as a request; writes nothing. RefusalError for a bad file."""
    raise NotImplementedError


def receive_request(
    registry: Registry,
    path: Path | None,
    *,
    kind: RequestKind,
    organisation: str,
    officer: str,
    who: str = "",
    name: str = "",
    letter_number: str = "",
    letter_date: dt.date | None = None,
    received_on: dt.date | None = None,
    note: str = "",
    amends: str = "",
) -> Request:
    """Register a request with its list (None: a paper file without one) and return it with its number."""
    raise NotImplementedError


def replace_list(
    registry: Registry, request: str, path: Path, *, name: str, who: str, version: int, reason: str = ""
) -> Request:
    """Put a corrected workbook in the place of the list; the older versions are kept."""
    raise NotImplementedError


def load_request(registry: Registry, request: str) -> RequestFile:
    """Return a request (by id or number) with everything on its page."""
    raise NotImplementedError


def change_state(
    registry: Registry,
    request: str,
    state: RequestState,
    *,
    who: str,
    version: int,
    reason: str = "",
    on_day: dt.date | None = None,
) -> Request:
    """Move a request to a state that may follow (``NEXT_STATES``); ISSUED only by ``issue``."""
    raise NotImplementedError


def assign(registry: Registry, request: str, officer: str, *, who: str, version: int) -> Request:
    """Give the request to another officer."""
    raise NotImplementedError


def choose_day(
    registry: Registry, request: str, judged_on: str, *, transition: str, who: str, version: int
) -> Request:
    """Judge by the law of the filing day ("filing", citing the transitional provision) or of the decision ("")."""
    raise NotImplementedError


def issue(
    registry: Registry,
    request: str,
    *,
    number: str,
    date: dt.date,
    signed_pdf: Path,
    signed_name: str,
    who: str,
    version: int,
) -> Request:
    """Record that the reply was issued; refused until every row is decided.

    Agreed rows enter the register as approved sites, in a batch of their own.
    """
    raise NotImplementedError
