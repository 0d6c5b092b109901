"""Addresses of answering. Whatever begins with /a/ or /p/ is answered without an error that would log a code."""

from django.urls import path, re_path

from opora.answering.views import cards, keying, public

urlpatterns = [
    path("a/", public.answer, name="answer"),
    path("a/send/", public.send, name="answer-send"),
    path("a/kept/", public.kept, name="answer-kept"),
    re_path(r"^a/(?P<code>[^/]{1,64})/?$", public.by_code, name="answer-code"),
    re_path(r"^p/(?P<token>[^/]{1,64})/?$", public.by_poster, name="answer-poster"),
    re_path(r"^[ap]/[\s\S]*$", public.elsewhere, name="answer-elsewhere"),
    path("keying/", keying.cohorts, name="keying"),
    path("keying/<int:pk>/", keying.sheet, name="keying-sheet"),
    path("keying/<int:pk>/blank/", keying.blank, name="keying-blank"),
    path("cards/", cards.cards, name="school-cards"),
    path("cards/<slug:code>/<int:pk>/", cards.card, name="school-card"),
    path("cards/<slug:code>/<int:pk>/send/", cards.send, name="school-card-send"),
    path("cards/<slug:code>/<int:pk>/take-back/", cards.take_back, name="school-card-take-back"),
    path("cards/<slug:code>/<int:pk>/part/<slug:section>/", cards.section, name="school-card-section"),
]
