"""What people do with the register, one package for each work; the only room that combines the others.

Layers, from above: obligations, provinces, regulations; requests, zones, storm, cables, open_data; appraise,
field, outages, reports, public; register; office. Packages of one layer do not import each other.
"""
