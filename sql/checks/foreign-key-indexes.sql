-- Foreign keys whose columns no index of the referencing table begins with (in any order), one row for each,
-- with how often the referenced table was changed since the counters began. A partitioned table is one row
-- that sums the partitions lacking an index.
-- Left out: tables below 12 pages (96 kB), temporary ones and those of extensions; keys that are not enforced or
-- hold a PERIOD.
with recursive operator_classes as materialized (
    -- What finds equal values: a btree by the columns it begins with, a hash index by its only one.
    select o.oid
    from pg_catalog.pg_opclass o
    join pg_catalog.pg_am a on a.oid = o.opcmethod
    where a.amname in ('btree', 'hash')
),
suspects as materialized (
    -- The foreign keys of tables that hold rows (a partition has its own copy of its parent's). A table that is no
    -- partition counts alone, so a small one need not be looked at any further.
    select c.oid, c.conparentid, c.conrelid, c.conkey, t.relpages
    from pg_catalog.pg_class t
    join pg_catalog.pg_constraint c on c.conrelid = t.oid
    where c.contype = 'f'
        and t.relkind = 'r'
        and t.relpersistence <> 't'
        and (t.relpages >= 12 or t.relispartition)
),
lacking as materialized (
    select c.oid, c.conparentid, c.conrelid, c.relpages
    from suspects c
    where not exists (
        select
        from pg_catalog.pg_index x
        join operator_classes o on o.oid = x.indclass[0]
        where x.indrelid = c.conrelid
            and x.indisvalid and x.indisready
            and x.indnkeyatts >= pg_catalog.cardinality(c.conkey)
            -- indkey counts from 0, conkey from 1.
            and (x.indkey::int2[])[0:pg_catalog.cardinality(c.conkey) - 1] @> c.conkey
            -- A partial index does when its condition is only that columns of the key are not null.
            and coalesce(pg_catalog.regexp_replace(
                x.indpred::text,
                '\{NULLTEST :arg \{VAR :varno 1 :varattno (' || pg_catalog.array_to_string(c.conkey, '|')
                    || ') [^{}]*\} :nulltesttype 1 [^{}]*\}',
                '', 'g'
            ), '') ~ '^(\{BOOLEXPR :boolop and :args \( *\) :location -?[0-9]+\})?$'
    )
),
climb as (
    select l.oid as leaf, l.conrelid, l.relpages, l.oid, l.conparentid
    from lacking l
    union all
    select k.leaf, k.conrelid, k.relpages, c.oid, c.conparentid
    from climb k
    join pg_catalog.pg_constraint c on c.oid = k.conparentid
),
roots as materialized (
    -- A foreign key to a partitioned table has a copy for each of its partitions: a table counts once.
    select r.oid, count(*) as tables_lacking, sum(r.relpages) as pages
    from (select distinct k.oid, k.conrelid, k.relpages from climb k where k.conparentid = 0) r
    group by r.oid
    having sum(r.relpages) >= 12
)
select
    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
    (
        select pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) order by k.place)
        from pg_catalog.unnest(c.conkey) with ordinality as k (attnum, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    ) as columns,
    pg_catalog.quote_ident(c.conname) as constraint_name,
    pg_catalog.format('%I.%I', m.nspname, p.relname) as referenced_name,
    t.relkind = 'p' as partitioned,
    r.tables_lacking,
    r.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,
    case c.confdeltype
        when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT' when 'r' then 'RESTRICT'
        else 'NO ACTION'
    end as on_delete,
    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_deleted(p.oid) end as referenced_deletes,
    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_updated(p.oid) end as referenced_updates
from roots r
join pg_catalog.pg_constraint c on c.oid = r.oid
join pg_catalog.pg_class t on t.oid = c.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
join pg_catalog.pg_class p on p.oid = c.confrelid
join pg_catalog.pg_namespace m on m.oid = p.relnamespace
where t.relnamespace = any ($1::oid[])
    -- From PostgreSQL 18 on: one that is not enforced looks nothing up, one over periods wants a gist index.
    and pg_catalog.to_jsonb(c) ->> 'conenforced' is distinct from 'false'
    and pg_catalog.to_jsonb(c) ->> 'conperiod' is distinct from 'true'
    and not exists (
        select
        from pg_catalog.pg_depend e
        where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by r.pages desc, n.nspname, t.relname, c.conname
