"""Printed papers of the selection."""

from opora.identification.printouts.letter import letter
from opora.identification.printouts.listing import Decision, Listing, listing_of, listing_of_selection
from opora.identification.printouts.protocol import protocol
from opora.identification.printouts.workbook import protocol_sheets

__all__ = [
    "Decision",
    "Listing",
    "letter",
    "listing_of",
    "listing_of_selection",
    "protocol",
    "protocol_sheets",
]
