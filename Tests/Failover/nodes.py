"""Three lunas nodes that share the day's run, while one dies, one hangs, and the primary is lost."""
import json
import signal
import subprocess
import time

from processes import Failed, wait_until

LEASE_SECONDS = 2
EXPIRED_AFTER = 2 * LEASE_SECONDS


class Worker:
    """A `lunas worker` on a machine of its own, as far as anybody can tell."""

    def __init__(self, stage, name, url, chunk):
        self.stage, self.name, self.url, self.chunk = stage, name, url, chunk
        self.process = self.outcome = None

    def start(self):
        words = ["worker", "--name", self.name, "--lease", str(LEASE_SECONDS), "--chunk", self.chunk, "--json"]
        self.process = self.stage.lunas.start(words, self.url)

    def holds(self):
        """Whether it has a share of the run that it has not done."""
        return self.stage.cluster.try_psql(
            "SELECT count(*) > 0 FROM run_shares s JOIN nodes n USING (node_id) WHERE s.state = 'open'"
            f" AND n.name = '{self.name}' AND s.lease_until IS NOT NULL", self.stage.owner_url()) == "t"

    def send(self, number):
        self.process.send_signal(number)

    def end(self):
        """Asks it to end; what it says about its work."""
        self.send(signal.SIGTERM)
        try:
            out, err = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise Failed(f"the worker {self.name} does not end") from None
        if self.process.returncode != 0:
            raise Failed(f"the worker {self.name}: exit {self.process.returncode}\n{err}{out}")
        return json.loads(out)


def halted_with_a_share(process, workers):
    """A worker that stands still in the middle of a share, while the others work; None when none is met. All stand still
    first and go on one after the other, or they would be done with the run between two looks at them. The run stands still
    too; where it does so in a transaction that keeps everybody out, it goes on for a moment."""
    for worker in workers:
        worker.send(signal.SIGSTOP)
    hung = next((worker for worker in workers if worker.holds()), None)
    deadline = time.monotonic() + 60
    while hung is None and time.monotonic() < deadline and process.poll() is None:
        hung = next((worker for worker in workers if is_met(worker)), None)
        if hung is None:
            process.send_signal(signal.SIGCONT)
            time.sleep(0.01)
            process.send_signal(signal.SIGSTOP)
    for worker in workers:
        if worker is not hung:
            worker.send(signal.SIGCONT)
    return hung


def is_met(worker):
    """Lets a worker that stands still go on until it holds a share, for longer than it pauses. Whether it stands still with
    one."""
    worker.send(signal.SIGCONT)
    deadline = time.monotonic() + 1.5
    while time.monotonic() < deadline:
        if not worker.holds():
            continue
        worker.send(signal.SIGSTOP)
        # It may have ended the share in that moment.
        if worker.holds():
            return True
        worker.send(signal.SIGCONT)
    worker.send(signal.SIGSTOP)
    return False


def let_workers_in(stage, process):
    """Halts the run as soon as there are shares, for it may be done before any worker has looked around."""
    open_shares = "SELECT count(*) > 0 FROM run_shares WHERE task = 'debtors' AND state = 'open'"
    wait_until("shares of the run",
               lambda: process.poll() is not None or stage.cluster.try_psql(open_shares, stage.owner_url()) == "t", 60,
               0.02)
    process.send_signal(signal.SIGSTOP)


def disturbed_run(stage, workers, words, url):
    """A run during which one worker hangs and another dies. Gives whether the one that hung held a share."""
    process = stage.lunas.start(words, url)
    let_workers_in(stage, process)
    hung = halted_with_a_share(process, workers)
    process.send_signal(signal.SIGCONT)
    died = next(worker for worker in workers if worker is not hung)
    died.process.kill()
    died.process.communicate()
    # As its unit does.
    died.start()
    outcome = stage.lunas.finish(process)
    if outcome.status not in (0, 69, 75):
        raise Failed(f"lunas run: exit {outcome.status}\n{outcome.err}{outcome.out}")
    if outcome.status != 0:
        stage.lunas.until_done(words, url)
    if hung:
        # It wakes up in a world where others have done its work.
        hung.send(signal.SIGCONT)
    return hung is not None


def hanging_run(stage, words, url):
    """The run itself hangs, the primary dies, and the workers end the run. Gives whether it was still at work."""
    process = stage.lunas.start(words, url)
    time.sleep(stage.durations[-1] * 0.4)
    is_hit = process.poll() is None
    process.send_signal(signal.SIGSTOP)
    primary = stage.cluster.wait_primary()
    primary.kill_machine()
    stage.cluster.wait_primary(other_than=primary)
    wait_until("the workers to end the run", lambda: stage.cluster.try_psql(
        "SELECT finished_at IS NOT NULL FROM runs ORDER BY run_id DESC LIMIT 1", stage.owner_url()) == "t", 60)
    time.sleep(EXPIRED_AFTER)
    process.send_signal(signal.SIGCONT)
    outcome = stage.lunas.finish(process)
    if outcome.status not in (0, 69, 75):
        raise Failed(f"lunas run, after it hung: exit {outcome.status}\n{outcome.err}{outcome.out}")
    primary.start()
    stage.cluster.wait_healthy()
    return is_hit


def nodes_at_work(stage, url):
    """How many nodes the book knows; none while it does not answer."""
    outcome = stage.lunas.once(["nodes", "--json"], url)
    return len(json.loads(outcome.out)["nodes"]) if outcome.status == 0 else 0


def several_nodes(stage):
    """The book equals the undisturbed one, though nodes died and hung in the middle of shares."""
    with stage.book("several nodes"):
        story, ways = stage.story, stage.ways()
        proxy, hosts = ways[0][1], ways[1][1]
        chunk = str(max(5, int(story.chunk) // 4))
        workers = [Worker(stage, f"node{number}", url, chunk) for number, url in enumerate([proxy, hosts, proxy], 1)]
        runs = [index for index, words in enumerate(story.steps) if words[0] == "run"]
        met = {}
        for words in [*story.settings, *story.steps[:runs[0]]]:
            stage.lunas.until_done(words, proxy)
        for worker in workers:
            worker.start()
        try:
            wait_until("three nodes", lambda: nodes_at_work(stage, proxy) == 3, 30)
            options = ["--lease", str(LEASE_SECONDS), "--chunk", chunk]
            met["worker hung"] = disturbed_run(stage, workers, story.steps[runs[0]][:3] + options, proxy)
            for words in story.steps[runs[0] + 1:runs[1]]:
                stage.lunas.until_done(words, proxy)
            met["run hung"] = hanging_run(stage, story.steps[runs[1]][:3] + options, proxy)
            ends = [worker.end() for worker in workers]
        finally:
            for worker in workers:
                if worker.process and worker.process.poll() is None:
                    worker.process.kill()
                    worker.process.communicate()
        stage.settle(proxy)
        stage.compare()
    told = ", ".join(f"{end['name']} did {end['shares']} shares and was refused {end['refused']}" for end in ends)
    stage.say(f"several nodes: {told}; the book equals the undisturbed one")
    missed = [name for name, is_hit in met.items() if not is_hit]
    if missed:
        raise Failed(f"not met: {', '.join(missed)}")
    return "1 worker killed, 1 hung, 1 run hung, 1 primary killed"
