"""The board of an object, and what it fetches piece by piece."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import runner
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.sheets.board import Board, lane_fields
from trato.kernel.sheets.views.table import view_context
from trato.kernel.ui import answers, forms, lists
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.verbs import bulk_bar


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when filter or track changed."""
    board = _board(request, plural)
    drawn = board.drawn()
    context = {
        **view_context(request, board.asked, "board", board.count, more=False),
        **bulk_bar(request.actor, board.spec),
        "board": board,
        "lanes": drawn,
        "totals_url": _address(board, "totals"),
        "moves": "actions/move" if board.is_own else "lane",
        "card_query": "" if board.is_own else f"?lanes={board.board.by}",
        "choices": [
            (name, board.spec.by_name[name].label, board.asked.address(request.path, lanes=name))
            for name in lane_fields(board.spec)
        ],
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


@require_POST
def put(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """A card was dropped in a lane of another field than the board's own: the field takes the lane's value."""
    board = _board(request, plural)
    name = board.board.by
    value = request.POST.get(name) or None
    try:
        done = runner.update(request.actor, board.spec.name, record_id, {name: value})
    except (Invalid, Duplicate) as error:
        return answers.refusal(next(iter(forms.errors_of(board.spec, error).values()))[0], 409)
    words = _("{field} saved").format(field=str(board.by.label))
    told = answers.toast(words, undo=done.entry) if done.entry else None
    return answers.html(draw_card(request, board.spec, record_id), toast=told)


def draw_card(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> str:
    board = _board(request, spec.plural)
    return board.card(listing.get(request.actor, spec, record_id, board.paths))


def _board(request: PageRequest, plural: str) -> Board:
    return Board(lists.of(request, plural), request.GET.get("track", ""))


def _address(board: Board, part: str = "", **changes: str) -> str:
    path = f"/{board.spec.plural}/board" + (f"/{part}" if part else "")
    chosen = {"track": board.track, **changes} if len(board.tracks) > 1 else {}
    return board.asked.address(path, explicit=False, **chosen)
