"""The codes of problems that an import of results may name; `docs/import.md` lists them."""

from opora.imports.problems import register
from opora.imports.sheets import values, workbook

SCHOOL_MISSING = register("school-missing", "В строке есть цифры, но нет названия школы.")
UNKNOWN_SCHOOL = register("unknown-school", "Такой школы нет; предложены ближайшие по написанию.")
AMBIGUOUS_SCHOOL = register("ambiguous-school", "Название подходит нескольким школам.")
KEY_AND_NAME_DIFFER = register("key-and-name-differ", "Код школы и её название указывают на разные школы.")
SCHOOL_RENAMED = register("school-renamed", "Школа найдена по прежнему названию.", stops=False)
SCHOOL_MIXED = register(
    "school-mixed-alphabet", "В названии школы латинские буквы вместо русских; школа найдена.", stops=False
)
NEW_SCHOOL = register("new-school", "Школы не было, она будет создана.", stops=False)
TERRITORY_NEEDED = register("territory-needed", "Чтобы создать школу, нужен её муниципалитет.")
UNKNOWN_PROCEDURE = register("unknown-procedure", "Такой процедуры нет в каталоге.")
PROCEDURE_MISSING = register("procedure-missing", "Не сказано, какая это процедура.")
NO_PROCEDURES = register("no-procedures", "В установке ещё нет каталога процедур.")
YEAR_MISSING = register("year-missing", "Не сказано, какой это год.")
YEAR_WRONG = register("year-wrong", "Год не читается или вне допустимых лет.")
SCHOOL_YEAR = register("school-year", "Учебный год прочитан как год, в который он закончился.", stops=False)
CLASS_WRONG = register("class-wrong", "Класс не читается.")
CLASS_AND_PROCEDURE_DIFFER = register("class-and-procedure-differ", "Класс не той параллели, что процедура.")
MEASURE_UNKNOWN = register("measure-unknown", "Не ясно, что посчитано в столбце.")
COLUMN_TWICE = register("column-twice", "Два столбца говорят об одном и том же.")
COLUMN_IGNORED = register("column-ignored", "Столбец не относится к результатам и пропущен.", stops=False)
BEYOND_HEADINGS = register("value-beyond-headings", "Значение в столбце без заголовка.")
DOUBTFUL_CELL = register("doubtful-cell", "Не ясно, к какому столбцу относится значение: строка сдвинута.")
UNIT_UNKNOWN = register("unit-unknown", "Не ясно, люди это или проценты.")
FRACTION_OR_PERCENT = register("fraction-or-percent", "Не ясно, доли это или проценты.", stops=False)
COUNTS_DO_NOT_ADD_UP = register("counts-do-not-add-up", "Количества не сходятся с числом участников.")
PERCENTS_DO_NOT_ADD_UP = register("percents-do-not-add-up", "Проценты не складываются в 100.")
COUNT_AND_PERCENT_DIFFER = register(
    "count-and-percent-differ", "Количество и процент противоречат друг другу."
)
PARTICIPANTS_MISSING = register(
    "participants-missing", "Есть количество с отметкой, но нет числа участников."
)
NO_PARTICIPANTS = register("no-participants", "Никто не писал работу; строка пропущена.", stops=False)
PERCENTS_KEPT = register(
    "percents-kept", "Известны только проценты: количество из них не вычисляется.", stops=False
)
DUPLICATE_ROW = register("duplicate-row", "Строка повторяет другую слово в слово.", stops=False)
CONFLICTING_DUPLICATE = register("conflicting-duplicate", "Две строки об одном и том же с разными цифрами.")
TOTAL_SKIPPED = register("total-skipped", "Итоговая строка пропущена.", stops=False)
SHEET_NOT_RECOGNISED = register(
    "sheet-not-recognised", "На листе не найдена таблица результатов.", stops=False
)
GROUP_UNKNOWN = register("group-unknown", "Группа сравнения не найдена среди территорий.", stops=False)
TITLE_INCOMPLETE = register("title-incomplete", "В шапке выгрузки нет предмета, класса или года.")
NOTHING_FOUND = register("nothing-found", "В файле нет ни одной цифры результатов.")
WRONG_OPTION = register("wrong-option", "Значение настройки импорта не подходит.")
RESOLUTION_MISPLACED = register("resolution-misplaced", "Решение указывает на ячейку, которой нет в файле.")
MAPPING_INCOMPLETE = register("mapping-incomplete", "В сопоставлении столбцов не хватает обязательного.")
TOO_MANY = register("too-many-problems", "Замечаний больше, чем можно показать.")
COUNT_TOO_LARGE = register("count-too-large", "Столько участников в одной школе не бывает.")
CORRECTED_BY_HAND = register("corrected-by-hand", "Цифра исправлена вручную; файл её не меняет.", stops=False)

# What a person may decide in the preview: leave the cell empty, or say what stands there.
RESOLVABLE = frozenset(
    {
        BEYOND_HEADINGS,
        DOUBTFUL_CELL,
        COUNT_TOO_LARGE,
        values.NOT_A_NUMBER,
        values.NOT_WHOLE,
        values.NEGATIVE,
        values.PERCENT_OUT_OF_RANGE,
        values.DATE_NOT_NUMBER,
        values.FORMULA_AS_TEXT,
        workbook.CELL_ERROR,
        workbook.FORMULA_WITHOUT_VALUE,
        workbook.ZERO_OR_TEXT,
    }
)
