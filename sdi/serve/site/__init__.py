"""Pages beside the map, made on the server and readable without scripts: plans, projects, data, figures.

One module per family of pages; what they tell is declared in ``catalog/site.yml`` (:mod:`.declaration`). Every page
has a JSON twin (``f=json``) with the same content. What needs the database is asked through :mod:`.kept`.
"""
