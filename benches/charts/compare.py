#!/usr/bin/env python3
"""300 charts of 1,095 points: kiosque beside matplotlib, Vega-Lite and Observable Plot, by turns.

    python3 -m venv VENV && VENV/bin/pip install -r benches/charts/requirements.txt
    mkdir -p MODULES && cp benches/charts/package.json MODULES && npm install --prefix MODULES
    cargo build --release --examples --bins
    python3 benches/charts/compare.py --folder DIR --python VENV/bin/python --modules MODULES [--charts 300] [--rounds 3]

`drawing` is what the peers do, CSV files read and one SVG file written for each, and besides, unlike them, what a page
holds, with two layouts. `site` is the whole of `kiosque build` on a site of 30 pages that hold the charts, each with its
sentence, its table and its files; `tables` is that site with tables and no drawing. Bytes are those of the SVG files.
"""
import argparse
import datetime
import glob
import gzip
import math
import os
import random
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
sys.path.insert(0, os.path.dirname(HERE))
import measure

POINTS, A_PAGE = 1095, 10
SITE = """title: Banc
base_url: https://banc.exemple.fr
lang: fr
theme: plain
typography: false
description: Banc de mesure
author: Banc
"""


def generate(folder, count):
    """Daily visits of three years: a trend, weeks, summers and noise; always the same."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    first = datetime.date(2022, 1, 1)
    for n in range(count):
        chance = random.Random(n)
        level, rise = chance.uniform(200, 5000), chance.uniform(-0.4, 1.5)
        with open(os.path.join(folder, f"serie-{n:03}.csv"), "w") as file:
            file.write("date,visites\n")
            for day in range(POINTS):
                date = first + datetime.timedelta(days=day)
                week = 0.45 if date.weekday() > 4 else 1
                summer = 1 - 0.35 * max(0, math.sin((date.timetuple().tm_yday - 170) / 55))
                value = level * (1 + rise * day / POINTS) * week * summer * chance.uniform(0.8, 1.2)
                file.write(f"{date},{max(0, round(value))}\n")


def site(folder, data, form):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "tests/themes/plain"), os.path.join(folder, "themes/plain"))
    shutil.copytree(data, os.path.join(folder, "data"))
    os.makedirs(os.path.join(folder, "content"))
    write = lambda name, text: open(os.path.join(folder, name), "w").write(text)
    write("kiosque.yaml", SITE)
    write("content/_kind.yaml", "name: page\nroute: /{slug}/\n")
    names = sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(data, "*.csv")))
    for start in range(0, len(names), A_PAGE):
        blocks = [f"```graphique\ntype: {form}\ntitre: Visites de {name}\ndonnees: {name}\nx: date\ny: visites\n```\n"
                  for name in names[start:start + A_PAGE]]
        write(f"content/page-{start:03}.md", f"---\ntitle: Page {start}\n---\n\n" + "\n".join(blocks))


def contestants(given, data, out):
    def drawn(name, command):
        def once():
            shutil.rmtree(os.path.join(out, name), ignore_errors=True)
            os.makedirs(os.path.join(out, name))
            found = measure.run(command + [data, os.path.join(out, name)])
            return {**found, **weight(os.path.join(out, name))}
        return once

    def built(form):
        folder = os.path.join(given.folder, f"site-{form}")
        site(folder, data, form)

        def once():
            public = os.path.join(out, form)
            shutil.rmtree(public, ignore_errors=True)
            found = measure.run([given.kiosque, "build", "--root", folder, "--output", public, "--today", "2026-01-01"])
            return {**found, **weight(public)}
        return once

    os.environ["MODULES"] = given.modules
    all_of_them = {
        "kiosque, drawing": os.path.exists(given.drawing) and drawn("kiosque", [given.drawing]),
        "kiosque, site": os.path.exists(given.kiosque) and built("lignes"),
        "kiosque, tables": os.path.exists(given.kiosque) and built("tableau"),
        "matplotlib": drawn("matplotlib", [given.python, os.path.join(HERE, "peer.py"), "matplotlib"]),
        "Vega-Lite": drawn("vega-lite", [given.python, os.path.join(HERE, "peer.py"), "vega-lite"]),
        "Observable Plot": drawn("plot", ["node", os.path.join(HERE, "plot.mjs")]),
    }
    return {name: once for name, once in all_of_them.items() if once and name not in given.skip.split(",")}


def weight(folder):
    texts = [open(path, "rb").read() for path in glob.glob(os.path.join(folder, "**/*.svg"), recursive=True)]
    pages = [open(path).read() for path in glob.glob(os.path.join(folder, "**/*.html"), recursive=True)]
    inline = [match.encode() for page in pages for match in re.findall(r'<svg class="k-g.*?</svg>', page, re.S)]
    packed = sum(len(gzip.compress(text, 6)) for text in texts)
    return {"charts": len(texts), "bytes": sum(map(len, texts)), "gzip": packed, "inline": sum(map(len, inline))}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", required=True, help="where all is made")
    options.add_argument("--python", default=sys.executable, help="one that has the peers")
    options.add_argument("--modules", default=".", help="the folder whose node_modules has Plot and jsdom")
    options.add_argument("--kiosque", default=os.path.join(ROOT, "target/release/kiosque"))
    options.add_argument("--drawing", default=os.path.join(ROOT, "target/release/examples/draw-charts"))
    options.add_argument("--charts", type=int, default=300)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--skip", default="", help="names of contestants, set apart by commas without space")
    given = options.parse_args()
    data = os.path.join(os.path.abspath(given.folder), "data")
    generate(data, given.charts)
    who = contestants(given, data, os.path.join(os.path.abspath(given.folder), "out"))
    results = measure.rounds(who, given.rounds, lambda found: print(f"  {found['name']}: {found['wall']:.2f} s", file=sys.stderr))
    first = next(iter(who))
    print(f"\n{given.charts} charts of {POINTS} points, {given.rounds} rounds, {measure.load()}\n")
    print(f"| tool | wall s | CPU s | peak MiB | wall / {first} | bytes a chart | gzip | in the page | others |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name in who:
        value = lambda key: measure.median(results, name, key)
        each = lambda key: f"{value(key) / value('charts'):.0f}" if value("charts") and value(key) else ""
        print(f"| {name} | {value('wall'):.3f} | {value('cpu'):.3f} | {value('peak'):.0f} | {measure.ratio(results, name, first, 'wall'):.1f} "
              f"| {each('bytes')} | {each('gzip')} | {each('inline')} | {value('others'):.0%} |")


main()
