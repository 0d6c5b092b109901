"""docs/indicators.md: every factor so that anyone could reckon a profile by hand."""

from collections.abc import Iterator, Sequence
from math import isqrt

import numpy as np

from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.indicators.kinds import GROUP_TITLES, ORIGIN_TITLES
from opora.indicators.metrics import MILLION
from opora.indicators.reckoning import POINTS_APART, rounded
from opora.indicators.values import FEW_ANSWERS, LEVEL_TITLES
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience, Instrument, Question, QuestionType

_TITLE = """# Показатели рискового профиля

<!-- Порождено из кода командой ./dev docs; правьте каталог факторов, не этот файл. -->

Показатели, веса и границы — наши, не официальные. По этой странице профиль школы можно пересчитать вручную.
"""
_RULES = """## Как считаем

1. **Показатель** — доля: числитель / знаменатель. «Остальные» значит, что числитель — знаменатель минус
   сосчитанное.
2. **Риск показателя** = доля / доля полного риска, не больше 1. Полный риск 30 % значит: доля 30 % и выше —
   риск 1.
3. **Нет данных.** Показатель со знаменателем 0 или с ответами меньше {minimum} человек в среднее не входит.
   Отсутствие — не ноль.
4. **Фактор** = сумма (вес × риск) / сумма весов известных показателей × 100. Больше — хуже. Риск считается
   до миллионных с отбрасыванием остатка, значение округляется до 0,1 (половина — вверх).
5. **Уровень**: {low} — меньше {middle}; {mid} — от {middle}; {high} — от {bound}. Граница входит в более
   высокий уровень.
6. **Результаты** берутся за последний год, за который они есть, по всем названным процедурам вместе:
   числитель — участники с низшей отметкой, знаменатель — участники. **Карта** — число из карты школы,
   делённое на другое число из неё.
7. **n** — наибольший знаменатель среди показателей по ответам; если их нет — по результатам; если нет и их
   — по карте.
8. **Интервал** = значение ± 1,96 · √(S₁² + S₂² + …) / Σ вес, в пределах 0–100. S — сумма вес · s по
   показателям одной группы: педагогов, обучающихся, родителей, результатов. Для доли x из n: p = (x +
   1,9208) / (n + 3,8416), s = √(p · (1 − p) / (n + 3,8416)) · 100 / полный риск, не больше 1. У показателей
   карты s = 0: это подсчёт, а не выборка. Центр p — из интервала Уилсона (E. B. Wilson, JASA 22, 1927,
   209–212), разброс — по Агрести и Коуллу (The American Statistician 52, 1998, 119–126). На вопросы одной
   группы отвечали одни и те же люди, поэтому внутри группы складываем s, а не их квадраты: ошибки не
   гасят друг друга.
9. **Насколько уверены.** «Мало ответов» — n меньше {few}. «Группы расходятся» — средние по показателям
   педагогов, обучающихся и родителей отличаются на {apart} пунктов и больше.
10. **Скрыто.** Если известны только ответы и их меньше {minimum}, значения нет («группа слишком мала»).
    Если в муниципалитете так скрыта одна школа (или у всех скрытых вместе ответов меньше {minimum}), скрыта
    и наименьшая из показанных с ответами: иначе скрытое вычислили бы вычитанием.
"""
#: the school of the examples: how many answered, took part, stand in the card
_SIZES = {Audience.TEACHER: 24, Audience.PUPIL: 48, Audience.PARENT: 36}
_RESULTS_SIZE, _CARD_SIZE = 60, 40
_TOO_FEW = 3


def text(catalogue: RiskFactors, instruments: Sequence[Instrument]) -> str:
    """The whole page. Instruments give the words of questions; an item of none is told by its code."""
    forms = {instrument.audience: instrument for instrument in instruments}
    parts = [_TITLE, _rules(catalogue)]
    for factor in catalogue.factors:
        parts.append("\n".join(_factor(catalogue, factor.code, forms)))
    return "\n".join(parts)


def _rules(catalogue: RiskFactors) -> str:
    low, middle, high = LEVEL_TITLES.values()
    return _RULES.format(
        minimum=catalogue.minimum_group,
        middle=catalogue.bound_middle,
        bound=catalogue.bound_high,
        few=FEW_ANSWERS,
        apart=POINTS_APART,
        low=low,
        mid=middle,
        high=high,
    )


def _factor(catalogue: RiskFactors, code: str, forms: dict[Audience, Instrument]) -> Iterator[str]:
    factor = catalogue.by_code[code]
    yield f"## {code}. {factor.title}"
    yield ""
    yield f"Группа: {GROUP_TITLES[factor.group]}. Откуда: {ORIGIN_TITLES[factor.origin]}."
    yield ""
    yield f"**Почему это важно.** {_line(factor.why)}"
    yield ""
    if not catalogue.of(code):
        yield "Показателей пока нет: значения не будет."
        yield ""
        return
    yield "| Код | Что считаем | Числитель | Знаменатель | Источник | Полный риск | Вес | Откуда показатель |"
    yield "|---|---|---|---|---|---:|---:|---|"
    for each in catalogue.of(code):
        cells = (each.title, *_figures(each, forms), f"{each.full} %", str(each.weight), each.note)
        yield f"| `{each.code}` | " + " | ".join(map(_line, cells)) + " |"
    yield ""
    yield from _example(catalogue, code)


def _figures(each: Indicator, forms: dict[Audience, Instrument]) -> tuple[str, str, str]:
    """Numerator, denominator and source in words."""
    rest = "остальные, то есть без: " if each.reverse else ""
    match each.source:
        case Source.ANSWERS:
            return _of_answers(each, rest, forms)
        case Source.RESULTS:
            return (
                f"{rest}участники с низшей отметкой",
                "участники",
                f"результаты процедур `{each.item}`, последний год",
            )
        case _:
            head = forms.get(Audience.HEAD)
            return (
                f"{rest}{_card_words(each.item, head)}",
                _card_words(each.base_item, head),
                "карта школы",
            )


