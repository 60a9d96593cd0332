-- pg-preflight: the login it connects with, which sees statistics and no data.
--
-- 1. Connect to the database that pg-preflight shall check, as a superuser; on Supabase as "postgres" (the
--    SQL editor is). Paste this file as it is and run it.
-- 2. Read the table it prints. What could not be done is in it, with the statement that mends it.
-- 3. Give the login a password. Nothing here sets one, so that none stands in a file or a saved snippet:
--
--        ALTER ROLE preflight LOGIN PASSWORD 'a long random one, for example from: openssl rand -hex 24';
--
--    In psql, "\password preflight" and then "ALTER ROLE preflight LOGIN;" keep it out of the server's log.
--
-- Run it again whenever you like: after an update of pg-preflight, after pg_cron or a migration tool was
-- installed, in a second database of the same server. It never changes the password. What the login can
-- and can't read, and how to remove it, is in docs/database-role.md.
--
-- PostgreSQL 13 to 18. The names are not "pg_preflight" because PostgreSQL keeps the prefix "pg_" to itself.

begin;

set local search_path = '';
set local client_min_messages = error;
set local preflight.report = '[]';

do $setup$
declare
  report jsonb := '[]';
  login record;
  statements record;
  ledger record;
  sequence record;
  unread_sequences int := 0;
  -- By oid and not by name: looking a name up fails without USAGE on its schema. The extension's own table alone: another's
  -- cron.job would be read, and its code run, with the rights of whoever runs this file.
  cron_jobs constant oid := (
    select c.oid
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'
    join pg_catalog.pg_extension e
      on d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and e.oid = d.refobjid and e.extname = 'pg_cron'
    where n.nspname = 'cron' and c.relname = 'job');
  has_responses constant boolean := exists (
    select
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'
    join pg_catalog.pg_extension e
      on d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and e.oid = d.refobjid and e.extname = 'pg_net'
    where n.nspname = 'net' and c.relname = '_http_response');
  stranger name;
  foreign_part record;
