"""The API's own description."""

from __future__ import annotations

from trato.kernel.access import policy
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation, route
from trato.kernel.api.routes import FIXED, OF_OBJECTS
from trato.kernel.objects import registry
from trato.kernel.openapi.document import describe
from trato.kernel.tenancy.actor import Reach


@operation("This document: OpenAPI 3.1, with the objects and fields you may read.", gives="OpenApi")
def openapi(call: Call) -> Answer:
    seen = [each for each in registry.every() if policy.reach(call.actor, "read", each) is not Reach.NONE]
    return Answer(describe(seen, (*FIXED, DOCUMENT), OF_OBJECTS))


DOCUMENT = route("openapi.json", GET=openapi)
"""Not among the routes themselves: it is made from them."""
