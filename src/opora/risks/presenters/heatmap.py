"""Schools × factors as one table: a look-up a cell, no template a row."""

from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.cycles.models import Cycle
from opora.indicators.values import Hidden, Level
from opora.risks.presenters.levels import HIDDEN_SHORT, SHOWN, ends
from opora.risks.presenters.profile import factor_url
from opora.risks.queries import FactorLine, Heatmap, Line
from opora.ui.charts import IntervalPlot, IntervalRow, draw_intervals
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Level as Shown
from opora.ui.markup import badge, level_badge
from opora.ui.text import count_ru, number

_HIDDEN_CELLS = {
    Hidden.FEW.value: '<td class="none">мало',
    Hidden.SUBTRACTION.value: '<td class="none">скрыто',
    Hidden.NO_DATA.value: '<td class="none">—<span class="vh">нет данных</span>',
}


@lru_cache(maxsize=512)
def _cell(level: str, whole: int) -> str:
    """A cell costs a look-up: there are no more than three levels and a hundred values."""
    shown = SHOWN[Level(level)]
    return f'<td class="{shown.tone}"><i>{shown.sign}</i> {whole}'


def _cells(line: Line) -> str:
    # cut and not rounded: 59.7 is still middle, and the sign must not contradict the figure
    return "".join(
        [
            _HIDDEN_CELLS[hidden] if value is None else _cell(level, int(value))
            for value, level, hidden in zip(line.values, line.levels, line.hidden, strict=True)
        ]
    )


def _sum(line: Line) -> str:
    """«▲ 4 ■ 3»: a phone shows the sum first and the columns on a swipe."""
    high, middle = line.levels.count(Level.HIGH), line.levels.count(Level.MIDDLE)
    return " ".join(
        f"{SHOWN[level].sign}\N{NO-BREAK SPACE}{many}"
        for level, many in ((Level.HIGH, high), (Level.MIDDLE, middle))
        if many
    )


def draw(found: Heatmap, *, with_place: bool) -> SafeString:
    """The table, high and middle risks summed up under the school; `with_place` names its municipality there too."""
    cycle = esc(found.cycle.code)
    heads = "".join(
        f'<th scope="col"><a title="{title}" href="{reverse("risk-factor", args=[code])}?cycle={cycle}">'
        f"{title}</a></th>"
        for code in found.codes
        if (title := esc(found.guide.title(code)))
    )
    # the address of a school is worded once: resolving it a thousand times costs more than the table
    before, after = reverse("risk-school", args=[0]).split("0")
    rows = "".join(
        [
            f'<tr><th scope="row"><a href="{before}{line.id}{after}?cycle={cycle}">{esc(line.name)}</a>'
            f"{f'<small>{esc(line.territory)}</small>' if with_place else ''}"
            f"<small>{_sum(line)}</small></th>{_cells(line)}</tr>"
            for line in found.lines
        ]
    )
    caption = f"{count_ru(found.total, 'школа,школы,школ')} × {count_ru(len(found.codes), 'фактор,фактора,факторов')}"
    return as_markup(
        '<div class="table wide heat" role="region" tabindex="0" aria-labelledby="heat-caption"><table>'
        f'<caption id="heat-caption">{caption}</caption>'
        f'<thead><tr><th scope="col">Школа</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def legend() -> SafeString:
    parts = [level_badge(level) for level in (Shown.HIGH, Shown.MIDDLE, Shown.LOW)]
    hidden = badge("мало — ответов мало, не показываем"), badge("скрыто — иначе вычислили бы соседнюю школу")
    return as_markup(" ".join([*parts, *hidden]))


def factor_picture(
    title: str, lines: list[FactorLine], cycle: Cycle, code: str, bounds: tuple[int, int], *, with_place: bool
) -> SafeString:
    """One factor across schools, the highest risk on top."""
    rows = [
        IntervalRow(
            label=line.name,
            value=line.figure.value,
            low=(ends(line.figure) or (None, None))[0],
            high=(ends(line.figure) or (None, None))[1],
            level=SHOWN[line.figure.level] if line.figure.level else Shown.UNKNOWN,
            note=line.territory if with_place else "",
            url=factor_url(line.id, code, cycle.code),
            shown="" if line.figure.value is None else number(line.figure.value, 1),
            verdict=HIDDEN_SHORT[line.figure.hidden] if line.figure.hidden else "",
        )
        for line in lines
    ]
    highs = sum(line.figure.level is Level.HIGH for line in lines)
    return draw_intervals(
        IntervalPlot(
            id="schools",
            title=title,
            description=f"Школы по убыванию риска; на этой странице высокий риск у {highs} из {len(lines)}.",
            label="Школа",
            value="Риск",
            rows=rows,
            ticks=(0, *bounds, 100),
            note="Больше — хуже. Полоса — насколько мы уверены.",
        )
    )
