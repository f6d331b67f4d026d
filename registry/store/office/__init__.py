"""Accounts, sign-ins and failed attempts, the operators and owners, and what the office set: tables and
reads.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``accounts``: Accounts as the store holds them: read for signing in, written through the ledger;
  secrets beside it.
* ``api_answers``: Answers to programs as rows: what was answered under a key, so that the same asked
  again writes nothing.
* ``attempts``: Attempts counted for limits, in a small file of their own that all processes of a server
  share.
* ``deliveries``: Deliveries as rows: queued once for a notice and a channel, taken up by one process,
  ended or tried again.
* ``identities``: Identities and the list of those who wait to be matched, as the store holds them.
* ``jobs``: Jobs as rows: asked for, taken up by one process, told how far they are, ended.
* ``named_files``: Files that rows name by the SHA-256 of their content: which of them the register says
  are kept.
* ``notices``: Notices as rows: those of somebody, and those that a way out of the house has not taken up
  yet.
* ``operators``: Operators and owners of infrastructure, and the values that the office sets.
* ``organisations``: Whose a mast is by what is written there as its owner: an operator by its branch's
  name, too.
* ``owners``: Owners of infrastructure that are no operators, by any of the names under which lists write
  them.
* ``phones``: Phones that stay signed in, as rows.
* ``publications``: Proposals to publish as rows.
* ``saved_views``: Views of the map that people keep under names, and which of them each begins with.
* ``sealed``: The tables outside the ledger, whose content the office lays a seal over.
* ``sign_ins``: Who is signed in, which phones stay so, which codes were used: a small file that all
  processes share.
* ``tables``: The tables of accounts and notices: what the office says of a person and whom it told, and
  secrets apart.
* ``tokens``: Access tokens as rows.
* ``trust_roots``: Root certificates that the office concludes by, as rows.
* ``verifications``: When the register was verified, by whom, and what came out.
* ``workers``: Workers as rows: the processes that do jobs, each with the moment at which it was there last.
* ``webhooks``: Addresses that hear of events, as rows; and up to which entry of the ledger events were
  queued.
"""
