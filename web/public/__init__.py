"""Pages for everybody: a citizen's report and its state, plates and what their codes open.

Imports frame and map.

* ``citizen_reports``: Field reports by anybody (phản ánh hiện trường): the form, the receipt, and the
  reporter's own page.
* ``citizen_reports_desk``: Field reports at the desk: what waits, one report with the masts near it,
  and what becomes of it.
* ``citizen_reports_joining``: Reports of one trouble: joined by an officer on the page of one of them,
  and taken out again.
* ``deadlines``: By when something is due of a citizen's report: in the system it came from, or as its
  receipt says.
* ``finds``: What citizens' reports let be found, for the office's staff only.
* ``pages``: The pages that the public meets (reports of citizens, plates) and the office's side of
  them.
* ``plates``: Plates of masts: the sheets to print, their settings, and the page that a plate's QR code
  opens.
* ``provincial``: Reports of the province's system: its workbook looked at and taken, and answers given
  back in one.
* ``today``: What citizens' reports have to say of an officer's day: those that are due in the province's
  system, and those to whose reporters the office promised to come.
"""
