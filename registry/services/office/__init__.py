"""What every work of the office stands on: the open register, accounts, batches and the deeds that write
them, backup, files that are kept, the letterhead and working days.

Imports the rooms below the services and no other package.

* ``api_answers``: Keys of programs (Idempotency-Key): what was asked under one is done once, and answered
  alike for 48 hours.
* ``attachments``: Attachments (tệp kèm theo): kept once by their SHA-256, named by what the sender
  called them.
* ``backups``: A room of its own: backups made, sealed, kept and restored, by hand and by the clock; the
  upgrade.
* ``batches``: What was imported, and taking one import back whole.
* ``both_versions``: Two versions of a record in words: what stands, and what somebody offered who came
  second.
* ``brief_parts``: What a package says in the office's briefing, and what shows how far a task is.
* ``calendar``: The present day, as the province's clocks show it, and days counted by months and
  quarters.
* ``deeds``: The deed (thao tác): what somebody does to records, in one transaction, as one batch of the
  ledger.
* ``events``: A room of its own: events for other programs, their addresses and deliveries.
* ``found``: A room of its own: what was typed into the search over everything, and the things it finds.
* ``heads``: Heads of the ledger, noted outside the register: by them a history that was rewritten is
  seen.
* ``import_batch``: What every import of a file has in common: counts, the records it touches, and one
  batch of the ledger.
* ``kept_files``: Are the files on the disk those that the register took in? Each lies under the SHA-256
  of its content.
* ``ledger_words``: An entry of the ledger in the reader's words: which record, by whom and from where,
  before → after.
* ``letters``: A room of its own: the letterhead, legal names, copies, citations and the authority of
  whoever signs.
* ``notices``: Notices (thông báo): written with the deed that causes them, marked until somebody opens
  the document.
* ``office_numbers``: The office's own working numbers, for thresholds that the catalogue of law does not
  know.
* ``operation``: A room of its own: jobs and the processes that do them; readiness, condition, figures
  and reports of the operation.
* ``organisations``: Operators and the owners of masts, as pages name and offer them.
* ``owners``: Owners of masts who are no operators (chủ sở hữu hạ tầng), entered by the administrator.
* ``preview``: What an import did, or would do: counts, the records it touches field by field, and what
  has to be said.
* ``publications``: What is of legal effect takes two persons: one proposes it, a leader who is another puts
  it in force.
* ``record_words``: What the tables, columns and codes of the register are called:
  ``data/codes/records.toml``, read.
* ``registry``: The register, opened: its settings and its database.
* ``rules_here``: Single rules that hold in the register's province on a day, for a letter or a page that
  cites them.
* ``saved_views``: Views of the map (khung nhìn đã lưu): kept by their makers under names, some shared with
  the office.
* ``security``: A room of its own: the key of the installation, the seal over secrets, security events
  and their log.
* ``sending``: A room of its own: the ways out of the house, the outbox, mail and webhooks.
* ``settled``: Settled notices: what a notice asks for was done meanwhile, or is another by now; it waits no
  more.
* ``settings``: What the office set for itself: a value under each key, written and journalled together.
* ``sign_in``: A room of its own: accounts, passwords, phones, providers of sign-in, access tokens.
* ``sources``: What the office itself has set, named in English too: its rules are no documents with a
  title of law.
* ``table_book``: A table of a page as a workbook: one sheet, a bold header, texts that stay texts.
* ``taking_back``: Taking a batch back from a page: who may, what it would set back, and what rests on it.
* ``time_limits``: Time limits of requests: of the text in force on the day of receipt, else the
  office's own, named so.
* ``working_days``: Working days (ngày làm việc): Vietnam's public holidays, and the days that the year
  swaps.
"""
