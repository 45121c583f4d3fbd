"""Days of history of an estate, as rows: quick to make, the same each time, with all that metrics are computed from."""
import io
import json
import random
import sqlite3
import subprocess

DAY = 86_400_000
HOUR = DAY // 24
# Events are deleted when they are half a year old.
KEPT = 180

TABLES = {
    "person": "id, name, login, mail, language, is_active, search, version",
    "membership": "person_id, organisation_id, role, fields",
    "credential": "person_id, hash, changed_at",
    "case_head": "id, kind, number, title, state, sequence, opener, handler, region, opened_at, changed_at, due, "
                 "search",
    "item": "id, kind, edition, place, owner, since, fields, secret, sealed, key_id, salt",
    "item_value": "kind, field, word, item",
    "case_entry": "case_id, sequence, id, at, person, organisation, act, data, salt, sealed, key_id",
    "receipt": "item, person, delivered_at, read_at, answered_at, answer",
    "event": "kind, device, place, at, received_at, level, content, is_drill",
    "device_command": "id, device, command, asked_at, person, rule, until_at, state, sent_at, answered_at, answer",
    "retention_run": "subject, day, at, before_at, count",
}
SALT = bytes(range(16))
# What is the same every day: statistics of readings, values of metrics, scores.
AGO = "CAST(86400000 AS BIGINT) * back"
REPEATED = [
    f"SELECT day - back, series, count, total, least, most, first_at - {AGO}, first, last_at - {AGO}, last FROM n, reading_day "
    "WHERE day = (SELECT max(day) - 1 FROM reading_day)",
    f"SELECT metric, organisation, day - back, region, at - {AGO}, from_at - {AGO}, numerator, denominator, sample, state, content "
    "FROM n, metric_value WHERE day = (SELECT max(day) FROM metric_value)",
    f"SELECT organisation, rulebook, day - back, region, at - {AGO}, q, met, content FROM n, live_score "
    "WHERE day = (SELECT max(day) FROM live_score)",
]


class SQLite:
    def __init__(self, path):
        self.base = sqlite3.connect(path)
        self.base.execute("PRAGMA synchronous = OFF")
        self.base.execute("PRAGMA cache_size = -400000")

    def rows(self, sql):
        return [tuple(row) for row in self.base.execute(sql)]

    def add(self, table, rows):
        columns = TABLES[table]
        self.base.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})", rows)

    def run(self, sql):
        self.base.execute(sql)

    def close(self):
        self.base.commit()
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.base.close()


