import time
from pathlib import Path
from collections import Counter
from pressmark.dataset import Dataset
from pressmark.check import rules as R, opened as O
ds=Dataset.open(Path('/tmp/bw/inc/out'))
print(Counter(x for b in ds.batches('findings') for x in b.column('code').to_pylist()))
con=ds.connect()
op=O.Opened(con,{n:ds.table(n) for n in ds.files},{})
R.place_articles(op)
from pressmark.check.rules import dates, blocks, pages
for q in [*dates.queries(['de']),*blocks.queries(['de'])]:
    t=time.process_time(); w=time.time(); r=con.cursor().execute(q.sql).fetchall(); print(q.rule.code,len(r),round(time.process_time()-t,3),round(time.time()-w,3))
t=time.process_time(); con.cursor().execute("select count(*),sum(len(text)) from blocks").fetchall(); print('scan blocks',time.process_time()-t)
t=time.process_time(); con.cursor().execute("select count(*),max(value_to),max(field) from evidence where field='text_from'").fetchall(); print('scan ev',time.process_time()-t)
