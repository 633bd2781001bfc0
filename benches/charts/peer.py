"""python peer.py matplotlib|vega-lite DATA OUT: one SVG file for each CSV file of two columns, date and value."""
import csv
import datetime
import glob
import os
import sys

tool, data, out = sys.argv[1:4]


def series():
    for path in sorted(glob.glob(os.path.join(data, "*.csv"))):
        with open(path, newline="") as file:
            header, *rows = csv.reader(file)
        yield os.path.basename(path)[:-4], header, rows


def target(name):
    return os.path.join(out, name + ".svg")


if tool == "matplotlib":
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # letters stay text, as everywhere else
    import matplotlib.pyplot as plt

    for name, header, rows in series():
        figure, axes = plt.subplots(figsize=(8, 4))
        axes.plot([datetime.date.fromisoformat(row[0]) for row in rows], [float(row[1]) for row in rows], linewidth=1)
        axes.set_title(name)
        axes.set_ylim(bottom=0)
        axes.grid(True)
        figure.savefig(target(name))
        plt.close(figure)
elif tool == "vega-lite":
    import vl_convert

    for name, header, rows in series():
        scales = {"x": {"field": "d", "type": "temporal", "title": None}, "y": {"field": "v", "type": "quantitative", "title": None}}
        chart = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 740, "height": 340, "title": name,
                 "data": {"values": [{"d": row[0], "v": float(row[1])} for row in rows]},
                 "mark": {"type": "line", "strokeWidth": 1}, "encoding": scales}
        with open(target(name), "w") as file:
            file.write(vl_convert.vegalite_to_svg(chart))
else:
    sys.exit(f"unknown tool: {tool}")
