"""`trato user|token|org create` and `demo --remove`: what they print, and the one line for what cannot be."""

from argparse import Namespace
from collections.abc import Callable
from types import ModuleType

import pytest
from django.db import connection

from trato.kernel.access.models import ApiToken, User
from trato.kernel.tenancy import organizations
from trato.kernel.tenancy.models import Organization
from trato.project import cli
from trato.project.commands import demo
from trato.project.commands import organization as org
from trato.project.commands import token as tokens
from trato.project.commands import user as users
from trato.project.trouble import Trouble

Run = Callable[..., None]


@pytest.fixture
def run(organization: Organization) -> Run:
    """Run a command as the command line would, its arguments parsed."""
    modules: dict[str, ModuleType] = {"user": users, "token": tokens, "org": org, "demo": demo}

    def run(*arguments: str) -> None:
        options: Namespace = cli.parser().parse_args(arguments)
        modules[options.command].run(options)

    return run


def test_a_person_gets_a_link_and_later_another(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("user", "create", "Ana@Example.com", "--name", " Ana  Peña ")
    first = capsys.readouterr()
    run("user", "create", "ana@example.com")
    second = capsys.readouterr()
    ana = User.objects.get(email="ana@example.com")
    assert (ana.name, ana.role.key) == ("Ana Peña", "representative")
    assert "/sign-in/link/" in first.out
    assert first.err == ""
    assert "/sign-in/link/" in second.out
    assert second.out != first.out
    assert second.err == "ana@example.com is there already; here is a new link.\n"


def test_who_may_not_sign_in_gets_no_link_and_no_key(run: Run) -> None:
    run("user", "create", "ana@example.com")
    User.objects.filter(email="ana@example.com").update(is_active=False)
    with pytest.raises(Trouble, match="may not sign in"):
        run("user", "create", "ana@example.com")
    with pytest.raises(Trouble, match="may not sign in"):
        run("token", "create", "--user", "ana@example.com")
    assert not ApiToken.objects.filter(user__email="ana@example.com").exists()


def test_a_key_is_all_that_is_printed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("user", "create", "ana@example.com")
    capsys.readouterr()
    run("token", "create", "--user", "ANA@example.com", "--scope", "deals:read", "--rate", "0", "--days", "7")
    said = capsys.readouterr()
    assert said.out.startswith("trato_")
    assert (said.out.count("\n"), said.err) == (1, "")
    made = ApiToken.objects.get(user__email="ana@example.com")
    assert (made.scopes, made.rate) == (["deals:read"], 0)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["user", "create", "ana"],
            "'ana' is not an e-mail address: An e-mail address has an @, for example ana@acme.com.",
        ),
        (["user", "create", ""], "An e-mail address is needed."),
        (
            ["user", "create", "eva@example.com", "--role", "boss"],
            "There is no role 'boss'; there are administrator, manager, read-only, representative.",
        ),
        (
            ["user", "create", "ana@example.com", "--role", "manager"],
            "ana@example.com is there already, as representative; settings change roles.",
        ),
        (["user", "create", "eva@example.com", "--name", "\x1b"], "A name is needed."),
        (
            ["user", "create", "eva@example.com", "--org", "o_nowhere"],
            "There is no organization 'o_nowhere'; there are: o_another_company, o_norte_hardware.",
        ),
        (
            ["token", "create", "--user", "eva@example.com"],
            "There is no user eva@example.com; see `trato user create`.",
        ),
        (
            ["token", "create", "--user", "ana@example.com", "--scope", "houses:read"],
            "There is no scope 'houses:read'; there are read, write, admin and such as deals:read.",
        ),
        (["org", "create", "Acme"], "A second organization needs a host name of its own: --domain NAME."),
        (
            ["org", "create", "Acme", "--domain", "https://acme.example"],
            "'https://acme.example' is not a host name such as acme.example.com.",
        ),
        (["org", "create", " ", "--domain", "acme.example"], "A name is needed."),
        (
            ["org", "create", "Acme", "--domain", "acme.example", "--currency", "euro"],
            "There is no currency 'euro'; EUR and USD are such codes.",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(run: Run, arguments: list[str], line: str) -> None:
    run("user", "create", "ana@example.com")
    with pytest.raises(Trouble) as caught:
        run(*arguments)
    assert str(caught.value) == line
    assert not User.objects.filter(email="eva@example.com").exists()
    assert Organization.objects.count() == 2


@pytest.mark.parametrize("number", ["-1", "many", "40000"])
def test_a_number_out_of_bounds_is_said_with_the_bounds(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["token", "create", "--user", "ana@example.com", f"--days={number}"])
    assert f"not a number from 0 to 36500: '{number}'" in capsys.readouterr().err


def test_a_second_organization_answers_at_its_own_name(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("org", "create", "Acme", "--domain", "Acme.Example", "--language", "es", "--currency", "usd")
    made = Organization.objects.get(name="Acme")
    assert capsys.readouterr().out == "o_acme\tAcme\thttp://acme.example:8000\n"
    assert (made.language, made.currency, made.is_default) == ("es", "USD", False)
    run("org", "list")
    listed = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["o_acme", "o_another_company", "o_norte_hardware"]


def test_the_demo_company_goes_with_its_schema(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    organizations.create("Demo", domain="demo.localhost", is_demo=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would have checked before the schema goes
    run("demo", "--remove")
    run("demo", "--remove")
    assert capsys.readouterr().out == "The demo company is gone.\nThere is no demo company.\n"
    assert not Organization.objects.filter(is_demo=True).exists()
