"""Runs Linli beside the limit, in turn, and prints ratios: compare.py RELEASE_FOLDER.

Seconds are CPU seconds (user and system) of the whole process, the median of the runs; memory is the peak resident set of the process.
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
CASES = 117_000
RUNS = 5


def measure(command):
    """CPU seconds, wall seconds, peak MB, standard output of one run."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT)
        import time

        start = time.perf_counter()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    assert process.returncode == 0, command
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text


def pair(ours, limit, runs=RUNS):
    """Medians of both and the median of the ratios, run in turn after one warm-up each."""
    measure(ours), measure(limit)
    a, b = [], []
    for _ in range(runs):
        a.append(measure(ours))
        b.append(measure(limit))
    ratio = statistics.median(x[0] / y[0] for x, y in zip(a, b))
    return [statistics.median(x[i] for x in a) for i in range(3)], [statistics.median(x[i] for x in b) for i in range(3)], ratio


def main(release):
    linli = os.path.join(ROOT, release, "linli")
    print("machine:", os.cpu_count(), "cores;", re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read()).group(1))
    out = subprocess.check_output([os.path.join(ROOT, release, "ScoringBenchmark"), "3000000"], text=True)
    print(out.strip())
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call([sys.executable, os.path.join(HERE, "make_cases.py"), linli, str(CASES), folder])
        for kind in ("csv", "jsonl"):
            path = os.path.join(folder, "cases." + kind)
            size = os.path.getsize(path) / 1e6
            ours = [linli, "score", path, "-o", os.path.join(folder, "results.csv")]
            limit = [sys.executable, os.path.join(HERE, "parse_only.py"), kind, path]
            mine, theirs, ratio = pair(ours, limit, 3 if kind == "jsonl" else RUNS)
            print(f"{CASES} cases as {kind} ({size:.0f} MB), read, scored, ranked, written: {mine[0]:.2f} s CPU, {mine[1]:.2f} s, {mine[2]:.0f} MB")
            print(f"    merely parsed by Python's {'csv' if kind == 'csv' else 'json'} module: {theirs[0]:.2f} s CPU; ratio {ratio:.2f} (at most 3)")
    example = os.path.join(ROOT, "Examples/mujinzhou.yaml")
    costs = os.path.join(ROOT, "Examples/costs/mujinzhou.yaml")
    trivial = [sys.executable, "-S", "-c", "pass"]
    mine, theirs, ratio = pair([linli, "score", example, "--json"], trivial, 15)
    print(f"linli score of one file: {mine[1] * 1000:.0f} ms from start to end, {mine[0] * 1000:.0f} ms CPU, {mine[2]:.0f} MB; an empty Python: {theirs[1] * 1000:.0f} ms")
    mine, theirs, ratio = pair([linli, "plan", example, "--costs", costs, "--budget", "5000000", "--json"], trivial, 15)
    solver = subprocess.check_output([sys.executable, os.path.join(HERE, "milp.py")], text=True).strip()
    print(f"linli plan on the full rulebook: {mine[1] * 1000:.0f} ms from start to end, {mine[0] * 1000:.0f} ms CPU; SciPy's MILP alone on one problem of this size: {float(solver) * 1000:.0f} ms")


main(sys.argv[1])
