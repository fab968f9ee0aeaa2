import time
from pathlib import Path
from pressmark.dataset import Dataset
from pressmark.check import rules as R, opened as O
ds=Dataset.open(Path('/tmp/bw/inc/out'))
con=ds.connect()
op=O.Opened(con,{n:ds.table(n) for n in ds.files},{})
R.place_articles(op)
from pressmark.check.rules import dates
q=[q for q in dates.queries(['de']) if q.rule.code=='PM214'][1]
print(con.execute("explain analyze "+q.sql).fetchall()[0][1][:9000])
import json
con.execute("PRAGMA enable_profiling='json'"); con.execute("PRAGMA profiling_output='/tmp/bw/inc/prof.json'")
con.execute(q.sql).fetchall()
con.execute("PRAGMA disable_profiling")
d=json.load(open('/tmp/bw/inc/prof.json'))
def walk(n,l=0):
    print(' '*l,n.get('operator_name') or n.get('operator_type'),round(n.get('operator_timing',0),3),n.get('operator_cardinality'),str(n.get('extra_info'))[:160])
    for c in n.get('children',[]): walk(c,l+1)
walk(d)
