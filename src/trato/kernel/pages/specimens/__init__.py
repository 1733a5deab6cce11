"""What the catalogue of components shows: the templates that pages are put together from, each with what it is given.

Everything is made up (`made_up`), and drawn by the templates and functions that draw it on real pages. Not here: the
catalogue's own page (views/catalogue.py), marks and controls that have no template (catalogue_parts.html).
"""
