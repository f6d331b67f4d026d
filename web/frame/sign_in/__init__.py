"""Who is signed in, and by what: passwords, providers, access tokens, sessions; their pages.

* ``account_pages``: The pages of accounts: one's own, and the administrator's list.
* ``accounts``: Signing in: Flask-Security over the register's accounts, its limits, and sessions that
  end.
* ``datastore``: What Flask-Security asks of a store of accounts, answered by the register's own.
* ``identity_pages``: Who of a provider is which account: matched, made, parted and sent away by the
  administrator.
* ``known_devices``: Browsers in which an account has signed in before: nobody else's failures shut its
  name to them.
* ``oidc``: Signing in at a provider (OpenID Connect): there by a link, back with a code, in as the account
  that is matched.
* ``provider_client``: Asking a provider of sign-in: Authlib's client, held to what is allowed of it.
* ``session_pages``: The sessions that stand (phiên đang mở): one's own, and everybody's to the
  administrator, seen and ended.
* ``sessions``: Sessions as the server knows them: begun by signing in, ended by signing out, and codes
  taken once.
* ``token_pages``: Access tokens on pages: one's own, made and ended; the administrator's list, and programs'
  accounts.
* ``tokens``: Who asks by an access token: ``Authorization: Bearer bts_…``, or Basic with the token as the
  password.
"""
