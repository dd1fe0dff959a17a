"""The lunas program as a user runs it, and what the database holds afterwards."""
import json
import pathlib
import random
import subprocess
import threading
import time

import processes
from processes import Failed

# "Try again": the database is away for a moment, or somebody else is at work.
AGAIN = {69, 75}
SAMPLE_DAY, FIRST_RUN, SECOND_RUN = "2026-11-23", "2026-11-22", "2026-11-23"
COLLECTORS = ["Rina", "Agus", "Dewi", "Asep"]
FILES = [("debtors", "debitur"), ("accounts", "akun"), ("receivables", "angsuran"), ("payments", "pembayaran"),
         ("promises", "janji-bayar"), ("contacts", "kontak")]


class Outcome:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err, self.seconds = status, out, err, seconds

    def json(self):
        return json.loads(self.out)


class Lunas:
    """One program and the folder in which it works. Counts what its users met."""

    def __init__(self, program, folder):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(folder)
        self.environment = {
            **processes.ENVIRONMENT, "LUNAS_LOG": str(self.folder / "lunas.log"), "LUNAS_USER": "tester",
            "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        self.met = {}
        self.lock = threading.Lock()

    def start(self, words, url, **more):
        return subprocess.Popen(
            [self.program, *words, "--database", url], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**self.environment, **more}, cwd=self.folder)

    def finish(self, process, seconds=240):
        """How a started command ended. One that does not end is a fault: it should have given up."""
        start = time.monotonic()
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failed(f"still at work after {seconds} s: lunas {' '.join(process.args[1:4])}") from None
        with self.lock:
            self.met[process.returncode] = self.met.get(process.returncode, 0) + 1
        if process.returncode == 70:
            # A fault of the program: its own log says which, without the debtors' data.
            log = self.folder / "lunas.log"
            err += "".join(log.read_text().splitlines(keepends=True)[-3:]) if log.exists() else ""
        return Outcome(process.returncode, out, err, time.monotonic() - start)

    def once(self, words, url):
        return self.finish(self.start(words, url))

    def done(self, words, url):
        """The command must succeed at the first try."""
        outcome = self.once(words, url)
        if outcome.status != 0:
            raise Failed(f"lunas {' '.join(words)}: exit {outcome.status}\n{outcome.err}{outcome.out}")
        return outcome

    def until_done(self, words, url, seconds=180):
        """The command as a patient user gives it: again while it says "try again". Gives the outcome and the tries."""
        deadline = time.monotonic() + seconds
        tries = 1
        while True:
            outcome = self.once(words, url)
            if outcome.status == 0:
                return outcome, tries
            if outcome.status not in AGAIN:
                raise Failed(f"lunas {' '.join(words)}: exit {outcome.status}\n{outcome.err}{outcome.out}")
            if time.monotonic() > deadline:
                raise Failed(f"lunas {' '.join(words)}: still {outcome.status} after {seconds} s\n{outcome.err}")
            tries += 1
            time.sleep(0.5)

    def verify(self, url):
        outcome = self.once(["verify", "--json"], url)
        if outcome.status != 0:
            raise Failed(f"lunas verify: exit {outcome.status}\n{outcome.err}{outcome.out}")


