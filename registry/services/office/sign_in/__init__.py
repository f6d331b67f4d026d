"""Who may come in and how: accounts, passwords, phones that stay signed in, providers of sign-in, access
tokens.

* ``accounts``: Accounts: made, bound, disabled and given a new first password by the office; each
  change in the ledger.
* ``identities``: Identities (danh tính): which person of a provider is which account of the register.
* ``passwords``: Is a password one that somebody would try first? A rule of our own, not a list of other
  people's passwords.
* ``phones``: Phones that stay signed in for seven days: let by their owner, ended by him or by the office.
* ``sign_in_providers``: Providers by which people sign in (OpenID Connect): what the file of ``BTS_SIGN_IN``
  says of them.
* ``signing_in``: Who signs in, and what is kept of it in files of the home: attempts that failed, and
  who is in.
* ``tokens``: Access tokens (mã truy cập): made by their owner, a service's by the administrator, each with
  an end.
"""
