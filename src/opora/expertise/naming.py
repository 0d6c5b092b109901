"""What a round speaks of: documents of schools, or the work of curators. Pure Python but for the choices."""

from dataclasses import dataclass

from opora.expertise.states import Subject

#: the kind of an entry of a round of curators, and what it is called
WORK, WORK_TITLE = "curator-work", "Работа куратора"


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of pages and files that differ; `counted` are the forms for one, two, five."""

    entry: str
    many: str
    heading: str
    owner: str
    counted: str
    words: str
    whole: str
    advice: str
    blind: str
    readers: str
    nothing: str
    tied: str


NAMINGS: dict[str, Naming] = {
    Subject.DOCUMENTS: Naming(
        entry="Документ",
        many="Документов",
        heading="Документы",
        owner="Школа",
        counted="документ,документа,документов",
        words="Слова школе",
        whole="Документ в целом",
        advice="Рекомендация школе о документе в целом",
        blind="Чей документ, не сказано: названия и имена закрыты словом «[скрыто]».",
        readers="Школа увидит баллы и слова после закрытия раунда, вашего имени — никогда.",
        nothing="Подтверждённых документов нет: оценивать нечего. Дождитесь проверки кураторов.",
        tied="Пока шёл раунд, у вас появилась связь со школой, чей это документ: оценить документ № {number} вы "
        "больше не можете. Он вернулся координатору, вашей ошибки здесь нет. Откройте очередь: там остальные "
        "документы.",
    ),
    Subject.CURATORS: Naming(
        entry=WORK_TITLE,
        many="Кураторов",
        heading="Кураторы",
        owner="Куратор",
        counted="куратор,куратора,кураторов",
        words="Слова куратору",
        whole="Работа в целом",
        advice="Рекомендация куратору о работе в целом",
        blind="Чья работа, не сказано: здесь только цифры, записанные в день начала раунда.",
        readers="Куратор и его муниципальный координатор увидят баллы и слова после закрытия раунда, вашего имени — "
        "никогда.",
        nothing="Ни одному куратору школы ещё не присылали документов: оценивать нечего. Дождитесь первых документов.",
        tied="Пока шёл раунд, у вас появилась связь с куратором или его школами: оценить работу № {number} вы больше "
        "не можете. Она вернулась координатору, вашей ошибки здесь нет. Откройте очередь: там остальное.",
    ),
}
