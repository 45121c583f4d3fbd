"""The portal under load, beside the barest answer it can give and the barest durable write of its disk: portal.py RELEASE_FOLDER [CASES...].

The work is the one that was measured on CISO Assistant (see docs/BENCHMARKS.md): 124 and more items, authenticated, rights checked; the
score of a case, the whole tree of a case, one finding changed durably; at 1, 3 and 8 connections, with 100, 10,000 and 100,000 cases, or the
numbers given.
"""
import http.client
import http.cookiejar
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PASSWORD = "qingchuan-2026"
SECONDS = 6
# Requests a second at 1, 3 and 8 connections: 3 workers of gunicorn on SQLite in WAL mode, on a machine of this kind.
PEER = {"score": (26, 50, 48), "tree": (6, 11, 12), "change": (17, 38, 32)}


class Server:
    running = []

    def __init__(self, linli, data, *options):
        started = time.monotonic()
        command = [linli, "serve", "--data", data, "--port", "0", "--no-pace", "--lang", "en", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        Server.running.append(self.process)
        found, said = None, []
        for line in self.process.stderr:
            said.append(line)
            found = re.search(r"Linli is up: http://([^:]+):(\d+)", line)
            if found:
                break
        assert found, "".join(said[-5:])
        self.address = (found.group(1), int(found.group(2)))
        self.url = f"http://{self.address[0]}:{self.address[1]}"
        connection = http.client.HTTPConnection(*self.address)
        connection.request("GET", "/registry")
        assert connection.getresponse().status == 200
        self.start = time.monotonic() - started
        # Nobody reads the rest: it must not block.
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def memory(self):
        """Resident now, and at most, in MB."""
        text = open(f"/proc/{self.process.pid}/status").read()
        return tuple(int(re.search(rf"{name}:\s*(\d+)", text).group(1)) / 1024 for name in ("VmRSS", "VmHWM"))

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def token(server, login):
    """A personal access token with every scope, made on its page as a person would."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def form(path, **fields):
        page = opener.open(server.url + path).read().decode()
        if found := re.search(r'name="_csrf" value="([^"]+)"', page):
            fields["_csrf"] = found.group(1)
        scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', page)
        body = urllib.parse.urlencode(list(fields.items()) + [("scopes", scope) for scope in scopes]).encode()
        request = urllib.request.Request(server.url + path, body, {"Origin": server.url})
        return opener.open(request).read().decode()

    form("/login", login=login, password=PASSWORD)
    page = form("/account/tokens", name="bench", days="30")
    return re.search(r"linli_[A-Za-z0-9_-]+|(?<=<code>)[A-Za-z0-9_-]{30,}", page).group(0)


def call(server, key, method, path, body=None, **headers):
    headers = {"Authorization": "Bearer " + key, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection(*server.address)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    assert answer.status < 300, (method, path, answer.status, data[:500])
    return answer, json.loads(data)


def wrk(server, key, connections, *arguments, seconds=SECONDS):
    # A thread for each writer, who goes on from its own last version; who only reads needs no more than one.
    threads = connections if arguments[0] == "write" else 1
    command = ["wrk", "--latency", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "-s",
               os.path.join(HERE, "portal.lua"), server.url, "--", *arguments]
    before = server.cpu()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LINLI_TOKEN": key})
    used = server.cpu() - before
    text = done.stdout
    assert done.returncode == 0 and "Non-2xx" not in text and "Socket errors" not in text, text + done.stderr[:2000]
    count = int(re.search(r"(\d+) requests in", text).group(1))

    def latency(share):
        value, unit = re.search(rf"\s{share}%\s+([\d.]+)(us|ms|s)\b", text).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), "p50": latency(50), "p99": latency(99),
            "cpu": used / count * 1000}


def disk(folder):
    """Durable one-row writes a second of the barest kind: SQLite, WAL, synchronous FULL."""
    base = sqlite3.connect(os.path.join(folder, "disk.sqlite"), isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, content TEXT)")
    count, start = 0, time.monotonic()
    while time.monotonic() - start < 2:
        base.execute("INSERT INTO t (content) VALUES (?)", ("x" * 300,))
        count += 1
    base.close()
    return count / 2


def rows(path, case):
    """What a case consists of, before any load: its head, its journal, its summary."""
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    head = dict(base.execute("SELECT * FROM case_head WHERE id = ?", (case,)).fetchone())
    entries = [dict(row) for row in base.execute("SELECT * FROM case_entry WHERE case_id = ?", (case,))]
    summary = dict(base.execute("SELECT * FROM evaluation WHERE case_id = ?", (case,)).fetchone())
    base.close()
    return head, entries, summary


def fill(path, template, until):
    """Copies of a case, so that there are so many; their ids."""
    head, entries, summary = template
    base = sqlite3.connect(path, isolation_level=None)
    there = base.execute("SELECT count(*) FROM case_head").fetchone()[0]
    ids = []

    def insert(table, row):
        base.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))

    base.execute("BEGIN")
    for number in range(there, until):
        new = f"bench{number:021d}"
        ids.append(new)
        names = {"id": new, "number": f"B-{number:07d}"}

        def renamed(text):
            return text.replace(head["id"], names["id"]).replace(head["number"], names["number"])

        insert("case_head", {**head, **names})
        for entry in entries:
            insert("case_entry", {**entry, "case_id": new, "data": renamed(entry["data"])})
        insert("evaluation", {**summary, "case_id": new, "number": names["number"], "summary": renamed(summary["summary"])})
    base.execute("COMMIT")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return ids


def prepare(linli, data):
    """The demo city, and in it a draft of all clauses. Gives the case, its clauses, a token."""
    server = Server(linli, data, "--demo")
    key = token(server, "applicant")
    case = call(server, key, "GET", "/api/v1/cases?state=draft&limit=1")[1]["items"][0]["id"]
    answer, _ = call(server, key, "GET", f"/api/v1/cases/{case}")
    body = open(os.path.join(ROOT, "Examples/mujinzhou.yaml"), "rb").read()
    call(server, key, "POST", f"/api/v1/cases/{case}/import", body, Content_Type="application/yaml", If_Match=answer.getheader("ETag"))
    server.stop()
    return case, key


def report(name, connections, found):
    peer = PEER[name][(1, 3, 8).index(connections)]
    print(f"| {name} | {connections} | {found['rate']:.0f} | {found['p50']:.2f} | {found['p99']:.2f} | {found['cpu']:.3f} | "
          f"{found['rate'] / peer:.0f} |", flush=True)


def load(server, key, case, clauses, folder):
    def paths(*all):
        name = os.path.join(folder, "paths")
        open(name, "w").write("\n".join(all) + "\n")
        return name

    print("| work | connections | requests/s | p50 ms | p99 ms | CPU ms/request | times the peer |")
    print("|---|---|---|---|---|---|---|")
    for connections in (1, 3, 8):
        for name in ("score", "tree"):
            report(name, connections, wrk(server, key, connections, "read", paths(f"/api/v1/cases/{case}/{name}")))
        report("change", connections, wrk(server, key, connections, "write", case, clauses))


def main(release, sizes):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-bench.", dir=os.environ.get("LINLI_BENCH"))
    data = os.path.join(folder, "data")
    try:
        case, key = prepare(linli, data)
        clauses = os.path.join(folder, "clauses")
        base = os.path.join(data, "linli.sqlite")
        template, ids = rows(base, case), [case]
        for size in sizes:
            ids += fill(base, template, size)
            # A journal that the load before has not made longer.
            case = ids[-1]
            server = Server(linli, data)
            items = [item for item in call(server, key, "GET", f"/api/v1/cases/{case}/tree")[1]["clauses"]]
            open(clauses, "w").write("\n".join(item["clause"] for item in items if item["rule"] == "all") + "\n")
            print(f"\n{size:,} cases of {len(items)} clauses, SQLite; from start to first page {server.start * 1000:.0f} ms\n")
            if size == 100:
                bare = os.path.join(folder, "bare")
                open(bare, "w").write("/healthz\n")
                rate = wrk(server, key, 8, "read", bare)["rate"]
                print(f"beside it: the barest answer (/healthz, 8 connections) {rate:.0f}/s; the barest durable write of this disk {disk(folder):.0f}/s\n")
            load(server, key, case, clauses, folder)
            other = os.path.join(folder, "others")
            open(other, "w").write("".join(f"/api/v1/cases/{one}/score\n" for one in ids))
            found = wrk(server, key, 3, "read", other)
            print(f"\nscore of another case each time, 3 connections: {found['rate']:.0f}/s, p99 {found['p99']:.2f} ms")
            lists = os.path.join(folder, "lists")
            open(lists, "w").write("/api/v1/cases?limit=50\n")
            found = wrk(server, key, 3, "read", lists)
            print(f"a list of 50 cases, 3 connections: {found['rate']:.0f}/s, p99 {found['p99']:.2f} ms")
            now, most = server.memory()
            print(f"resident after the load {now:.0f} MB, at most {most:.0f} MB", flush=True)
            server.stop()
            if size == 100:
                postgres(linli, folder, data, case, key, clauses)
    finally:
        for process in Server.running:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def postgres(linli, folder, data, case, key, clauses):
    """The same installation on PostgreSQL, brought there by a backup."""
    where = tempfile.mkdtemp(prefix="linli-postgres.", dir="/tmp")
    os.chmod(where, 0o755)
    script = os.path.join(ROOT, "scripts/postgres")
    try:
        database = subprocess.check_output([script, "start", where], text=True).strip()
        for command in (["backup", folder + "/backups", "--data", data, "--unencrypted"], ["restore", folder + "/backups", "--data", folder + "/node", "--database", database]):
            start = time.monotonic()
            subprocess.check_call([linli, *command], stdout=subprocess.DEVNULL)
            print(f"\nlinli {command[0]}: {time.monotonic() - start:.1f} s")
        server = Server(linli, folder + "/node", "--database", database)
        print(f"\n100 cases, PostgreSQL; from start to first page {server.start * 1000:.0f} ms\n")
        load(server, key, case, clauses, folder)
        now, most = server.memory()
        print(f"\nresident after the load {now:.0f} MB, at most {most:.0f} MB", flush=True)
        server.stop()
    finally:
        subprocess.call([script, "stop", where])
        shutil.rmtree(where, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [100, 10_000, 100_000])
