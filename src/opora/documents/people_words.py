"""How executors and participants of a measure are called. Pure Python."""

from opora.documents.programme import Executor, Participant

EXECUTOR_TITLES: dict[Executor, str] = {
    Executor.HEAD: "директор",
    Executor.DEPUTY: "заместитель директора",
    Executor.TEACHER: "учителя",
    Executor.CLASS_TEACHER: "классные руководители",
    Executor.METHODIST: "методист",
    Executor.PSYCHOLOGIST: "педагог-психолог",
    Executor.SPECIALIST: "специалисты (логопед, дефектолог, социальный педагог)",
    Executor.LIBRARIAN: "педагог-библиотекарь",
    Executor.PARENT: "родители",
    Executor.PARTNER: "партнёры",
    Executor.MUNICIPAL: "муниципальные специалисты",
}

PARTICIPANT_TITLES: dict[Participant, str] = {
    Participant.PUPILS: "ученики",
    Participant.PUPILS_AT_RISK: "ученики с учебными рисками",
    Participant.TEACHERS: "учителя",
    Participant.PARENTS: "родители",
    Participant.ADMINISTRATION: "администрация",
    Participant.PARTNERS: "партнёры",
}
