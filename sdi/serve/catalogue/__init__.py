"""The catalogue over HTTP: OGC API – Records, and its records in other formats.

As with features, pygeoapi has a provider of ours (``provider``) and describes the collection, while ``routes`` answer
by themselves: pygeoapi knows neither the parameters of records nor other formats of one. Both ask the same
(``question``) of the same records (``desk``).
"""
