"""The words of XLSForm: sheets, columns, types, languages.

The standard: https://xlsform.org/en/ref-table/. What ODK and Kobo call by several names is known by all of
them. Names that we give contain «-», which no code of ours does, so they never meet a code.
"""

import re

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"

#: the screen of one section, and the group that a matrix is
ONE_SCREEN, TABLE_LIST = "field-list", "table-list"
LIKERT = "likert"

COLUMN_NAMES = {
    "caption": "label",
    "value": "name",
    "list name": "list_name",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "constraint message": "constraint_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "required message": "required_message",
    "read only": "readonly",
    "read_only": "readonly",
    "choice filter": "choice_filter",
    "default language": "default_language",
    "form title": "form_title",
    "title": "form_title",
}

TYPES = {
    "string": "text",
    "int": "integer",
    "begin group": "begin_group",
    "begin lgroup": "begin_group",
    "group": "begin_group",
    "end group": "end_group",
    "begin repeat": "begin_repeat",
    "end repeat": "end_repeat",
    "trigger": "acknowledge",
    "date time": "datetime",
    "photo": "image",
    "location": "geopoint",
    "gps": "geopoint",
    "datetime": "datetime",
    "dateTime": "datetime",
}
SELECTS = {
    "select_one": "select_one",
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "select_multiple": "select_multiple",
    "select multiple": "select_multiple",
    "select multiple from": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
}

#: what a form notes of the person or the device: an anonymous answer has none of it
WATCHING = frozenset(
    {
        "start", "end", "today", "deviceid", "device id", "phonenumber", "phone number", "simserial",
        "subscriberid", "username", "email", "audit", "start-geopoint", "background-geopoint",
        "background-audio",
    }
)  # fmt: skip

_REWORD = "Спросите это выбором из ответов, числом или словами."
REFUSED = {
    "decimal": "Дробных чисел в анкете нет. Спросите целым числом (integer) или выбором из ответов.",
    "rank": "Ранжирования в анкете нет. Спросите шкалой по каждому ответу или выбором главного.",
    "calculate": "Вычислений в анкете нет. Уберите строку и условия, которые на неё смотрят.",
    "hidden": "Скрытых значений в анкете нет. Уберите строку.",
    "begin_repeat": "Повторов в анкете нет. Спросите таблицей или отдельными вопросами.",
    "end_repeat": "Повторов в анкете нет. Уберите строку.",
    "acknowledge": "Отметки «прочитано» в анкете нет. Сделайте вопрос с ответами или заметку (note).",
    "select_one_from_file": "Ответов из отдельного файла в анкете нет. Перенесите их на лист choices.",
    "select_multiple_from_file": "Ответов из отдельного файла в анкете нет. Перенесите их на лист choices.",
    "select_one_external": "Ответов из отдельного листа в анкете нет. Перенесите их на лист choices.",
    "begin_kobomatrix": "Таблиц Kobo (kobomatrix) мы не читаем. Сделайте группу с видом table-list.",
    "begin_score": "Оценок Kobo (score) мы не читаем. Сделайте группу с видом table-list.",
    "begin_rank": "Ранжирования Kobo в анкете нет. Спросите шкалой по каждому ответу.",
    **dict.fromkeys(("date", "time", "datetime", "barcode"), _REWORD),
    **dict.fromkeys(
        ("image", "audio", "video", "file", "geopoint", "geotrace", "geoshape", "xml-external",
         "csv-external"),
        "Файлов и мест на карте анкета не собирает: она анонимна. Уберите строку.",
    ),
}  # fmt: skip

#: columns that change what is asked or kept, and that we do not carry over
LEFT_OUT = {
    "default": "готовый ответ",
    "calculation": "вычисление",
    "trigger": "пересчёт",
    "readonly": "запрет правки",
    "media": "картинка или звук",
    "image": "картинка",
    "audio": "звук",
    "video": "видео",
    "guidance_hint": "указание опрашивающему",
}

YES = frozenset({"yes", "true", "true()", "1", "да", "истина"})
NO = frozenset({"", "no", "false", "false()", "0", "нет", "ложь"})

LANGUAGES = {
    "ru": "Русский", "en": "English", "tt": "Татарча", "ba": "Башҡортса", "cv": "Чӑвашла", "ce": "Нохчийн",
    "udm": "Удмурт", "chm": "Марий", "mdf": "Мокшень", "myv": "Эрзянь", "kv": "Коми", "sah": "Саха",
    "bua": "Буряад", "xal": "Хальмг", "os": "Ирон", "av": "Авар", "tyv": "Тыва", "alt": "Алтай",
    "kk": "Қазақша", "uz": "Oʻzbekcha", "tg": "Тоҷикӣ", "ky": "Кыргызча", "hy": "Հայերեն",
    "az": "Azərbaycanca", "uk": "Українська", "be": "Беларуская", "de": "Deutsch", "fr": "Français",
    "es": "Español", "zh": "中文",
}  # fmt: skip
_ALSO = {
    "russian": "ru", "english": "en", "tatar": "tt", "татарский": "tt", "английский": "en",
    "french": "fr", "spanish": "es", "german": "de",
}  # fmt: skip
_BY_NAME = {name.casefold(): code for code, name in LANGUAGES.items()} | _ALSO
_WITH_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*$")


def language_name(code: str) -> str:
    """«Русский (ru)», as XLSForm wants it; a language without a known name is called by its code."""
    return f"{LANGUAGES.get(code, code)} ({code})"


def language_code(name: str) -> str | None:
    """The code that «English (en)», «English» or «en» means; None where it cannot be told."""
    with_code = _WITH_CODE.search(name)
    if with_code:
        return with_code[1].lower()
    bare = name.strip().casefold()
    if bare in _BY_NAME:
        return _BY_NAME[bare]
    return bare if re.fullmatch(r"[a-z]{2,3}", bare) else None


def section_name(code: str) -> str:
    return f"section-{code}"


def row_name(code: str, row: int) -> str:
    """The name of a row of a matrix."""
    return f"{code}-{row}"
