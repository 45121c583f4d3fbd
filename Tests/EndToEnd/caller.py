"""A plain HTTP client for the portal, for tests that ask thousands of things: one kept connection a person."""

import html
import http.client
import json
import re
import urllib.parse
from dataclasses import dataclass

from portal import PASSWORD

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    method: str
    path: str
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def __getitem__(self, name):
        return self.headers.get(name.lower())

    def __str__(self):
        return f"{self.method} {self.path}: {self.status} {self.text[:400]}"


class Caller:
    """Somebody who talks to the server: nobody, a session (pages and API), or an access token (API only)."""

    def __init__(self, server, login=None, token=None):
        self.origin = server.url
        self.host = server.url.split("://")[1]
        self.login = login
        self.token = token
        self.cookie = None
        self.csrf = None
        self.connection = None
        if login and not token:
            self.log_in()

    def __str__(self):
        return self.login or "nobody"

    def log_in(self):
        answer = self.post("/login", {"login": self.login, "password": PASSWORD})
        assert answer.status == 303, answer
        self.cookie = answer["set-cookie"].split(";")[0]
        page = self.get("/account")
        self.csrf = re.search(r'name="_csrf" value="([^"]+)"', page.text).group(1)

    # What is sent

    def send(self, method, path, body=None, headers=None, wait=True):
        """`wait`: read the whole answer; a stream of events has no end, so it is cut off after its head."""
        fields = {"Accept-Language": "en", **(headers or {})}
        if self.cookie:
            fields["Cookie"] = self.cookie
        if self.token:
            fields["Authorization"] = "Bearer " + self.token
        # A connection that the server has closed meanwhile is noticed only by using it.
        for attempt in (1, 2):
            if not self.connection:
                self.connection = http.client.HTTPConnection(self.host, timeout=60)
            try:
                self.connection.request(method, path, body, fields)
                response = self.connection.getresponse()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if attempt == 2:
                    raise
        content = response.read() if wait else b""
        answer = Answer(method, path, response.status, {k.lower(): v for k, v in response.getheaders()}, content)
        if not wait:
            self.close()
        return answer

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def get(self, path, **headers):
        return self.send("GET", path, headers=headers)

    def post(self, path, fields=None, **headers):
        """As a form of our own page sends it."""
        pairs = [(k, v) for k, vs in (fields or {}).items() for v in (vs if isinstance(vs, list) else [vs])]
        body = urllib.parse.urlencode(pairs + ([("_csrf", self.csrf)] if self.csrf else []))
        return self.send("POST", path, body, {"Origin": self.origin, "Content-Type": FORM, **headers})

    def post_file(self, path, fields=None, file=None, **headers):
        """As a form with a file: `file` is the input's name, the file's name and its bytes."""
        parts = b""
        for name, value in {**(fields or {}), **({"_csrf": self.csrf} if self.csrf else {})}.items():
            parts += f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        if file:
            name, filename, content = file
            head = f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
            parts += head.encode() + content + b"\r\n"
        return self.send("POST", path, parts + b"--edge--\r\n",
                         {"Origin": self.origin, "Content-Type": "multipart/form-data; boundary=edge", **headers})

    def api(self, method, path, body=None, kind="application/json", **headers):
        """As a program, or as our script where it is a session that asks."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers["Content-Type"] = kind
        if self.cookie and method not in ("GET", "HEAD", "OPTIONS"):
            headers.update({"Origin": self.origin, "X-CSRF-Token": self.csrf})
        return self.send(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})

    # What is used by several tests

    def tokens(self):
        return set(re.findall(r'action="/account/tokens/([0-9a-z]+)"', self.get("/account/tokens").text))

    def new_token(self, scopes=None):
        """An access token with all that the person may give it, or only some."""
        if scopes is None:
            scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', self.get("/account/tokens").text)
        answer = self.post("/account/tokens", {"name": "test", "days": "7", "scopes": scopes})
        assert answer.status == 200, answer
        return html.unescape(re.search(r"<code>([^<]+)</code>", answer.text).group(1))

    def with_token(self, server, scopes=None):
        other = Caller(server, self.login, token=self.new_token(scopes))
        return other

    def cases(self, **query):
        items, after = [], {}
        while True:
            answer = self.api("GET", "/api/v1/cases?" + urllib.parse.urlencode({"limit": 200, **query, **after}))
            assert answer.status == 200, answer
            items += answer.json()["items"]
            if not answer.json()["next"]:
                return items
            after = {"after": answer.json()["next"]}

    def case(self, id):
        answer = self.api("GET", f"/api/v1/cases/{id}")
        assert answer.status == 200, answer
        return answer.json()
