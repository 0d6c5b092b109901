"""docs/import.md: how files are taken in, the layouts of results, and every code a problem may have."""

import importlib
import pkgutil

from opora.imports.contract import importers
from opora.imports.problems import CODES
from opora.orders.guide import orders_guide
from opora.plans.guide import plans_guide
from opora.results.guide import results_guide

_GENERAL = """
# Загрузка таблиц

<!-- Порождено из кода командой ./dev docs; правьте код, не этот файл. -->

Загрузить таблицу можно на странице «Загрузка» или командой `opora import ВИД ФАЙЛ`. Порядок один для всех видов:
шаблон → файл → сопоставление столбцов, если таблица не узнана → проверка без записи → «записать всё» или «ничего» →
что получилось. Повторная загрузка обновляет, а не удваивает; выгрузка загружается обратно.

Принимаются XLSX, XLS, ODS, CSV и TSV (UTF-8, UTF-16, cp1251; запятая, точка с запятой, табуляция), таблица из буфера
обмена и таблицы из DOCX. Вид файла определяется по содержимому, а не по расширению. Макросы, пароль, внешние сущности
и «бомбы» отклоняются сразу; скрытые листы, строки и столбцы читаются с предупреждением; у формул берётся сохранённое
значение.

Каждое замечание называет лист, строку, столбец, значение, код, что не так, что сделать и что допустимо. То же самое —
в файле с отмеченными ячейками и в `--json`: `{sheet, row, column, value, code, message, allowed}`. Код не меняется
никогда; строка считается с единицы, столбец — буквой, как в самой таблице.
"""


def import_guide() -> str:
    """The whole document."""
    return "\n".join([_GENERAL.strip() + "\n", results_guide(), plans_guide(), orders_guide(), _codes()])


def _codes() -> str:
    """The table of codes, in order of the code."""
    _import_everything()
    rows = [
        f"| `{info.code}` | {info.meaning} | {'останавливает' if info.stops else 'предупреждает'} |"
        for info in sorted(CODES.values(), key=lambda info: info.code)
    ]
    return "\n".join(["## Коды замечаний", "", "| Код | Что значит | |", "|---|---|---|", *rows, ""])


def _import_everything() -> None:
    """Codes are registered where they are used: in the import machinery and beside each importer."""
    packages = {"imports", *(type(importer).__module__.split(".")[1] for importer in importers())}
    for package in sorted(packages):
        found = importlib.import_module(f"opora.{package}")
        for module in pkgutil.walk_packages(found.__path__, f"{found.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
