"""How layers look: one neutral description of each, and its writings for every program that draws."""
