"""The compliance run: what is known of standing works, and all its questions asked of them at once.

The questions themselves are ``standing_permits`` and the like beside this package.

* ``facts``: What is known of masts besides their lists: urban then, agreed where, inspected when.
* ``run``: Every question asked of the works of one province on a day.
"""
