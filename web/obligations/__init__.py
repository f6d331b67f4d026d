"""Obligations, compliance, letters that are followed, and changes of lists.

Imports frame and map.

* ``compliance``: Standing works against the law of their day: a summary first, rows behind every
  number, letters at once.
* ``finds``: What obligations let be found: what is owed, and the letters that are followed.
* ``followed_letters``: The letters that are followed: drafts with their workbooks, what was sent, what
  was answered.
* ``handed_reports``: Reports for obligations: a carrier hands one in on the page of what it owes, the
  office looks at it.
* ``list_changes``: This quarter's lists against the register before them; each change is explained, or
  asked about.
* ``obligations``: Obligations: who owes what by when; an officer reminds with one click, a carrier sees
  its own.
* ``pages``: The pages of obligations, compliance, changes of lists and letters followed; their places
  in the bar.
* ``today``: What obligations have to say of a carrier's day: those overdue or due soon.
* ``words``: The words of obligations, letters that are followed and the compliance run for their codes.
"""
