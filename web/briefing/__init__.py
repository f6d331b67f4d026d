"""The office's meetings and its year: the briefing of a week or month, and the programme of the year.

Imports frame.

* ``addresses``: Where the lines of briefings and tasks lead, for whoever may go there.
* ``conclusions``: What a meeting concluded: typed, put right, done, followed no more.
* ``copies``: Briefings kept as they were presented.
* ``frame``: What these pages share: blueprints, roles, words.
* ``pages``: The pages and their places in the bar.
* ``programme``: The programme of a year: listed, by month, officer and room; its files.
* ``programme_import``: A table of the office read into the programme: previewed, then taken.
* ``task``: One task: put right, how far it is, done, dropped.
* ``today``: What conclusions and tasks have to say of somebody's day.
* ``weekly``: The briefing of a week or month, and its document.
"""
