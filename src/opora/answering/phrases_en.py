"""The house in English. Keys are the Russian sentences, word for word."""

from collections.abc import Mapping

_PAGES = {
    "Введите код с листка": "Enter the code from your slip",
    "Код": "Code",
    "Код не подошёл": "This code does not work",
    "Большие и маленькие буквы, пробелы и чёрточки не важны. О и 0, З и 3 мы не путаем.":
        "Capital and small letters, spaces and hyphens do not matter.",
    "Открыть анкету": "Open the questionnaire",
    "Код напечатан на вашем листке. Нет листка — попросите у классного руководителя или школьного координатора.":
        "The code is printed on your slip. If you have none, ask your class teacher or the school coordinator.",
    "Анкета": "Questionnaire",
    "Анкета школы": "School questionnaire",
    "Анкета. Для педагогов": "Questionnaire for teachers",
    "Анкета. Для учеников": "Questionnaire for pupils",
    "Анкета. Для родителей": "Questionnaire for parents",
    "Анкета. Для всех взрослых": "Questionnaire for all adults",
    "Анкета. Для руководителя школы": "Questionnaire for the head of the school",
    "Имя, телефон и пароль не нужны. Ответы анонимные.":
        "No name, phone number or password is needed. Answers are anonymous.",
    "{questions}, около {about}. Ответить можно до {day}.":
        "{questions}, about {about}. You can answer until {day}.",
    "Ответы анонимные: имени мы не спрашиваем и не узнаем. Здесь нет правильных и неправильных ответов — пишите,"
    " как есть.":
        "Answers are anonymous: we do not ask your name and will not learn it. There are no right or wrong answers:"
        " say it as it is.",
    "Вопросы со звёздочкой обязательны, остальные можно пропустить.":
        "Questions with an asterisk must be answered; you may skip the others.",
    "Начать": "Begin",
    "Что мы сохраняем": "What we keep",
    "Если вы уже начали отвечать, закройте эту страницу: анкета ждёт на прежней.":
        "If you have begun to answer, close this page: the questionnaire waits on the one before.",
    "Ввести код с листка": "Enter the code from the slip",
    "Раздел {place} из {count}. Осталось около {about}.": "Part {place} of {count}. About {about} left.",
    "Пройдено разделов": "Parts done",
    "По вашему ответу появились ещё вопросы. Посмотрите их и нажмите кнопку снова.":
        "Your answer brought up further questions. Look at them and press the button again.",
    "Исправьте одно место": "Correct one place",
    "Исправьте места: {count}": "Correct {count} places",
    "Анкету открыть нельзя": "The questionnaire cannot be opened",
    "Ввести другой код": "Enter another code",
    "Попробовать ещё раз": "Try again",
    "Слово показывает, что ответ дошёл. По нему нельзя узнать, кто и что ответил. Страницу можно закрыть.":
        "The word shows that your answer has arrived. Nobody can tell from it who answered, or what. You may close"
        " this page.",
    "Демонстрация: школы и ответы выдуманы.": "Demonstration: schools and answers are made up.",
}  # fmt: skip

_QUESTIONS = {
    "Можно выбрать несколько.": "You may choose several.",
    "Число от {low} до {high}.": "A number from {low} to {high}.",
    ", обязательно": ", required",
    "Ошибка: ": "Mistake: ",
    "Число": "Number",
    "Ваш ответ": "Your answer",
    "Ответьте на этот вопрос.": "Please answer this question.",
    "Ответьте на эту строку.": "Please answer this line.",
    "«{value}» не число. Напишите число цифрами.": "“{value}” is not a number. Write it in digits.",
    "Ответа {value} нет. Выберите от 1 до {most}.": "There is no answer {value}. Choose from 1 to {most}.",
    "Нужно число от {low} до {high}.": "A number from {low} to {high} is needed.",
    "Слишком длинно: {length} знаков. Сократите до {most}.":
        "Too long: {length} characters. Shorten it to {most}.",
    "Отмечено и «{alone}», и что-то ещё. Оставьте одно из двух.":
        "Both “{alone}” and something else are chosen. Leave one of the two.",
}  # fmt: skip

