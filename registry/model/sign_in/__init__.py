"""The words of signing in: identities at providers, phones that stay signed in, access tokens.

* ``identities``: Identities: people of providers of sign-in, matched with accounts or waiting for it.
* ``phones``: A phone (máy) on which somebody stays signed in for days, behind a PIN that only the phone
  knows.
* ``tokens``: Access tokens (mã truy cập): how a program asks in the name of an account, and what it may
  ask.
"""
