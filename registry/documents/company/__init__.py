"""The papers of a company's inspection: how they are laid out, and their fixed words.

* ``paper_templates``: A decision in articles, titled papers, letters, minutes of announcing.
* ``template_words``: What the templates say, in both languages.
"""