def _of_answers(each: Indicator, rest: str, forms: dict[Audience, Instrument]) -> tuple[str, str, str]:
    assert each.audience is not None
    who = AUDIENCE_TITLES[each.audience]
    question, row = _asked(each.item, forms.get(each.audience))
    words = f"вопрос `{each.item}`" if question is None else _named(question, each.item, row)
    if each.base_from is None or each.base_to is None:
        base = "все ответившие"
    else:
        base = f"ответили: {_values(question, each.base_from, each.base_to)}"
    return f"{rest}ответили: {_values(question, each.risk_from, each.risk_to)}", base, f"{who}, {words}"


def _asked(item: str, instrument: Instrument | None) -> tuple[Question | None, str]:
    """The question of an item, and the words of its row or option."""
    code, _, number = item.partition(".")
    question = instrument.by_code.get(code) if instrument else None
    if question is None or not number:
        return question, ""
    texts = question.rows if question.type is QuestionType.MATRIX else question.options
    return question, texts[int(number) - 1] if int(number) <= len(texts) else ""


def _values(question: Question | None, least: int, most: int) -> str:
    if question is not None and question.type is QuestionType.SEVERAL:
        return " или ".join(
            {0: "не отмечено", 1: "отмечено"}.get(value, "") for value in range(least, most + 1)
        )
    if question is not None and question.type in (QuestionType.SINGLE, QuestionType.MATRIX):
        chosen = question.options[max(0, least - 1) : most]
        return ", ".join(f"«{option}»" for option in chosen)
    scale = ""
    if question is not None and question.type is QuestionType.SCALE:
        scale = f" из {question.minimum}–{question.maximum}"
    return f"{least}{scale}" if least == most else f"от {least} до {most}{scale}"


def _card_words(item: str, head: Instrument | None) -> str:
    question, row = _asked(item, head)
    return f"`{item}`" if question is None else _named(question, item, row)


def _named(question: Question, item: str, row: str) -> str:
    return f"`{item}` «{question.text}»" + (f" — {row}" if row else "")


def sample(catalogue: RiskFactors, code: str) -> list[tuple[Indicator, int, int]]:
    """The school of the example: (indicator, numerator, denominator), numerators as they stand in the shares.

    The last of three or more indicators by answers has too few of them: it shows what is left out.
    """
    of = catalogue.of(code)
    asked = [each for each in of if each.source is Source.ANSWERS]
    found = []
    for place, each in enumerate(of):
        size = {Source.RESULTS: _RESULTS_SIZE, Source.CARD: _CARD_SIZE}.get(each.source, 0)
        size = size or _SIZES[each.audience or Audience.TEACHER]
        if len(asked) > 2 and each is asked[-1]:
            size = _TOO_FEW
        found.append((each, (size * each.full // 100) * (3 + 2 * place % 7) // 10, size))
    return found


def _example(catalogue: RiskFactors, code: str) -> Iterator[str]:
    yield "Пример:"
    yield ""
    yield "| Показатель | Группа | Доля | Риск | Вес | s |"
    yield "|---|---|---:|---:|---:|---:|"
    weight = risk = 0
    deviations: dict[str, int] = {}
    for each, part, whole in sample(catalogue, code):
        group, share = _group(each), f"{part} / {whole}"
        if each.source is Source.ANSWERS and whole < catalogue.minimum_group:
            yield f"| `{each.code}` | {group} | {share} | не входит: ответов меньше {catalogue.minimum_group} | — | — |"
            continue
        own, deviation = _risk(each, part, whole), _deviation(each, part, whole)
        weight, risk = weight + each.weight, risk + each.weight * own
        deviations[group] = deviations.get(group, 0) + each.weight * deviation
        yield (
            f"| `{each.code}` | {group} | {share} | {_decimal(own / MILLION, 6)} | {each.weight} "
            f"| {_decimal(deviation / MILLION, 6)} |"
        )
    yield ""
    if not weight:
        yield "Ни один показатель не известен: значения нет."
    else:
        variance = sum(each**2 for each in deviations.values())
        value, low, high = (
            int(each[0]) / 10 for each in rounded(np.array([weight]), np.array([risk]), np.array([variance]))
        )
        yield (
            f"Значение: {_decimal(risk / MILLION, 6)} / {weight} × 100 = **{_decimal(value, 1)}**, уровень "
            f"{LEVEL_TITLES[catalogue.level_of(value)]}, интервал {_decimal(low, 1)}–{_decimal(high, 1)}."
        )
    yield ""


def _risk(each: Indicator, part: int, whole: int) -> int:
    return min(MILLION, part * 100 * MILLION // (whole * each.full))


def _group(each: Indicator) -> str:
    """Whose answers an indicator is made of; results and the card stand for themselves."""
    if each.audience is not None:
        return AUDIENCE_TITLES[each.audience]
    return "результаты" if each.source is Source.RESULTS else "карта"


def _deviation(each: Indicator, part: int, whole: int) -> int:
    """As `metrics.shares` reckons it, in millionths."""
    if each.source is Source.CARD:
        return 0
    adjusted = 20_000 * whole + 76_832
    centre = (20_000 * part + 38_416) * MILLION // adjusted
    return min(MILLION, isqrt((centre * (MILLION - centre) * 20_000 // adjusted) * 10_000 // each.full**2))


def _decimal(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace(".", ",")


def _line(words: str) -> str:
    """One line of a table: no line breaks, no bars."""
    return " ".join(words.split()).replace("|", "\\|")
