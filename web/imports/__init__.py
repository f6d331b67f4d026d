"""What came into the register from files: every batch, taken back whole by who may.

Imports frame and map.

* ``batches``: The batches (lô nhập): what each brought, what rests on it, and taking one back.
* ``pages``: The pages of imports and their places in the bar.
* ``words``: The words of imports: kinds of batches, their counts, what was said at the import.
"""
