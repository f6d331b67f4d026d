"""Design dossiers of residential and urban areas as rows.

Imports the ground of the store (database, table parts).

* ``dossiers``: Dossiers with their files, opinions and conditions as records.
* ``tables``: Their four tables.
"""
