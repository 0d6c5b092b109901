"""Addresses of roadmaps."""

from django.urls import path

from opora.roadmaps.views import evidence, measure, roadmap, settling, stages

urlpatterns = [
    path("roadmaps/", roadmap.roadmaps, name="roadmaps"),
    path("roadmaps/schools/<int:pk>/", roadmap.roadmap, name="roadmap"),
    path("roadmaps/schools/<int:pk>/changes/", roadmap.changes, name="roadmap-changes"),
    path("roadmaps/schools/<int:pk>/stages/<slug:code>/", stages.begin, name="roadmap-stage-begin"),
    path("roadmaps/schools/<int:pk>/settle/", settling.settle, name="roadmap-settle"),
    path("roadmaps/schools/<int:pk>/people/<int:person_pk>/", settling.hand_over, name="roadmap-hand-over"),
    path("roadmaps/stages/<int:pk>/", stages.checkpoint, name="roadmap-checkpoint"),
    path("roadmaps/stages/<int:pk>/close/", stages.close, name="roadmap-checkpoint-close"),
    path("roadmaps/stages/<int:pk>/return/", stages.give_back, name="roadmap-checkpoint-return"),
    path("roadmaps/measures/<int:pk>/", measure.measure, name="roadmap-measure"),
    path("roadmaps/measures/<int:pk>/start/", measure.start, name="roadmap-start"),
    path("roadmaps/measures/<int:pk>/report/", measure.report, name="roadmap-report"),
    path("roadmaps/measures/<int:pk>/recall/", measure.recall, name="roadmap-recall"),
    path("roadmaps/measures/<int:pk>/decide/", measure.decide, name="roadmap-decide"),
    path("roadmaps/measures/<int:pk>/undo/", measure.undo, name="roadmap-undo"),
    path("roadmaps/measures/<int:pk>/postpone/", measure.postpone, name="roadmap-postpone"),
    path("roadmaps/measures/<int:pk>/drop/", measure.drop, name="roadmap-drop"),
    path("roadmaps/measures/<int:pk>/take-back/", measure.take_back, name="roadmap-take-back"),
    path("roadmaps/measures/<int:pk>/people/", measure.arrange, name="roadmap-arrange"),
    path("roadmaps/measures/<int:pk>/pride/", measure.pride, name="roadmap-pride"),
    path("roadmaps/measures/<int:pk>/evidence/", evidence.show, name="roadmap-show"),
    path("roadmaps/measures/<int:pk>/evidence/again/", evidence.reuse, name="roadmap-reuse"),
    path("roadmaps/evidence/<int:pk>/", evidence.evidence, name="roadmap-evidence"),
    path("roadmaps/evidence/<int:pk>/remove/", evidence.withdraw, name="roadmap-evidence-withdraw"),
]
