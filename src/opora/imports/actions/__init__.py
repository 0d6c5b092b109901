"""Writes of import runs: one verb each, keyword-only, atomic, one event of history."""

from opora.imports.actions.annotating import XLSX, annotate_run, annotated, marked_name
from opora.imports.actions.applying import AlreadyApplied, apply_run, finish_apply
from opora.imports.actions.checking import finish_check
from opora.imports.actions.deciding import (
    CellDecision,
    check_run,
    discard_run,
    resolve_cells,
    set_mapping,
)
from opora.imports.actions.forgetting import days_kept, forget_files
from opora.imports.actions.settling import give_up_run
from opora.imports.actions.starting import start_run

__all__ = [
    "XLSX",
    "AlreadyApplied",
    "CellDecision",
    "annotate_run",
    "annotated",
    "apply_run",
    "check_run",
    "days_kept",
    "discard_run",
    "finish_apply",
    "finish_check",
    "forget_files",
    "give_up_run",
    "marked_name",
    "resolve_cells",
    "set_mapping",
    "start_run",
]
