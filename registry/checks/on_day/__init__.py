"""One day of a province: what was known then, chosen from all days, and proposals judged by its law.

* ``contexts``: The context of one day, chosen from what is known of all days.
* ``judging``: Judge proposals by the law of the place where each stands, on the context's day.
* ``open_rows``: The open proposals: rows of all open requests, as the check of clashes wants them.
* ``standing_proposals``: Standing masts as proposals: each as the register holds it, itself set aside.
* ``units``: Administrative units as they stood on a day, and which of today's came from which of then.
"""
