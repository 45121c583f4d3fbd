"""A mail server of the tests' own, which takes whatever comes and keeps it."""

import email
import email.policy
import socketserver
import threading


class Talk(socketserver.StreamRequestHandler):
    """One sender, as far as SMTP (RFC 5321) goes for one who neither encrypts nor logs in."""

    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 test")
        for line in self.rfile:
            verb = line.split(b":")[0].split()[0].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.keep(self.letter())
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def letter(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


class Letters(socketserver.ThreadingTCPServer):
    """Use it in a `with`: `address` is for `--mail`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.address = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.kept, self.came = [], threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *what):
        self.shutdown()
        super().__exit__(*what)

    def keep(self, letter):
        self.kept.append(letter)
        self.came.set()

    def first(self):
        assert self.came.wait(60), "no letter came"
        return self.kept[0]
