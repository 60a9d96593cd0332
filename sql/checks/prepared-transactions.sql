-- Prepared transactions of this database, the oldest first: how old each is, and how many transaction IDs were assigned
-- since its own. max_prepared_transactions is in every row, and alone in one row when no transaction is prepared.
-- Left out: those of other databases, since only a session there can finish them.
select
    s.max_prepared_transactions,
    p.gid,
    pg_catalog.quote_literal(p.gid) as quoted_gid,
    -- Null when the role was dropped.
    p.owner::text as owner,
    extract(epoch from p.prepared)::float8 as prepared_at,
    extract(epoch from pg_catalog.statement_timestamp() - p.prepared)::float8 as age_s,
    pg_catalog.age(p.transaction) as xid_age
from (
    select pg_catalog.current_setting('max_prepared_transactions')::int4 as max_prepared_transactions
) as s
left join pg_catalog.pg_prepared_xacts as p on p.database = pg_catalog.current_database()
order by p.prepared, p.gid
