"""TLS in the server itself, as clients of other makers see it: curl, openssl, Python's ssl, and Chromium."""

import json
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

import pytest
from playwright.sync_api import sync_playwright

from certificates import Authority
from conftest import linli
from portal import Server
from town import first_link

SITE = "https://127.0.0.1"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("other"))


class Secure:
    """A server whose pair of files is a copy that tests replace."""

    def __init__(self, folder, pair, *options):
        self.certificate, self.key = folder / "server.pem", folder / "server.key"
        self.put(pair)
        self.server = Server(folder / "data", "--no-pace", "--certificate", str(self.certificate), "--private-key", str(self.key), *options)
        self.port = urllib.parse.urlsplit(self.server.url).port

    def put(self, pair):
        for source, target in zip(pair, (self.certificate, self.key)):
            part = target.with_suffix(".part")
            shutil.copyfile(source, part)
            part.replace(target)

    def log(self):
        return [json.loads(line) for line in self.server.lines if line.startswith("{")]

    def said(self, message):
        return [line for line in self.log() if line["message"] == message]

    def wait_for(self, message, count=1):
        for _ in range(200):
            if len(self.said(message)) >= count:
                return self.said(message)[-1]
            time.sleep(0.1)
        raise AssertionError(f"the log never says '{message}':\n" + "".join(self.server.lines[-20:]))

    def connect(self, authority, **limits):
        context = ssl.create_default_context(cafile=str(authority.path))
        for name, value in limits.items():
            setattr(context, name, value)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20), server_hostname="127.0.0.1")

    def subject(self, authority):
        with self.connect(authority) as connection:
            return dict(part[0] for part in connection.getpeercert()["subject"])["commonName"]


