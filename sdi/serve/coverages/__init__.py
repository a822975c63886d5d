"""Raster layers over HTTP: coverage, map, map tiles, height at a place, and the sheets as files.

pygeoapi's own provider of coverages opens one file, leaves the datum operation to PROJ and reads the whole window into
memory at full size; it knows neither several sheets nor audiences nor days. So the resources are ours, of collections
that pygeoapi describes (docs/adr/0031).
"""
