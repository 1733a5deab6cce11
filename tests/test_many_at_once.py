"""Changing many records, merging and undoing as a person does: in English and in Spanish, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def _speak(page: Page, language: str) -> None:
    page.goto("/settings/own")
    page.locator("[name=language]").select_option(language)
    with page.expect_navigation():
        page.locator(".settings form.form [data-kind=primary]").first.click()


def _begin(page: Page) -> Locator:
    """The drawer of a new account."""
    page.goto("/accounts")
    page.locator("main [data-key=c]").first.click()
    return page.get_by_role("dialog")


def _create(page: Page, name: str, label: str, button: str) -> None:
    drawer = _begin(page)
    drawer.get_by_label(label).fill(name)
    drawer.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]{36}$"))


def _choose(page: Page, *names: str) -> None:
    page.goto("/accounts")
    for name in names:
        page.get_by_role("row").filter(has_text=name).first.locator("[data-select=row]").check(force=True)


def test_several_fields_are_changed_after_a_look_at_what_comes_of_it_and_put_back(page: Page) -> None:
    _speak(page, "en")
    for name in ("Alder", "Birch"):
        _create(page, name, "Name (required)", "Create")
    _choose(page, "Alder", "Birch")
    page.locator("form[data-bulk]").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit: 2 accounts")
    dialog.get_by_label("Field to change").select_option("employees")
    dialog.get_by_label("Employees", exact=True).fill("7")
    dialog.get_by_label("Field to change").select_option("legal_name")
    dialog.get_by_label("Legal name", exact=True).fill("Trees Ltd")
    expect(dialog.locator("output")).to_contain_text("2 of 2 will change")
    dialog.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("2 changed")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast").last).to_contain_text("Undone")
    _choose(page, "Alder", "Birch")
    page.locator("form[data-bulk]").get_by_role("button", name="Edit").click()
    dialog.get_by_label("Field to change").select_option("employees")
    dialog.get_by_label("Empty it").check()
    expect(dialog.locator("output")).to_contain_text("0 of 2 will change; 2 are so already")


def test_tags_are_added_to_many_with_those_in_use_offered_in_spanish(page: Page) -> None:
    _speak(page, "es")
    for name in ("Cedro", "Drago"):
        _create(page, name, "Nombre (obligatorio)", "Crear")
    for typed, offered in (("norte", "nueva"), ("nor", "norte")):
        _choose(page, "Cedro", "Drago")
        page.locator("form[data-bulk]").get_by_role("button", name="Etiquetar").click()
        dialog = page.get_by_role("dialog")
        field = dialog.get_by_role("combobox", name="Etiquetas")
        field.click()
        field.press_sequentially(typed)
        option = dialog.get_by_role("option").filter(has_text=offered).first
        option.click()
        expect(dialog.locator("[data-item]")).to_contain_text("norte")
        if typed == "norte":
            expect(dialog.locator("output")).to_contain_text("Cambian 2 de 2")
            dialog.get_by_role("button", name="Etiquetar").click()
            expect(page.locator(".toast")).to_contain_text("Se cambiaron 2")
        else:
            expect(dialog.locator("output")).to_contain_text("2 ya están así")
    page.goto("/settings/tags")
    expect(page.get_by_role("row").filter(has_text="norte")).to_contain_text("2 cuentas")


def test_two_of_the_same_become_one_and_two_again_in_spanish(page: Page) -> None:
    _speak(page, "es")
    for each in ("Encina uno", "Encina dos"):
        _create(page, each, "Nombre (obligatorio)", "Crear")
    _choose(page, "Encina uno", "Encina dos")
    page.locator("form[data-bulk]").get_by_role("button", name="Editar").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Campo que cambia").select_option("name")
    dialog.get_by_label("Nombre", exact=True).fill("Encina")
    dialog.get_by_role("button", name="Editar", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Se cambiaron 2")
    page.goto("/accounts/duplicates")
    group = page.locator(".double").filter(has_text="Encina")
    expect(group).to_contain_text("probablemente el mismo")
    group.get_by_role("link", name="Combinar").click()
    expect(page.locator("#merge-preview")).to_contain_text("Nombre")
    page.get_by_role("radio", name="Encina", exact=True).first.check()
    page.get_by_role("button", name="Combinar estos 2").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]{36}$"))
    expect(page.locator(".toast")).to_contain_text("1 registro combinado en este")
    entry = page.locator("#timeline .entry").first
    entry.hover()
    entry.get_by_role("button", name="Deshacer").click()
    expect(dialog).to_contain_text("vuelve a ser un registro aparte")
    dialog.get_by_role("button", name="Deshacer").click()
    expect(page.locator(".toast").last).to_contain_text("Deshecho")
    page.goto("/accounts/duplicates")
    group.get_by_role("button", name="No es el mismo").click()
    expect(group).to_have_count(0)


def test_what_one_had_begun_is_offered_again_and_gone_once_saved(page: Page) -> None:
    _speak(page, "en")
    drawer = _begin(page)
    drawer.get_by_label("Name (required)").fill("Fir and sons")
    _begin(page)
    expect(drawer).to_contain_text("You had begun this just now.")
    drawer.get_by_role("button", name="Go on with it").click()
    expect(drawer.get_by_label("Name (required)")).to_have_value("Fir and sons")
    drawer.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]{36}$"))
    _begin(page)
    expect(drawer.get_by_label("Name (required)")).to_be_visible()
    expect(drawer).not_to_contain_text("You had begun this")
