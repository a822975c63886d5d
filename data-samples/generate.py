"""``python data-samples/generate.py``: the same as ``python -m generate`` in this folder."""

import runpy

if __name__ == "__main__":
    # the package generate/, which is found before this file
    runpy.run_module("generate", run_name="__main__")
