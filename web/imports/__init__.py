"""What came into the register from files: every batch, taken back whole by who may.

Imports frame and map.

* ``batches``: The batches (lô nhập): what each brought, what rests on it, and taking one back.
* ``finds``: What imports let be found: the versions of carriers' plans; the deeds that bring files in.
* ``frame``: What the pages of imports share: who brings files in, and the fields of a form about one.
* ``pages``: The pages of imports and their places in the bar.
* ``plans``: Plans of carriers: their versions, a new one from a file, proposed by one and published by
  another.
* ``sites``: A list of standing masts from a file, brought in by the office: looked at, then written as one
  batch.
* ``units``: Administrative boundaries (địa giới): the units of each level, and boundaries from a map
  file.
* ``words``: The words of imports: kinds of batches, their counts, what was said at the import.
"""
