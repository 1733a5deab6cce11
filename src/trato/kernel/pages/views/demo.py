"""Into the demo company, as one of its people or another, and out of it for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from trato.kernel.access import sessions
from trato.kernel.access.administration import NotAdministrator
from trato.kernel.pages.views import entrance
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.ui import answers, welcome
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.welcome import Demo


@require_POST
def enter(request: PageRequest, persona: str) -> HttpResponse:
    """Make the demo company, if there is none, and go there as one of its people."""
    demo = welcome.offered(request.actor)
    if demo is None:
        raise NotAdministrator
    return answers.go(demo.explore(request.actor, _known(demo, persona)))


@require_POST
def switch(request: PageRequest, persona: str) -> HttpResponse:
    """Within the demo company, be another of its people. Nobody is harmed: all that is in it was made up."""
    demo = welcome.demo
    if demo is None or welcome.inside(request.actor) is None:
        raise NotAdministrator
    return entrance.link(request, sessions.make_sign_in_link(demo.person(_known(demo, persona))))


@require_POST
def remove(request: PageRequest) -> HttpResponse:
    """Remove the demo company with everything in it: for those it is offered to, and for those inside it."""
    demo = welcome.demo
    if demo is None or not (welcome.offered(request.actor) or welcome.inside(request.actor)):
        raise NotAdministrator
    return answers.go(demo.remove())


def _known(demo: Demo, persona: str) -> str:
    if not any(each.key == persona for each in demo.personas):
        raise RecordNotFound(persona)
    return persona
