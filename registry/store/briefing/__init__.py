"""What the office's meetings concluded and presented, and the tasks of its year.

* ``conclusions``: Conclusions of meetings as records, and briefings as they were presented.
* ``programmes``: Tasks of the year's programme as records.
* ``tables``: The tables of this part.
"""
