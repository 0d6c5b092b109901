"""The selection in plain words: the same on the page, in the protocol and in the letter."""

from collections.abc import Mapping
from decimal import Decimal

from opora.identification.engine import Evidence, Ground, Outcome
from opora.identification.rule import Rule
from opora.identification.states import MODE_TITLES, GroundKind
from opora.printing.russian import NBSP, number, percent, plural

UNKNOWN_PARTICIPANTS = "число участников неизвестно"

type Titles = Mapping[str, str]


def points(difference: Decimal) -> str:
    """A difference of shares: «+2,5 п. п.»."""
    shown = number(abs(difference) * 100, None if difference * 100 == int(difference * 100) else 1)
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{shown}{NBSP}п.{NBSP}п."


def share_words(share: Decimal) -> str:
    """A whole percent where it is whole, else one decimal: 29,6 % must not read 30 %."""
    return percent(share, 0 if share * 100 == int(share * 100) else 1)


def figure_words(figure: Evidence) -> str:
    """«58 % (7 из 12)», «58 % (число участников неизвестно)»."""
    if figure.low_count is not None:
        told = f"{number(figure.low_count)} из {number(figure.participants or 0)}"
    elif figure.participants:
        told = f"участников {number(figure.participants)}, известен только процент"
    else:
        told = UNKNOWN_PARTICIPANTS
    if figure.is_summed:
        told += ", сложено по классам"
    return f"{share_words(figure.share)} ({told})"


def weight_words(figure: Evidence) -> str:
    """What one pupil weighs: «один ученик = 11 пунктов»; empty where participants are unknown."""
    weight = figure.pupil_weight
    if weight is None:
        return ""
    whole = round(weight * 100)
    if whole == 0:
        return f"один ученик = {number(weight * 100, 1)} пункта"
    return f"один ученик = {whole}{NBSP}{plural(whole, 'пункт', 'пункта', 'пунктов')}"


def interval_words(figure: Evidence) -> str:
    bounds = figure.interval
    if bounds is None:
        return ""
    low, high = (number(Decimal(str(bound)) * 100, 0) for bound in bounds)
    return f"{low}–{high}{NBSP}%"


def ground_words(ground: Ground, titles: Titles) -> str:
    """One sentence with every figure that made the ground fire."""
    figures = "; ".join(
        f"{titles.get(code, code)} — " + _over_years(ground, code) for code in ground.procedures
    )
    match ground.kind:
        case GroundKind.COUNT:
            n = len(ground.procedures)
            head = f"В {ground.years[-1]} году порог достигнут по {n} {plural(n, 'процедуре', 'процедурам', 'процедурам')}"
        case GroundKind.REPEAT:
            head = (
                f"Порог достигнут по одной и той же процедуре в {ground.years[0]} и {ground.years[1]} годах"
            )
        case GroundKind.QUARTILE:
            head = f"В {ground.years[-1]} году школа среди худшей четверти школ региона"
        case GroundKind.EGE:
            head = f"В {ground.years[-1]} году не преодолели минимум ЕГЭ"
    return f"{head}: {figures}."


def _over_years(ground: Ground, code: str) -> str:
    return ", ".join(
        (f"{figure.year}: " if len(ground.years) > 1 else "") + figure_words(figure)
        for figure in ground.evidence
        if figure.procedure == code
    )


def rule_words(rule: Rule, titles: Titles, last_year: int | None) -> tuple[str, ...]:
    """The rule, one sentence a line."""
    n = rule.count
    lines = [
        f"Порог: доля участников с отметкой «2» (для ЕГЭ — ниже минимума) не менее {share_words(rule.threshold)}.",
        f"Основание «несколько процедур»: порог достигнут по {n} и более "
        f"{plural(n, 'процедуре', 'процедурам', 'процедурам')} в последнем году.",
        "Основание «два года подряд»: порог достигнут по одной и той же процедуре в последнем году и в году перед "
        "ним; пропущенный год ряд прерывает.",
        f"Связь оснований: {MODE_TITLES[rule.mode]}.",
        f"Процедуры: {'; '.join(titles.get(code, code) for code in rule.procedures)}.",
    ]
    if rule.quartile:
        lines.append(
            f"Добавлено основание «худшая четверть школ региона» (процедур: {rule.quartile_count} или больше)."
        )
    if rule.ege:
        lines.append(
            f"Добавлено основание «минимум ЕГЭ»: не преодолели не менее {share_words(rule.ege_share)}."
        )
    if rule.minimum_participants:
        lines.append(
            f"Результаты, где участников меньше {rule.minimum_participants}, не учитываются; "
            "где число участников неизвестно — учитываются."
        )
    lines.append(
        f"Последний год результатов: {last_year}." if last_year else "Результатов по этим процедурам нет."
    )
    return tuple(lines)


def closest_words(outcome: Outcome, titles: Titles, threshold: Decimal) -> str:
    """The nearest figure to the threshold, and how sure it is."""
    if outcome.closest is None:
        return "За последний год результатов нет."
    figure, margin = outcome.closest.figure, outcome.closest.margin
    where = (
        "ровно на пороге"
        if margin == 0
        else f"{'выше' if margin > 0 else 'ниже'} порога на {points(abs(margin))[1:]}"
    )
    told = f"Ближе всего к порогу: {titles.get(figure.procedure, figure.procedure)} — {figure_words(figure)}, {where}"
    told += "" if where.endswith(".") else "."
    if figure.participants:
        told += f" {weight_words(figure).capitalize()}; интервал {interval_words(figure)}"
        told += (
            ", порог внутри него: ответ мог решить случай."
            if figure.crosses(threshold)
            else ", порог вне его."
        )
    return told


def threshold_words(figure: Evidence, threshold: Decimal) -> str:
    """How the share stands to the threshold, as far as chance lets one say; never a level of risk."""
    if figure.crosses(threshold):
        return "порог внутри интервала"
    return "выше порога" if figure.share >= threshold else "ниже порога"
