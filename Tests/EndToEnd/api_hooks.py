"""What Schemathesis has to know of HTTP to talk to the portal, beside JSON and forms."""

import json
import os

import schemathesis

IDS = json.loads(os.environ.get("LINLI_IDS", "{}"))


@schemathesis.serializer("application/offset+octet-stream", "application/yaml", "text/yaml", "application/x-yaml",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def as_it_is(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.hook
def filter_case(context, case):
    """A header that nobody knows is no mistake: whoever does not know it leaves it alone (RFC 9110, 5.1)."""
    return "x-schemathesis-unknown-property" not in (case.headers or {})


@schemathesis.hook
def map_body(context, body):
    """Ids that there are in the places of those that merely could be: what fits still fits, and comes further."""
    if isinstance(body, dict):
        for fields in (body, body.get("fields")):
            for name in IDS if isinstance(fields, dict) else ():
                if isinstance(fields.get(name), str) and 1 <= len(fields[name]) <= 64:
                    fields[name] = IDS[name]
        if "previous" in body and isinstance(body["previous"], str) and len(body["previous"]) > 1:
            del body["previous"]
    return body
