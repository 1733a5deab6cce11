"""The addresses of the pages. What is not an object has a reserved name (objects.checks)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from trato.kernel.pages.views import (
    board,
    changing,
    dashboard,
    editing,
    entrance,
    exporting,
    filters,
    home,
    importing,
    inbox,
    jobs,
    record,
    settings,
    table,
    trash,
)
from trato.kernel.ui.errors import View, guarded

LIST, ONE = "<slug:plural>", "<slug:plural>/<uuid:record_id>"


def page(route: str, view: View) -> URLPattern:
    return path(route, guarded(view))


urlpatterns: list[URLPattern | URLResolver] = [
    page("", home.show),
    page("demo", home.demo),
    page("palette", home.find),
    page("dashboard", dashboard.show),
    page("dashboard/<slug:name>", dashboard.show),
    page("dashboard/<slug:name>/tile/<slug:tile>", dashboard.tile),
    page("dashboard/<slug:name>/slice/<slug:field>", dashboard.offers),
    page("sign-in", entrance.sign_in),
    page("sign-in/link/<str:key>", entrance.link),
    page("sign-out", entrance.sign_out),
    page("trash", trash.show),
    page("trash/<slug:plural>", trash.show),
    page("settings", settings.general),
    page("settings/own", settings.own),
    page("settings/password", settings.password),
    page("settings/tokens", settings.tokens),
    page("settings/tokens/<uuid:token_id>/revoke", settings.revoke),
    page("settings/roles", settings.roles),
    page("settings/roles/<uuid:role_id>", settings.roles),
    page("inbox", inbox.show),
    page("inbox/read", inbox.read_all),
    page("inbox/news", inbox.news),
    page("inbox/job/<uuid:job_id>", inbox.job),
    page("inbox/<uuid:notification>", inbox.follow_link),
    page("inbox/<uuid:notification>/<slug:verb>", inbox.mark),
    page("settings/notifications", inbox.chosen),
    page("import", importing.start),
    page("import/<uuid:import_id>", importing.show),
    page("import/<uuid:import_id>/columns", importing.columns),
    page("import/<uuid:import_id>/settle", importing.settle),
    page("import/<uuid:import_id>/run", importing.run),
    page("import/<uuid:import_id>/job", importing.progress),
    page("import/<uuid:import_id>/example", importing.example),
    page("import/<uuid:import_id>/rejected.csv", importing.rejected),
    page("jobs/<uuid:job_id>", jobs.show),
    page("jobs/<uuid:job_id>/cancel", jobs.cancel),
    page("options/<slug:name>", filters.options),
    page("r/<slug:name>/<uuid:record_id>", record.by_object),
    page("timeline/<uuid:entry>/undo", changing.take_back),
    page(LIST, table.show),
    page(f"{LIST}/foot", table.foot),
    page(f"{LIST}/totals", table.totals),
    page(f"{LIST}/columns", table.columns),
    page(f"{LIST}/board", board.show),
    page(f"{LIST}/board/lane", board.lane),
    page(f"{LIST}/board/totals", board.totals),
    page(f"{LIST}/filter/fields", filters.fields),
    page(f"{LIST}/filter/value", filters.value),
    page(f"{LIST}/control", filters.control),
    page(f"{LIST}/export", exporting.show),
    page(f"{LIST}/new", changing.new),
    page(f"{LIST}/actions/<slug:verb>", changing.many),
    page(ONE, record.show),
    page(f"{ONE}/around", record.around),
    page(f"{ONE}/follow", inbox.follow),
    page(f"{ONE}/fields", record.fields),
    page(f"{ONE}/timeline", record.timeline),
    page(f"{ONE}/neighbours", record.neighbours),
    page(f"{ONE}/row", table.row),
    page(f"{ONE}/card", board.card),
    page(f"{ONE}/cell/<slug:name>", editing.cell),
    page(f"{ONE}/field/<slug:name>", editing.field),
    page(f"{ONE}/actions/<slug:verb>", changing.act),
    page(f"{ONE}/delete", trash.delete),
    page(f"{ONE}/restore", trash.restore),
]
