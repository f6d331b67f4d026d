"""What is inspected, by whom, and what was recorded under a mast.

Days are days in Vietnam; moments are ISO text: in UTC where the server says them, as the phone said them
(with its offset) in ``recorded_at``, and on Vietnam's clock in ``started_at`` and ``finished_at``, put right
by how far the phone's clock was off. Positions are EPSG:4326, distances metres. What came of it (defects,
corrections, reports) is in ``registry.model.field.defects``.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CABLE = "cable"
"""The sheet of the cable round a mast: it says nothing of the mast."""


class CampaignKind(StrEnum):
    """Kind of a campaign (đợt kiểm tra)."""

    SEASON = "season"  # kiểm tra trước mùa mưa bão
    SPECIALISED = "specialised"  # kiểm tra chuyên ngành of one carrier, by decision
    REINSPECTION = "reinspection"  # phúc tra
    SELF = "self"  # doanh nghiệp tự kiểm tra
    SPOT_CHECK = "spot_check"  # kiểm tra đối chứng of a self-inspection


class ItemKind(StrEnum):
    """Kind of a recorded item (mục ghi)."""

    START = "start"
    READING = "reading"
    PHOTO = "photo"
    POSITION = "position"
    DEFECT = "defect"
    NOTE = "note"
    FINISH = "finish"
    SIGNATURE = "signature"
    DRAWING = "drawing"  # arrows and circles over one photo
    DROP = "drop"  # bỏ: the visit was begun by mistake


class Judged(StrEnum):
    """What a reading means against its limit."""

    WITHIN = "within"  # trong giới hạn
    BEYOND = "beyond"  # ngoài giới hạn
    NOT_JUDGED = "not_judged"  # chưa đánh giá được, with its reason


class ReceiptState(StrEnum):
    """What has become of an item or a photo that was sent."""

    VERIFIED = "verified"  # đã đối chiếu: stored, with all its photos
    RECEIVED = "received"  # đã nhận: stored, photos still missing
    ASIDE = "aside"  # để riêng: kept whole, with its reason
    UNKNOWN = "unknown"  # never seen


@dataclass(frozen=True, slots=True)
class MastLabel:
    """How a structure (cột) is named and found: by ``site_number``, the number of its site in addresses.

    ``organisation`` is who answers for it: an operator's code or a tower company's name, "" where not known.
    """

    structure: str
    site: str
    site_number: int
    code: str
    lon: float
    lat: float
    accuracy_m: float
    commune_code: str = ""
    commune: str = ""
    organisation: str = ""
    operators: tuple[str, ...] = ()
    form: str = ""
    support: str = ""
    mast_class: str = ""
    mast_height_m: float | None = None
    top_agl_m: float | None = None
    state: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign (đợt kiểm tra). ``organisation``: the one carrier inspected, or whose list it is."""

    id: str
    kind: CampaignKind
    name: str
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    legal_basis: str = ""
    decision: str = ""
    decided_on: dt.date | None = None
    organisation: str = ""
    team: tuple[Mapping[str, str], ...] = ()
    checklists: tuple[tuple[str, int], ...] = ()
    selection: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""
    seed: str = ""
    state: str = "open"
    files: tuple[Mapping[str, str], ...] = ()
    note: str = ""
    who: str = ""
    at: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CampaignTarget:
    """A structure of a campaign. ``progress``: open, begun, visited, left_out, or cable_only: finished by
    the sheet of the cable alone, where the campaign asks for one of the mast. Late past ``due_on``.
    ``absent``: why its last visit did not inspect it (gone, unreachable), "" where it did.
    """

    id: str
    campaign: str
    mast: MastLabel
    organisation: str = ""
    assignee: str = ""
    due_on: dt.date | None = None
    place: int | None = None
    score: float | None = None
    reason: str = ""
    state: str = "open"
    note: str = ""
    progress: str = "open"
    late: bool = False
    inspections: tuple[str, ...] = ()
    visited_on: dt.date | None = None
    version: int = 0
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One visit of one mast by one person (lượt kiểm tra).

    ``dropped_at``: its person said that it was begun by mistake. Its items stay, and it counts for nothing:
    it is never finished, and no list of visits has it.
    """

    id: str
    campaign: str
    structure: str
    checklist: str
    checklist_version: int | None
    person: str
    device: str = ""
    started_at: str = ""
    finished_at: str = ""
    dropped_at: str = ""
    received_at: str = ""
    sent_by: str = ""
    reviewed_by: str = ""
    reviewed_at: str = ""
    review_note: str = ""
    files: tuple[Mapping[str, str], ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class FieldPosition:
    """Where the phone was (or an average of fixes). ``usable`` False: kept, but no place on earth."""

    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    fixes: int = 1
    at: str = ""
    usable: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One recorded item (mục ghi). ``value`` as the phone sent it (numbers as text), ``raw`` as typed.

    ``entry`` is the key of the answer: a code, with its row in a group that repeats (``tension[T3/2]``).
    ``how``: ``before`` (as last time) or ``good`` (all of a group is good) where one tap gave several
    answers at once, "" for an answer of its own.

    A signature has its side as ``entry``, its strokes (an SVG path) as ``value``, the hash of what was signed
    as ``raw`` and who signed as ``signer`` (name, post, phone, refused, count).

    ``replaced_by`` names the later item that corrects it; both stay. ``content`` is the whole in canonical
    JSON. ``clock_off_s``: the phone's clock less the server's when it was sent, or as far as it must have
    been ahead when this was recorded.
    """

    id: str
    inspection: str
    structure: str
    kind: ItemKind
    entry: str = ""
    value: Any = None
    raw: str = ""
    unit: str = ""
    instrument: str = ""
    calibrated_on: str = ""
    component: str = ""
    defect: str = ""
    severity: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    position: FieldPosition | None = None
    recorded_at: str = ""
    seq: int = 0
    replaces: str = ""
    replaced_by: str = ""
    how: str = ""
    signer: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    device: str = ""
    received_at: str = ""
    clock_off_s: float | None = None
    sha256: str = ""
    content: str = ""
    corrected: Mapping[str, Any] = field(default_factory=dict)
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reading against its limit: ``reason`` is a message code where it is not judged.

    ``limit`` in ``unit``; ``relation`` is "<", "<=", ">=", "between" or "" (``lower`` then is the lower
    end). ``verified`` False: the limit is a working number, and is shown as such.
    """

    judged: Judged
    value: float | None = None
    limit: float | None = None
    lower: float | None = None
    relation: str = ""
    unit: str = ""
    verified: bool = False
    basis: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading (số đo, kết quả) of a checklist's entry with what it means; ``words`` are the entry's.

    ``entry`` is the key of the answer. ``computed``: it follows from other answers, and ``item`` is the last
    of those.
    """

    item: Item
    entry: str
    words_vi: str
    words_en: str
    judgement: Judgement
    computed: bool = False


