"""The one door through which text becomes markup.

Every function of this package that returns markup escapes with `esc` what came from outside and
marks the whole with `as_markup`; nothing else here may call text safe.
"""

from html import escape

from django.utils.safestring import SafeString


def esc(value: object) -> str:
    """Escapes anything but markup that is already safe."""
    return value if isinstance(value, SafeString) else escape(str(value))


def as_markup(text: str) -> SafeString:
    """For text built from literals and from `esc` only."""
    return SafeString(text)
