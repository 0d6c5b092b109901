"""Addresses of orders."""

from django.urls import path

from opora.orders.views import listing, order, steps, writing

_ONE = "orders/<int:pk>/"

urlpatterns = [
    path("orders/", listing.orders, name="orders"),
    path("orders/expected/", listing.expected, name="orders-expected"),
    path("orders/expected/school/<int:pk>/<slug:code>/", writing.draft_of_school, name="order-draft-school"),
    path(
        "orders/expected/territory/<int:pk>/<slug:code>/",
        writing.draft_of_territory,
        name="order-draft-territory",
    ),
    path("orders/new/", writing.new, name="order-new"),
    path("orders/new/school/<int:pk>/", writing.new_of_school, name="order-new-school"),
    path("orders/new/territory/<int:pk>/", writing.new_of_territory, name="order-new-territory"),
    path(_ONE, order.order, name="order"),
    path(f"{_ONE}print.<slug:kind>", order.printout, name="order-print"),
    path(f"{_ONE}edit/", writing.edit, name="order-edit"),
    path(f"{_ONE}text/", writing.wording, name="order-wording"),
    path(f"{_ONE}sign/", steps.sign, name="order-sign"),
    path(f"{_ONE}enter/", steps.enter, name="order-enter"),
    path(f"{_ONE}lapse/", steps.lapse, name="order-lapse"),
    path(f"{_ONE}restore/", steps.restore, name="order-restore"),
    path(f"{_ONE}delete/", steps.delete, name="order-delete"),
    path(f"{_ONE}files/add/", steps.add_file, name="order-file-add"),
    path(f"{_ONE}files/<int:file_pk>/", order.file, name="order-file"),
    path(f"{_ONE}files/<int:file_pk>/remove/", steps.remove_file, name="order-file-remove"),
    path(f"{_ONE}annexes/add/", steps.add_annex, name="order-annex-add"),
    path(f"{_ONE}annexes/<int:annex_pk>/", order.annex_file, name="order-annex-file"),
    path(f"{_ONE}annexes/<int:annex_pk>/remove/", steps.remove_annex, name="order-annex-remove"),
    path(f"{_ONE}people/", steps.link, name="order-link"),
    path(f"{_ONE}people/forget/", steps.unlink, name="order-unlink"),
    path(f"{_ONE}relations/add/", steps.relate, name="order-relate"),
    path(f"{_ONE}relations/<int:relation_pk>/remove/", steps.unrelate, name="order-unrelate"),
]
