"""What is done to the cluster while people work, and what must hold afterwards."""
import contextlib
import os
import random
import subprocess
import threading
import time

import processes
from book import Story, Writer, canonical, differences
from drill import restore_drill
from nodes import several_nodes
from processes import Failed, wait_until


class Skipped(Exception):
    """This machine cannot show it; the reason is the text."""


class Stage:
    """The cluster, the program, the story, and how the story ends when nothing disturbs it."""

    def __init__(self, cluster, lunas, story, seed, kills, say):
        self.cluster, self.lunas, self.story, self.kills, self.say = cluster, lunas, story, kills, say
        self.random = random.Random(seed)
        self.seed = seed
        self.durations, self.wanted = [], {}

    @staticmethod
    def make(cluster, lunas, accounts, seed, kills, say):
        return Stage(cluster, lunas, Story(lunas, lunas.folder / "files", accounts, seed), seed, kills, say)

    def owner_url(self):
        """Straight to the primary, whichever it is, as the superuser, for looking at the book."""
        return self.cluster.many_hosts_url("postgres", "lunas")

    def ways(self):
        """The two ways to the primary that the documents describe."""
        return [("proxy", self.cluster.proxy_url("lunas", "lunas")),
                ("many hosts", self.cluster.many_hosts_url("lunas", "lunas"))]

    def play_reference(self):
        with self.book("the undisturbed book"):
            self.durations = self.story.play(self.cluster.proxy_url("lunas", "lunas"))
            self.lunas.verify(self.cluster.proxy_url("lunas", "lunas"))
            self.wanted = canonical(self.cluster, self.owner_url())
        rows = sum(len(lines) for lines in self.wanted.values())
        self.say(f"undisturbed: {len(self.durations)} steps in {sum(self.durations):.1f} s, {rows} rows to compare")

    @contextlib.contextmanager
    def book(self, what):
        """An empty database on a healthy cluster."""
        self.cluster.wait_healthy()
        self.cluster.fresh_database()
        try:
            yield
        except Failed as failure:
            raise Failed(f"{what}: {failure}") from failure

    def compare(self):
        found = differences(canonical(self.cluster, self.owner_url()), self.wanted)
        if found:
            raise Failed(f"the book is not that of an undisturbed run:\n{found}")

    def settle(self, url):
        """News that came while the last run was at work is looked at, as the next run would."""
        self.lunas.until_done(self.story.steps[-1], url)
        self.lunas.verify(url)


class Disturbed:
    """One playing of the story during which something happens in the middle of some steps."""

    def __init__(self, stage, url, name, act, undo=None):
        self.stage, self.url, self.act, self.undo = stage, url, act, undo
        self.writer = Writer(stage.lunas, url, stage.story.debtors(), f"note-{name}", stage.seed)
        self.hits = self.misses = self.felt = self.tries = 0

    def play(self, in_the_middle, after_the_answer=()):
        """Plays the whole story; the steps given are disturbed at a random moment of their time, or when answered."""
        stage = self.stage
        for words in stage.story.settings:
            stage.lunas.until_done(words, self.url)
        stage.lunas.until_done(stage.story.steps[0], self.url)
        self.writer.start()
        try:
            for index in range(1, len(stage.story.steps)):
                if index in in_the_middle:
                    self.disturb(index)
                elif index in after_the_answer:
                    self.answer_and_act(index)
                else:
                    stage.lunas.until_done(stage.story.steps[index], self.url)
        finally:
            self.writer.ended.set()
        self.writer.stop()
        stage.cluster.wait_healthy()
        stage.settle(self.url)
        self.writer.check(stage.cluster, stage.owner_url())
        stage.compare()

    def disturb(self, index):
        """Starts the step, acts in its middle, lets it end as it can, and repeats it until it is done."""
        stage = self.stage
        stage.cluster.wait_healthy()
        words = stage.story.steps[index]
        moment = stage.durations[index] * stage.random.uniform(0.1, 0.8)
        process = stage.lunas.start(words, self.url)
        time.sleep(moment)
        is_hit = process.poll() is None
        self.hits, self.misses = self.hits + is_hit, self.misses + (not is_hit)
        undo = self.act()
        outcome = stage.lunas.finish(process)
        self.felt += outcome.status != 0
        if outcome.status not in (0, 69, 75):
            raise Failed(f"lunas {' '.join(words[:2])}: exit {outcome.status}\n{outcome.err}{outcome.out}")
        if outcome.status != 0:
            self.tries += stage.lunas.until_done(words, self.url)[1]
        if undo:
            undo()

    def answer_and_act(self, index):
        """Acts in the moment in which the step says that it is done. It is not given again."""
        stage = self.stage
        stage.cluster.wait_healthy()
        stage.lunas.until_done(stage.story.steps[index], self.url)
        undo = self.act()
        if undo:
            undo()

    def told(self):
        writer = self.writer
        return (f"{self.hits} in the middle of a command ({self.misses} missed it), {self.felt} of them ended it, "
                f"{self.tries} more tries; {len(writer.acknowledged)} notes acknowledged, {writer.repeated} sent "
                f"again, the longest took {writer.longest:.1f} s")


