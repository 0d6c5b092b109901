"""What experts tick beside the points: typical weak places, and the parts of «ожидаемые результаты».

The weak places are those that the expertise of documents of 2021 named; the parts of the fifth criterion are its
three published criteria of expected results. Neither has points of its own.
"""

WEAKNESSES: dict[str, str] = {
    "causes": "Не названы причины рисков",
    "decomposition": "Задачи не раскладывают цель",
    "link": "Задачи не связаны с риском",
    "risks": "Взяты не все выбранные риски",
    "executors": "Исполнители — только администрация",
    "parents": "Родители не участвуют",
    "staffing": "Не решена нехватка кадров",
    "measurable": "Результаты мер не измеримы",
    "layout": "Небрежное оформление",
}

#: criterion of the sheet → its parts, ticked where they are met
PARTS: dict[str, dict[str, str]] = {
    "results": {
        "full": "раскрыты в полной мере",
        "goals": "соответствуют целям и задачам",
        "profile": "соотносятся с рисковым профилем",
    }
}
