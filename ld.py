import time, hashlib, sys
import pyarrow.parquet as pq, pyarrow as pa
from pressmark import load
P=sys.argv[1] if len(sys.argv)>1 else '/tmp/h/pk5'
b=open('/dev/urandom','rb').read(100_000_000)
t=time.process_time(); hashlib.sha256(b).hexdigest(); print('sha256 MB/s', 100/(time.process_time()-t))
import zlib; t=time.process_time(); zlib.crc32(b); print('crc MB/s', 100/(time.process_time()-t))
def m(name,f,n=7):
    r=[]
    for _ in range(n):
        c=time.process_time(); w=time.perf_counter(); f(); r.append((time.process_time()-c,time.perf_counter()-w))
    r.sort(); print(name, r[n//2]); return r[n//2][0]
import pandas, polars
f=P+'/parquet/texts.parquet'
m('bare pq.read_table',lambda: pq.read_table(f))
m('bare pq.read_table chk',lambda: pq.read_table(f,page_checksum_verification=True))
m('bare pq nothreads',lambda: pq.read_table(f,use_threads=False))
m('load only',lambda: load(P))
m('load nov',lambda: load(P,verify=False))
c=load(P)
m('texts',lambda: load(P,verify=False).texts)
m('load texts',lambda: load(P).texts)
m('bare pandas',lambda: pandas.read_parquet(f))
m('load pandas',lambda: load(P).to_pandas())
m('load pandas nov',lambda: load(P,verify=False).to_pandas())
m('bare polars',lambda: polars.read_parquet(f))
m('load polars',lambda: load(P).to_polars())
m('load polars nov',lambda: load(P,verify=False).to_polars())
import duckdb
q='select outlet_id, count(*), sum(length(text)) from {} group by 1 order by 1'
m('bare duckdb',lambda: duckdb.sql(q.format(f"'{f}'")).fetchall())
m('load duckdb',lambda: load(P).sql(q.format('texts')).fetchall())
m('load duckdb nov',lambda: load(P,verify=False).sql(q.format('texts')).fetchall())
