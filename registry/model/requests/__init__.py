"""The words of a request: the desk with its rows, proposals, conditions, visits and papers.

* ``conditions``: Conditions (điều kiện) of an agreement: what the carrier has to do, by which step, what
  became of it.
* ``desk``: The desk (hồ sơ đề nghị): a request with its rows, what was consulted, and what was decided
  row by row.
* ``desk_records``: What stands beside a request: lists and states, consultations, attachments, sharing,
  what became of it.
* ``exchange_papers``: Papers of the exchange folder: what the office laid out for others, and what came
  in by it.
* ``kept_proposals``: Proposals as JSON values, and back without a loss: as requests keep them, and lakes
  carry them.
* ``letter_numbers``: Numbers of letters (số, ký hiệu văn bản): when two writings of one are the same
  number.
* ``matters``: Matters (điều phải trả lời): what an officer answers before a request, or a row of it,
  goes on.
* ``position_visits``: Visits of proposed positions (đi xem vị trí): what an inspector is sent to look
  at, and what comes back.
* ``proposals``: Proposals (vị trí đề nghị): the rows of a request that are judged.
* ``sharing_grounds``: Grounds (lý do) on which the owner of a mast refuses to share it, as its answer
  states them.
* ``signed_papers``: A signed paper (bản đã ký): what a PDF's digital signatures say, and whether it is
  the letter it should be.
"""
