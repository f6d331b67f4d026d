"""What everybody meets: citizens' reports (phản ánh hiện trường) and the plates of masts with their codes.

Imports register and office.

* ``alike``: Reports that are alike: many who saw one thing, or one who sends one text many times.
* ``briefing``: What it says in the office's briefing.
* ``cases``: Reports that another system hands on (hệ thống phản ánh hiện trường của tỉnh): one report a
  case number, always.
* ``citizen_reports``: Field reports (phản ánh hiện trường): taken from anybody, linked to a mast,
  visited or closed.
* ``closing``: How reports end: one or many at once with a reason and one answer, and how that is taken
  back.
* ``import_cases``: Reports of the province's system from its workbook: looked at first, with doubles,
  then taken in one deed.
* ``joining``: Reports of one trouble, joined by an officer: one leads, all get its state and answer,
  each with its own number.
* ``nearby``: What lies near a field report: the masts that it may be about, and other reports of the
  same trouble.
* ``plate_settings``: What the office set for its plates: the address that their links begin with, and
  the telephones on them.
* ``plate_tokens``: Tokens of plates: what the QR code of a mast's plate carries, short enough to be
  typed.
* ``plates``: Plates (biển nhận diện cột): what hangs on a mast, and which plates a person may print.
* ``report_photos``: Photos of reports: made anew in a limited child process, kept without what the
  camera wrote but time and place.
* ``report_promises``: What the receipt of a report promises: who comes, until when, and whom to ask; as
  the office stated it.
* ``report_story``: When the office answered a report and opened it again, by the ledger: an answer that
  was given before a report was opened again is not its answer of now, however somebody was sent since.
* ``report_visits``: Whether somebody of the office stood at a report's mast since it was sent: what its
  receipt promised is kept then.
* ``returns``: Workbooks that go back to the province's system (bảng trả kết quả): what changed since the
  one before.
"""
