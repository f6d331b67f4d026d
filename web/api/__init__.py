"""The addresses for programs of other houses, below ``/api/v1``: JSON in and out, by access tokens.

A thin door: each operation asks a service of the other packages and shows what its pages show, masked alike.
Imports the frame and the services; no other page package.

* ``appraisals``: Lists and spots appraised for a program: sent in, asked for again.
* ``citizen_reports``: Citizens' reports that another system hands on: in with its case number, back with
  state and answer.
* ``docs``: What programs can ask: the description in OpenAPI 3.1, the same to read, and what codes mean.
* ``lists``: A carrier's lists of masts: handed in, looked at, sent to the office.
* ``masts``: The masts of the register, page by page and one by one.
* ``notices``: What the asker is told, and marking it as opened.
* ``obligations``: Who owes what by when.
* ``openapi``: The description of all operations as OpenAPI 3.1, from their models.
* ``operations``: What an operation is: its address, roles, scope and models; read, done and answered
  strictly.
* ``outages``: Events in which stations are off the air, and carriers' reports.
* ``pages``: The package: its blueprint.
* ``requests``: Requests with their state and clock, and filing one.
* ``sent_lists``: A list that a program sends, as rows or as a file, kept aside while it is read.
"""