begin
  ---------------------------------------------------------------------- a schema that somebody else made
  -- Whoever owns the schema "preflight", or what stands in it under the names below, decides what pg-preflight reads there,
  -- and could run code with the rights of its login.
  select part.what, pg_catalog.quote_ident(r.rolname) as owner into foreign_part
    from (
      select 'schema preflight' as what, n.nspowner as owner
        from pg_catalog.pg_namespace n where n.nspname = 'preflight'
      union all
      select 'relation preflight.' || c.relname, c.relowner
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'preflight' and c.relname in ('cron_jobs', 'cron_runs', 'http_responses')
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

  ---------------------------------------------------------------------------------------------- the login
  if not exists (select from pg_catalog.pg_roles where rolname = 'preflight') then
    begin
      create role preflight nologin connection limit 3;
    exception when insufficient_privilege then
      raise exception '% may not create the role preflight: %', current_user, sqlerrm
        using hint = 'Run this file as a superuser, on Supabase as postgres.';
    end;
  end if;

  -- Guard rails for whoever uses the login by hand. They are no fence: a session may set them otherwise,
  -- and then still holds no right to write. No time-outs: pg-preflight sets its own in each transaction, and
  -- a value stored for the login would hide the server's from it.
  begin
    alter role preflight connection limit 3;
    alter role preflight set default_transaction_read_only = on;
  exception when insufficient_privilege then
    report := report || pg_catalog.jsonb_build_object('item', 'guard rails', 'state', 'not set: ' || sqlerrm,
      'to do', 'Run this file as the role that created preflight, or as a superuser.');
  end;

  select * into strict login from pg_catalog.pg_roles where rolname = 'preflight';
  report := report || pg_catalog.jsonb_build_object('item', 'login preflight',
    'state', case when login.rolcanlogin then 'can log in' else 'has no password yet' end,
    'to do', case when not login.rolcanlogin then
      'ALTER ROLE preflight LOGIN PASSWORD ''a long random one'';' end);
  if login.rolsuper or login.rolbypassrls or login.rolcreaterole or login.rolcreatedb or login.rolreplication then
    report := report || pg_catalog.jsonb_build_object('item', 'login preflight', 'state', 'holds more than it needs',
      'to do', 'ALTER ROLE preflight NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;');
  end if;

  ------------------------------------------------------------------------ the database and its statistics
  -- A grant that the running role can't give fails, or is but a warning when it holds some right to the
  -- object. So each right is looked at afterwards.
  if not pg_catalog.has_database_privilege('preflight', pg_catalog.current_database(), 'connect') then
    begin
      execute pg_catalog.format('grant connect on database %I to preflight', pg_catalog.current_database());
    exception when insufficient_privilege then null;
    end;
    if not pg_catalog.has_database_privilege('preflight', pg_catalog.current_database(), 'connect') then
      report := report || pg_catalog.jsonb_build_object('item', 'database', 'state', 'the login may not connect',
        'to do', pg_catalog.format('As its owner: GRANT CONNECT ON DATABASE %I TO preflight;',
          pg_catalog.current_database()));
    end if;
  end if;

  -- The default before PostgreSQL 15, and what databases from then still carry.
  if pg_catalog.has_schema_privilege('preflight', pg_catalog.to_regnamespace('public'), 'create') then
    report := report || pg_catalog.jsonb_build_object('item', 'schema public',
      'state', 'every role may create tables in it, so this login too',
      'to do', 'When nothing else needs that: REVOKE CREATE ON SCHEMA public FROM PUBLIC;');
  end if;

  -- Before PostgreSQL 16 CREATEROLE is enough for this; since then it takes the ADMIN option on pg_monitor,
  -- which Supabase's postgres holds.
  begin
    grant pg_monitor to preflight;
  exception when insufficient_privilege then null;
  end;
  report := report || case when pg_catalog.pg_has_role('preflight', 'pg_monitor', 'usage')
    then pg_catalog.jsonb_build_object('item', 'pg_monitor', 'state', 'granted')
    else pg_catalog.jsonb_build_object('item', 'pg_monitor',
      'state', pg_catalog.format('missing: %I may not grant it', current_user),
      'to do', 'As a superuser: GRANT pg_monitor TO preflight;') end;

  select
      n.oid as schema,
      n.nspname as schema_name,
      pg_catalog.max(c.oid) filter (where c.relname = 'pg_stat_statements') as view,
      -- From PostgreSQL 14, and only when the extension was updated since.
      pg_catalog.max(c.oid) filter (where c.relname = 'pg_stat_statements_info') as info,
      -- The view calls it with the caller's rights.
      (select p.oid from pg_catalog.pg_proc p
        join pg_catalog.pg_depend d
          on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
            and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.refobjid = e.oid
        where p.pronamespace = n.oid and p.proname = 'pg_stat_statements') as reader
    into statements
    from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind = 'v'
    where e.extname = 'pg_stat_statements'
    group by e.oid, n.oid, n.nspname;
  if not found then
    report := report || pg_catalog.jsonb_build_object('item', 'pg_stat_statements',
      'state', 'not installed in this database', 'to do', 'See docs/checks/query-statistics.md.');
  else
    begin
      if not pg_catalog.has_schema_privilege('preflight', statements.schema, 'usage') then
        execute pg_catalog.format('grant usage on schema %I to preflight', statements.schema_name);
      end if;
      -- Everybody may read them until somebody, rightly, takes that away from PUBLIC.
      if not pg_catalog.has_table_privilege('preflight', statements.view, 'select') then
        execute pg_catalog.format('grant select on %I.pg_stat_statements to preflight', statements.schema_name);
      end if;
      if not pg_catalog.has_function_privilege('preflight', statements.reader, 'execute') then
        execute pg_catalog.format('grant execute on function %s to preflight',
          pg_catalog.format('%I.pg_stat_statements(boolean)', statements.schema_name));
      end if;
      if not pg_catalog.has_table_privilege('preflight', statements.info, 'select') then
        execute pg_catalog.format('grant select on %I.pg_stat_statements_info to preflight', statements.schema_name);
      end if;
    exception when insufficient_privilege then null;
    end;
    report := report || case
      when pg_catalog.has_schema_privilege('preflight', statements.schema, 'usage')
        and pg_catalog.has_table_privilege('preflight', statements.view, 'select')
        and pg_catalog.has_function_privilege('preflight', statements.reader, 'execute')
      then pg_catalog.jsonb_build_object('item', 'pg_stat_statements', 'state', 'readable')
      else pg_catalog.jsonb_build_object('item', 'pg_stat_statements', 'state', 'not readable',
        'to do', pg_catalog.format('As a superuser: GRANT USAGE ON SCHEMA %1$I TO preflight; '
          'GRANT SELECT ON %1$I.pg_stat_statements TO preflight; '
          'GRANT EXECUTE ON FUNCTION %1$I.pg_stat_statements(boolean) TO preflight;', statements.schema_name)) end;
  end if;

  ------------------------------------------------------------------------------------------------ sequences
  -- SELECT on a sequence shows its counter and draws no number. Without it nobody tells when an integer key
  -- runs out of numbers. Those made later by the role that runs this file are covered by its default privileges.
  for sequence in
    select n.nspname, c.relname, c.oid
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S'
      and c.relpersistence <> 't'
      and not pg_catalog.has_table_privilege('preflight', c.oid, 'select')
    order by n.nspname, c.relname
  loop
    begin
      execute pg_catalog.format('grant select on sequence %I.%I to preflight', sequence.nspname, sequence.relname);
    exception when insufficient_privilege then null;
    end;
    if not pg_catalog.has_table_privilege('preflight', sequence.oid, 'select') then
      unread_sequences := unread_sequences + 1;
    end if;
  end loop;
  execute 'alter default privileges grant select on sequences to preflight';
  report := report || case when unread_sequences = 0
    then pg_catalog.jsonb_build_object('item', 'sequences', 'state', 'readable')
    else pg_catalog.jsonb_build_object('item', 'sequences',
      'state', pg_catalog.format('%s not readable: they belong to other roles', unread_sequences),
      'to do', 'Only where they are yours, as their owner: GRANT SELECT ON ALL SEQUENCES IN SCHEMA … TO preflight;') end;

  ---------------------------------------------------------------------------------------- the owner's views
  -- pg_cron's row-level security shows each role its own jobs only, so our login would see none at all, and
  -- the commands often hold secrets. These views read with the rights of the role that runs this file and
  -- hand out what is harmless. That is why security_invoker stays off: with it they would read with the
  -- login's rights, and be empty.
  if cron_jobs is null then
    report := report || pg_catalog.jsonb_build_object('item', 'cron jobs',
      'state', 'pg_cron is not installed in this database', 'to do', 'Once it is, run this file again.');
  else
    begin
      create schema if not exists preflight;
      grant usage on schema preflight to preflight;

      -- command_hash tells whether a job still runs the command that the configuration declares. It is the
      -- SHA-256, in hex, of the command in UTF-8 after
      --   1. each run of blanks (space, tab, line feed, carriage return, form feed, vertical tab) became one space,
      --   2. all spaces and semicolons at the end, and the space at the start, were dropped.
      -- Letters keep their case. (SHA-256, for MD5 is an error on servers in FIPS mode.)
      create or replace view preflight.cron_jobs as
        select
          jobid,
          jobname::pg_catalog.text as jobname,
          schedule,
          database,
          username,
          active,
          pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
            pg_catalog.ltrim(
              pg_catalog.regexp_replace(
                pg_catalog.regexp_replace(command, E'[ \\t\\n\\r\\f\\v]+', ' ', 'g'),
                '[ ;]+$', ''),
              ' '),
            'UTF8')), 'hex') as command_hash
        from cron.job;

      -- What a failed job says can quote rows and secrets. Only pg_cron's own words, and one of the server's
      -- that tells nothing but itself, come through; all else is "error".
      create or replace view preflight.cron_runs as
        select
          jobid,
          runid,
          status,
          start_time,
          end_time,
          case
            when status is distinct from 'failed' then null
            when return_message in ('job startup timeout', 'server restarted', 'connection failed',
              'connection lost', 'job canceled') then return_message
            when return_message like 'could not start background process%' then 'could not start background process'
            when return_message like '%canceling statement due to statement timeout%' then 'statement timeout'
            else 'error'
          end as failure
        from cron.job_run_details;

      -- Somebody's default privileges may have given them to others. anon, authenticated and service_role
      -- are the roles of Supabase's API, which does not expose this schema either.
      revoke all on schema preflight from public;
      revoke all on preflight.cron_jobs, preflight.cron_runs from public;
      for stranger in
        select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated', 'service_role')
      loop
        execute pg_catalog.format('revoke all on schema preflight from %I', stranger);
        execute pg_catalog.format('revoke all on preflight.cron_jobs, preflight.cron_runs from %I', stranger);
      end loop;
      grant select on preflight.cron_jobs, preflight.cron_runs to preflight;

      report := report || case when pg_catalog.row_security_active(cron_jobs)
        then pg_catalog.jsonb_build_object('item', 'cron jobs',
          'state', pg_catalog.format('hidden: row-level security shows %I its own jobs only', current_user),
          'to do', 'DROP VIEW preflight.cron_jobs, preflight.cron_runs; then run this file as a superuser.')
        else pg_catalog.jsonb_build_object('item', 'cron jobs', 'state', 'readable, without commands') end;
    exception
      when insufficient_privilege or undefined_column or undefined_table or invalid_table_definition then
        report := report || pg_catalog.jsonb_build_object('item', 'cron jobs', 'state', 'not readable: ' || sqlerrm,
          'to do', 'Run this file as the role that owns the schema preflight, or as a superuser.');
    end;
  end if;

  -- How the requests that pg_net sent for jobs and triggers ended: counts for each status. Responses hold bodies and
  -- headers, which often quote data: this view has none of them.
  if has_responses then
    begin
      create schema if not exists preflight;
      grant usage on schema preflight to preflight;
      create or replace view preflight.http_responses as
        select
          status_code,
          timed_out,
          pg_catalog.count(*) as responses,
          pg_catalog.min(created) as oldest
        from net._http_response
        group by status_code, timed_out;
      revoke all on schema preflight from public;
      revoke all on preflight.http_responses from public;
      for stranger in
        select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated', 'service_role')
      loop
        execute pg_catalog.format('revoke all on schema preflight from %I', stranger);
        execute pg_catalog.format('revoke all on preflight.http_responses from %I', stranger);
      end loop;
      grant select on preflight.http_responses to preflight;
      report := report || pg_catalog.jsonb_build_object('item', 'pg_net', 'state', 'readable: counts for each status');
    exception
      when insufficient_privilege or undefined_column or undefined_table or invalid_table_definition then
        report := report || pg_catalog.jsonb_build_object('item', 'pg_net', 'state', 'not readable: ' || sqlerrm,
          'to do', 'Run this file as the role that owns the schema preflight, or as a superuser.');
    end;
  end if;

  ------------------------------------------------------------------------------------ migration ledgers
  -- Grants on the columns that tell which migrations were applied. Never the migrations' own text
  -- (Supabase's "statements"), their output (Prisma's "logs") or who ran them. Grants and no views: a view
  -- would stand in the way when the migration tool alters or drops its table, a grant never does.
  for ledger in
    select n.nspname, c.relname, c.oid, known.tool, a.columns, c.relrowsecurity
    from (values
      ('Supabase',        'supabase_migrations', 'schema_migrations',     '{version}', '{name}'),
      ('Prisma',          null,                  '_prisma_migrations',    '{migration_name,checksum,started_at,finished_at,rolled_back_at}', '{}'),
      ('Drizzle',         null,                  '__drizzle_migrations',  '{hash,created_at}', '{id,name}'),
      ('node-pg-migrate', null,                  'pgmigrations',          '{id,name,run_on}', '{}'),
      ('Knex',            null,                  'knex_migrations',       '{id,name,batch,migration_time}', '{}'),
      ('Knex',            null,                  'knex_migrations_lock',  '{is_locked}', '{}'),
      ('TypeORM',         null,                  'migrations',            '{id,timestamp,name}', '{}'),
      ('graphile-migrate','graphile_migrate',    'migrations',            '{hash,previous_hash,filename,date}', '{}'),
      ('golang-migrate',  null,                  'schema_migrations',     '{version,dirty}', '{}'),
      ('Ecto',            null,                  'schema_migrations',     '{version,inserted_at}', '{}'),
      ('Rails or dbmate', null,                  'schema_migrations',     '{version}', '{}'),
      ('Flyway',          null,                  'flyway_schema_history', '{installed_rank,version,type,script,checksum,installed_on,success}', '{}'),
      ('Alembic',         null,                  'alembic_version',       '{version_num}', '{}'),
      ('Sqitch',          'sqitch',              'changes',               '{change_id,script_hash,change,project,committed_at}', '{}'),
      ('Sqitch',          'sqitch',              'events',                '{event,change_id,change,project,committed_at}', '{}')
    ) as known (tool, schema_name, table_name, columns, optional)
    join pg_catalog.pg_class c on c.relname = known.table_name and c.relkind in ('r', 'p')
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' order by attnum) as columns,
             pg_catalog.count(*) filter (where attname = any (known.columns::name[])) as present
      from pg_catalog.pg_attribute
      where attrelid = c.oid and attnum > 0 and not attisdropped
        and attname = any (known.columns::name[] || known.optional::name[])
    ) as a
    where (known.schema_name is null or n.nspname = known.schema_name)
      and a.present = pg_catalog.cardinality(known.columns::name[])
      -- Ledgers of Supabase's own services, not of the team.
      and n.nspname not in ('auth', 'storage', 'realtime', '_realtime', '_analytics', 'supabase_functions', 'pgmq')
      -- "migrations" is a name that anybody may take: these hold the tool's columns and no others.
      and (known.table_name <> 'migrations' or known.schema_name is not null or a.present = (
        select pg_catalog.count(*) from pg_catalog.pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped))
      -- "schema_migrations" is the table of several tools. Of a table that a team added columns to, only "version" is read;
      -- these are columns of other tools.
      and (known.tool <> 'Rails or dbmate' or n.nspname <> 'supabase_migrations' and not exists (
        select from pg_catalog.pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped
          and attname in ('dirty', 'name', 'filename', 'inserted_at')))
      -- The one that Hasura's CLI keeps is no longer golang-migrate's.
      and n.nspname <> 'hdb_catalog'
    order by n.nspname, c.relname
  loop
    begin
      execute pg_catalog.format('grant usage on schema %I to preflight', ledger.nspname);
      execute pg_catalog.format('grant select (%s) on %I.%I to preflight', ledger.columns, ledger.nspname, ledger.relname);
    exception when insufficient_privilege then null;
    end;
    report := report || (pg_catalog.jsonb_build_object(
      'item', pg_catalog.format('migrations: %I.%I (%s)', ledger.nspname, ledger.relname, ledger.tool)) || case
      when not pg_catalog.has_schema_privilege('preflight', ledger.nspname, 'usage')
        or not pg_catalog.has_any_column_privilege('preflight', ledger.oid, 'select')
      then pg_catalog.jsonb_build_object('state', 'not readable', 'to do', pg_catalog.format(
        'As their owner: GRANT USAGE ON SCHEMA %1$I TO preflight; GRANT SELECT (%3$s) ON %1$I.%2$I TO preflight;',
        ledger.nspname, ledger.relname, ledger.columns))
      when ledger.relrowsecurity
      then pg_catalog.jsonb_build_object('state', 'hidden by its row-level security', 'to do',
        'The check "migrations" will be unknown: see docs/database-role.md.')
      else pg_catalog.jsonb_build_object('state', 'readable: ' || ledger.columns) end);
  end loop;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
