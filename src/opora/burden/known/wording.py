"""Stems of Russian words, as the full-text search of PostgreSQL has them; words of one meaning are one stem."""

import re
from collections.abc import Iterable

from django.db import connection

type Stems = frozenset[str]

_MONTHS = "январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр"
#: days and years say of when, not of what
_DATES = re.compile(
    rf"\b\d{{1,2}}\.\d{{1,2}}(?:\.\d{{2,4}})?\b|\b\d{{1,2}}\s+(?:{_MONTHS})\w*|\b20\d\d(?:\s*[/–-]\s*\d{{2,4}})?",
)
_EXPRESSIONS = (
    (re.compile(r"ограниченн\w+ возможност\w+ здоровья"), "овз"),
    (re.compile(r"педагогическ\w+ работник\w*"), "учителя"),
    (re.compile(r"электронн\w+ (?:почт\w+|адрес\w*)"), "почта"),
    (re.compile(r"родн\w+ язык\w*"), "родной-язык"),
)
#: words of any question: they say nothing of what is asked
_COMMON = """
сколько скольких скольким количество число численность какой какая какое какие каково как ваш ваша вашей вашем школа
школе школы школьный организация организации образовательная укажите напишите назовите перечислите сообщите включая
пожалуйста год году года учебный учебного сейчас сегодня текущий нынешний общий общее всего имеет имеются имеется
находится данные сведения информация дата когда который ли на у в от до по состоянию
"""
#: of one meaning for our questions; the first word stands for all
_SAME = (
    "обучающиеся ученики учеников учащиеся школьники дети детей ребёнок воспитанники",
    "учителя учитель педагоги педагог преподаватели",
    "меры мера мероприятия мероприятие",
    "посещения посещение визит визиты выезд выезды посетил посетили",
    "двойки двоек двойка неудовлетворительные неудовлетворительных",
    "доля процент проценты",
    "опрос опросы анкетирование анкетирования",
    "сдавали писали участники участник участвовали участвовало",
    "подтверждена подтверждён подтверждение согласована утверждена утверждён",
    "молодые младше моложе",
    "директор руководитель",
    "почта email mail",
)

_kept: dict[str, Stems] = {}
_same: dict[str, str] = {}
_MOST_KEPT = 20_000


def stems_of(texts: Iterable[str]) -> dict[str, Stems]:
    """Of each text the stems of its words but for those of any question. One query, none for what was met before."""
    wanted = list(dict.fromkeys(texts))
    if not _same:
        _learn()
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    new = [text for text in wanted if text not in _kept]
    for text, words in zip(new, _stemmed(new), strict=True):
        _kept[text] = frozenset(_same.get(word, word) for word in words) - {""}
    return {text: _kept[text] for text in wanted}


def _learn() -> None:
    """Once for the process: a word of any question becomes nothing, one of several of a meaning the first."""
    common, *groups = _stemmed([_COMMON, *_SAME, *(group.split()[0] for group in _SAME)])
    firsts = groups[len(_SAME) :]
    for words, first in zip(groups, firsts, strict=False):
        _same.update(dict.fromkeys(words, first[0]))
    _same.update(dict.fromkeys(common, ""))


def _stemmed(texts: list[str]) -> list[list[str]]:
    """The stems of each text, in their order."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector('russian', t))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(t, ord) ORDER BY ord",
            [[_cleaned(text) for text in texts]],
        )
        return [words for (words,) in cursor.fetchall()]


def _cleaned(text: str) -> str:
    plain = _DATES.sub(" ", text.lower().replace("ё", "е").replace("\0", " ")[:2000])
    for expression, word in _EXPRESSIONS:
        plain = expression.sub(word, plain)
    return re.sub(r"[^\w\s]", " ", plain)