class Postgres:
    def __init__(self, database):
        self.command = ["psql", database, "-qAt", "-v", "ON_ERROR_STOP=1"]

    def psql(self, *arguments, given=None):
        done = subprocess.run([*self.command, *arguments], input=given, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def rows(self, sql):
        lines = self.psql("-c", f"COPY ({sql}) TO STDOUT").splitlines()
        return [tuple(int(cell) if cell.isdigit() else cell for cell in line.split("\t")) for line in lines]

    def add(self, table, rows):
        text = io.StringIO()
        for row in rows:
            text.write("\t".join(map(self.cell, row)) + "\n")
        self.psql("-c", f"COPY {table} ({TABLES[table]}) FROM STDIN", given=text.getvalue())

    @staticmethod
    def cell(value):
        if value is None:
            return "\\N"
        if isinstance(value, bytes):
            return "\\\\x" + value.hex()
        return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")

    def run(self, sql):
        self.psql("-c", sql)

    def close(self):
        # As its own daemon does after so many rows.
        self.psql("-c", "VACUUM ANALYZE")


class History:
    """`into`: a database with the estate of `linli simulate`; `now`: in ms; `days`: whole days before today, and today so far."""

    def __init__(self, into, now, days):
        self.into, self.now, self.days, self.random = into, now, days, random.Random(7)
        self.today = (now + 8 * HOUR) // DAY
        self.rows = {table: [] for table in TABLES}
        self.count = 0
        spaces = into.rows("SELECT h.handler, h.region, h.id FROM case_head h WHERE h.kind = 'space' ORDER BY h.id")
        (self.keeper, self.region), self.spaces = spaces[0][:2], [row[2] for row in spaces]
        homes = "SELECT item FROM item_value WHERE kind = 'space' AND field = 'level' AND word = 'home' ORDER BY item"
        self.homes = [row[0] for row in into.rows(homes)]
        self.devices = [row[0] for row in into.rows("SELECT id FROM case_head WHERE kind = 'device' ORDER BY id")]
        self.people = dict(into.rows("SELECT login, id FROM person WHERE login IN ('duty', 'manager', 'worker')"))
        self.numbers = {tuple(row[:2]): row[2] for row in into.rows("SELECT kind, year, last FROM case_number")}
        self.residents = [f"bench-resident-{number:04}" for number in range(1000)]

    def id(self):
        self.count += 1
        return f"{self.count:026}"

    def item(self, kind, prefix, acts, place=None, owner=None, values=(), fields=None):
        """`acts`: what was done, when, by whom, and the state after it."""
        key, opened, last = self.id(), acts[0][1], acts[-1]
        year = 1970 + int(opened / DAY / 365.2425)
        number = self.numbers[kind, year] = self.numbers.get((kind, year), 0) + 1
        name = f"{prefix}-{year}-{number:06}"
        title = f"{kind} {number}"
        rows = self.rows
        rows["case_head"].append((key, kind, name, title, last[3], len(acts), self.keeper, self.keeper, self.region, opened, last[1], None,
                                  f"{title}\n{name.lower()}"))
        content = {"title": title, **dict(values), **(fields or {})}
        rows["item"].append((key, kind, 1, place, owner, last[1], self.text(content), "", None, None, SALT))
        rows["item_value"] += [(kind, field, str(word).lower() if isinstance(word, bool) else word, key) for field, word in values]
        for index, (act, at, person, state, *answers) in enumerate(acts):
            data = {"act": act, "edition": 1, "fields": {} if index else content, "state": state}
            if answers:
                data["answers"] = answers[0]
            if place and not index:
                data["place"] = place
            entry = self.id() if index else key
            rows["case_entry"].append((key, index + 1, entry, at, person, self.keeper, act, self.text(data), SALT, None, None))
        return key

    @staticmethod
    def text(content):
        return json.dumps(content, separators=(",", ":"), sort_keys=True)

    def fixtures(self):
        """People with a log-in, files of houses, checkpoints."""
        start = self.start(self.today - self.days)
        for number, person in enumerate(self.residents):
            self.rows["person"].append((person, f"居民{number}", person, "", "zh", 1, person, 1))
            self.rows["membership"].append((person, self.keeper, "resident", ""))
            self.rows["credential"].append((person, "!", start))
        manager = self.people["manager"]
        for home in self.homes:
            acts = [("create", start, manager, "entered"), ("review", start + HOUR, manager, "current")]
            self.item("house", "HF", acts, home, manager, [("category", "residence"), ("use", "own")],
                      {name: "x" for name in ("owner", "door", "address", "ownership", "certificate")})
        acts = [("create", start, manager, "current")]
        self.points = [self.item("checkpoint", "CP", acts, place, manager) for place in self.spaces[:25]]

    def start(self, day):
        return day * DAY - 8 * HOUR

    def moments(self, day, count, length=HOUR):
        """When so many things begin on a day; of today, those that have begun and are over."""
        first = self.start(day)
        all_ = sorted(first + self.random.randrange(DAY - 2 * length) for _ in range(count))
        return [at for at in all_ if at + length < self.now]

    def work(self, day):
        """What residents, guards and the property office do on a day."""
        choice, minute = self.random.choice, HOUR // 60
        duty, worker = self.people["duty"], self.people["worker"]
        for at in self.moments(day, 50):
            owner = choice(self.residents)
            acts = [("create", at, owner, "expected"), ("arrive", at + 20 * minute, duty, "inside"), ("leave", at + HOUR, duty, "left")]
            self.item("visit", "VS", acts, choice(self.homes), owner, [("purpose", choice(["guest", "delivery", "repair"]))])
        for at in self.moments(day, 100):
            done = self.random.random() < 0.97
            end = ("scan", at + 5 * minute, worker, "done") if done else ("miss", at + 30 * minute, None, "missed")
            self.item("check", "PC", [("create", at, None, "due"), end], choice(self.spaces), None,
                      [("checkpoint", choice(self.points)), ("round", f"round-{day}-{at % 8}")])
        for at in self.moments(day, 8):
            acts = [("create", at, None, "planned"), ("start", at, worker, "walking"), ("finish", at + HOUR, worker, "done")]
            self.item("round", "RD", acts, None, None, [("route", f"route-{at % 4}"), ("day", str(day))])
        for at in self.moments(day, 8):
            end = choice([("close", "closed"), ("close", "closed"), ("dismiss", "false")])
            acts = [("create", at, None, "open"), ("acknowledge", at + 2 * minute, duty, "acknowledged"), (end[0], at + 30 * minute, duty, end[1])]
            event = choice(["fault", "vision.falling", "vision.ebike", "vision.lane", "intrusion", "help", "trapped"])
            self.item("alarm", "AL", acts, choice(self.spaces), None,
                      [("event", event), ("level", "general"), ("drill", False), ("device", choice(self.devices))])
        for at in self.moments(day, 4, 3 * HOUR):
            owner = choice(self.residents)
            acts = [("create", at, owner, "open"), ("assign", at + 10 * minute, duty, "assigned"), ("start", at + HOUR, worker, "working"),
                    ("finish", at + 2 * HOUR, worker, "done"), ("rate", at + 3 * HOUR, owner, "closed", {"stars": choice([3, 4, 5, 5])})]
            self.item("order", "WO", acts, choice(self.homes), owner, [("type", choice(["repair", "repair", "other"])), ("level", "general")])
        for at in self.moments(day, 20):
            self.item("parcel", "PA", [("create", at, duty, "kept"), ("take", at + HOUR, duty, "taken")], choice(self.homes), duty)
        for at in self.moments(day, 2):
            self.item("hotline", "HL", [("create", at, duty, "open"), ("answer", at + 30 * minute, duty, "answered")], None, duty)
        for at in self.moments(day, 2):
            self.item("inspection", "IN", [("create", at, None, "due"), ("pass", at + HOUR, worker, "done")], choice(self.spaces), None,
                      [("plan", f"plan-{at % 9}")])
        for at in self.moments(day, 5):
            command = choice(["release", "raise", "reset"])
            self.rows["device_command"].append((self.id(), choice(self.devices), command, at, duty, None, at + minute, "done", at, at + 2000, ""))

    def bills(self, day):
        """Of all homes, on the first day of each month by thirty days; nine of ten are paid."""
        manager = self.people["manager"]
        first = self.start(day) + 8 * HOUR
        for number, home in enumerate(self.homes):
            if first + HOUR > self.now:
                return
            paid, owner = self.random.random() < 0.9, self.residents[number % 1000]
            acts = [("create", first, manager, "issued")] + ([("pay", first + HOUR, owner, "paid")] if paid else [])
            bill = self.item("bill", "BL", acts, home, owner, [("charge", "property"), ("period", f"p{day}"), ("tariff", "t")])
            if paid:
                self.item("payment", "PY", [("create", first + HOUR, owner, "received")], home, owner,
                          [("way", self.random.choice(["wechat", "alipay", "cash"])), ("bill", bill)])

    def notice(self, day):
        at = self.start(day) + 9 * HOUR
        if at + DAY > self.now:
            return
        kind = self.random.choice(["announcement", "poll"])
        manager = self.people["manager"]
        acts = [("create", at, manager, "draft"), ("publish", at, manager, "published")]
        key = self.item(kind, kind[:2].upper(), acts, None, manager, [("type", self.random.choice(["notice", "repair", "care"]))])
        for person in self.residents:
            read = at + HOUR if self.random.random() < 0.6 else None
            self.rows["receipt"].append((key, person, at, read, read if kind == "poll" else None, "{}" if read and kind == "poll" else ""))

    def events(self, day):
        for kind, count in (("entry", 2000), ("visitor.entered", 50), ("visitor.left", 50), ("fault", 5), ("intrusion", 1)):
            for at in self.moments(day, count, 1000):
                self.rows["event"].append((kind, self.random.choice(self.devices), self.random.choice(self.spaces), at, at + 500, "info", "x", 0))

    def flush(self):
        for table, rows in self.rows.items():
            if rows:
                self.into.add(table, rows)
                rows.clear()

    def make(self):
        self.fixtures()
        for back in range(self.days, -1, -1):
            day = self.today - back
            self.work(day)
            if back % 30 == 5:
                self.bills(day)
            if back % 7 == 3:
                self.notice(day)
            if back <= KEPT:
                self.events(day)
            if len(self.rows["case_entry"]) > 200_000:
                self.flush()
        if self.days > KEPT:
            for kind in ("entry", "visitor.entered", "visitor.left", "fault", "intrusion"):
                self.rows["retention_run"].append((f"event/{kind}", self.today, self.now, self.start(self.today - KEPT), 1000))
        self.flush()
        days = f"WITH RECURSIVE n (back) AS (SELECT 2 UNION ALL SELECT back + 1 FROM n WHERE back < {self.days})"
        for table, rows in zip(("reading_day", "metric_value", "live_score"), REPEATED):
            self.into.run(f"INSERT INTO {table} {days} {rows}")
        for (kind, year), last in self.numbers.items():
            self.into.run(f"INSERT INTO case_number (kind, year, last) VALUES ('{kind}', {year}, {last}) "
                          f"ON CONFLICT (kind, year) DO UPDATE SET last = {last}")
        self.into.close()
