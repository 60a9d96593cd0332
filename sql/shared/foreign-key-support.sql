-- Which indexes help PostgreSQL to find the rows that refer to a row which is deleted, or whose key changes:
--     SELECT 1 FROM ONLY <table> x WHERE $1 = x.<column> AND … FOR KEY SHARE OF x
-- This is the one definition of "this index supports this foreign key". `foreign_keys` holds the keys to ask for.
key_columns as materialized (
    select
        f.oid as key_oid,
        f.conrelid,
        a.attnum,
        -- The operator with the column on its left, as an index has it.
        o.oprcom as operator,
        -- The look-up compares by the column's collation, except for a nondeterministic one of the referenced column.
        case when l.oid is null or a.attcollation = b.attcollation then a.attcollation else l.oid end as collation,
        -- Where the operator takes another type, the look-up converts the column: only an index on that
        -- expression helps then. Null where the column is compared as it is.
        case
            when o.oprright = y.base or r.typtype = 'p' or c.castmethod = 'b' then null
            else coalesce(c.castfunc, 0)
        end as cast_function,
        o.oprright as compared_type
    from foreign_keys f
    cross join lateral pg_catalog.generate_subscripts(f.conkey, 1) as s (place)
    join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[s.place]
    join pg_catalog.pg_attribute b on b.attrelid = f.confrelid and b.attnum = f.confkey[s.place]
    join pg_catalog.pg_operator o on o.oid = f.conpfeqop[s.place]
    join pg_catalog.pg_type r on r.oid = o.oprright
    left join pg_catalog.pg_collation l on l.oid = b.attcollation and not l.collisdeterministic
    cross join lateral (
        -- A domain is compared as its base type.
        with recursive bases as (
            select a.atttypid as oid
            union all
            select t.typbasetype from bases d join pg_catalog.pg_type t on t.oid = d.oid where t.typtype = 'd'
        )
        select t.oid as base from bases d join pg_catalog.pg_type t on t.oid = d.oid where t.typtype <> 'd'
    ) y
    left join pg_catalog.pg_cast c on c.castsource = y.base and c.casttarget = o.oprright
),
key_indexes as materialized (
    select
        f.oid as key_oid,
        f.conkey,
        x.indexrelid,
        x.indrelid,
        m.amname,
        x.indisvalid,
        x.indisunique,
        x.indnkeyatts,
        x.indkey,
        x.indclass,
        x.indcollation,
        x.indexprs,
        -- A predicate helps if the look-up proves it: only that columns of the key are not null.
        coalesce(pg_catalog.regexp_replace(
            x.indpred::text,
            '\{NULLTEST :arg \{VAR :varno 1 :varattno (' || pg_catalog.array_to_string(f.conkey, '|')
                || ') [^{}]*\} :nulltesttype 1 [^{}]*\}',
            '', 'g'
        ), '') ~ '^(\{BOOLEXPR :boolop and :args \( *\) :location -?[0-9]+\})?$' as holds_all_rows,
        -- Else the look-up can use the index for the values that a condition on the key's columns lets in, unless the
        -- condition also demands something of another column, which the look-up says nothing of.
        x.indpred::text ~ (' :varattno (' || pg_catalog.array_to_string(f.conkey, '|') || ') ')
        and not (
            x.indpred::text ~ '^\{BOOLEXPR :boolop and '
            and pg_catalog.regexp_replace(
                x.indpred::text, ' :varattno (' || pg_catalog.array_to_string(f.conkey, '|') || ') ', ' ', 'g'
            ) ~ ' :varattno '
        ) as has_condition_on_key
    from foreign_keys f
    join pg_catalog.pg_index x on x.indrelid = f.conrelid
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    join pg_catalog.pg_am m on m.oid = i.relam
    where x.indislive
),
key_places as materialized (
    -- The places in an index at which its operators and its collation find the key's column.
    select distinct i.key_oid, i.indexrelid, i.amname, s.place, k.attnum
    from key_indexes i
    cross join lateral pg_catalog.generate_series(0, i.indnkeyatts - 1) as s (place)
    join key_columns k on k.key_oid = i.key_oid
        and i.indcollation[s.place] in (0, k.collation)
        and case
            when k.cast_function is null then i.indkey[s.place] = k.attnum
            -- The first expression, at the first place: enough for the index that a finding proposes.
            else s.place = 0 and i.indkey[0] = 0 and i.indexprs::text ~ pg_catalog.format(
                '^\(\{FUNCEXPR :funcid %s [^{}]*:args \(\{VAR :varno 1 :varattno %s [^{}]*\}\)', k.cast_function, k.attnum
            )
        end
    join pg_catalog.pg_opclass o on o.oid = i.indclass[s.place]
    join pg_catalog.pg_amop e on e.amopfamily = o.opcfamily and e.amopopr = k.operator and e.amoppurpose = 's'
),
key_support as materialized (
    select
        i.key_oid,
        i.indexrelid,
        i.indrelid,
        i.indisvalid,
        p.columns,
        -- It finds by all of the key's columns, or a row at most.
        p.columns @> i.conkey or i.indisunique and p.places = i.indnkeyatts as is_complete,
        -- lookup: PostgreSQL finds the rows by it. The others may save it the whole table, or may not.
        case
            when not i.holds_all_rows then 'partial'
            when i.amname = 'brin' then 'brin'
            -- Of two bitmap scans for one condition the planner takes the one with the cheaper index, which is BRIN's
            -- even where the table's blocks make it dearer than a scan of the whole table.
            when i.amname = 'gin' and exists (
                select from key_places b where b.key_oid = i.key_oid and b.amname = 'brin'
            ) then 'gin'
            when p.columns is null then 'inside'
            else 'lookup'
        end as kind
    from key_indexes i
    cross join lateral (
        -- A btree is read by the columns that it begins with, a hash index has one, of others all count.
        select
            pg_catalog.array_agg(distinct q.attnum) filter (where q.counts) as columns,
            count(distinct q.place) filter (where q.counts) as places,
            count(*) as found
        from (
            select
                k.attnum,
                k.place,
                k.amname <> 'btree' or k.place = dense_rank() over (order by k.place) - 1 as counts
            from key_places k
            where k.key_oid = i.key_oid and k.indexrelid = i.indexrelid
        ) q
    ) p
    where p.found > 0 and (i.holds_all_rows or i.has_condition_on_key)
),
