"""How notices leave the house: channels with their keys, the outbox, mail and webhooks.

* ``channel_keys``: Passwords and keys of the ways out of the house: encrypted by the key of the
  installation, never shown.
* ``channels``: The ways out of the house (kênh gửi): the mail server, the gateway, and to which
  addresses each recipient.
* ``delivery_failures``: Why a delivery was not made, as its page says it; and whether it is worth another
  try.
* ``mail``: A mail that says that there is a document: one message to one address, by the office's own
  server.
* ``outbox``: The outbox (đã gửi ra ngoài): notices on their way to mailboxes and gateways, tried until
  they are there.
* ``webhook``: A webhook (SMS and Zalo gateways, other programs): a signed POST that says that there is
  something to read.
"""
