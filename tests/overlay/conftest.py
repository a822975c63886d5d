"""What the tests of this folder have at hand."""

from intake_kit.fixtures import make_desk

__all__ = ["make_desk"]
