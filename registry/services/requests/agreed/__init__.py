"""Agreed positions after the decision: until they are built, extended, revoked or completed.

* ``agreed_rows``: What agreed positions were agreed to as: the rows as the office decided them.
* ``agreements``: Rows that a letter agreed and that are no position of their own in the register, each
  with its reason.
* ``altered``: What an amendment's row was agreed as before, and what became of an agreed row since.
* ``approval_list``: The agreed positions as their page lists them: in groups, with the days that are
  left and what waits.
* ``approvals``: After the decision: agreed positions until they are built, extended, revoked by a
  decision, or completed.
* ``extensions``: A carrier asks for more time to build and says why; an officer grants it or not, with a
  reason.
* ``noticed``: What a notice of commencement is about: the position that was agreed to, by which letter,
  on what conditions.
"""
