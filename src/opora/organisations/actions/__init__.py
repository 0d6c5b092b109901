"""Writes about territories and organisations: one verb each, one history event."""

from opora.organisations.actions.card import (
    add_merit,
    appoint_leader,
    end_leader,
    remove_leader,
    remove_merit,
    set_figures,
    update_card,
)
from opora.organisations.actions.register import (
    close_organisation,
    create_organisation,
    merge_organisation,
    rename_organisation,
    transfer_organisation,
)
from opora.organisations.actions.territories import (
    create_territory,
    ensure_federation,
    move_territory,
    rename_territory,
)

__all__ = [
    "add_merit",
    "appoint_leader",
    "close_organisation",
    "create_organisation",
    "create_territory",
    "end_leader",
    "ensure_federation",
    "merge_organisation",
    "move_territory",
    "remove_leader",
    "remove_merit",
    "rename_organisation",
    "rename_territory",
    "set_figures",
    "transfer_organisation",
    "update_card",
]
