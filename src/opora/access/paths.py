"""Territory paths: the chain of ids from the root, each followed by «/»."""


def chain(path: str) -> list[str]:
    """The paths from the root down to `path` itself: «1/5/» gives «1/» and «1/5/»; «» gives none."""
    steps = path.strip("/").split("/") if path else []
    return ["/".join(steps[: i + 1]) + "/" for i in range(len(steps))]
