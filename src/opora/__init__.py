"""Опора: programmes of targeted support to schools with low educational results."""

__version__ = "0.1.0"
