"""One search box: what a text may mean, and what answers to it.

Understanding is pure (:mod:`words`, :mod:`coordinates`, :mod:`parcels`, :mod:`gazetteer`, :mod:`ranking`); asking the
database for it is :mod:`looking`.
"""
