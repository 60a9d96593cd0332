-- Indexes that another index of the same table makes superfluous: identical twins, and btree indexes whose
-- columns another btree index begins with. One row for each, with the index that stays.
-- Left out: what must stay (constraints, replica identity, CLUSTER, the only unique one), invalid indexes,
-- indexes attached to a partitioned one (their parent stands for them), temporary and extensions' tables.
with recursive owned as materialized (
    select e.objid
    from pg_catalog.pg_depend e
    where e.refclassid = 'pg_catalog.pg_extension'::regclass
        and e.classid = 'pg_catalog.pg_class'::regclass
        and e.deptype = 'e'
),
shared as materialized (
    -- Two numbers of each index: only tables with two that begin with the same column are looked at any further.
    select distinct x.indrelid
    from pg_catalog.pg_index x
    where x.indisvalid and x.indisready and x.indislive
    group by x.indrelid, x.indkey[0]
    having count(*) > 1
),
suspects as materialized (
    -- Sorted by their columns, an index stands right before one that begins with the same.
    select distinct s.indrelid
    from (
        select
            x.indrelid,
            (x.indkey::int2[])[0:x.indnkeyatts - 1] as columns,
            pg_catalog.lead((x.indkey::int2[])[0:x.indnkeyatts - 1]) over (
                partition by x.indrelid
                order by (x.indkey::int2[])[0:x.indnkeyatts - 1]
            ) as next_columns
        from pg_catalog.pg_index x
        -- As an array the tables are looked up one by one.
        where x.indrelid = any (array(select h.indrelid from shared h))
            and x.indisvalid and x.indisready and x.indislive
    ) s
    where s.next_columns[1:pg_catalog.cardinality(s.columns)] = s.columns
),
candidates as materialized (
    -- The longer one begins with the shorter one's columns, in the same order and by the same operators, and
    -- holds its INCLUDE columns too.
    select
        less.indexrelid as oid,
        more.indexrelid as kept_oid,
        less.indrelid as table_oid,
        more.indkey = less.indkey and more.indnkeyatts = less.indnkeyatts as identical,
        more.indnkeyatts = less.indnkeyatts and less.indkey::int2[] @> more.indkey::int2[] as mutual,
        less.indisunique,
        more.indisunique as kept_unique,
        more.indisprimary or more.indisexclusion or more.indisreplident or more.indisclustered as kept_stays,
        -- Trees as the server stores them, without their places in the text: they lock nothing.
        pg_catalog.regexp_replace(less.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as expressions,
        pg_catalog.regexp_replace(more.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as kept_expressions
    from suspects s
    join pg_catalog.pg_index less on less.indrelid = s.indrelid
    join pg_catalog.pg_index more on more.indrelid = s.indrelid and more.indexrelid <> less.indexrelid
    where less.indisvalid and less.indisready and less.indislive
        and more.indisvalid and more.indisready and more.indislive
        and not (less.indisprimary or less.indisexclusion or less.indisreplident or less.indisclustered)
        and more.indnkeyatts >= less.indnkeyatts
        and more.indkey::int2[] @> less.indkey::int2[]
        and (more.indkey::int2[])[0:less.indnkeyatts - 1] = (less.indkey::int2[])[0:less.indnkeyatts - 1]
        and (more.indclass::oid[])[0:less.indnkeyatts - 1] = (less.indclass::oid[])[0:less.indnkeyatts - 1]
        and (more.indcollation::oid[])[0:less.indnkeyatts - 1] = (less.indcollation::oid[])[0:less.indnkeyatts - 1]
        and (more.indoption::int2[])[0:less.indnkeyatts - 1] = (less.indoption::int2[])[0:less.indnkeyatts - 1]
        and pg_catalog.regexp_replace(more.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')
            is not distinct from
            pg_catalog.regexp_replace(less.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')
        -- A unique index yields only to one that keeps the very same values unique, at once.
        and (
            not less.indisunique
            or more.indisunique and more.indimmediate and more.indnkeyatts = less.indnkeyatts
            and pg_catalog.to_jsonb(more) -> 'indnullsnotdistinct'
                is not distinct from pg_catalog.to_jsonb(less) -> 'indnullsnotdistinct'
        )
),
pairs as materialized (
    select c.oid, c.kept_oid, c.table_oid, c.identical
    from candidates c
    join pg_catalog.pg_class t on t.oid = c.table_oid
    join pg_catalog.pg_class i on i.oid = c.oid
    join pg_catalog.pg_class k on k.oid = c.kept_oid and k.relam = i.relam
    where t.relnamespace = any ($1::oid[])
        and t.relpersistence <> 't'
        and t.oid not in (select o.objid from owned o)
        and i.oid not in (select o.objid from owned o)
        and not i.relispartition
        and i.oid not in (select f.conindid from pg_catalog.pg_constraint f)
        and case
            when c.identical then
                c.kept_expressions is not distinct from c.expressions
                -- A btree's options say how it is stored; another's may say what it is good for.
                and (
                    i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')
                    or k.reloptions::text is not distinct from i.reloptions::text
                )
                and not exists (
                    select
                    from pg_catalog.pg_attribute p
                    join pg_catalog.pg_attribute q on q.attrelid = k.oid and q.attnum = p.attnum
                    where p.attrelid = i.oid and p.attoptions::text is distinct from q.attoptions::text
                )
            -- Only a btree that begins like another one yields to it.
            else c.expressions is null and i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')
        end
        -- Of two that could stand in for each other: what must stay, then the unique one, then the first name.
        and case
            when not c.mutual then true
            when c.kept_stays or k.relispartition then true
            when k.oid in (select f.conindid from pg_catalog.pg_constraint f) then true
            when c.kept_unique <> c.indisunique then c.kept_unique
            else k.relname < i.relname
        end
),
chosen as materialized (
    -- The one that stays is not superfluous itself.
    select distinct on (p.oid) p.oid, p.kept_oid, p.table_oid, p.identical
    from pairs p
    join pg_catalog.pg_class k on k.oid = p.kept_oid
    where p.kept_oid not in (select q.oid from pairs q)
    order by p.oid, p.identical desc, k.relnatts, k.relname
),
leaves as (
    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.
    select i.oid as root, i.oid, i.relkind, i.relpages
    from (select c.oid from chosen c union select c.kept_oid from chosen c) c
    join pg_catalog.pg_class i on i.oid = c.oid
    union all
    select l.root, i.oid, i.relkind, i.relpages
    from leaves l
    join pg_catalog.pg_inherits h on h.inhparent = l.oid
    join pg_catalog.pg_class i on i.oid = h.inhrelid
    where l.relkind = 'I'
),
measured as materialized (
    select
        l.root,
        sum(l.relpages) * pg_catalog.current_setting('block_size')::bigint as size_bytes,
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans
    from leaves l
    where l.relkind = 'i'
    group by l.root
),
ranked as (
    select
        c.oid,
        c.kept_oid,
        c.table_oid,
        c.identical,
        coalesce(m.size_bytes, 0) as size_bytes,
        coalesce(m.scans, 0) as scans,
        pg_catalog.row_number() over (order by m.size_bytes desc nulls last, c.oid) as place
    from chosen c
    left join measured m on m.root = c.oid
)
select
    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,
    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
    pg_catalog.format('%I.%I', n.nspname, k.relname) as kept_name,
    r.identical,
    i.relkind = 'I' as partitioned,
    r.size_bytes,
    coalesce(m.size_bytes, 0) as kept_size_bytes,
    r.scans,
    case
        when r.place <= 200 then
            -- ONLY would make a partitioned index without its partitions' ones.
            pg_catalog.replace(
                pg_catalog.pg_get_indexdef(r.oid),
                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),
                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)
            )
    end as definition
from ranked r
join pg_catalog.pg_class i on i.oid = r.oid
join pg_catalog.pg_class k on k.oid = r.kept_oid
join pg_catalog.pg_class t on t.oid = r.table_oid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
left join measured m on m.root = r.kept_oid
order by r.size_bytes desc, n.nspname, i.relname
