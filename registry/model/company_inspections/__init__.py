"""The inspection of a company (cuộc kiểm tra doanh nghiệp): its steps, records and the file gathered for it.

``Inspection`` alone stays the visit of one mast.

* ``conclusions``: Items of the conclusion with evidence, recommendations, penalty proposals.
* ``gathered``: What the register holds of a company for an inspection: counted, listed, with links.
* ``inspection``: An inspection of a company, its team, the steps it took and the papers it issued.
* ``on_the_spot``: Its sample, requested reports, places and the company's explanation.
* ``steps``: The steps, which may follow which, who takes each and by which clock.
"""
