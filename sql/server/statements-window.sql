-- Since when pg_stat_statements counts, from its version 1.9 on.
select extract(epoch from i.stats_reset) * 1000 as reset_ms
from :schema.pg_stat_statements_info as i
order by 1
