"""A believable region that is made up: schools, results, cards, and answers driven by hidden factor values.

The files are those that figures are reckoned from, with the hidden truth beside them, so the method can be
tried on what is known. Everything is drawn from one seed: the same seed gives the same files.
"""

from opora.indicators.simulate.people import sheets_for
from opora.indicators.simulate.write import MARK, TRUTH, is_synthetic, simulate

__all__ = ("MARK", "TRUTH", "is_synthetic", "sheets_for", "simulate")
