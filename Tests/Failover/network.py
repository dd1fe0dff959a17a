"""Where the nodes of the cluster live: all on 127.0.0.1, or each in a network of its own that can be cut off."""
import subprocess

import processes

PREFIX = "10.213.7."
NOBODY = "02:00:00:00:00:fe"


def run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True, env=processes.ENVIRONMENT)


class Loopback:
    """Every node on 127.0.0.1 with ports of its own."""

    can_cut = False
    why_not = "no right to make network namespaces"
    address = "127.0.0.1"
    everybody = "127.0.0.1/32"

    def add(self, index):
        return "127.0.0.1"

    def inside(self, index):
        """The words before a command that make it run at the node."""
        return []


class Namespaces:
    """Every node in a network namespace, joined by a bridge in ours. Ours must not be that of the machine."""

    can_cut = True
    why_not = None
    address = "127.0.0.1"
    everybody = PREFIX + "0/24"

    def __init__(self):
        self.holders = {}
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "lunas-br", "type", "bridge")
        run("ip", "address", "add", PREFIX + "1/24", "dev", "lunas-br")
        run("ip", "link", "set", "lunas-br", "up")

    def add(self, index):
        holder = processes.Server(f"net{index}", ["unshare", "--net", "sleep", "infinity"], "/dev/null")
        holder.start()
        processes.wait_until("a network namespace", lambda: processes.name_of(holder.pid) == "sleep")
        self.holders[index] = holder
        outer, inner = f"lunas-{index}", f"lunas-{index}i"
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner)
        run("ip", "link", "set", inner, "netns", str(holder.pid))
        run("ip", "link", "set", outer, "master", "lunas-br", "up")
        run(*self.inside(index), "ip", "link", "set", "lo", "up")
        run(*self.inside(index), "ip", "address", "add", self.host(index) + "/24", "dev", inner)
        run(*self.inside(index), "ip", "link", "set", inner, "up")
        return self.host(index)

    def host(self, index):
        return f"{PREFIX}{10 + index}"

    def inside(self, index):
        return ["nsenter", f"--net=/proc/{self.holders[index].pid}/ns/net", "--"]

    def cut_off(self, index):
        """From everybody. What is sent is lost without a word, as with a pulled cable behind a switch."""
        run("ip", "link", "set", f"lunas-{index}", "down")

    def join_again(self, index):
        run("ip", "link", "set", f"lunas-{index}", "up")

    def cut_from_peers(self, index):
        """From the other nodes only: clients still reach it."""
        for other in self.holders:
            if other != index:
                run(*self.inside(index), "ip", "neigh", "replace", self.host(other), "lladdr", NOBODY,
                    "nud", "permanent", "dev", f"lunas-{index}i")

    def join_peers_again(self, index):
        for other in self.holders:
            if other != index:
                run(*self.inside(index), "ip", "neigh", "del", self.host(other), "dev", f"lunas-{index}i")


def of_this_machine(own_network):
    """Namespaces where `run` could give us a network of our own, else the loopback."""
    if not own_network:
        return Loopback()
    try:
        return Namespaces()
    except (OSError, subprocess.CalledProcessError) as failure:
        plain = Loopback()
        plain.why_not = f"network namespaces cannot be joined here: {getattr(failure, 'stderr', failure)}".strip()
        return plain
