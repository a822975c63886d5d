"""Rasters as files: read safely, bring to the provincial CRS, write as Cloud Optimized GeoTIFF, read again.

Pure: paths, arrays and declarations in and out, no database and no HTTP. rasterio is used here and nowhere else.
"""
