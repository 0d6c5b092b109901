"""Jobs that wait for a campaign to be gathered: features above name theirs, this package knows none of them."""

_names: list[str] = []


def register(name: str) -> None:
    """`name` of a job that takes `campaign_id`; it is enqueued once the campaign's answers can be read."""
    if name not in _names:
        _names.append(name)


def jobs_after_gathering() -> tuple[str, ...]:
    return tuple(_names)