class Story:
    """What is done to the book: a list of commands over the files of a sample book, the same for the same seed."""

    def __init__(self, lunas, folder, accounts, seed):
        self.lunas = lunas
        self.files = pathlib.Path(folder)
        self.files.mkdir()
        sample = self.files / "sample.sqlite"
        lunas.done(["demo", "--accounts", str(accounts), "--seed", str(seed), "--date", SAMPLE_DAY, "--files",
                    str(self.files), "--json"], str(sample))
        self.chunk = str(max(20, accounts // 20))
        self.settings = [["init"], ["settings", "set", "language", "en"]]
        self.settings += [["portfolio", "set", name, "--lender-type", kind] for name, kind in
                          [("motor", "multifinance"), ("paylater", "p2p")]]
        self.settings += [["collector", "set", name] for name in COLLECTORS]
        self.steps = [self.import_of(kind, line, name) for line in ["motor", "paylater"] for kind, name in FILES]
        self.steps.append(["run", "--date", FIRST_RUN, "--chunk", self.chunk])
        self.steps += [self.import_of("payments", line, "pembayaran-hari-ini") for line in ["motor", "paylater"]]
        self.steps.append(["run", "--date", SECOND_RUN, "--chunk", self.chunk])

    def import_of(self, kind, line, name):
        return ["import", kind, str(self.files / f"{line}-{name}.csv"), "--portfolio", line, "--as-of", SAMPLE_DAY,
                "--chunk", self.chunk]

    @property
    def large_steps(self):
        """Those worth a disturbance: the largest import, the payments, and both runs."""
        return [index for index, step in enumerate(self.steps)
                if step[0] == "run" or step[1] in ("receivables", "payments") and "motor-" in step[2]
                and "hari-ini" not in step[2]]

    def debtors(self):
        """References of debtors that the book knows after its first import."""
        lines = (self.files / "motor-debitur.csv").read_text().splitlines()[1:]
        return [line.split(";")[0] for line in lines]

    def play(self, url):
        """All of it, undisturbed; gives how long each step took."""
        for words in self.settings:
            self.lunas.done(words, url)
        return [self.lunas.done(words, url).seconds for words in self.steps]


# What two books that went through the same may differ in: when it was written, by which entry of the journal, and how
# often a command was repeated. Each of these tables has a question of its own below, or none because it is about that.
ASKED_OTHERWISE = {"runs", "imports", "import_rejects", "notes", "journal", "operations", "schema_migrations",
                   "sequences", "run_shares", "nodes", "schedules", "debtor_changes"}
# What workers make of the book beside their runs, for searching and for figures of days: a book without a worker has none
# of it yet. `verify` holds the index against the book.
KEPT_BY_WORKERS = ("search_", "closing_", "upkeep")
IS_IT_NULL = {"retracted_id", "undone_id"}
QUESTIONS = {
    "runs": """SELECT day, bool_and(finished_at IS NOT NULL), sum((counters::json ->> 'casesOpened')::int),
        sum((counters::json ->> 'casesClosed')::int), sum((counters::json ->> 'promisesKept')::int),
        sum((counters::json ->> 'promisesPartlyKept')::int), sum((counters::json ->> 'promisesBroken')::int),
        sum((counters::json ->> 'steps')::int), sum((counters::json ->> 'notices')::int) FROM runs GROUP BY day""",
    "imports": "SELECT DISTINCT kind, file, digest, portfolio_id, state FROM imports",
    "import_rejects": """SELECT DISTINCT i.digest, r.number, r.row_offset, r.line, r.column_name, r.value, r.code,
        r.detail, r.row_text FROM import_rejects r JOIN imports i USING (import_id)""",
    "sequences": "SELECT name, next_id FROM sequences WHERE name NOT IN ('import', 'run', 'note', 'entry')",
}


def canonical(cluster, url, without=()):
    """Every table that matters as sorted lines, by name."""
    columns = {}
    for line in cluster.psql(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
            " USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " ORDER BY 1, c.ordinal_position", url).splitlines():
        table, column = line.split("|")
        columns.setdefault(table, []).append(column)
    questions = {table: question_of(table, names) for table, names in columns.items()
                 if table not in ASKED_OTHERWISE and table not in without and not table.startswith(KEPT_BY_WORKERS)}
    questions.update(QUESTIONS)
    return {table: sorted(cluster.psql(f"COPY ({sql}) TO STDOUT", url).splitlines())
            for table, sql in sorted(questions.items())}


def question_of(table, names):
    shown = [f"{name} IS NULL" if name in IS_IT_NULL
             else "(SELECT r.day FROM runs r WHERE r.run_id = t.run_id)" if name == "run_id" else name
             for name in names if name != "entry_id"]
    return f"SELECT {', '.join(shown)} FROM {table} t"


def differences(found, wanted):
    """What a reader needs to see why two books differ; nothing when they do not."""
    told = []
    for table in sorted(found.keys() | wanted.keys()):
        here, there = found.get(table, []), wanted.get(table, [])
        if here != there:
            more, less = set(here) - set(there), set(there) - set(here)
            told.append(f"{table}: {len(here)} rows, {len(there)} expected")
            told += [f"  too much: {line[:300]}" for line in sorted(more)[:3]]
            told += [f"  missing:  {line[:300]}" for line in sorted(less)[:3]]
    return "\n".join(told)


class Writer(threading.Thread):
    """A collector at work: records one thing after another, each with a key, and notes what was acknowledged.

    A thing that is not acknowledged is sent again with its key until it is. Ends when told to.
    """

    def __init__(self, lunas, url, debtors, name, seed, pause=0.3):
        super().__init__(daemon=True)
        self.lunas, self.url, self.debtors, self.mark, self.pause = lunas, url, debtors, name, pause
        self.random = random.Random(seed)
        self.acknowledged, self.repeated, self.longest = [], 0, 0.0
        self.failure = None
        self.ended = threading.Event()

    def run(self):
        number = 0
        while not self.ended.is_set() and self.failure is None:
            number += 1
            try:
                self.record(f"{self.mark}-{number}")
            except Exception as failure:  # told by the scenario that waits for this thread
                self.failure = failure
            time.sleep(self.pause)

    def record(self, text):
        words = ["record", "note", "--debtor", self.random.choice(self.debtors), "--text", text, "--key", text, "--on",
                 SAMPLE_DAY, "--by", "writer", "--json"]
        start = time.monotonic()
        _, tries = self.lunas.until_done(words, self.url)
        self.longest = max(self.longest, time.monotonic() - start)
        self.repeated += tries - 1
        self.acknowledged.append(text)

    def stop(self):
        self.ended.set()
        self.join(200)
        if self.is_alive():
            raise Failed("a collector's command does not end")
        if self.failure:
            raise self.failure

    def check(self, cluster, url):
        """Every acknowledged note is there, and once."""
        there = cluster.psql(f"SELECT text FROM notes WHERE text LIKE '{self.mark}-%'", url).splitlines()
        lost = set(self.acknowledged) - set(there)
        twice = {text for text in there if there.count(text) > 1}
        if lost or twice:
            raise Failed(f"acknowledged notes lost: {sorted(lost)[:5]}, twice: {sorted(twice)[:5]}")
