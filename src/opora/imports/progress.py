"""How far an import has come. It touches the run's row only in its last statement, so nobody waits."""

from opora.jobs import progress

_WRITE = """
UPDATE imports_importrun SET progress_done = %s, progress_total = %s
WHERE id = (SELECT id FROM imports_importrun WHERE id = %s AND turn = %s FOR NO KEY UPDATE SKIP LOCKED)
"""


class Meter(progress.Meter):
    """A `Progress` that writes to the run."""

    def __init__(self, *, run_id: int, turn: int) -> None:
        super().__init__(_WRITE, run_id, turn)


def silent(_done: int, _total: int) -> None:
    """Progress of work that ends within a request."""
