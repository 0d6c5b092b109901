"""Who may do what, as plain data: Actor, Rule, Permission, Refused. Imports nothing of the house."""

from opora.access.actor import ANONYMOUS, Actor, Capacity, Role, Scope, ScopeKind
from opora.access.errors import Conflict, Refused, WrongState
from opora.access.permission import Permission, Rule, all_permissions, rule

__all__ = [
    "ANONYMOUS",
    "Actor",
    "Capacity",
    "Conflict",
    "Permission",
    "Refused",
    "Role",
    "Rule",
    "Scope",
    "ScopeKind",
    "WrongState",
    "all_permissions",
    "rule",
]
