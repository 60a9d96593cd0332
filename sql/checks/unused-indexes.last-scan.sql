-- Indexes that no query has scanned since the counters began,
-- or for a day and more (16 and later tell when), with what they cost, and with what each of them is
-- needed for although no query scans it: the keys that no index supports which is sure to stay, each with the other
-- indexes that support it, and the indexes that duplicate-indexes wants to drop because this one is there.
-- A partitioned index is one row with the scans and sizes of all its partitions' ones.
-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index
-- that supports a foreign key, invalid ones, those of extensions and of temporary tables, and those below 12 pages (96 kB).
-- base: unused-indexes.sql
-- replace:
        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and pg_catalog.pg_stat_get_numscans(i.oid) = 0)
-- with:
        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and (
            pg_catalog.pg_stat_get_numscans(i.oid) = 0
            or pg_catalog.pg_stat_get_lastscan(i.oid) < pg_catalog.now() - interval '1 day'
        ))
-- replace:
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,
-- with:
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,
        max(pg_catalog.pg_stat_get_lastscan(l.oid)) as last_scan,
-- replace:
    having sum(l.relpages) >= 12 and sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0
-- with:
    having sum(l.relpages) >= 12 and (
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0
        or max(pg_catalog.pg_stat_get_lastscan(l.oid)) < pg_catalog.now() - interval '1 day'
    )
-- replace:
    null::float8 as last_scan_s,
-- with:
    extract(epoch from u.last_scan)::float8 as last_scan_s,