_REFUSALS = {
    "Введите код с листка.": "Enter the code from your slip.",
    "Такого кода нет. Проверьте, с того ли листка он, или попросите другой листок.":
        "There is no such code. Check whether it is from the right slip, or ask for another slip.",
    "Такой ссылки нет. Откройте её ещё раз с плаката или спросите в школе.":
        "There is no such link. Open it once more from the poster, or ask at school.",
    "Знака «{sign}» в кодах не бывает. Посмотрите на листок ещё раз.":
        "Codes never hold the sign “{sign}”. Look at your slip once more.",
    "В коде {most} знаков, а здесь {count}. Проверьте, все ли набраны.":
        "A code has {most} signs, and here are {count}. Check whether all are typed.",
    "В коде опечатка: один из знаков не тот. Сверьте его с листком по четыре знака.":
        "The code has a typing error: one sign is wrong. Compare it with your slip, four signs at a time.",
    "По этому коду ответ уже получен, один код — один ответ. Если отвечали не вы, попросите другой листок.":
        "An answer has already come by this code. One code, one answer: take another slip.",
    "По этому коду уже пришёл другой ответ, и он сохранён. Второй раз ответить по тому же коду нельзя: если"
    " ответили не вы, попросите другой листок.":
        "Another answer has come by this code, and it is kept. The same code cannot answer twice: if it was not"
        " you, ask for another slip.",
    "Опрос ещё не открыт. Он начнётся {day}: приходите тогда.":
        "The survey is not open yet. It begins on {day}: come back then.",
    "Опрос закрыт: последним днём было {day}. Ответ по этому коду уже получен, больше ничего не нужно.":
        "The survey is closed: its last day was {day}. An answer has come by this code; nothing more is needed.",
    "Опрос закрыт: последним днём было {day}. Ответить уже нельзя. Если считаете, что это ошибка, спросите в школе.":
        "The survey is closed: its last day was {day}. It takes no more answers. If you think this is a mistake,"
        " ask at school.",
    "Опрос закрыт раньше срока. Ответ по этому коду уже получен, больше ничего не нужно.":
        "The survey was closed early. An answer has come by this code; nothing more is needed.",
    "Опрос закрыт раньше срока. Ответить уже нельзя. Если считаете, что это ошибка, спросите в школе.":
        "The survey was closed early. It takes no more answers. If you think this is a mistake, ask at school.",
    "Опрос сейчас не принимает ответы: на сервере нет его ключа. Скажите об этом тому, кто раздал листки, и"
    " попробуйте позже по тому же коду.":
        "The survey takes no answers now: its key is missing on the server. Tell whoever gave you the slip, and try"
        " again later with the same code.",
    "Ключи опросов на сервере не читаются. Скажите администратору: пусть проверит папку keys и права на неё; потом"
    " попробуйте снова.":
        "The server cannot read the keys of its surveys. Tell whoever gave you the slip, and try again later.",
    "Не получилось отправить: обновите страницу и отправьте ещё раз. Ответы останутся.":
        "It could not be sent: reload the page and send it again. Your answers stay.",
    "С этого адреса слишком много попыток подряд. Подождите десять минут и попробуйте снова.":
        "Too many attempts from this address. Wait ten minutes and try again.",
}  # fmt: skip

_SCRIPT = {
    "Ответы ждут отправки на этом устройстве.": "Answers wait on this device to be sent.",
    "Пока вы не отправили ответы, они хранятся на этом устройстве. Если оно общее, не оставляйте их здесь.":
        "Until you send your answers, they are kept on this device. If others use it too, do not leave them here.",
    "Удалить с этого телефона": "Remove from this phone",
    "Удалить ответы с этого устройства? Вернуть их будет нельзя.":
        "Remove the answers from this device? They cannot be brought back.",
    "На этом устройстве есть начатая анкета. Если она не ваша, удалите её.":
        "There is an unfinished questionnaire on this device. If it is not yours, remove it.",
    "Продолжить начатую анкету": "Continue the unfinished questionnaire",
    "Сохранено на телефоне. Отправим, когда появится связь. Страницу лучше не закрывать; если закроете, откройте её"
    " снова по тому же коду.":
        "Kept on this phone. It will be sent once there is a connection. Better leave this page open; if you close"
        " it, open it again with the same code.",
    "Слово-расписка:": "Receipt word:",
    "Эти ответы уже отправляет другая вкладка.": "Another tab is sending these answers.",
    "Здесь анкеты больше нет": "The questionnaire is no longer here",
    "Её отправили или удалили в другой вкладке этого устройства.":
        "It was sent or removed in another tab of this device.",
    "Спасибо, ответ принят": "Thank you, your answer is received",
    "Слово показывает, что ответ дошёл. По нему нельзя узнать, кто и что ответил. С этого устройства ответы удалены."
    " Страницу можно закрыть.":
        "The word shows that your answer has arrived. Nobody can tell from it who answered, or what. The answers are"
        " removed from this device. You may close this page.",
    "Назад": "Back",
    "Исправьте отмеченное": "Correct what is marked",
    "Раздел {place} из {count}. Осталось около {minutes} мин.": "Part {place} of {count}. About {minutes} min left.",
    "Отправить ответы": "Send the answers",
    "Дальше": "Next",
    "Снять ответ": "Clear the answer",
    "Отправляем…": "Sending…",
    "Отправляем ваш ответ…": "Sending your answer…",
    "Отправляем ответ, который ждал на этом устройстве…": "Sending an answer that waited on this device…",
    "Нет связи. Подождите немного и нажмите «Начать» ещё раз.":
        "No connection. Wait a little and press “Begin” again.",
}  # fmt: skip

ENGLISH: Mapping[str, str] = {**_PAGES, **_QUESTIONS, **_REFUSALS, **_SCRIPT}
