"""The catalogue: records of metadata, built once and written in every format.

``building`` makes records (:mod:`sdi.model.record`) out of declarations, of ``catalog/`` and of what the database
knows of releases (``facts``); ``records``, ``iso19139``, ``dcat`` and ``registry`` write them, ``searching`` finds.
What a fact is called in words stands in ``words`` and is the same in all formats.
"""
