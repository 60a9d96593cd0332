-- Which index of a table makes another one superfluous: identical twins, and btree indexes whose columns another
-- btree index begins with. `compared_indexes` holds the rows of pg_index to compare.
suspects as materialized (
    -- Sorted by their columns, an index stands right before one that begins with the same.
    select distinct s.indrelid
    from (
        select
            x.indrelid,
            (x.indkey::int2[])[0:x.indnkeyatts - 1] as columns,
            lead((x.indkey::int2[])[0:x.indnkeyatts - 1]) over (
                partition by x.indrelid
                order by (x.indkey::int2[])[0:x.indnkeyatts - 1]
            ) as next_columns
        from compared_indexes x
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
    join compared_indexes less on less.indrelid = s.indrelid
    join compared_indexes more on more.indrelid = s.indrelid and more.indexrelid <> less.indexrelid
    where not (less.indisprimary or less.indisexclusion or less.indisreplident or less.indisclustered)
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
    join pg_catalog.pg_class i on i.oid = c.oid
    join pg_catalog.pg_class k on k.oid = c.kept_oid and k.relam = i.relam
    where not i.relispartition
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
