"""Writes of directions, verifications, given levels and profiles."""

from opora.risks.actions.choosing import Choice, choose, name_causes
from opora.risks.actions.given import Given, load_given
from opora.risks.actions.refreshing import ask_for_refresh, give_up_refresh
from opora.risks.actions.steps import forget_milestone, move, record_milestone
from opora.risks.actions.storing import Basis, Stored, store_profiles
from opora.risks.actions.verifying import Visit, verify

__all__ = [
    "Basis",
    "Choice",
    "Given",
    "Stored",
    "Visit",
    "ask_for_refresh",
    "choose",
    "forget_milestone",
    "give_up_refresh",
    "load_given",
    "move",
    "name_causes",
    "record_milestone",
    "store_profiles",
    "verify",
]
