"""What people are told: the inbox, what leaves the house, and by which ways.

* ``channels``: The ways out of the house and everybody's addresses, which the administrator sets and tries
  out.
* ``inbox``: The inbox: what somebody is told, marked until the document is opened, by its link or
  otherwise.
* ``outbox``: What went, goes or did not go out of the house: its list, stopped or tried again from there.
"""
