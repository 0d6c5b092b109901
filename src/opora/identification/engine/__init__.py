"""The engine: one statement in the database, one row for each school, shaped into outcomes."""

from opora.identification.engine.outcomes import Closest, Evidence, Ground, Outcome, Selection
from opora.identification.engine.run import last_year_of, select

__all__ = ["Closest", "Evidence", "Ground", "Outcome", "Selection", "last_year_of", "select"]
