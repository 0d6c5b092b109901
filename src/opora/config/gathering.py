"""What is gathered from all features: what waits for a person, what stands on a day, things by kind and number."""


def gather() -> None:
    """Called once by `registry.join`, when models may be imported."""
    _desk()
    _calendar()
    _references()
    _phases_of_visits()
    _ties_of_events()
    _questions_of_agendas()


def _desk() -> None:
    from opora import inbox
    from opora.answering import queries as cards
    from opora.assignments import queries as assignments
    from opora.burden import queries as burden
    from opora.curators.queries import waiting as curators
    from opora.decisions.queries import waiting as decisions
    from opora.discussions.queries import waiting as discussions
    from opora.documents.queries import listing as documents
    from opora.events.queries import waiting as events
    from opora.expertise.queries import queue as expertise
    from opora.identification import queries as lists
    from opora.imports import queries as imports
    from opora.meetings import queries as meetings
    from opora.objections import queries as objections
    from opora.orders.queries import waiting as orders
    from opora.plans.queries import waiting as plans
    from opora.reports.queries import waiting as reports
    from opora.risks import queries as risks
    from opora.roadmaps.queries import waiting as roadmaps
    from opora.surveys import queries as surveys
    from opora.visits import queries as visits

    features = (
        *(lists, objections, imports, surveys, cards, risks, documents, expertise),
        *(
            roadmaps,
            assignments,
            meetings,
            visits,
            orders,
            decisions,
            events,
            discussions,
            plans,
            curators,
            burden,
            reports,
        ),
    )
    inbox.register(feature.waiting_for for feature in features)


def _calendar() -> None:
    from opora import diary
    from opora.assignments import queries as assignments
    from opora.burden import queries as burden
    from opora.cycles import diary as stages
    from opora.documents.queries import diary as deadlines
    from opora.events.queries import diary as events
    from opora.expertise.queries import diary as rounds
    from opora.identification.queries import diary as windows
    from opora.meetings import queries as meetings
    from opora.objections import diary as answers
    from opora.plans.queries import diary as plans
    from opora.reports.queries import diary as reports
    from opora.roadmaps.queries import diary as measures
    from opora.surveys import diary as campaigns
    from opora.visits import queries as visits

    features = (
        stages,
        windows,
        answers,
        campaigns,
        deadlines,
        rounds,
        measures,
        assignments,
        meetings,
        visits,
        events,
        plans,
        burden,
        reports,
    )
    diary.register(feature.diary_of for feature in features)


def _references() -> None:
    from opora import references
    from opora.assignments import references as assignments
    from opora.burden import references as burden
    from opora.curators import references as curators
    from opora.decisions import references as decisions
    from opora.discussions import kinds as discussions
    from opora.documents import references as documents
    from opora.events import references as events
    from opora.groups import references as groups
    from opora.identification import references as lists
    from opora.meetings import references as meetings
    from opora.orders import references as orders
    from opora.organisations import references as places
    from opora.plans import references as plans
    from opora.reports import references as reports
    from opora.risks import references as risks
    from opora.roadmaps import references as roadmaps
    from opora.visits import references as visits

    features = (
        roadmaps,
        assignments,
        meetings,
        visits,
        orders,
        decisions,
        events,
        documents,
        plans,
        curators,
        burden,
        reports,
        risks,
        places,
        groups,
        lists,
    )
    sources = [source for feature in features for source in feature.SOURCES]
    references.register(sources)
    # every one of them is talked about; what nobody may trace (blind rounds, sealed answers) offers none
    readers = places.READERS | groups.READERS | lists.READERS
    discussions.register((source.kind for source in sources), readers)


def _phases_of_visits() -> None:
    """Visits ask since when a school carries out what it has written: all its documents are confirmed."""
    from opora.documents.queries.settled import settled_since
    from opora.visits.phases import use

    use(settled_since)


def _ties_of_events() -> None:
    """An event serves rows of plans, directions of schools, documents: one chooses among those of its place."""
    from opora.documents import references as documents
    from opora.documents.queries.tying import documents as documents_to_tie
    from opora.events.queries import tying as events
    from opora.events.tying import Offer, use
    from opora.plans.queries import tying as plans
    from opora.risks import references as risks

    use(
        (
            Offer(
                "plan-row",
                "Строка плана",
                "Действующих планов с такой строкой нет. План вводит в действие координатор.",
                plans.rows,
            ),
            Offer(
                risks.KIND,
                "Направление школы",
                "Активных направлений у школ этого мероприятия нет. Направление активирует координатор.",
                events.directions,
            ),
            Offer(
                documents.KIND,
                "Документ",
                "Таких документов нет: ни у школ этого мероприятия, ни у территории.",
                documents_to_tie,
            ),
        )
    )


def _questions_of_agendas() -> None:
    """What stands open where a meeting is to be."""
    from opora.curators.agenda import without_curator
    from opora.meetings.offering import use
    from opora.meetings.queries import open_assignments
    from opora.plans.agenda import late_rows
    from opora.roadmaps.agenda import ROADMAP, measures
    from opora.visits.agenda import SCHOOL, unvisited

    use((open_assignments, measures, late_rows, without_curator, unvisited), (ROADMAP, SCHOOL))
