"""Whom a note mentions, and what it is called."""

from tests.programs import Program


def mention(who: Program) -> str:
    return f'<a href="/r/user/{who.actor.id}">@{who.actor.name}</a>'


def test_the_people_named_in_the_text_are_its_mentions(admin: Program, rep: Program) -> None:
    note = admin.make("notes", body=f"<p>Ask {mention(rep)} and {mention(rep)}, not <a href='/r/user/x'>@me</a></p>")
    assert [each["name"] for each in admin.get(f"notes/{note}").body["mentions"]] == ["Rosa"]
    asked = {"op": "related", "field": "mentions", "where": {"field": "id", "op": "is", "value": {"var": "me"}}}
    assert admin.post("notes/query", {"filter": asked}).body["items"] == []
    admin.patch(f"notes/{note}", {"body": f"<p>Ask {mention(admin)}</p>"})
    assert [each["name"] for each in admin.get(f"notes/{note}").body["mentions"]] == ["Alba"]
    assert admin.patch(f"notes/{note}", {"mentions": []}).faults == [("/mentions", "readonly")]
    admin.patch(f"notes/{note}", {"body": "<p>Nobody</p>"})
    assert admin.get(f"notes/{note}").body["mentions"] == []


def test_a_note_is_called_by_its_first_words(admin: Program) -> None:
    note = admin.make("notes", body="<p>One &amp; t<b>wo</b></p><p>three</p>" + "<p>more words</p>" * 20)
    label = admin.get(f"notes/{note}").body["label"]
    assert label.startswith("One & two three more words")
    assert len(label) <= 80


def test_hostile_html_is_cleaned_and_an_empty_note_refused(admin: Program) -> None:
    note = admin.make("notes", body="<p onclick='x()'>Hi<script>alert(1)</script></p>")
    assert admin.get(f"notes/{note}").body["body"] == "<p>Hi</p>"
    assert admin.post("notes", {"body": "<p> </p>"}).faults == [("/body", "required")]
