"""Pages for everybody: a citizen's report and its state, plates and what their codes open.

Imports frame and map.

* ``citizen_reports``: Field reports by anybody (phản ánh hiện trường): the form, the receipt, and the
  reporter's own page.
* ``citizen_reports_desk``: Field reports at the desk: what waits, one report with the masts near it,
  and what becomes of it.
* ``pages``: The pages that the public meets (reports of citizens, plates) and the office's side of
  them.
* ``plates``: Plates of masts: the sheets to print, their settings, and the page that a plate's QR code
  opens.
"""
