"""The fictional places, schools and people of the demonstration. Everybody and everything is invented.

Proportions are those of seed 000: eight schools, two thirds of the pupils in two of them, four on the list,
two of these for the second time.
"""

from dataclasses import dataclass

from opora.access import Role

REGION = ("OZR", "Озёрный край")
HOME = ("ZAR", "Заречный округ")
NEIGHBOUR = ("HOL", "Холмский округ")
YEARS = (2024, 2025, 2026)


@dataclass(frozen=True, slots=True)
class School:
    """A school: its size in the last year and the age of its staff."""

    key: str
    name: str
    territory: str
    kind: str
    locality: str
    distance_km: int
    pupils: int
    teachers: int
    under_35: int
    over_55: int
    head: str
    phone: str


SCHOOLS = (
    School("ZAR-01", "Заречная школа № 1", "ZAR", "secondary", "town", 0, 780, 44, 9, 14,
           "Белова Ирина Сергеевна", "+7 000 101-01-01"),
    School("ZAR-02", "Заречная школа № 2", "ZAR", "secondary", "town", 1, 620, 38, 7, 15,
           "Громов Павел Андреевич", "+7 000 101-01-02"),
    School("ZAR-03", "Луговская школа", "ZAR", "secondary", "village", 18, 190, 19, 3, 8,
           "Савина Ольга Игоревна", "+7 000 101-01-03"),
    School("ZAR-04", "Боровская основная школа", "ZAR", "basic", "village", 34, 84, 12, 1, 7,
           "Носова Вера Павловна", "+7 000 101-01-04"),
    School("ZAR-05", "Ключевская основная школа", "ZAR", "basic", "village", 41, 72, 11, 2, 5,
           "Лапина Нина Егоровна", "+7 000 101-01-05"),
    School("ZAR-06", "Каменская школа", "ZAR", "secondary", "village", 22, 165, 18, 4, 6,
           "Уваров Денис Ильич", "+7 000 101-01-06"),
    School("ZAR-07", "Светлинская школа", "ZAR", "secondary", "village", 27, 132, 13, 3, 4,
           "Ершова Алла Юрьевна", "+7 000 101-01-07"),
    School("ZAR-08", "Ивовская основная школа", "ZAR", "basic", "village", 52, 57, 9, 1, 5,
           "Чернова Роза Маратовна", "+7 000 101-01-08"),
    School("HOL-01", "Холмская школа", "HOL", "secondary", "town", 0, 410, 30, 6, 10,
           "Маслов Игорь Петрович", "+7 000 102-01-01"),
    School("HOL-02", "Дубровская школа", "HOL", "secondary", "village", 15, 140, 14, 2, 6,
           "Котова Анна Львовна", "+7 000 102-01-02"),
    School("HOL-03", "Озёрская основная школа", "HOL", "basic", "village", 29, 60, 9, 2, 4,
           "Фомина Юлия Олеговна", "+7 000 102-01-03"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who can sign in: a login to recognise, a role and the code of their scope."""

    login: str
    surname: str
    given_name: str
    patronymic: str
    post: str
    phone: str
    role: Role
    scope: str


PARTS = (
    Part("head", "Белова", "Ирина", "Сергеевна", "директор", "+7 000 201-00-01", Role.SCHOOL_HEAD, "ZAR-01"),
    Part("school", "Орлова", "Марина", "Викторовна", "заместитель директора", "+7 000 201-00-02",
         Role.SCHOOL_COORDINATOR, "ZAR-01"),
    Part("group", "Титов", "Олег", "Борисович", "учитель математики", "+7 000 201-00-03",
         Role.WORKING_GROUP_MEMBER, "ZAR-01"),
    Part("teacher", "Сорокина", "Лидия", "Фёдоровна", "учитель русского языка", "+7 000 201-00-04",
         Role.TEACHER, "ZAR-01"),
    Part("curator", "Жукова", "Елена", "Романовна", "заместитель директора Холмской школы",
         "+7 000 201-00-05", Role.CURATOR, "ZAR-01; ZAR-04"),
    Part("municipal", "Ковалёва", "Татьяна", "Михайловна", "ведущий специалист", "+7 000 201-00-06",
         Role.MUNICIPAL_COORDINATOR, "ZAR"),
    Part("authority", "Рябов", "Сергей", "Николаевич", "начальник управления образования",
         "+7 000 201-00-07", Role.AUTHORITY_HEAD, "ZAR"),
    Part("methodist", "Зимина", "Галина", "Петровна", "методист", "+7 000 201-00-08", Role.METHODIST, "ZAR"),
    Part("regional", "Воронов", "Артём", "Олегович", "заведующий отделом", "+7 000 201-00-09",
         Role.REGIONAL_COORDINATOR, "OZR"),
    Part("project", "Сафонова", "Дарья", "Алексеевна", "руководитель проекта", "+7 000 201-00-10",
         Role.REGIONAL_PROJECT_HEAD, "OZR"),
    Part("expert", "Левина", "Раиса", "Ильинична", "доцент", "+7 000 201-00-11", Role.EXPERT, "OZR"),
    Part("expert2", "Мельников", "Юрий", "Степанович", "старший методист", "+7 000 201-00-15", Role.EXPERT, "OZR"),
    Part("federal", "Панов", "Кирилл", "Евгеньевич", "аналитик", "+7 000 201-00-12",
         Role.FEDERAL_OPERATOR, "federation"),
    Part("admin", "Гусев", "Антон", "Игоревич", "администратор", "+7 000 201-00-13",
         Role.ADMINISTRATOR, "federation"),
    Part("observer", "Шилова", "Инна", "Валерьевна", "представитель родителей", "+7 000 201-00-14",
         Role.OBSERVER, "ZAR"),
    Part("neighbour", "Быкова", "Надежда", "Константиновна", "главный специалист", "+7 000 202-00-01",
         Role.MUNICIPAL_COORDINATOR, "HOL"),
    Part("neighbour-school", "Кузина", "Полина", "Андреевна", "заместитель директора", "+7 000 202-00-02",
         Role.SCHOOL_COORDINATOR, "HOL-02"),
)  # fmt: skip
