"""The one place where features are joined: importers, exports, templates, kinds of definitions."""

from collections.abc import Callable

EXPORTS: dict[str, Callable[..., bytes]] = {}
TEMPLATES: dict[str, Callable[[], bytes]] = {}


def join() -> None:
    """Called once when Django is ready."""
