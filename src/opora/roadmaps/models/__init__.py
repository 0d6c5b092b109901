"""Works, what shows them, what was decided; the checkpoints of a year."""

from opora.roadmaps.models.checkpoint import Change, Checkpoint
from opora.roadmaps.models.work import Answering, Evidence, Postponement, Verdict, Work

__all__ = ["Answering", "Change", "Checkpoint", "Evidence", "Postponement", "Verdict", "Work"]
