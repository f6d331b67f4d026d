"""What every page stands on: guards, forms and parameters, languages, the bar, lists, downloads, errors.

Imports the services; no page package.

* ``about``: What the register is, for whom, and three things to try: the page for whoever knows nothing
  of it.
* ``assets``: Set-up of what the pages load: ``python -m web.frame.assets`` (called by ``make setup``).
* ``bundle``: Several native modules as one script: for a file that stands alone, and for the page that
  everybody opens first.
* ``communes``: The communes in force, as forms offer them.
* ``data_answer``: Data for the map: compressed once per version, asked for again by ETag.
* ``day_fields``: The one field for a day, and the one for a moment: text as dd/mm/yyyy that the house's
  own calendar fills.
* ``downloads``: Files that are made for whoever asks: sent to be kept, and never cached on the way.
* ``errors``: What went wrong, on one page or as JSON; what is refused is of ``web.frame.refusals``.
* ``forms``: What a form sends, read strictly: days, versions, whole numbers, and members of an
  enumeration.
* ``guard``: Who may use which address: declared at the view, enforced before every request.
* ``guides``: The user guides in the product: ``docs/guides/*.md``, one for each role, pictures by a
  command.
* ``jobs``: How far work is that is done beside the pages: a page asks again and again, and shows what
  came of it.
* ``json_bodies``: JSON of requests and answers: a body too deep to be read is a bad body, not a fault
  of the server.
* ``languages``: Vietnamese first, English by a switch that the browser remembers.
* ``listing``: A long list: searched, sorted by its columns, a page at a time, and sent whole as a
  workbook.
* ``navigation``: The bar of every page: groups of pages, and beneath it the pages of the group that one
  is in.
* ``node``: Node.js as this environment has it: ``python -m web.frame.node TOOL …`` runs a tool of
  ``node_modules``.
* ``office``: The registry behind the pages: opened on first use, shared by all requests of the process.
* ``owners``: The owners of masts who are no operators: entered and changed by the administrator.
* ``packages``: What a package of pages brings along: its blueprints, its places in the bar, what waits,
  its map layers.
* ``pages``: The frame's own pages: accounts, the inbox, the search box, the guides, jobs; their place
  in the bar.
* ``parameters``: Parameters of an address, read strictly: one that cannot be used is refused, with what
  is wanted.
* ``people``: Who asks and for whom: the person's name and organisation, the carriers and owners, the
  officers.
* ``problems``: What went wrong, as programs of other houses read it: ``application/problem+json`` (RFC
  9457).
* ``refusals``: Where a refusal is said: on the page of the deed with what was typed, as JSON, or on a
  page of its own.
* ``responsible``: Who answers for masts, as forms offer them: operators by code, other owners by the
  name that masts bear.
* ``scripts``: The pages' scripts: which modules a page loads with the one that it names.
* ``search``: The search box of the map: what one may type, and where it leads.
* ``today``: Where the day begins: what waits for whoever has signed in, said by the packages themselves.
* ``undo``: Taking back what was just done: offered once, on the page that follows the deed.
* ``uploads``: Files that a form sends: kept aside for as long as they are read.

And the packages:

* ``find``: The search over everything: the box of Ctrl+K and its page.
* ``post``: What people are told: the inbox, what leaves the house, and by which ways.
* ``security``: What keeps browsers and strangers in bounds, and the log of what they tried.
* ``server``: What the server keeps of itself: its days, its requests, its limits, its end.
* ``sign_in``: Who is signed in, and by what: passwords, providers, access tokens, sessions; their pages.
* ``wording``: How pages say what the register holds: codes, numbers, days and lines in words.
"""
