"""The database server of an installation: PostgreSQL's own programs under our own small supervisor."""

from opora.installation.postgres.server import Server, Status, running, status, stop

__all__ = ["Server", "Status", "running", "status", "stop"]
