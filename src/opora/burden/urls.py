"""Addresses of the ledger and of inquiries."""

from django.urls import path

from opora.burden.views import drafting, ledger, listing, replies

_ONE = "burden/inquiries/<int:pk>/"
_REPLY = "burden/replies/<int:pk>/"

urlpatterns = [
    path("burden/", ledger.ledger, name="burden"),
    path("burden/schools/<int:pk>/", ledger.school, name="burden-school"),
    path("burden/inquiries/", listing.inquiries, name="inquiries"),
    path("burden/inquiries/new/", drafting.new, name="inquiry-new"),
    path(_ONE, listing.inquiry, name="inquiry"),
    path(f"{_ONE}edit/", drafting.edit, name="inquiry-edit"),
    path(f"{_ONE}schools/", drafting.schools, name="inquiry-schools"),
    path(f"{_ONE}questions/", drafting.more_questions, name="inquiry-questions"),
    path(f"{_ONE}questions/<int:question_pk>/", drafting.question, name="inquiry-question"),
    path(
        f"{_ONE}questions/<int:question_pk>/remove/", drafting.question_remove, name="inquiry-question-remove"
    ),
    path(f"{_ONE}known/", drafting.known, name="inquiry-known"),
    path(f"{_ONE}send/", drafting.send, name="inquiry-send"),
    path(f"{_ONE}delete/", drafting.delete, name="inquiry-delete"),
    path(f"{_ONE}term/", replies.term, name="inquiry-term"),
    path(f"{_ONE}close/", replies.close, name="inquiry-close"),
    path(_REPLY, replies.reply, name="inquiry-reply"),
    path(f"{_REPLY}return/", replies.give_back, name="inquiry-return"),
    path(f"{_REPLY}excuse/", replies.excuse, name="inquiry-excuse"),
    path(f"{_REPLY}successor/", replies.successor, name="inquiry-successor"),
    path(f"{_REPLY}files/<int:answer_pk>/", replies.file, name="inquiry-file"),
]
