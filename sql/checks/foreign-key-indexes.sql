-- Foreign keys for which the referencing table has no index that PostgreSQL can look their rows up by, one row for
-- each, with how often the referenced table was changed since the counters began. A partitioned table is one row
-- that sums the partitions lacking an index.
-- Left out: tables below 12 pages (96 kB), temporary ones and those of extensions; keys that are not enforced or
-- hold a PERIOD.
with recursive plain_equality as materialized (
    -- The btree operator classes and the operator by which each compares its own type. All operators are read in one
    -- walk (offset 0): there are few, and a look-up for each class reads more blocks.
    select c.oid as operator_class, e.amopopr as operator
    from (
        select o.amopfamily, o.amoplefttype, o.amopopr
        from pg_catalog.pg_amop o
        where o.amopmethod = (select m.oid from pg_catalog.pg_am m where m.amname = 'btree')
            and o.amopstrategy = 3
            and o.amoplefttype = o.amoprighttype
        offset 0
    ) e
    join pg_catalog.pg_opclass c on c.opcfamily = e.amopfamily and c.opcintype = e.amoplefttype
),
referencing as materialized (
    -- The foreign keys of tables that hold rows (a partition has its own copy of its parent's). A table that is no
    -- partition counts alone, so a small one need not be looked at any further.
    select c.oid, c.conparentid, c.conrelid, c.conkey, c.confrelid, c.confkey, c.conpfeqop, t.relpages
    from pg_catalog.pg_class t
    join pg_catalog.pg_constraint c on c.conrelid = t.oid
    where c.contype = 'f'
        and t.relkind = 'r'
        and t.relpersistence <> 't'
        and (t.relpages >= 12 or t.relispartition)
),
supported as materialized (
    -- Most keys have a plain btree on a type without collations: only the others are looked at any further.
    select f.oid
    from referencing f
    join pg_catalog.pg_index x on x.indrelid = f.conrelid
    join plain_equality e on e.operator_class = x.indclass[0]
        and e.operator = f.conpfeqop[pg_catalog.array_position(f.conkey, x.indkey[0])]
    where x.indisvalid and x.indislive and x.indpred is null and x.indcollation[0] = 0
),
foreign_keys as materialized (
    select f.* from referencing f where f.oid not in (select s.oid from supported s)
),
-- include: shared/foreign-key-support.sql
-- include: shared/index-builds.sql
judged as materialized (
    select
        f.oid,
        f.conparentid,
        f.conrelid,
        f.relpages,
        f.oid not in (select s.oid from supported s)
        and f.oid not in (select s.key_oid from key_support s where s.indisvalid and s.kind = 'lookup') as is_lacking
    from referencing f
),
climb as (
    select j.oid as leaf, j.conrelid, j.relpages, j.is_lacking, j.oid, j.conparentid
    from judged j
    where j.is_lacking or j.conparentid <> 0
    union all
    select k.leaf, k.conrelid, k.relpages, k.is_lacking, c.oid, c.conparentid
    from climb k
    join pg_catalog.pg_constraint c on c.oid = k.conparentid
),
roots as materialized (
    -- A foreign key to a partitioned table has a copy for each of its partitions: a table counts once.
    select
        r.oid,
        count(*) filter (where r.is_lacking) as tables_lacking,
        count(*) filter (where not r.is_lacking) as tables_with_index,
        sum(r.relpages) filter (where r.is_lacking) as pages,
        pg_catalog.array_agg(r.conrelid) filter (where r.is_lacking) as tables
    from (select distinct k.oid, k.conrelid, k.relpages, k.is_lacking from climb k where k.conparentid = 0) r
    group by r.oid
    having sum(r.relpages) filter (where r.is_lacking) >= 12
),
others as materialized (
    -- Indexes that may save the look-up the whole table, and those that will once they are valid.
    select
        k.root,
        s.kind,
        pg_catalog.format('%I.%I', n.nspname, i.relname) as name,
        s.indisvalid,
        x.indisexclusion,
        row_number() over (
            partition by k.root
            order by s.indisvalid, s.kind <> 'lookup', i.relnatts desc, x.indisunique desc, i.relname
        ) as place,
        exists (
            select
            from index_builds b
            where b.relation = s.indexrelid or b.relation = s.indrelid and b.is_build
        ) as in_progress
    from (select distinct c.oid as root, c.leaf from climb c where c.conparentid = 0 and c.is_lacking) k
    join key_support s on s.key_oid = k.leaf
    join pg_catalog.pg_index x on x.indexrelid = s.indexrelid
    join pg_catalog.pg_class i on i.oid = s.indexrelid
    join pg_catalog.pg_namespace n on n.oid = i.relnamespace
    -- A failed REINDEX leaves an index behind that is dropped, not rebuilt.
    where s.indisvalid or s.kind = 'lookup' and i.relname !~ '_cc(new|old)[0-9]*$'
)
select
    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
    (
        select pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) order by k.place)
        from pg_catalog.unnest(c.conkey) with ordinality as k (attnum, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    ) as columns,
    (
        -- What an index has to hold: the column, or the column as the type that it is compared as.
        select pg_catalog.array_agg(
            case
                when e.cast_function is null then pg_catalog.quote_ident(a.attname)
                else pg_catalog.format('(%I::%s)', a.attname, pg_catalog.format_type(e.compared_type, null))
            end
            order by k.place
        )
        from pg_catalog.unnest(c.conkey) with ordinality as k (attnum, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
        left join lateral (
            select q.cast_function, q.compared_type
            from climb l
            join key_columns q on q.key_oid = l.leaf
            join pg_catalog.pg_attribute p on p.attrelid = q.conrelid and p.attnum = q.attnum
            where l.oid = c.oid and p.attname = a.attname
            limit 1
        ) e on true
    ) as index_columns,
    pg_catalog.quote_ident(c.conname) as constraint_name,
    pg_catalog.format('%I.%I', m.nspname, p.relname) as referenced_name,
    t.relkind = 'p' as partitioned,
    r.tables_lacking,
    case
        -- An index on the whole would repeat what some of the partitions have.
        when t.relkind = 'p' and r.tables_with_index > 0 and pg_catalog.cardinality(c.conkey) > 1 then (
            select pg_catalog.array_agg(pg_catalog.format('%I.%I', q.nspname, l.relname) order by q.nspname, l.relname)
            from pg_catalog.pg_class l
            join pg_catalog.pg_namespace q on q.oid = l.relnamespace
            where l.oid = any (r.tables)
        )
    end as lacking_tables,
    (
        with recursive ancestors as (
            select h.inhparent as oid from pg_catalog.pg_inherits h where h.inhrelid = t.oid and t.relispartition
            union all
            select h.inhparent from ancestors a join pg_catalog.pg_inherits h on h.inhrelid = a.oid
        )
        select coalesce(pg_catalog.array_agg(pg_catalog.format('%I.%I', q.nspname, l.relname)), '{}')
        from ancestors a
        join pg_catalog.pg_class l on l.oid = a.oid
        join pg_catalog.pg_namespace q on q.oid = l.relnamespace
    ) as partition_of,
    r.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,
    case c.confdeltype
        when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT' when 'r' then 'RESTRICT'
        else 'NO ACTION'
    end as on_delete,
    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_deleted(p.oid) end as referenced_deletes,
    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_updated(p.oid) end as referenced_updates,
    (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', o.name, 'kind', o.kind) order by o.place), '[]')
        from others o
        where o.root = r.oid and o.indisvalid and o.place <= 20
    ) as uncertain_indexes,
    (
        select pg_catalog.jsonb_build_object(
            'name', o.name, 'in_progress', o.in_progress, 'is_exclusion', o.indisexclusion
        )
        from others o
        where o.root = r.oid and not o.indisvalid and t.relkind = 'r'
        order by o.place
        limit 1
    ) as invalid_index
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
