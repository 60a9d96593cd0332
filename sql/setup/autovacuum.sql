-- Autovacuum comes earlier to the tables that change most: at 5 % of dead rows, not at PostgreSQL's 20 %.
--
-- What it does   writes down each table's own settings as they were, in preflight.autovacuum_before, and then sets
--                autovacuum_vacuum_scale_factor and autovacuum_analyze_scale_factor for documents, memories,
--                ingestion_jobs and events. A partitioned table takes no such setting; its partitions get it.
-- Who runs it    the owner of the tables; on Supabase "postgres", in the SQL editor.
-- What it needs  the right to create the schema "preflight", or to create in it. Without it nothing is changed:
--                what can't be written down can't be put back. Tables that do not exist are said.
-- Again          as often as you like, and after you add partitions. A lower value of yours stays.
-- How to undo    the column "undo" has a statement for each table. It restores what was there before the first run,
--                which RESET alone would not. When you have run them: DROP TABLE preflight.autovacuum_before;
--
-- The ALTER waits for a running VACUUM of its table, for five seconds at most; the table at the end says if it gave up.
-- PostgreSQL 13 to 18.

begin;

set local search_path = '';
set local client_min_messages = warning;
set local lock_timeout = '5s';
set local preflight.report = '[]';

do $setup$
declare
  -- Your schema, tables and values: change them here.
  table_schema constant name := 'public';
  hot_tables constant text[] := '{documents,memories,ingestion_jobs,events}';
  wanted constant jsonb := '{"autovacuum_vacuum_scale_factor": 0.05, "autovacuum_analyze_scale_factor": 0.05}';

  report jsonb := '[]';
  hot record;
  missing text;
  changes text;
  foreign_part record;
