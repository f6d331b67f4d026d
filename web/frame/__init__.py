"""What every page stands on: accounts and guards, forms and parameters, languages, the bar, lists,
downloads, errors.

Imports the services; no page package.

* ``account_pages``: The pages of accounts: one's own, and the administrator's list.
* ``accounts``: Signing in: Flask-Security over the register's accounts, its limits, and sessions that
  end.
* ``appraised_rows``: Appraised rows as programs get them: what was found of each, and what was doubtful when
  they were read.
* ``assets``: Set-up of what the pages load: ``python -m web.frame.assets`` (called by ``make setup``).
* ``board_words``: The words of the pages about field reports, campaigns, visits and defects; lazy, as
  in ``web.frame.words``.
* ``bundle``: Several native modules as one script: for a file that stands alone, and for the page that
  everybody opens first.
* ``channels``: The ways out of the house and everybody's addresses, which the administrator sets and tries
  out.
* ``communes``: The communes in force, as forms offer them.
* ``csp``: The content-security policy with a nonce per answer, and the other security headers.
* ``data_answer``: Data for the map: compressed once per version, asked for again by ETag.
* ``datastore``: What Flask-Security asks of a store of accounts, answered by the register's own.
* ``day_fields``: The one field for a day, and the one for a moment: text as dd/mm/yyyy that the house's
  own calendar fills.
* ``defect_lines``: What a line says of a defect: in its own lists, on the sheet of its mast, by its
  plate, in the shift.
* ``downloads``: Files that are made for whoever asks: sent to be kept, and never cached on the way.
* ``ending``: Ending a server without breaking off what it is at: told to end, it takes nothing new and
  finishes.
* ``errors``: What went wrong, on one page or as JSON; what is refused is of ``web.frame.refusals``.
* ``filters``: How pages write numbers, days and positions, in the language of the request.
* ``forms``: What a form sends, read strictly: days, versions, whole numbers, and members of an
  enumeration.
* ``guard``: Who may use which address: declared at the view, enforced before every request.
* ``guides``: The user guides in the product: ``docs/guides/*.md``, one for each role, pictures by a
  command.
* ``heads``: What the server does at the first page of every day: notes the ledger's head, sweeps what
  was left.
* ``identity_pages``: Who of a provider is which account: matched, made, parted and sent away by the
  administrator.
* ``inbox``: The inbox: what somebody is told, marked until the document is opened, by its link or
  otherwise.
* ``issues``: An issue of a file as pages show it, and what an import would do: where, what it says,
  what to do.
* ``jobs``: How far work is that is done beside the pages: a page asks again and again, and shows what
  came of it.
* ``json_bodies``: JSON of requests and answers: a body too deep to be read is a bad body, not a fault
  of the server.
* ``known_devices``: Browsers in which an account has signed in before: nobody else's failures shut its
  name to them.
* ``layer_styles``: How maps draw the zones of each layer; knows no server, for files that stand alone.
* ``languages``: Vietnamese first, English by a switch that the browser remembers.
* ``ledger_lines``: An entry of the ledger as pages show it, in the language of the request: see
  ``frame/ledger.html``.
* ``limit_storage``: The storage of limits that several processes of one server share: a file in the
  register's home.
* ``listing``: A long list: searched, sorted by its columns, a page at a time, and sent whole as a
  workbook.
* ``machine``: Whether a request comes from the machine that serves: an open desk answers that one, and
  no other.
* ``moments``: Moments as pages write them, also those of phones whose clocks are set wrong.
* ``navigation``: The bar of every page: groups of pages, and beneath it the pages of the group that one
  is in.
* ``node``: Node.js as this environment has it: ``python -m web.frame.node TOOL …`` runs a tool of
  ``node_modules``.
* ``office``: The registry behind the pages: opened on first use, shared by all requests of the process.
* ``oidc``: Signing in at a provider (OpenID Connect): there by a link, back with a code, in as the account
  that is matched.
* ``out_of_reach``: What is said when the database cannot be reached: a page for which nothing is asked of
  it.
* ``outage_words``: Words of the outage pages for the codes of the register, and how they write moments
  and spans of time.
* ``outbox``: What went, goes or did not go out of the house: its list, stopped or tried again from there.
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
* ``provider_client``: Asking a provider of sign-in: Authlib's client, held to what is allowed of it.
* ``refusals``: Where a refusal is said: on the page of the deed with what was typed, as JSON, or on a
  page of its own.
* ``request_log``: Every request has a number (mã lượt truy cập): sent back, said on error pages and in
  lines of the log.
* ``responsible``: Who answers for masts, as forms offer them: operators by code, other owners by the
  name that masts bear.
* ``scripts``: The pages' scripts: which modules a page loads with the one that it names.
* ``search``: The search box of the map: what one may type, and where it leads.
* ``security_events``: Security events of the pages: signing in and out, refusals, exports; and what the
  ledger says of the rest.
* ``security_pages``: The log of security events (nhật ký an ninh), as the administrator reads it.
* ``session_pages``: The sessions that stand (phiên đang mở): one's own, and everybody's to the
  administrator, seen and ended.
* ``sessions``: Sessions as the server knows them: begun by signing in, ended by signing out, and codes
  taken once.
* ``today``: Where the day begins: what waits for whoever has signed in, said by the packages themselves.
* ``token_pages``: Access tokens on pages: one's own, made and ended; the administrator's list, and programs'
  accounts.
* ``tokens``: Who asks by an access token: ``Authorization: Bearer bts_…``, or Basic with the token as the
  password.
* ``uploads``: Files that a form sends: kept aside for as long as they are read.
* ``words``: The words of the pages for the codes of the register; lazy, so that each request reads its
  language.
"""
