"""What can be wrong with an XLSForm, in the vocabulary of import problems."""

from opora.imports.problems import register

NOT_XLSFORM = register("xlsform-not-a-form", "В файле нет листа survey или его столбцов: это не XLSForm.")
TOO_LARGE = register("xlsform-too-large", "Файл анкеты больше пяти мегабайт, или вопросов больше двухсот.")
UNKNOWN_TYPE = register("xlsform-unknown-type", "Такого вида вопроса в XLSForm нет.")
REFUSED_TYPE = register("xlsform-refused-type", "Такой вид вопроса XLSForm знает, а наша анкета — нет.")
NO_CHOICES = register(
    "xlsform-no-choices", "На листе choices нет списка ответов, на который ссылается вопрос."
)
BAD_CHOICE = register("xlsform-bad-choice", "Строка листа choices без имени, без слов или с повтором.")
BAD_NAME = register("xlsform-bad-name", "Имя вопроса не задано, повторяется или не годится в код.")
BAD_GROUP = register("xlsform-bad-group", "Группы открыты и закрыты не по порядку или устроены не так.")
BAD_LOGIC = register("xlsform-bad-logic", "Условие показа нельзя сказать нашими условиями.")
LOGIC_CYCLE = register("xlsform-logic-cycle", "Вопросы показываются в зависимости друг от друга по кругу.")
BAD_BOUNDS = register("xlsform-bad-bounds", "Границы числа не поняты.")
NO_BOUNDS = register("xlsform-no-bounds", "Границы числа не названы; взяты от 0 до 32 767.", stops=False)
UNKNOWN_LANGUAGE = register("xlsform-unknown-language", "По заголовку столбца не понять, какой это язык.")
BAD_VALUE = register("xlsform-bad-value", "Значение ячейки не из тех, что знает XLSForm.")
NOT_FIT = register("xlsform-not-fit", "Прочитано, но анкетой быть не может: правило анкет нарушено.")
LEFT_OUT = register("xlsform-left-out", "Эта ячейка или строка не переносится в анкету.", stops=False)
MOVED = register("xlsform-moved", "Заметка или вложенная группа стала частью соседнего места.", stops=False)
"""Everything but LEFT_OUT, MOVED and NO_BOUNDS stops the reading: all or nothing."""
