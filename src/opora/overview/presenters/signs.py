"""What is seen of a school, in a sentence that opens the record. It tells what is there, never why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opora.overview.facts import Found
from opora.overview.presenters.cells import About, address, short_title
from opora.overview.standing import Line
from opora.overview.states import Sign
from opora.ui.text import count_ru, date_ru

#: longer words of a school about itself are cut
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Place:
    """What sentences need beside the school: names of the schools of the page, who may choose a curator."""

    about: About
    names: Mapping[int, str]
    gives_curators: bool


def sentence(line: Line, found: Found, place: Place) -> tuple[str, str]:
    """(the sentence, the address it opens)."""
    return _SENTENCES[found.sign](line, found, place)


def _measures(many: int) -> str:
    return count_ru(many, "мера,меры,мер")


def _of(found: Found) -> str:
    return f"{found.many} из {count_ru(found.of, 'меры,мер,мер')}"


def _days(found: Found, place: Place) -> str:
    days = (place.about.today - found.day).days if found.day else 0
    return count_ru(days, "день,дня,дней")


def _roadmap(line: Line, place: Place, **query: str) -> str:
    return address("roadmap", line.school.pk, cycle=place.about.cycle, **query)


def _no_curator(line: Line, _: Found, place: Place) -> tuple[str, str]:
    if place.gives_curators:
        return "Куратора нет. Подобрать", address("curator-choose", line.school.pk)
    return "Куратора нет", address("school", line.school.pk)


def _no_visit(line: Line, found: Found, place: Place) -> tuple[str, str]:
    extra = count_ru(found.many, "день,дня,дней")
    url = address("visits", cycle=place.about.cycle, school=str(line.school.pk))
    if found.day is None:
        return "В этом году ещё не были, хотя по ритму пора", url
    return f"Последний раз были {date_ru(found.day, 'day')}, дольше ритма на {extra}", url


def _unanswered(line: Line, found: Found, place: Place) -> tuple[str, str]:
    days = _days(found, place)
    match found.text:
        case "document":
            url = address("school-documents", line.school.pk, cycle=place.about.cycle)
            return f"Документ ждёт проверки {days}", url
        case "call":
            url = address("discussions", school=line.school.name)
            return f"В обсуждении {days} не отвечают тому, кто спросил", url
    url = _roadmap(line, place, state="reported")
    return f"{_measures(found.many)} без слова куратора, дольше всех {days}", url


def _returned(line: Line, found: Found, place: Place) -> tuple[str, str]:
    days = _days(found, place)
    if found.text == "document":
        url = address("school-documents", line.school.pk, cycle=place.about.cycle)
        return f"Документ вернули {days} назад, школа молчит: может быть, нужна помощь", url
    url = _roadmap(line, place, state="returned")
    return f"{_measures(found.many)} вернули {days} назад, школа молчит: может быть, нужна помощь", url


def _late_measures(line: Line, found: Found, place: Place) -> tuple[str, str]:
    words = f"{_measures(found.many)} с прошедшим сроком, дольше всех {_days(found, place)}"
    return words, _roadmap(line, place, mark="late")


def _late_stage(line: Line, found: Found, place: Place) -> tuple[str, str]:
    day = date_ru(found.day, "day")
    return f"{short_title(found.text)}: срок был {day}, этап не закрыт", _roadmap(line, place)


def _late_document(line: Line, found: Found, place: Place) -> tuple[str, str]:
    url = address("school-documents", line.school.pk, cycle=place.about.cycle)
    if found.many == 1:
        return f"Документ не прислан, ждали до {date_ru(found.day, 'day')}", url
    papers = count_ru(found.many, "документ,документа,документов")
    return f"Не прислано: {papers}, первый ждали до {date_ru(found.day, 'day')}", url


def _one_day(line: Line, found: Found, place: Place) -> tuple[str, str]:
    words = f"{_of(found)} подтверждены в один день, {date_ru(found.day, 'day')}"
    return words, _roadmap(line, place, state="confirmed")


def _one_file(line: Line, found: Found, place: Place) -> tuple[str, str]:
    return f"У {_of(found)} показано одно и то же: «{found.text}»", _roadmap(line, place)


def _bare(line: Line, found: Found, place: Place) -> tuple[str, str]:
    words = f"{_of(found)} подтверждены, но ничего не показано"
    return words, _roadmap(line, place, state="confirmed")


def _copied(line: Line, found: Found, place: Place) -> tuple[str, str]:
    other = place.names.get(found.about, "другой школы")
    return f"{_of(found)} записаны теми же словами, что у школы «{other}»", _roadmap(line, place)


def _empty_stage(_: Line, found: Found, __: Place) -> tuple[str, str]:
    url = address("roadmap-checkpoint", found.about)
    return f"{short_title(found.text)}: в отчёте этапа и в показанном нет ни одной цифры", url


def _confirmed(line: Line, found: Found, place: Place) -> tuple[str, str]:
    days = count_ru(found.of, "день,дня,дней")
    return f"За {days} подтверждено: {_measures(found.many)}", _roadmap(line, place, state="confirmed")


def _proud(_: Line, found: Found, __: Place) -> tuple[str, str]:
    text = found.text if len(found.text) <= _LONGEST else f"{found.text[:_LONGEST].rstrip()}…"
    return f"Гордятся: «{text}»", address("roadmap-measure", found.about)


def _stage_closed(_: Line, found: Found, __: Place) -> tuple[str, str]:
    url = address("roadmap-checkpoint", found.about)
    return f"{short_title(found.text)} закрыт {date_ru(found.day, 'day')}", url


_SENTENCES: dict[Sign, Callable[[Line, Found, Place], tuple[str, str]]] = {
    Sign.NO_CURATOR: _no_curator,
    Sign.NO_VISIT: _no_visit,
    Sign.UNANSWERED: _unanswered,
    Sign.RETURNED: _returned,
    Sign.LATE_MEASURES: _late_measures,
    Sign.LATE_STAGE: _late_stage,
    Sign.LATE_DOCUMENT: _late_document,
    Sign.ONE_DAY: _one_day,
    Sign.ONE_FILE: _one_file,
    Sign.BARE: _bare,
    Sign.COPIED: _copied,
    Sign.EMPTY_STAGE: _empty_stage,
    Sign.CONFIRMED: _confirmed,
    Sign.PROUD: _proud,
    Sign.STAGE_CLOSED: _stage_closed,
}
