"""The store: the only SQL of the register.

On its ground lie what every room stands on: the database and its failures, the tables, the ledger and its
images, batches, histories, references, verification, copies, ``reading`` (queries as rows), ``arrays``
(columns as arrays), ``driver_rows`` (many rows as the driver has them) and ``shared_file`` (small files
beside the register). Its packages bear the names of the services' packages, and hold tables and questions of
one part each: a function is called by what it answers, takes the connection of an open transaction, and hands
out records or plain rows, never a query. Services open the transaction
(``registry.database.read()`` or ``write()``) and know of SQL nothing but the names ``Connection`` and
``Table``.
"""
