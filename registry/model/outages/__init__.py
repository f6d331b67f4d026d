"""The words of outages: what is off the air, what carriers report, and where the grid is off.

* ``outage_mail``: Carriers' files that come through the mailbox folder: each once, with what became of
  it.
* ``outage_reminders``: Reminders (nhắc báo cáo) of a carrier that owes an outage report: of which cycle,
  by which way, by whom.
* ``outages``: Outages (mất liên lạc): events with reporting cycles, what carriers state, and incidents
  with clocks.
* ``power_areas``: Areas without grid power (vùng mất điện lưới): where the grid is off, since when, and
  who says so.
"""
