"""What keeps browsers and strangers in bounds, and the log of what they tried.

* ``csp``: The content-security policy with a nonce per answer, and the other security headers.
* ``security_events``: Security events of the pages: signing in and out, refusals, exports; and what the
  ledger says of the rest.
* ``security_pages``: The log of security events (nhật ký an ninh), as the administrator reads it.
"""
