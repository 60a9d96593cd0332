-- Are the relations that this transaction has locked still those that pg-preflight decided to read: with these names, oids
-- and owners? $1 has a line for each, as sql/server/server.sql gives it. Where one has changed, the division by zero ends
-- the transaction, and the server refuses the read that follows without a look at it.
select 1 / (case when count(*) = pg_catalog.cardinality($1::text[]) then 1 else 0 end) as unchanged
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.oid = any (
        array(
            select l.relation
            from pg_catalog.pg_locks as l
            where
                l.pid = pg_catalog.pg_backend_pid()
                and l.locktype = 'relation'
                and l.mode = 'AccessShareLock'
                and l.granted
        )
    )
    and pg_catalog.format('%I.%I %s %s %s', n.nspname, c.relname, c.oid, c.relowner, n.nspowner) = any ($1::text[])
order by 1