begin
  -- Whoever owns the schema or the table would decide what runs when this file writes into it.
  select part.what, pg_catalog.quote_ident(r.rolname) as owner into foreign_part
    from (
      select 'schema preflight' as what, n.nspowner as owner
        from pg_catalog.pg_namespace n where n.nspname = 'preflight'
      union all
      select 'relation preflight.' || c.relname, c.relowner
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'preflight' and c.relname = 'autovacuum_before'
    ) as part
    join pg_catalog.pg_roles r on r.oid = part.owner
    where r.rolname <> current_user and not r.rolsuper and not exists (
      select from pg_catalog.pg_database d where d.datname = pg_catalog.current_database() and d.datdba = r.oid)
    order by part.what desc
    limit 1;
  if found then
    raise exception 'Nothing was changed: the % belongs to %, who is neither a superuser nor the owner of this database nor you',
        foreign_part.what, foreign_part.owner
      using hint = 'This file did not make it, or made it for that role. Look at what is in the schema, and why; then, as a '
        'superuser: DROP SCHEMA preflight CASCADE; and run this file again.';
  end if;

  begin
    if pg_catalog.to_regnamespace('preflight') is null then
      create schema preflight;
    end if;
    if pg_catalog.to_regclass('preflight.autovacuum_before') is null then
      create table preflight.autovacuum_before (
        table_oid oid primary key,
        table_name text not null,
        settings text[] not null,
        recorded_at timestamptz not null default pg_catalog.now());
      revoke all on preflight.autovacuum_before from public;
    end if;
    perform from preflight.autovacuum_before limit 1;
  exception when insufficient_privilege then
    raise exception 'Nothing was changed: % may not write down the old settings: %', current_user, sqlerrm
      using hint = 'Run this file as the owner of the schema preflight, or as its owner: '
        || pg_catalog.format('GRANT USAGE, CREATE ON SCHEMA preflight TO %I;', current_user);
  end;

  select pg_catalog.string_agg(t.name, ', ' order by t.position) into missing
    from pg_catalog.unnest(hot_tables) with ordinality as t (name, position)
    where not exists (
      select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = table_schema and c.relname = t.name and c.relkind in ('r', 'p'));
  if missing is not null then
    report := report || pg_catalog.jsonb_build_object('item', 'tables',
      'state', pg_catalog.format('not in schema %I: %s', table_schema, missing),
      'to do', 'Put your most changed tables at the top of this file and run it again.');
  end if;

  for hot in
    select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) as name, coalesce(c.reloptions, '{}') as settings,
        pg_catalog.pg_get_userbyid(c.relowner) as owner
    from pg_catalog.pg_class root
    join pg_catalog.pg_namespace home on home.oid = root.relnamespace
    cross join lateral (
      select root.oid where root.relkind = 'r'
      union all
      select p.relid from pg_catalog.pg_partition_tree(root.oid) p where root.relkind = 'p' and p.isleaf
    ) as leaf
    join pg_catalog.pg_class c on c.oid = leaf.oid and c.relkind = 'r'
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where home.nspname = table_schema and root.relname = any (hot_tables)
    order by n.nspname, c.relname
  loop
    -- Those that are not there, or higher than wanted.
    select pg_catalog.string_agg(pg_catalog.format('%s = %s', w.key, w.value), ', ' order by w.key) into changes
      from pg_catalog.jsonb_each_text(wanted) as w
      left join pg_catalog.pg_options_to_table(hot.settings) as o on o.option_name = w.key
      where o.option_value is null or o.option_value::numeric > w.value::numeric;
    if changes is null then
      report := report || pg_catalog.jsonb_build_object('item', 'table ' || hot.name, 'state', 'set already');
    else
      begin
        insert into preflight.autovacuum_before (table_oid, table_name, settings)
          values (hot.oid, hot.name, hot.settings) on conflict (table_oid) do nothing;
        execute pg_catalog.format('alter table %s set (%s)', hot.name, changes);
        report := report || pg_catalog.jsonb_build_object('item', 'table ' || hot.name, 'state', 'set: ' || changes);
      exception
        when insufficient_privilege then
          report := report || pg_catalog.jsonb_build_object('item', 'table ' || hot.name, 'state', 'not set: ' || sqlerrm,
            'to do', pg_catalog.format('As %I: ALTER TABLE %s SET (%s);', hot.owner, hot.name, changes));
        when lock_not_available then
          report := report || pg_catalog.jsonb_build_object('item', 'table ' || hot.name, 'state', 'not set: it is in use',
            'to do', 'Run this file again when VACUUM has left the table.');
      end;
    end if;
    if exists (
      select from pg_catalog.pg_options_to_table(hot.settings) as o
      where o.option_name = 'autovacuum_enabled' and not o.option_value::boolean)
    then
      report := report || pg_catalog.jsonb_build_object('item', 'table ' || hot.name,
        'state', 'autovacuum is turned off for it',
        'to do', pg_catalog.format('ALTER TABLE %s RESET (autovacuum_enabled);', hot.name));
    end if;
  end loop;

  -- For each table in one statement: what was set before gets its old value, what was not is taken away.
  select report || coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'item', 'table ' || pg_catalog.format('%I.%I', n.nspname, c.relname), 'state', 'its old settings are written down',
      'undo', pg_catalog.concat_ws(' ', old.set_again, old.take_away)) order by n.nspname, c.relname), '[]') into report
    from preflight.autovacuum_before b
    join pg_catalog.pg_class c on c.oid = b.table_oid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select
        pg_catalog.format('ALTER TABLE %I.%I SET (%s);', n.nspname, c.relname,
          pg_catalog.string_agg(pg_catalog.format('%s = %s', w.key, o.option_value), ', ' order by w.key)
            filter (where o.option_value is not null)) as set_again,
        pg_catalog.format('ALTER TABLE %I.%I RESET (%s);', n.nspname, c.relname,
          pg_catalog.string_agg(w.key, ', ' order by w.key) filter (where o.option_value is null)) as take_away,
        pg_catalog.count(o.option_value) as set_before, pg_catalog.count(*) as all_of_them
      from pg_catalog.jsonb_each_text(wanted) as w
      left join pg_catalog.pg_options_to_table(b.settings) as o on o.option_name = w.key
    ) as parts
    cross join lateral (
      select case when parts.set_before > 0 then parts.set_again end as set_again,
        case when parts.set_before < parts.all_of_them then parts.take_away end as take_away
    ) as old;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do", undo
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text, undo text);

commit;
