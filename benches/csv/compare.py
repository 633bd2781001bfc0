#!/usr/bin/env python3
"""Visits by month out of a CSV file: kiosque beside polars and DuckDB, by turns, all sums compared.

    python3 -m venv VENV && VENV/bin/pip install -r benches/csv/requirements.txt
    cargo build --release
    python3 benches/csv/compare.py --folder DIR --python VENV/bin/python [--sizes 10,100,1000] [--rounds 5]

Files are made once in DIR (1.1 GB for all sizes), always the same. `cpu` is user and system time; `peak` the memory of
the process; ratios are medians of the ratios of each round; `others` is what the rest of the machine took meanwhile.
"""
import argparse
import calendar
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import measure

WORDS = ["carte", "agenda", "visite", "commune", "transport", "formation", "territoire", "actualites"]


def generate(path, size):
    """Events of three years in the order of time: date, page, visits; about `size` bytes."""
    chance = random.Random(20240101)
    pages = [f"/{WORDS[n % 8]}/{WORDS[n // 8 % 8]}-{WORDS[n // 64 % 8]}-{n}/" for n in range(2000)]
    weights = [1 / (n + 1) for n in range(2000)]
    days = [f"{year}-{month:02}-{day:02}" for year in (2022, 2023, 2024) for month in range(1, 13)
            for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    tails = [f",{page},{visits}\n" for page, visits in
             zip(chance.choices(pages, weights, k=100_000), (1 + int(chance.paretovariate(1.2)) for _ in range(100_000)))]
    rest = size
    with open(path + ".part", "w", newline="") as out:
        rest -= out.write("date,page,visits\n")
        for left, day in zip(range(len(days), 0, -1), days):
            share, lines = rest / left, []
            while share > 0:
                some = [day + tail for tail in chance.choices(tails, k=max(1, int(share / 45)))]
                share -= sum(map(len, some))
                lines += some
            rest -= out.write("".join(lines))
    os.replace(path + ".part", path)


def months(said):
    """`{month: sum}` out of lines that hold a month and a number, whatever stands between."""
    found = {}
    for line in said.splitlines():
        parts = re.match(r'\W*(\d{4}-\d\d)"?\W+?(\d[\d\u202f\u00a0 ]*)\W*$', line)
        if parts:
            found[parts[1]] = int(re.sub(r"\D", "", parts[2]))
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", required=True, help="where the files are made and kept")
    options.add_argument("--python", default=sys.executable, help="one that has the peers")
    options.add_argument("--kiosque", default=os.path.join(HERE, "../../target/release/kiosque"))
    options.add_argument("--sizes", default="10,100,1000", help="in MB")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--peers", default="polars,polars-text,duckdb,duckdb-typed", help="pandas too, if wanted")
    given = options.parse_args()
    os.makedirs(given.folder, exist_ok=True)
    for size in map(int, given.sizes.split(",")):
        path = os.path.join(given.folder, f"events-{size}.csv")
        if not os.path.exists(path):
            generate(path, size * 1_000_000)
        compare(given, path, size)


def compare(given, path, size):
    with open(path, "rb") as file:  # in memory for all, or for none
        while file.read(1 << 24):
            pass
    command = [given.kiosque, "data", "group", path, "--colonne", "date", "--pas", "mois", "--somme", "visits"]
    contestants = {"kiosque": lambda: measure.run(command)} if os.path.exists(given.kiosque) else {}
    for peer in given.peers.split(","):
        contestants[peer] = lambda peer=peer: measure.run([given.python, os.path.join(HERE, "peer.py"), peer, path])
    progress = lambda found: print(f"  {size} MB, {found['name']}: {found['wall']:.2f} s", file=sys.stderr)
    results = measure.rounds(contestants, given.rounds, progress)
    sums = {name: months(next(found["said"] for found in results if found["name"] == name)) for name in contestants}
    first = next(iter(contestants))
    odd = [name for name in contestants if sums[name] != sums[first] or not sums[name]]
    total = f"{len(sums[first])} months, {sum(sums[first].values())} visits"
    print(f"\n{os.path.getsize(path) / 1e6:.0f} MB, {given.rounds} rounds, {measure.load()}; {total}; "
          + ("all sums equal" if not odd else f"SUMS DIFFER: {', '.join(odd)}") + "\n")
    print(f"| tool | wall s | CPU s | peak MiB | wall / {first} | CPU / {first} | others |\n|---|---:|---:|---:|---:|---:|---:|")
    for name in contestants:
        value = lambda key: measure.median(results, name, key)
        against = lambda key: measure.ratio(results, name, first, key)
        print(f"| {name} | {value('wall'):.2f} | {value('cpu'):.2f} | {value('peak'):.0f} | {against('wall'):.2f} "
              f"| {against('cpu'):.2f} | {value('others'):.0%} |")
    if odd:
        sys.exit(1)


main()