def ask(connection, path="/healthz"):
    """One request on a connection that stays open."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])
    while len(body) < int(fields["content-length"]):
        body += connection.recv(65536)
    return int(head.split()[1]), fields


@pytest.fixture(scope="module")
def secure(authority, tmp_path_factory):
    secure = Secure(tmp_path_factory.mktemp("secure"), authority.issue("first"))
    yield secure
    secure.server.stop()


def curl(authority, *args):
    done = subprocess.run(["curl", "--silent", "--show-error", "--cacert", str(authority.path), *args], capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


def test_clients_of_all_kinds_get_in(secure, authority, other):
    url = secure.server.url
    assert url.startswith("https://127.0.0.1:")
    code, out, err = curl(authority, "--include", url + "/registry")
    assert code == 0 and "200" in out.split("\n")[0], (out, err)
    assert "strict-transport-security: max-age=63072000" in out.lower()
    assert curl(other, url + "/registry")[0] == 60, "a certificate that nobody vouches for"
    # Names of links follow: where the first administrator begins is one that browsers can open.
    assert f"{url}/password/" in "".join(secure.server.lines)
    code, out, _ = curl(authority, "--include", url + first_link(secure.server))
    assert code == 0 and "200" in out.split("\n")[0]


def test_cookies_are_for_https_alone(secure, authority):
    url = secure.server.url
    code, out, _ = curl(authority, "--include", url + "/login?lang=en")
    cookies = [line for line in out.split("\n") if line.lower().startswith("set-cookie:")]
    assert code == 0 and cookies and all("; Secure" in cookie for cookie in cookies), out


@pytest.mark.parametrize("version, works", [("tls1", False), ("tls1_1", False), ("tls1_2", True), ("tls1_3", True)])
def test_versions(secure, authority, version, works):
    # Level 0 lets openssl itself offer the old ones.
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{secure.port}", "-CAfile", str(authority.path), f"-{version}", "-cipher",
         "ALL:@SECLEVEL=0", "-verify_return_error"], input=b"", capture_output=True, timeout=30)
    assert (done.returncode == 0) == works, done.stderr.decode()
    if not works:
        assert b"alert protocol version" in done.stderr, done.stderr.decode()


@pytest.mark.parametrize("cipher, works", [
    ("ECDHE-ECDSA-AES128-GCM-SHA256", True), ("ECDHE-ECDSA-AES256-GCM-SHA384", True), ("ECDHE-ECDSA-CHACHA20-POLY1305", True),
    ("ECDHE-ECDSA-AES128-SHA", False), ("ECDHE-ECDSA-AES256-SHA", False), ("AES128-GCM-SHA256", False), ("AES128-SHA", False),
])
def test_cipher_suites_of_1_2(secure, cipher, works):
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{secure.port}", "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"],
                          input=b"", capture_output=True, timeout=30)
    assert (done.returncode == 0) == works, done.stderr.decode()


def test_rsa_certificates(authority, tmp_path):
    secure = Secure(tmp_path, authority.issue("old-school", "rsa"))
    try:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with secure.connect(authority, minimum_version=version, maximum_version=version) as connection:
                assert ask(connection)[0] == 200
    finally:
        secure.server.stop()


def test_reload_while_connections_are_open(authority, other, tmp_path):
    """Replaced files are taken within seconds, SIGHUP makes it at once; whoever is connected stays so."""
    secure = Secure(tmp_path, authority.issue("before"))
    try:
        with secure.connect(authority) as open_one:
            assert ask(open_one)[0] == 200
            secure.put(authority.issue("after"))
            secure.wait_for("the certificate was read anew")
            assert ask(open_one)[0] == 200, "the open connection was dropped"
            assert secure.subject(authority) == "after"
            # A key of another certificate: refused, and everything goes on.
            certificate, key = authority.issue("last")
            secure.put((certificate, other.issue("stranger")[1]))
            refused = secure.wait_for("the new certificate was refused, the one in use goes on")
            assert "does not fit" in refused["reason"] and refused["level"] == "error"
            assert secure.subject(authority) == "after" and ask(open_one)[0] == 200
            time.sleep(3)
            assert len(secure.said("the new certificate was refused, the one in use goes on")) == 1, "said over and over"
            secure.key.unlink()
            secure.server.process.send_signal(signal.SIGHUP)
            missing = secure.wait_for("the new certificate was refused, the one in use goes on", 2)
            assert "no file" in missing["reason"]
            secure.put((certificate, key))
            secure.wait_for("the certificate was read anew", 2)
            assert secure.subject(authority) == "last"
            before = len(secure.said("the certificate was read anew"))
            secure.server.process.send_signal(signal.SIGHUP)
            secure.wait_for("the certificate was read anew", before + 1)
            assert ask(open_one)[0] == 200
        assert "linli_certificate_ends_seconds" in curl(authority, secure.server.url + "/metrics")[1]
    finally:
        secure.server.stop()
    assert secure.server.process.returncode == 0


def test_many_at_once_while_it_changes(authority, tmp_path):
    """Every handshake ends well, with one certificate or with the other."""
    secure = Secure(tmp_path, authority.issue("one"))
    pairs = [authority.issue("two"), authority.issue("one")]
    seen, stop = set(), threading.Event()

    def visit():
        while not stop.is_set():
            with secure.connect(authority) as connection:
                seen.add(dict(part[0] for part in connection.getpeercert()["subject"])["commonName"])
                assert ask(connection)[0] == 200

    failures = []

    def guarded():
        try:
            visit()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, 7):
            secure.put(pairs[number % 2])
            secure.server.process.send_signal(signal.SIGHUP)
            secure.wait_for("the certificate was read anew", number)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        secure.server.stop()
    assert not failures, failures[0]
    assert seen == {"one", "two"}


def test_an_end_that_is_near_is_said(authority, tmp_path):
    secure = Secure(tmp_path, authority.issue("short", days=3))
    try:
        assert secure.wait_for("the certificate expires soon")["validUntil"].startswith("20")
    finally:
        secure.server.stop()


def test_what_speaks_no_tls_is_let_go(secure, authority):
    for content in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\x00" * 400, b"\x00" * 10):
        with socket.create_connection(("127.0.0.1", secure.port), timeout=20) as plain:
            plain.sendall(content)
            plain.shutdown(socket.SHUT_WR)
            try:
                answer = plain.recv(4096)
            except ConnectionResetError:
                answer = b""
            assert b"HTTP/1.1" not in answer
    with secure.connect(authority) as connection:
        assert ask(connection)[0] == 200


def test_redirect(authority, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    secure = Secure(tmp_path, authority.issue("redirected"), "--redirect-http", str(port))
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            if curl(authority, base)[0] == 0:
                break
            time.sleep(0.1)
        for method, path in [("GET", "/registry?q=%E6%99%B4&page=2"), ("POST", "/login"), ("HEAD", "/")]:
            args = ["--head"] if method == "HEAD" else ["--request", method, "--include"]
            code, out, _ = curl(authority, *args, "--header", "Host: evil.example", base + path)
            assert code == 0 and out.startswith("HTTP/1.1 308"), out
            fields = dict(line.split(": ", 1) for line in out.split("\n") if ": " in line)
            assert {name.lower(): value.strip() for name, value in fields.items()}["location"] == secure.server.url + path
            assert "evil" not in out and "set-cookie" not in out.lower()
        # A program that is redirected would send its token in the clear for ever.
        code, out, _ = curl(authority, "--include", "--header", "Authorization: Bearer x", base + "/api/v1/cases")
        assert code == 0 and out.startswith("HTTP/1.1 403") and secure.server.url in out and "location" not in out.lower(), out
        code, out, _ = curl(authority, "--location", "--write-out", "%{url_effective} %{http_code}", "--output", "/dev/null", base + "/registry")
        assert code == 0 and out == secure.server.url + "/registry 200"
        assert secure.server.url.startswith(SITE)
    finally:
        secure.server.stop()


def test_a_real_browser_is_content(secure):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            # Nobody's certificate is overlooked for a service worker.
            page = chromium.new_context(ignore_https_errors=True, service_workers="block").new_page()
            errors = []
            page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            answer = page.goto(secure.server.url + "/registry")
            details = answer.security_details()
            assert answer.status == 200 and details["protocol"] == "TLS 1.3" and not errors
        finally:
            chromium.close()


def test_what_cannot_start_is_said(authority, other, tmp_path):
    certificate, key = authority.issue("good")
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("no PEM at all")
    locked = tmp_path / "locked.key"
    subprocess.run(["openssl", "pkcs8", "-topk8", "-in", str(key), "-passout", "pass:secret", "-out", str(locked)], check=True, capture_output=True)
    taken = socket.create_server(("127.0.0.1", 0))
    cases = [
        ((certificate, other.issue("stranger")[1]), (), 69, "does not fit"),
        ((tmp_path / "nothing", key), (), 66, "no file"),
        ((certificate, tmp_path / "nothing"), (), 66, "no file"),
        ((nonsense, key), (), 69, "no certificate in PEM"),
        ((certificate, nonsense), (), 69, "no private key in PEM"),
        ((certificate, locked), (), 69, "without a passphrase"),
        ((certificate, None), (), 64, "go together"),
        ((None, key), (), 64, "go together"),
        ((certificate, key), ("--base-url", "http://linli.example"), 64, "https://"),
        ((None, None), ("--redirect-http", "8081"), 64, "--certificate"),
        ((certificate, key), ("--redirect-http", "8081", "--host", "0.0.0.0"), 64, "--base-url"),
        ((certificate, key), ("--redirect-http", str(taken.getsockname()[1])), 69, "cannot listen"),
    ]
    for (pem, private), options, code, says in cases:
        pair = [*(["--certificate", pem] if pem else []), *(["--private-key", private] if private else [])]
        done = linli("serve", "--data", tmp_path / "data", "--port", "0", *pair, *options, "--lang", "en")
        assert done.code == code and says in done.err, done
    taken.close()
