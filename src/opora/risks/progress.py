"""How far a computing of profiles has come."""

from opora.jobs import progress

_WRITE = """
UPDATE risks_refresh SET done = %s, total = %s
WHERE id = (SELECT id FROM risks_refresh WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)
"""


class Meter(progress.Meter):
    """Writes to the refresh."""

    def __init__(self, refresh_id: int) -> None:
        super().__init__(_WRITE, refresh_id)
