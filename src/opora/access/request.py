"""The request as views see it: with the actor that the middleware of `config` puts there."""

from django.http import HttpRequest

from opora.access.actor import Actor


class Request(HttpRequest):
    """An HttpRequest that knows who acts."""

    actor: Actor
