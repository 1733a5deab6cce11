"""Specimens of what floats above a page, and of forms: dialogs, the drawer, the palette, what a job and a toast say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trato.kernel.actions import registry as actions
from trato.kernel.objects import registry
from trato.kernel.pages.specimens.ground import HERE, Ground, Specimen
from trato.kernel.pages.specimens.made_up import NAMES, PEOPLE, ident
from trato.kernel.pages.undoing import Line
from trato.kernel.ui import answers, errors, faces, forms
from trato.kernel.ui.lists import title_path
from trato.kernel.ui.verbs import bulk_verb
from trato.kernel.views.picked import offered


@dataclass(frozen=True)
class Work:
    """A job as job.html prints it."""

    state: str
    done: int
    total: int = 8800
    id: str = "example"
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.state != "running"


WORKS = (Work("running", 5192), Work("done", 8800), Work("cancelled", 1200), Work("failed", 40))


def dialogs(ground: Ground) -> Iterator[Specimen]:
    spec, actor = ground.spec, ground.actor
    known = spec.by_name[title_path(spec)]
    sides = dict(zip(("mine", "theirs", "was"), NAMES, strict=True))
    yield Specimen("conflict", {"field": known, "address": HERE, "sent": [], **sides}, "wide")
    chosen = {"spec": spec, "count": 3, "counted": "3", "ids": [], "all": False, "filter": ""}
    editing = {**chosen, "verb": bulk_verb(actor, spec, "edit"), "controls": ground.controls[1:2]}
    yield Specimen("bulk", editing)
    found = {"change": 184, "seen": 200, "same": 12, "reasons": [(_("You may not change it."), 4)], "partly": True}
    yield Specimen("bulk_preview", {"found": found}, within="output.preview")
    columns = [(each.name, each.label) for each in spec.fields[:6]]
    linked = [(spec.label, columns[:2])]
    yield Specimen("columns", {"address": HERE, "shown": columns[:3], "rest": columns[3:], "linked": linked})
    yield Specimen("export", {**chosen, "address": HERE, "formats": [("csv", "CSV"), ("xlsx", "Excel")]})
    yield Specimen("list_choose", {**chosen, "lists": offered(actor, spec), "chosen": "", "name": NAMES[1]})
    verb = next((each for each in actions.of(spec.name) if each.tone == "negative"), actions.of(spec.name)[0])
    asked = forms.blank(actor, verb.inputs, {})
    yield Specimen("verb", {"address": HERE, "title": verb.label, "tone": verb.tone, "controls": asked})
    yield Specimen("view_dialog", {"address": HERE, "controls": ground.controls[:1]})
    yield Specimen("settings_tag", {"old": ["Norte"]})
    yield Specimen("secret", {"title": _("Sign-in link"), "secrets": ["https://crm.example/sign-in/link/5fJk"]})
    yield Specimen("job_dialog", {"address": HERE})
    yield _undo(ground)


def _undo(ground: Ground) -> Specimen:
    back = ngettext("{count} change is put back", "{count} changes are put back", 184).format(count=184)
    stays = ngettext(
        "{count} was changed or used since, and stays as it is",
        "{count} were changed or used since, and stay as they are",
        2,
    ).format(count=2)
    label = str(ground.spec.fields[0].label)
    lines = [Line(name, label, PEOPLE[place], PEOPLE[place - 1]) for place, name in enumerate(NAMES)]
    context = {"entry": ident(1), "back": back, "possible": True, "lines": lines[:2], "further": 182}
    return Specimen("undo", {**context, "stays": stays, "conflicts": lines[2:]})


def written(ground: Ground) -> Iterator[Specimen]:
    """Forms, and what they answer."""
    spec = ground.spec
    first, *rest = ground.controls
    refused = replace(first, error=_("There is one with this value already."), link=HERE)
    likely = [(_("{name} is called the same.").format(name=NAMES[0]), HERE)]
    problems = [(_("There is one already that you may not see; ask its owner."), "")]
    drawer = {"spec": spec, "controls": [refused, *rest], "likely": likely, "draft": HERE}
    yield Specimen("drawer", {**drawer, "problems": problems})
    yield Specimen("quick_form", {"controls": ground.controls, "keeps_photos": True})
    yield Specimen("trouble", {**_trouble(errors.MISSING), "back": "/", "back_label": _("Go home")})


def _trouble(trouble: errors.Trouble) -> dict[str, Any]:
    return {"glyph": trouble.glyph, "said": trouble.said, "next_step": trouble.next_step}


def found(ground: Ground) -> Iterator[Specimen]:
    """What searching and the inbox show."""
    spec = ground.spec
    rows = [
        {"href": HERE, "mark": faces.tile(spec), "name": name, "note": spec.label, "keys": ["C"] if not place else []}
        for place, name in enumerate(NAMES)
    ]
    sections = [{"title": _("Opened lately"), "rows": rows}, {"title": _("Create"), "rows": rows[:1]}]
    results = SafeString(answers.text(ground.request, "palette", {"sections": sections}))
    yield Specimen("palette_frame", {"results": results}, "wide")
    yield Specimen("palette", {"sections": [], "typed": "xyzzy"}, within="div.palette")
    lines = [
        {"url": HERE, "mark": faces.tile(spec), "title": name, "subtitle": spec.label, "match": f"+34 600 11{place}",
         "hit": {"match": {"label": spec.fields[0].label}}}
        for place, name in enumerate(NAMES)
    ]  # fmt: skip
    group = {"spec": spec, "url": HERE, "listed": True, "lines": lines}
    kinds = [(spec, HERE, False)]
    yield Specimen("search_found", {"typed": "acme", "kinds": kinds, "meant": ["acmé"], "groups": [group]}, "wide")
    notices = [
        {"told": {"id": ident(place + 1), "is_unread": not place}, "mark": faces.avatar(name, "m"), "href": HERE,
         "line": SafeString(f"<b>{name}</b> · {NAMES[place]}"), "when": f"1{place}:24"}
        for place, name in enumerate(PEOPLE)
    ]  # fmt: skip
    yield Specimen(
        "inbox_rows", {"notices": notices, "snoozes": [("", _("Tomorrow morning"))], "more": HERE}, "wide", "ol.inbox"
    )
    yield _day(ground)
    pair = {"records": [(ident(1), NAMES[0]), (ident(2), NAMES[1])], "ids": [ident(1), ident(2)], "merge": HERE}
    reasons = [str(spec.fields[0].label)]
    sure = [{**pair, "sure": each, "reasons": reasons, "beyond": 0} for each in (True, False)]
    yield Specimen("duplicate_groups", {"spec": spec, "groups": sure, "whole": True}, "wide")
    yield Specimen("duplicate_groups", {"spec": spec, "groups": []})
    shown = [{"label": each.field.label, "html": name} for each, name in zip(ground.controls, NAMES, strict=False)]
    yield Specimen("merge_preview", {"shown": shown}, within="form.merging")
    for each in WORKS:
        yield Specimen("job", {"job": each})


def _day(ground: Ground) -> Specimen:
    lists: list[dict[str, Any]] = [
        {"agenda": {"label": each.label_plural, "empty": each.help}, "count": "0", "number": 0}
        for each in (ground.spec, registry.get("list"))
    ]
    context = {
        "span": "day",
        "greeting": NAMES[0],
        "today": PEOPLE[0],
        "summary": "",
        "columns": [[each] for each in lists],
    }
    return Specimen("day", context, "full")
