"""Failover and restore, rehearsed on a whole cluster on this machine. Started by the script `run` beside it."""
import argparse
import pathlib
import shutil
import signal
import sys
import time

sys.dont_write_bytecode = True

import network  # noqa: E402  after the setting that keeps the clone clean
import processes  # noqa: E402
import scenarios  # noqa: E402
from book import Lunas  # noqa: E402
from cluster import Cluster  # noqa: E402


def options():
    parser = argparse.ArgumentParser(prog="Tests/Failover/run", description=__doc__)
    parser.add_argument("program", help="the lunas to test")
    parser.add_argument("--folder", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--own-network", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--long", action="store_true", help="everything, with ten kills; else one kill and the drill")
    parser.add_argument("--kills", type=int, help="how many kills must meet a command at work")
    parser.add_argument("--accounts", type=int, help="accounts of the book")
    parser.add_argument("--seed", type=int, default=1, help="another number disturbs other moments")
    parser.add_argument("--only", help=f"these, with commas: {', '.join(scenarios.ALL)}")
    parser.add_argument("--logs", help="keep the logs of all servers in this folder when something fails")
    chosen = parser.parse_args()
    chosen.kills = chosen.kills or (10 if chosen.long else 1)
    chosen.accounts = chosen.accounts or (2000 if chosen.long else 300)
    chosen.names = chosen.only.split(",") if chosen.only else list(scenarios.ALL) if chosen.long else scenarios.SHORT
    unknown = set(chosen.names) - set(scenarios.ALL)
    if unknown:
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}")
    return chosen


def rehearse(chosen, say):
    """Plays the scenarios on one cluster; gives whether all that could be shown was."""
    folder = pathlib.Path(chosen.folder)
    work = folder / "lunas"
    work.mkdir()
    cluster = Cluster(folder, network.of_this_machine(chosen.own_network), small_disk="full-disk" in chosen.names)
    results = []
    try:
        cluster.start()
        say("the cluster runs")
        lunas = Lunas(chosen.program, work)
        stage = scenarios.Stage.make(cluster, lunas, chosen.accounts, chosen.seed, chosen.kills, say)
        if set(chosen.names) - {"drill", "reading"}:
            stage.play_reference()
        for name in chosen.names:
            results.append((name, *play(stage, name, say)))
            if results[-1][1] == "FAILED":
                break
    except processes.Failed as failure:
        results.append(("the cluster", "FAILED", str(failure)))
    finally:
        if chosen.logs and any(result[1] == "FAILED" for result in results):
            cluster.keep_logs(chosen.logs)
        cluster.stop()
    for name, state, told in results:
        say(f"{state} {name}: {told}")
    return all(state != "FAILED" for _, state, _ in results)


def play(stage, name, say):
    start = time.monotonic()
    try:
        told = scenarios.ALL[name](stage)
        return "passed", f"{told} in {time.monotonic() - start:.0f} s"
    except scenarios.Skipped as reason:
        return "skipped", str(reason)
    except processes.Failed as failure:
        return "FAILED", str(failure)


def main():
    chosen = options()
    started = time.monotonic()

    def say(text):
        print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    processes.adopt_orphans()
    try:
        return 0 if rehearse(chosen, say) else 1
    finally:
        processes.end_all()
        for path in pathlib.Path(chosen.folder).iterdir():
            shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
