"""The office's meetings and its year: what a briefing tells, what a meeting concluded, the year's tasks.

* ``briefings``: A briefing: spans of days, numbers with the lines behind them, by room.
* ``conclusions``: Conclusions of a meeting: task, who, until when, followed until done.
* ``programmes``: Tasks of the year's programme: months, officer, state, what they are linked to.
* ``written``: A briefing as JSON and back.
"""