def kill_primary(stage):
    """kill -9 of everything on the primary's machine; it comes back when another one is primary."""
    def act():
        primary = stage.cluster.wait_primary()
        primary.kill_machine()
        start = time.monotonic()
        stage.cluster.wait_primary(other_than=primary)
        stage.say(f"  {primary.name} killed, another is primary after {time.monotonic() - start:.1f} s")
        return primary.start
    return act


def kills(stage):
    """The primary dies in the middle of imports and runs, and in the moment in which one is answered."""
    hits = playing = answered = 0
    while hits < stage.kills and playing < 2 * stage.kills:
        name, url = stage.ways()[playing % 2]
        large = stage.story.large_steps
        steps = stage.random.sample(large, min(stage.kills - hits, len(large) - 1))
        after = [index for index in large if index not in steps][:1] if stage.kills > 1 else []
        with stage.book(f"kills, by {name}"):
            disturbed = Disturbed(stage, url, f"kill{playing}", kill_primary(stage))
            disturbed.play(steps, after)
        hits, playing, answered = hits + disturbed.hits, playing + 1, answered + len(after)
        stage.say(f"by {name}: {disturbed.told()}; the book equals the undisturbed one")
    if hits < stage.kills:
        raise Failed(f"only {hits} of {stage.kills} kills met a command at work")
    return f"{hits} kills in the middle of a command, {answered} in the moment of its answer"


class Stubborn(threading.Thread):
    """A client that writes to one server by its own address, whatever anybody says about who is primary."""

    def __init__(self, stage, node):
        super().__init__(daemon=True)
        self.stage, self.url = stage, stage.cluster.node_url(node)
        self.acknowledged, self.tried = [], 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.is_set():
            self.tried += 1
            sql = f"SET statement_timeout = 0; INSERT INTO stubborn VALUES ({self.tried})"
            if self.stage.cluster.try_psql(sql, self.url) is not None:
                self.acknowledged.append(str(self.tried))
            time.sleep(0.05)

    def check(self):
        """Nothing that the old primary acknowledged is missing at the new one."""
        self.ended.set()
        self.join(20)
        there = set(self.stage.cluster.psql("SELECT n FROM stubborn").splitlines())
        lost = set(self.acknowledged) - there
        if lost:
            raise Failed(f"{len(lost)} of {len(self.acknowledged)} rows that a lost primary acknowledged are gone")
        return (f"{len(self.acknowledged)} of {self.tried} writes straight to the lost primary were acknowledged, "
                "all are there")


def lose_primary(stage, lose, find, stubborn):
    """The primary goes away for some seconds without ending, while somebody goes on writing to it."""
    def act():
        primary = stage.cluster.wait_primary()
        stubborn.append(Stubborn(stage, primary))
        stubborn[-1].start()
        wait_until("the first write straight to the primary", lambda: stubborn[-1].acknowledged, 10)
        start = time.monotonic()
        lose(primary)
        stage.cluster.wait_primary(other_than=primary)
        stage.say(f"  {primary.name} lost, another is primary after {time.monotonic() - start:.1f} s")
        return lambda: find(primary)
    return act


def play_losing(stage, name, url, lose, find):
    stubborn = []
    with stage.book(name):
        stage.cluster.psql("DROP TABLE IF EXISTS stubborn; CREATE TABLE stubborn (n int)")
        disturbed = Disturbed(stage, url, name.replace(" ", "-"), lose_primary(stage, lose, find, stubborn))
        disturbed.play(stage.random.sample(stage.story.large_steps, 1))
        told = [client.check() for client in stubborn]
    stage.say(f"{name}: {disturbed.told()}; {'; '.join(told)}; the book equals the undisturbed one")
    return "1 loss"


def hanging_primary(stage):
    """The primary's programs stand still while their connections stay open, and wake up when another is primary."""
    url = stage.ways()[0][1]
    return play_losing(stage, "hanging primary", url, lambda node: node.freeze(), lambda node: node.thaw())


