"""A figure inside a table: the share, what stands behind it, and the way to its origin."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

from opora.results.dynamics import Change, Share
from opora.ui.escaping import as_markup
from opora.ui.markup import NO_DATA, badge
from opora.ui.text import NBSP, number, percent, signed_points


@lru_cache(maxsize=8)
def _addresses(_: str) -> tuple[str, str]:
    """What stands before and after a figure's id in its address: a table has hundreds of them."""
    before, _, after = reverse("results-figure", args=[0]).rpartition("0")
    return before, after


@lru_cache(maxsize=4096)
def _percent(share: float) -> str:
    return percent(share)


def figure_cell(fact_id: int, low: Share, high: Share, *, is_corrected: bool = False) -> SafeString:
    """«30 % из 20» that opens the figure's origin, the share of high results under it."""
    if low.value is None and high.value is None:
        return NO_DATA
    before, after = _addresses(get_script_prefix())
    text = f'<a href="{before}{fact_id}{after}">{"—" if low.value is None else _percent(low.value)}</a>'
    extra = [f"из{NBSP}{number(low.n or high.n)}"] if (low.n or high.n) else []
    if high.value is not None:
        extra.append(f"выс.{NBSP}{_percent(high.value)}")
    if is_corrected:
        extra.append("исправлено")
    return as_markup(f"{text}<br><small>{' · '.join(extra)}</small>" if extra else text)


def share_words(share: Share) -> str:
    """«35 % (7 из 20), с вероятностью 95 % — от 18 до 57 %»."""
    if share.value is None:
        return "нет данных"
    text = percent(share.value, 0 if share.count is not None else 1)
    if share.count is not None and share.n:
        text += f" ({share.count} из {share.n})"
    elif share.n:
        text += f" (участников {share.n})"
    else:
        text += ", число участников неизвестно"
    if share.interval:
        low, high = share.interval
        text += f"; с вероятностью 95{NBSP}% — от {number(100 * low, 0)} до {percent(high)}"
    return text


def change_cell(change: Change | None) -> SafeString:
    """No arrow within the noise, none where nobody can tell."""
    if change is None:
        return NO_DATA
    points = signed_points(change.points / 100)
    if change.direction:
        more = change.direction == "up"
        words = badge(
            "«2» стало больше" if more else "«2» стало меньше",
            "high" if more else "low",
            "▲" if more else "▼",
        )
        return as_markup(f"{points} {words}")
    return as_markup(f"{points} <small>{change.words}</small>")
