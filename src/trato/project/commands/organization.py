"""`trato org create|list`, and the organization that the other commands work in."""

from argparse import Namespace

from django.db import IntegrityError

from trato.kernel.access.links import address
from trato.kernel.tenancy import organizations
from trato.kernel.tenancy.models import Organization
from trato.project.commands import arguments
from trato.project.trouble import Trouble


def run(options: Namespace) -> None:
    if options.what == "create":
        _create(options)
    else:
        for each in Organization.objects.order_by("name"):
            print(f"{each.schema_name}\t{each.name}\t{address(each)}")


def chosen(options: Namespace) -> Organization:
    """The organization named by --org, else the default one."""
    found: Organization | None
    if options.org:
        found = Organization.objects.filter(schema_name=options.org).first()
    else:
        found = organizations.default()
    if found is None:
        known = ", ".join(Organization.objects.order_by("schema_name").values_list("schema_name", flat=True))
        missing = f"There is no organization {options.org!r}" if options.org else "No organization is the default one"
        raise Trouble(f"{missing}; there are: {known or 'none'}.")
    return found


def _create(options: Namespace) -> None:
    if not options.domain and organizations.default() is not None:
        raise Trouble("A second organization needs a host name of its own: --domain NAME.")
    domain = arguments.host_name(options.domain) if options.domain else None
    try:
        made = organizations.create(
            arguments.name(options.name),
            domain=domain,
            is_default=organizations.default() is None,
            language=options.language,
            currency=arguments.currency(options.currency),
        )
    except IntegrityError as error:
        raise Trouble(f"The host name {domain} is taken.") from error
    print(f"{made.schema_name}\t{made.name}\t{address(made)}")