def cut_off(stage, way, cut, join):
    network = stage.cluster.network
    if not network.can_cut:
        raise Skipped(network.why_not)
    name, url = stage.ways()[way]
    return play_losing(stage, f"primary cut off, by {name}", url, lambda node: cut(network, node.index),
                       lambda node: join(network, node.index))


def primary_without_network(stage):
    """The primary loses its network altogether."""
    return cut_off(stage, 1, lambda network, index: network.cut_off(index),
                   lambda network, index: network.join_again(index))


def primary_without_peers(stage):
    """The primary loses the other nodes, and clients still reach it: the way to a split brain."""
    return cut_off(stage, 0, lambda network, index: network.cut_from_peers(index),
                   lambda network, index: network.join_peers_again(index))


def make_synchronous(stage, node):
    """Arranges roles until the node is the synchronous standby."""
    for _ in range(6):
        stage.cluster.wait_healthy()
        if stage.cluster.standby("sync_standby") is node:
            return
        # The other standby rests until the primary has chosen this one; a primary rests until it is none.
        rests = stage.cluster.wait_primary()
        if rests is not node:
            rests = stage.cluster.standby("sync_standby")
        rests.kill_machine()
        wait_until("another synchronous standby",
                   lambda: stage.cluster.standby("sync_standby") not in (None, rests), 60, 0.3)
        rests.start()
    raise Failed(f"{node.name} does not become the synchronous standby")


def full_disk(stage):
    """The disk of the standby that commits wait for is full: after a pause they wait for the other one."""
    node = stage.cluster.nodes[2]
    if not node.disk.is_mounted:
        raise Skipped(node.disk.why_not)
    for _ in range(4):
        if fill_disk(stage, node):
            return "1 full disk"
    raise Failed("the disk never filled up in the middle of a command")


def fill_disk(stage, node):
    """Plays the story while the disk fills up; gives whether a command was at work then."""
    filled = []

    def act():
        node.disk.fill()
        filled.append(node.disk.free())
        wait_until("the other standby to be synchronous",
                   lambda: stage.cluster.standby("sync_standby") not in (None, node), 120, 0.3)
        return node.disk.clear

    with stage.book("a full disk"):
        make_synchronous(stage, node)
        disturbed = Disturbed(stage, stage.ways()[0][1], "disk", act)
        disturbed.play([stage.story.large_steps[0]])
        # What was missed is caught up: the standby that was full has the same rows.
        rows = "SELECT count(*) FROM dues"
        wanted = stage.cluster.psql(rows, stage.owner_url())
        wait_until("the standby to catch up",
                   lambda: stage.cluster.try_psql(rows, stage.cluster.node_url(node, database="lunas")) == wanted)
    stage.say(f"{filled[0]} bytes left on the standby's disk: {disturbed.told()}; it caught up")
    return disturbed.hits > 0


def reading_from_standbys(stage):
    """Standbys answer questions, refuse changes, and go on answering while there is no primary."""
    with stage.book("reading from standbys"):
        writing, reading = stage.cluster.proxy_url("lunas", "lunas"), stage.cluster.reading_url()
        stage.story.play(writing)
        question = ["worklist", "--date", "2026-11-23", "--json"]
        wanted = stage.lunas.done(question, writing).out
        wait_until("the standbys to catch up", lambda: stage.lunas.once(question, reading).out == wanted, 20)
        refused = stage.lunas.once(["record", "note", "--debtor", stage.story.debtors()[0], "--text", "x"], reading)
        if refused.status != 77:
            raise Failed(f"a change at a standby: exit {refused.status}, expected 77\n{refused.err}")
        primary = stage.cluster.wait_primary()
        primary.kill_machine()
        answers = [stage.lunas.once(question, reading) for _ in range(5)]
        right = sum(answer.status == 0 and answer.out == wanted for answer in answers)
        stage.cluster.wait_primary(other_than=primary)
        primary.start()
        if right < 4:
            raise Failed(f"only {right} of 5 questions were answered without a primary: {answers[-1].err}")
    return f"{right} of 5 questions answered without a primary"


# Short ones first. The first two make up the short test.
ALL = {
    "kills": kills, "drill": restore_drill, "reading": reading_from_standbys, "hanging": hanging_primary,
    "no-network": primary_without_network, "no-peers": primary_without_peers, "full-disk": full_disk, "nodes": several_nodes,
}
SHORT = ["kills", "drill"]
