"""Vector tiles: OGC API – Tiles, TileJSON and XYZ, in WebMercatorQuad and in the province's own grid.

pygeoapi's tiles are not used. It hands tiles of other servers or files on, knows two grids of its own, runs the query
at any zoom (pygeoapi #2080), has no means to leave features out (pygeoapi #2022), and its links and routes differ in
the case of ``tileMatrixSets``.
"""
