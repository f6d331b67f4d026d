"""The words of work under the mast: inspections, minutes, defects, reports, the phone's clock.

* ``defects``: What comes of inspections and reports: defects and their remedy, corrections of positions.
* ``field_reports``: Field reports (phản ánh hiện trường): what anybody says of a mast or a cable,
  without an account.
* ``inspections``: What is inspected, by whom, and what was recorded under a mast.
* ``minutes``: Minutes of an inspection (biên bản kiểm tra): of one unit inspected, with who was present
  and who signed.
* ``phone_clock``: A phone's clock against the server's: when something was recorded, put right by what
  is known of the clock.
"""
