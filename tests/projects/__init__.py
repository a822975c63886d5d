"""Whole projects: the same engine, the same tests, another province."""
