"""What Schemathesis has to know of HTTP to talk to the portal, beside JSON and forms."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream", "application/yaml", "text/yaml", "application/x-yaml",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def as_it_is(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.hook
def filter_case(context, case):
    """A header that nobody knows is no mistake: whoever does not know it leaves it alone (RFC 9110, 5.1)."""
    return "x-schemathesis-unknown-property" not in (case.headers or {})
