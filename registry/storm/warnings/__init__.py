"""Readers of warnings of rain, flood and landslide. Pure: text in, drafts and issues by line out.

* ``amounts``: Rain in the rows of a table whose heading alone names millimetres.
* ``cap``: alerts of the Common Alerting Protocol 1.2.
* ``hours``: From when to when a bulletin is in force, as it says so.
* ``level_rows``: Rows of a table of water levels, said as sentences.
* ``mark``: A piece of a text that was recognised, and letters and names it is found by.
* ``marks``: What of a text its reading holds, and what it left out.
* ``number_marks``: The same of rain, water, levels of disaster and hours.
* ``places``: The communes that a bulletin names, as it writes them.
* ``reading``: One door for both forms, and how a text is known to be such a warning.
* ``vietnamese``: Bulletins of the National Centre and the province's station.
* ``water``: Levels of rivers as a bulletin says them: metres, and the alarm level.
* ``wrapped``: The lines of a paragraph that a PDF broke, joined again.
"""
