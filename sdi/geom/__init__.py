"""Geometry kernels: arrays of shapely geometries in, arrays out. Pure: no files, no database, no settings."""
