"""Works, what shows them, what was decided; the checkpoints of a year."""

from opora.roadmaps.models.checkpoint import Change, Checkpoint
from opora.roadmaps.models.work import Evidence, Postponement, Verdict, Work

__all__ = ["Change", "Checkpoint", "Evidence", "Postponement", "Verdict", "Work"]
