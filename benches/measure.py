"""Runs commands by turns and says what they took: what the benchmarks of this folder share."""
import os
import shutil
import statistics
import subprocess
import tempfile
import time

TIME = shutil.which("time") or "/usr/bin/time"


def busy():
    """Ticks of all processors: (all, idle)."""
    ticks = [int(word) for word in open("/proc/stat").readline().split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]


def run(command, folder=None):
    """Wall and processor seconds, peak memory in MiB, the share of the machine that others took, what was printed."""
    with tempfile.TemporaryDirectory() as place:
        peak = os.path.join(place, "peak")
        # A child starts with the peak of its parent: a small program in between lets small peaks be seen.
        timed = os.path.exists(TIME)
        whole = [TIME, "-o", peak, "-f", "%M", *command] if timed else command
        before, start = busy(), time.perf_counter()
        with open(os.path.join(place, "out"), "w+b") as out, open(os.path.join(place, "err"), "w+b") as err:
            child = subprocess.Popen(whole, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=folder)
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            said, complained = out.read().decode(), err.read().decode()
        after = busy()
        if child.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: code {child.returncode}\n{complained[-800:]}")
        memory = int(open(peak).read().split()[-1]) if timed else used.ru_maxrss
    cpu = used.ru_utime + used.ru_stime
    all_ticks = max(1, after[0] - before[0])
    others = max(0.0, all_ticks - (after[1] - before[1]) - cpu * os.sysconf("SC_CLK_TCK")) / all_ticks
    return {"wall": wall, "cpu": cpu, "peak": memory / 1024, "others": others, "said": said}


def rounds(contestants, count, told):
    """Each contestant once a round, the order turning, so that a slow minute of the machine hits all alike."""
    names, results = list(contestants), []
    for turn in range(count):
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            found = {"name": name, "round": turn, **contestants[name]()}
            results.append(found)
            told(found)
    return results


def median(results, name, key):
    return statistics.median(found[key] for found in results if found["name"] == name)


def ratio(results, name, reference, key):
    """The median, over rounds, of this one divided by the reference in the same round."""
    base = {found["round"]: found[key] for found in results if found["name"] == reference}
    return statistics.median(found[key] / max(base[found["round"]], 1e-4) for found in results if found["name"] == name)


def load():
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors"
