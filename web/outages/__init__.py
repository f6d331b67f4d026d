"""Outages: events, the board, carriers' reports, incidents, the public summary.

Imports frame and map.

* ``chart``: The restored share over time as an SVG made on the server; the table beside it says the
  same in words.
* ``corrections``: One statement of a report with its corrections, and all corrections of an event: both
  values stay.
* ``events``: Outages: the events, the board of one, its deeds, and the rows behind every number.
* ``finds``: What outages let be found: events, a carrier those that await its reports.
* ``frame``: What the outage pages share: whose reports one sees, who enters for others, and how a form
  is read.
* ``incidents``: Incidents of an event: a broken mast, pole, cable or equipment, with its legal time and
  its history.
* ``mailbox``: The mailbox: what came by the folder and what became of it, files that wait for an
  officer, senders.
* ``pages``: The pages of outages and their place in the bar.
* ``power``: Stations without grid power: who goes dark next, one station's power, the layer of the
  board's map.
* ``power_areas``: Areas without grid power: drawn or by commune, who says so, ended and corrected, with
  their stations.
* ``public``: The public summary of an event: by area, without any carrier, for everybody; also as CSV.
* ``reminders``: Reminders of an event: who owes a report, how it is reached, what is said, and what was
  said already.
* ``report``: A carrier's reports: the form for a phone, the workbook with its preview, what waits,
  corrections.
* ``typed``: What a person typed into the form of an outage report, as the services take it.
"""
