"""What every work of the office stands on: the open register, accounts, batches and the deeds that write
them, backup, files that are kept, the letterhead and working days.

Imports the rooms below the services and no other package.

* ``accounts``: Accounts: made, bound, disabled and given a new first password by the office; each
  change in the ledger.
* ``age_envelope``: Encryption of a backup that leaves the house, to a public key: the format of age
  (age-encryption.org/v1).
* ``at_work``: A process at work (làm việc nền): from its beginning to its end it does jobs, sends and
  looks every day.
* ``api_answers``: Keys of programs (Idempotency-Key): what was asked under one is done once, and answered
  alike for 48 hours.
* ``attachments``: Attachments (tệp kèm theo): kept once by their SHA-256, named by what the sender
  called them.
* ``backup``: One file that holds the whole register, and bringing it back.
* ``backup_jobs``: Backups made and tried beside the pages: as ``bts backup`` makes one, and what a restore
  would find in it.
* ``backup_seal``: What proves that a backup is the office's own, and hides what opens doors.
* ``batches``: What was imported, and taking one import back whole.
* ``belongings``: What lies in an office's folder and belongs to its register: all of it, but what is
  made anew by itself.
* ``both_versions``: Two versions of a record in words: what stands, and what somebody offered who came
  second.
* ``calendar``: The present day, as the province's clocks show it, and days counted by months and
  quarters.
* ``channel_keys``: Passwords and keys of the ways out of the house: encrypted by the key of the
  installation, never shown.
* ``channels``: The ways out of the house (kênh gửi): the mail server, the gateway, and to which
  addresses each recipient.
* ``citations``: How a letter cites a legal document (căn cứ): in full, by rank and day, an article in the
  law's words.
* ``clock``: The server's clock beside the ledger's time, and an administrator's word on which of them
  is right.
* ``condition``: How the operation stands (tình trạng vận hành): what readiness asks, and what an office
  arranges for itself.
* ``deeds``: The deed (thao tác): what somebody does to records, in one transaction, as one batch of the
  ledger.
* ``delivery``: What runs beside the pages: a thread a channel, or a program, that sends, a look for jobs,
  and once a day what is near.
* ``delivery_failures``: Why a delivery was not made, as its page says it; and whether it is worth another
  try.
* ``event_deliveries``: Events on their way to other programs: found in the ledger, queued once an address,
  tried until taken.
* ``heads``: Heads of the ledger, noted outside the register: by them a history that was rewritten is
  seen.
* ``identities``: Identities (danh tính): which person of a provider is which account of the register.
* ``import_batch``: What every import of a file has in common: counts, the records it touches, and one
  batch of the ledger.
* ``installation_key``: The secret of an installation: it signs sessions, and seals what the ledger may
  not hold.
* ``jobs``: Jobs (việc chạy nền): kept in the register, done beside the pages, taken up again after
  whatever broke them off.
* ``kept_backups``: The backups that lie in the office's folder: made from a page or handed in, with
  what each says of itself.
* ``kept_files``: Are the files on the disk those that the register took in? Each lies under the SHA-256
  of its content.
* ``leftovers``: What a process left half made when it was killed, found and removed by the next one.
* ``ledger_events``: What of the ledger is an event (sự kiện) for other programs: the one place where
  entries become events.
* ``ledger_words``: An entry of the ledger in the reader's words: which record, by whom and from where,
  before → after.
* ``legal_names``: The legal names of carriers and owners (tên pháp nhân), to whom letters are addressed
  ("Kính gửi: …").
* ``letter_copies``: To whom copies of a letter go (Nơi nhận): grouped lines, the file's own last ("Lưu: VT,
  BCVT.").
* ``letter_values``: What every letter of the office says of itself, whoever drafts it: head, number,
  day, marks, copies.
* ``letterhead``: What a letter says of the office: names, number form, place, who signs (settings
  ``letter.…``).
* ``log_lines``: Lines of the server's log (nhật ký máy chủ): as text for people or as JSON for programs,
  on standard error.
* ``mail``: A mail that says that there is a document: one message to one address, by the office's own
  server.
* ``notices``: Notices (thông báo): written with the deed that causes them, marked until somebody opens
  the document.
* ``office_numbers``: The office's own working numbers, for thresholds that the catalogue of law does not
  know.
* ``operation_figures``: Figures of the operation: what a monitor draws of jobs, notices, the ledger and
  the field.
* ``operation_reports``: Reports of the operation: what a backup by the clock, a restore drill or an upgrade
  came to, kept as files.
* ``organisations``: Operators and the owners of masts, as pages name and offer them.
* ``outbox``: The outbox (đã gửi ra ngoài): notices on their way to mailboxes and gateways, tried until
  they are there.
* ``passwords``: Is a password one that somebody would try first? A rule of our own, not a list of other
  people's passwords.
* ``phones``: Phones that stay signed in for seven days: let by their owner, ended by him or by the office.
* ``preview``: What an import did, or would do: counts, the records it touches field by field, and what
  has to be said.
* ``publications``: What is of legal effect takes two persons: one proposes it, a leader who is another puts
  it in force.
* ``readiness``: Is the register ready (sẵn sàng)? One probe a part that can fail: what it found, in words
  by code.
* ``record_words``: What the tables, columns and codes of the register are called:
  ``data/codes/records.toml``, read.
* ``registry``: The register, opened: its settings and its database.
* ``saved_views``: Views of the map (khung nhìn đã lưu): kept by their makers under names, some shared with
  the office.
* ``scheduled_backups``: Backups by the clock: one is made, those whose time is over go, and a copy is taken
  out of the house.
* ``secrets_seal``: A seal over what the ledger may not hold: passwords and apps' keys, and who reported
  to the office.
* ``security_events``: Security events (sự kiện an ninh): who came in, was refused, took data out or
  changed what opens doors.
* ``security_ledger``: Security events that follow from the ledger: accounts, roles, settings,
  publications, keys of programs.
* ``security_log``: The log of security events: a chain of lines in files of the register's folder, which
  others are sent on.
* ``security_sinks``: Security events on their way out: to standard output and to a collector by syslog
  (RFC 5424), from the log.
* ``settings``: What the office set for itself: a value under each key, written and journalled together.
* ``signing_authority``: By whose authority a letter is signed (quyền hạn ký): the head, KT., TL., TUQ. or TM.
* ``sign_in_providers``: Providers by which people sign in (OpenID Connect): what the file of ``BTS_SIGN_IN``
  says of them.
* ``signing_in``: Who signs in, and what is kept of it in files of the home: attempts that failed, and
  who is in.
* ``sources``: What the office itself has set, named in English too: its rules are no documents with a
  title of law.
* ``table_book``: A table of a page as a workbook: one sheet, a bold header, texts that stay texts.
* ``taking_back``: Taking a batch back from a page: who may, what it would set back, and what rests on it.
* ``time_limits``: Time limits of requests: of the text in force on the day of receipt, else the
  office's own, named so.
* ``tokens``: Access tokens (mã truy cập): made by their owner, a service's by the administrator, each with
  an end.
* ``trust_roots``: Root certificates (chứng thư gốc) up to which the office follows the signatures of
  letters.
* ``upgrade``: A register of an older version becomes one of this version: a backup first, and all of it or
  nothing.
* ``webhook``: A webhook (SMS and Zalo gateways, other programs): a signed POST that says that there is
  something to read.
* ``webhooks``: The addresses of other programs that hear of events (webhook): allowed by the administrator
  one by one.
* ``workers``: Workers (tiến trình chạy nền): the processes that do jobs and send what goes out; whether
  they are there.
* ``working_days``: Working days (ngày làm việc): Vietnam's public holidays, and the days that the year
  swaps.
"""