@dataclass(frozen=True, slots=True)
class FieldPhoto:
    """A photo (ảnh) by its SHA-256. ``lon``/``lat``/``taken_at`` are the camera's own, where it wrote any."""

    sha256: str
    media_type: str
    size_bytes: int
    person: str = ""
    device: str = ""
    received_at: str = ""
    width: int | None = None
    height: int | None = None
    look: str = ""
    taken_at: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something sent in the place of an item that could not be taken; kept whole, ``code`` says why."""

    id: str
    item: str
    content: str
    sha256: str
    code: str
    params: Mapping[str, Any]
    person: str = ""
    device: str = ""
    received_at: str = ""
    state: str = "open"
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server says of one item: ``sha256`` is of the canonical JSON that it keeps."""

    id: str
    state: ReceiptState
    sha256: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoReceipt:
    """What the server says of one photo: its hash and size as they lie on its disk."""

    sha256: str
    state: ReceiptState
    size_bytes: int = 0


class DoubtWord(StrEnum):
    """What an officer says of what stands out in visits."""

    ACCEPTED = "accepted"  # đã rõ, chấp nhận
    ASKED = "asked"  # đã hỏi lại người ghi
    AGAIN = "again"  # kiểm tra lại


@dataclass(frozen=True, slots=True)
class Flag:
    """Something in visits to look at, never an accusation. ``code`` with ``params`` is a message.

    ``photos`` are SHA-256; ``person`` who recorded it, or the organisation whose list says so.
    ``word`` is what an officer said of it in ``version``, None: nothing yet.
    """

    code: str
    params: Mapping[str, Any]
    masts: Sequence[MastLabel]
    inspections: Sequence[str] = ()
    photos: Sequence[str] = ()
    person: str = ""
    version: int = 0
    word: DoubtWord | None = None
    reason: str = ""
    who: str = ""
    at: str = ""

    @property
    def key(self) -> str:
        """What names it as long as it concerns the same visits and photos."""
        of = [self.code, str(self.params.get("entries", "")), *sorted(self.inspections), *sorted(self.photos)]
        masts = [] if self.inspections else sorted(mast.structure for mast in self.masts)
        return hashlib.sha256("\n".join([*of, *masts]).encode()).hexdigest()[:32]
