"""Refusals. Each carries one Russian sentence that says what to do next."""


class Refused(Exception):
    """The person may not do this: answered with 403 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongState(Exception):
    """The object is not in a state in which this can be done: answered with 409 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(WrongState):
    """Somebody else changed the object in the meantime: 409, nothing is overwritten."""
