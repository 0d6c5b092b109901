"""Everything that writes reports."""

from opora.reports.actions.annexing import arrange, enclose, leave_out, retitle, take
from opora.reports.actions.asking import Ask, ask, withdraw
from opora.reports.actions.issuing import annul, issue
from opora.reports.actions.writing import Address, address, begin, delete_draft, give_back, submit, write

__all__ = [
    "Address",
    "Ask",
    "address",
    "annul",
    "arrange",
    "ask",
    "begin",
    "delete_draft",
    "enclose",
    "give_back",
    "issue",
    "leave_out",
    "retitle",
    "submit",
    "take",
    "withdraw",
    "write",
]
