"""What no client library does on purpose: half a request, an endless one, and listening while others act."""

import contextlib
import http.client
import select
import socket
import threading
import time

import requests

LIMIT = 2 << 30


@contextlib.contextmanager
def cut_off(visitor, place, announced, sent):
    """Sends the beginning of a piece; the line breaks when the block ends."""
    host, port = visitor.server.url.removeprefix("http://").split(":")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.session.cookies.items())
    with socket.create_connection((host, int(port))) as line:
        line.sendall((f"PATCH {place} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n"
                      f"User-Agent: {visitor.session.headers['User-Agent']}\r\nX-CSRF-Token: {visitor.csrf}\r\n"
                      f"Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                      f"Content-Length: {announced}\r\n\r\n").encode() + sent)
        yield line


def flood(visitor, method, path, headers, most=LIMIT + (64 << 20)):
    """Sends more than anything takes without saying how much it will be; the status, the words, and how much went out."""
    host, port = visitor.server.url.removeprefix("http://").split(":")
    headers = {"Host": f"{host}:{port}", "X-CSRF-Token": visitor.csrf, "Transfer-Encoding": "chunked", **headers,
               "User-Agent": visitor.session.headers["User-Agent"],
               "Cookie": "; ".join(f"{n}={v}" for n, v in visitor.session.cookies.items())}
    piece, sent = b"100000\r\n" + bytes(1 << 20) + b"\r\n", 0
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall((f"{method} {path} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n").encode())
        while sent < most and not select.select([line], [], [], 0)[0]:
            try:
                line.sendall(piece)
            except OSError:
                break
            sent += 1 << 20
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read().decode(), sent


class Events:
    """What a page of a case that is open hears."""

    def __init__(self, visitor, case):
        self.heard = []
        cookies = dict(visitor.session.cookies)
        self.answer = requests.get(f"{visitor.server.url}/cases/{case}/events", stream=True, timeout=120, cookies=cookies)
        assert self.answer.status_code == 200 and self.answer.headers["Content-Type"] == "text/event-stream"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            for line in self.answer.iter_lines(chunk_size=1):
                if line.startswith(b"data: "):
                    self.heard.append(line[6:].decode())
        except requests.RequestException:
            pass

    def wait(self, count):
        for _ in range(600):
            if len(self.heard) >= count:
                return self.heard
            time.sleep(0.05)
        raise AssertionError(f"heard {self.heard}, not {count}")
