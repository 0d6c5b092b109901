"""The items of a school's social passport as a kind of definition; read by `opora.organisations`."""

from opora.catalogues.kinds import Field, Kind, Table

CODE = "social-passport"
GROUPS = ("Семьи", "Обучающиеся", "Территория")

KIND = Kind(
    code=CODE,
    title="Социальный паспорт",
    about=(
        "Какие сведения о семьях, обучающихся и территории записывают в карточку школы. По ним ищут похожие "
        "школы и видят неблагоприятные социальные условия."
    ),
    tables=(
        Table(
            "items",
            "Сведения",
            (
                Field("code", "Код", help="Латиницей; не меняется никогда: по нему хранятся цифры школ."),
                Field("title", "Название"),
                Field(
                    "unit",
                    "Как записывают",
                    "choice",
                    choices=(("count", "число обучающихся"), ("share", "доля, %")),
                ),
                Field("group", "Раздел", "choice", choices=tuple((name, name) for name in GROUPS)),
                Field(
                    "adverse",
                    "Говорит о неблагоприятных условиях",
                    "bool",
                    required=False,
                    help="Чем больше, тем труднее условия школы.",
                ),
            ),
            help="Числа — людей, поимённых списков здесь нет.",
            key="code",
        ),
    ),
)
