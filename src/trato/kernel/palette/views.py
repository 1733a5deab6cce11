"""The palette, and the page of search."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.palette import results
from trato.kernel.palette import rows as palette
from trato.kernel.palette.rows import Ask
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.search import finding, recent
from trato.kernel.search.context import Hit
from trato.kernel.settings import places as settings
from trato.kernel.tenancy.actor import as_system
from trato.kernel.ui import answers, lists, shell
from trato.kernel.ui.shell import PageRequest
from trato.lib.ids import as_uuid

MAX_QUERY = 200
EACH = 6
"""Hits of one object while all are shown together."""
MOST = 100


@dataclass(frozen=True)
class Line:
    """One hit as the page shows it."""

    spec: ObjectSpec
    hit: Hit
    mark: str
    title: str
    subtitle: str
    match: str

    @property
    def url(self) -> str:
        return f"/{self.spec.plural}/{self.hit.id}"


@dataclass(frozen=True)
class Group:
    """The hits of one object. `url` is the list that search narrows in the same way."""

    spec: ObjectSpec
    lines: list[Line]
    url: str
    listed: bool


@require_GET
def find(request: PageRequest) -> HttpResponse:
    """Results of the palette."""
    asked = request.GET
    chosen = asked.get("chosen", "")
    typed = asked.get("q", "")[:MAX_QUERY].strip()
    ask = Ask(
        request.actor,
        typed,
        plural=asked.get("object", ""),
        record=asked.get("id", ""),
        chosen=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0,
        only=asked.get("only", ""),
    )
    return answers.fragment(request, "palette", {"sections": palette.sections(ask), "typed": typed})


@require_POST
def used(request: PageRequest) -> HttpResponse:
    """Remember what the person opened, went to or did."""
    record = as_uuid(request.POST.get("id", ""))
    if record is not None:
        recent.opened(request.actor, lists.readable(request.actor, request.POST.get("object", "")), record)
    elif key := request.POST.get("use", ""):
        recent.used(request.actor, key)
    return answers.nothing()


@require_POST
def language(request: PageRequest, code: str) -> HttpResponse:
    """Speak another language from now on."""
    if code not in {each.key for each in settings.LANGUAGES} or request.actor.id is None:
        raise RecordNotFound(code)
    runner.put(as_system("people choose their own language"), "user", request.actor.id, {"language": code})
    return answers.nothing(reload={"why": "language"})


@require_GET
def show(request: PageRequest) -> HttpResponse:
    """Hits of all objects by object, or of one; what was opened lately while nothing is asked."""
    typed = request.GET.get("q", "")[:MAX_QUERY].strip()
    only = _spec(request)
    context = {
        "typed": typed,
        "only": only,
        "kinds": _kinds(request, typed, only),
        **(_results(request, typed, only) if typed else _lately(request, only)),
    }
    if request.htmx:
        return answers.fragment(request, "search_found", context)
    return answers.page(request, "search", {**context, "shell": shell.of(request)})


def _spec(request: PageRequest) -> ObjectSpec | None:
    try:
        return registry.by_plural(request.GET.get("object", ""))
    except UnknownObject:
        return None


def _kinds(request: PageRequest, typed: str, only: ObjectSpec | None) -> list[tuple[ObjectSpec, str, bool]]:
    """The objects to look through alone: (object, address, whether it is the one)."""
    return [
        (each, "/search?" + results.query(typed, object=each.plural), only is not None and each.name == only.name)
        for each in shell.listed(request.actor)
    ]


def _results(request: PageRequest, typed: str, only: ObjectSpec | None) -> dict[str, object]:
    objects = (only.name,) if only else ()
    each = MOST if only else EACH
    found = finding.search(request.actor, typed, limit=MOST, each=each, objects=objects, shown=True)
    return {
        "groups": _groups(request, typed, found.hits, found.terms),
        "meant": found.meant,
        "more": len(found.hits) == MOST,
    }


def _lately(request: PageRequest, only: ObjectSpec | None) -> dict[str, object]:
    hits = recent.records(request.actor, 20, (only.name,) if only else ())
    return {"groups": [], "lately": [_line(request, hit, ()) for hit in hits]}


def _groups(request: PageRequest, typed: str, hits: list[Hit], terms: tuple[str, ...]) -> list[Group]:
    """By object, the one with the best hit first."""
    order = {name: place for place, name in reversed([*enumerate(hit.object for hit in hits)])}
    listed = {each.name for each in shell.listed(request.actor)}
    found = []
    for name, theirs in groupby(sorted(hits, key=lambda hit: order[hit.object]), key=lambda hit: hit.object):
        spec = registry.get(name)
        lines = [_line(request, hit, terms) for hit in theirs]
        found.append(Group(spec, lines, f"/{spec.plural}?" + results.query(typed), name in listed))
    return found


def _line(request: PageRequest, hit: Hit, terms: tuple[str, ...]) -> Line:
    spec = registry.get(hit.object)
    locale = locale_of(request.actor)
    return Line(
        spec=spec,
        hit=hit,
        mark=results.mark(spec, hit),
        title=results.title(hit, terms),
        subtitle=results.subtitle(spec, hit, locale),
        match=results.match(hit),
    )
