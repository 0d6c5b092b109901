"""Everything that writes reports."""

from opora.reports.actions.issuing import annul, issue
from opora.reports.actions.writing import Address, address, begin, delete_draft, give_back, submit, write

__all__ = [
    "Address",
    "address",
    "annul",
    "begin",
    "delete_draft",
    "give_back",
    "issue",
    "submit",
    "write",
]
