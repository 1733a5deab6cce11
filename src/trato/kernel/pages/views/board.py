"""The board of an object, and what it fetches piece by piece."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages.board import Board
from trato.kernel.pages.views.table import view_context
from trato.kernel.records import listing
from trato.kernel.ui import answers, lists
from trato.kernel.ui.shell import PageRequest


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when filter or track changed."""
    board = _board(request, plural)
    drawn = board.drawn()
    context = {
        **view_context(request, board.asked, "board", board.count, more=False),
        "board": board,
        "lanes": drawn,
        "totals_url": _address(board, "totals"),
        "tracks": [(key, label, _address(board, track=key)) for key, label in board.tracks],
    }
    if request.htmx:
        return answers.fragment(request, "view", context)
    return answers.page(request, "table", context)


@require_GET
def lane(request: PageRequest, plural: str) -> HttpResponse:
    """More cards of one lane."""
    board = _board(request, plural)
    key = request.GET.get("lane", "")
    wanted = next((each for each in board.every_lane if each.key == key), None)
    if wanted is None:
        raise UnknownObject(key)
    page = listing.page(request.actor, board.spec, board.query(wanted, request.GET.get("cursor", "")))
    return answers.html(board.cards(wanted, page))


@require_GET
def totals(request: PageRequest, plural: str) -> HttpResponse:
    """The lanes' heads anew, after a card moved."""
    return answers.html(_board(request, plural).heads())


@require_GET
def card(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """One card anew."""
    return answers.html(draw_card(request, lists.readable(request.actor, plural), record_id))


def draw_card(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> str:
    board = _board(request, spec.plural)
    return board.card(listing.get(request.actor, spec, record_id, board.paths))


def _board(request: PageRequest, plural: str) -> Board:
    return Board(lists.of(request, plural), request.GET.get("track", ""))


def _address(board: Board, part: str = "", **changes: str) -> str:
    path = f"/{board.spec.plural}/board" + (f"/{part}" if part else "")
    chosen = {"track": board.track, **changes} if len(board.tracks) > 1 else {}
    return board.asked.address(path, **chosen)
