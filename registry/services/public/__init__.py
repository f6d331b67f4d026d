"""What everybody meets: citizens' reports (phản ánh hiện trường) and the plates of masts with their codes.

Imports register and office.

* ``alike``: Reports that are alike: many who saw one thing, or one who sends one text many times.
* ``citizen_reports``: Field reports (phản ánh hiện trường): taken from anybody, linked to a mast,
  visited or closed.
* ``closing``: How reports end: one or many at once with a reason and one answer, and how that is taken
  back.
* ``nearby``: What lies near a field report: the masts that it may be about, and other reports of the
  same trouble.
* ``plate_settings``: What the office set for its plates: the address that their links begin with, and
  the telephones on them.
* ``plate_tokens``: Tokens of plates: what the QR code of a mast's plate carries, short enough to be
  typed.
* ``plates``: Plates (biển nhận diện cột): what hangs on a mast, and which plates a person may print.
* ``report_promises``: What the receipt of a report promises: who comes, until when, and whom to ask; as
  the office stated it.
"""
