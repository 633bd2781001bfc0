"""python peer.py TOOL FILE: visits by month, one line `2024-01,123` for each month."""
import sys

tool, path = sys.argv[1:3]
if tool == "polars":
    import polars as pl

    month = pl.col("date").dt.truncate("1mo")
    table = pl.scan_csv(path, try_parse_dates=True).group_by(month.alias("m")).agg(pl.col("visits").sum()).sort("m")
    rows = [(str(month)[:7], visits) for month, visits in table.collect(engine="streaming").rows()]
elif tool == "polars-text":
    import polars as pl

    month = pl.col("date").str.slice(0, 7)
    table = pl.scan_csv(path, schema_overrides={"date": pl.String}).group_by(month.alias("m")).agg(pl.col("visits").sum())
    rows = table.sort("m").collect(engine="streaming").rows()
elif tool == "duckdb":
    import duckdb

    query = f"select strftime(date_trunc('month', date), '%Y-%m'), sum(visits)::bigint from read_csv('{path}') group by 1 order by 1"
    rows = duckdb.sql(query).fetchall()
elif tool == "duckdb-typed":
    import duckdb

    types = "{'date': 'VARCHAR', 'page': 'VARCHAR', 'visits': 'BIGINT'}"
    source = f"read_csv('{path}', header=true, auto_detect=false, columns={types})"
    rows = duckdb.sql(f"select date[1:7], sum(visits)::bigint from {source} group by 1 order by 1").fetchall()
elif tool == "pandas":
    import pandas as pd

    frame = pd.read_csv(path, usecols=["date", "visits"], parse_dates=["date"])
    sums = frame.groupby(frame["date"].dt.to_period("M"))["visits"].sum()
    rows = [(str(month), int(visits)) for month, visits in sums.items()]
else:
    sys.exit(f"unknown tool: {tool}")
for month, visits in rows:
    print(f"{month},{visits}")
