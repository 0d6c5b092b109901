"""Backup and restore: the database and the files together, in one file that can be checked."""

from opora.installation.backup.making import BackupReport, back_up
from opora.installation.backup.restoring import RestoreReport, restore

__all__ = ["BackupReport", "RestoreReport", "back_up", "restore"]
