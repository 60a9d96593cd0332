-- Two jobs of pg_cron: one refreshes a materialized view every five minutes, one runs ANALYZE every Sunday.
--
-- What it does   1. closes the function that refreshes the view to everybody but its owner, and pins its search_path;
--                   makes the function where only the view exists;
--                2. gives the view the unique index that REFRESH … CONCURRENTLY needs, if it can;
--                3. schedules "refresh-org-document-stats" (*/5 * * * *) and "update-table-statistics" (0 3 * * 0),
--                   and turns them on again where they were turned off.
-- Who runs it    the owner of the view; on Supabase "postgres", in the SQL editor. The jobs run as that role.
-- What it needs  pg_cron, which it creates where it may (Supabase; elsewhere the server needs the library in
--                shared_preload_libraries). Times are those of cron.timezone, which is GMT unless somebody set it.
--                A view that does not exist is said, and the rest is done.
-- Again          as often as you like: the jobs are then set back to what stands here.
-- How to undo    as the same role:
--                    SELECT cron.unschedule('refresh-org-document-stats');
--                    SELECT cron.unschedule('update-table-statistics');
--                Unschedule the job before you drop the view or the function, else it fails every five minutes.
--
-- Why ANALYZE, when autovacuum does it? Because autovacuum never analyses a partitioned table itself, only its
-- partitions; the ANALYZE of a whole database does. It skips tables that the job's role does not own with no more
-- than a warning that nobody sees; pg_cron still says "succeeded". PostgreSQL 13 to 18, pg_cron 1.4 or newer.

begin;

set local search_path = '';
set local preflight.report = '[]';

do $setup$
declare
  -- Your names and hours: change them here, and in .github/pg-preflight.yml.
  view_schema constant name := 'public';
  view_name constant name := 'mv_org_document_stats';
  -- What a row of the view is unique by.
  unique_column constant name := 'org_id';
  function_name constant name := 'refresh_org_document_stats';
  refresh_job constant text := 'refresh-org-document-stats';
  refresh_schedule constant text := '*/5 * * * *';
  refresh_command constant text := 'SELECT refresh_org_document_stats();';
  analyze_job constant text := 'update-table-statistics';
  analyze_schedule constant text := '0 3 * * 0';
  analyze_command constant text := 'ANALYZE;';

  report jsonb := '[]';
  refreshed record;
  refresher record;
  reader name;
  readers text;
  wanted record;
  job record;
  time_limit text;
  others int;
begin
  ---------------------------------------------------------------------------------------------- pg_cron
  if not exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then
    begin
      create extension pg_cron schema pg_catalog;
    exception when others then
      raise exception 'pg_cron is not installed in this database, and % could not install it: %', current_user, sqlerrm
        using hint = 'On Supabase enable it under Integrations, Cron. Elsewhere a superuser adds pg_cron to '
          'shared_preload_libraries, restarts the server and runs CREATE EXTENSION pg_cron in the database that '
          'cron.database_name names.';
    end;
  end if;
  if not pg_catalog.has_schema_privilege('cron', 'usage') then
    raise exception '% may not use pg_cron', current_user
      using hint = pg_catalog.format('As a superuser: GRANT USAGE ON SCHEMA cron TO %I;', current_user);
  end if;

  --------------------------------------------------------------------------------------------- the view
  select c.oid, c.relispopulated, pg_catalog.pg_get_userbyid(c.relowner) as owner,
      pg_catalog.format('%I.%I', view_schema, view_name) as name,
      -- As REFRESH … CONCURRENTLY demands it.
      exists (
        select from pg_catalog.pg_index x
        where x.indrelid = c.oid and x.indisunique and x.indimmediate and x.indisvalid
          and x.indpred is null and x.indexprs is null) as has_unique_index,
      exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attname = unique_column and a.attnum > 0 and not a.attisdropped) as has_column
    into refreshed
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = view_schema and c.relname = view_name and c.relkind = 'm';
  if refreshed.oid is null then
    report := report || pg_catalog.jsonb_build_object('item', 'materialized view',
      'state', pg_catalog.format('there is no %I.%I', view_schema, view_name),
      'to do', 'Put your view''s name at the top of this file and run it again.');
  else
    if not refreshed.has_unique_index and refreshed.has_column then
      begin
        execute pg_catalog.format('create unique index on %s (%I)', refreshed.name, unique_column);
        refreshed.has_unique_index := true;
      exception when insufficient_privilege or unique_violation then null;
      end;
    end if;
    report := report || (pg_catalog.jsonb_build_object('item', 'materialized view ' || refreshed.name) || case
      when not refreshed.has_unique_index then pg_catalog.jsonb_build_object(
        'state', 'can''t be refreshed CONCURRENTLY: it has no unique index on columns, without WHERE',
        'to do', pg_catalog.format('As %I: CREATE UNIQUE INDEX ON %s (its key columns);', refreshed.owner, refreshed.name))
      when not refreshed.relispopulated then pg_catalog.jsonb_build_object(
        'state', 'was never filled, and CONCURRENTLY does not do it the first time',
        'to do', pg_catalog.format('REFRESH MATERIALIZED VIEW %s;', refreshed.name))
      else pg_catalog.jsonb_build_object('state', 'can be refreshed CONCURRENTLY') end);
    select pg_catalog.string_agg(r.rolname, ', ' order by r.rolname) into readers
      from pg_catalog.pg_roles r
      where r.rolname in ('anon', 'authenticated') and pg_catalog.has_table_privilege(r.oid, refreshed.oid, 'select');
    if readers is not null then
      -- Left as it is: the application may read it this way.
      report := report || pg_catalog.jsonb_build_object('item', 'readers of ' || refreshed.name,
        'state', readers || ': row-level security does not exist for materialized views, so they read the rows of all',
        'to do', pg_catalog.format('When the application can do without: REVOKE ALL ON %s FROM %s;',
          refreshed.name, readers));
    end if;
  end if;

  ----------------------------------------------------------------------------------------- the function
  if pg_catalog.to_regprocedure(pg_catalog.format('%I.%I()', view_schema, function_name)) is null
    and refreshed.oid is not null
  then
    begin
      -- With the caller's rights: the job's role owns the view, and nobody else gains anything by calling it.
      execute pg_catalog.format(
        'create function %I.%I() returns void language sql set search_path = '''' as %L',
        view_schema, function_name, pg_catalog.format('refresh materialized view concurrently %s', refreshed.name));
    exception when insufficient_privilege then
      report := report || pg_catalog.jsonb_build_object('item', 'function',
        'state', pg_catalog.format('%I may not create %I.%I()', current_user, view_schema, function_name),
        'to do', 'Run this file as the owner of the view.');
    end;
  end if;

  select p.oid, p.prosecdef, pg_catalog.pg_get_userbyid(p.proowner) as owner,
      pg_catalog.format('%I.%I()', view_schema, function_name) as name,
      exists (
        select from pg_catalog.unnest(p.proconfig) as s (setting) where s.setting like 'search_path=%') as is_pinned
    into refresher
    from pg_catalog.pg_proc p
    where p.oid = pg_catalog.to_regprocedure(pg_catalog.format('%I.%I()', view_schema, function_name));
  if refresher.oid is not null then
    begin
      -- Every function may be called by everybody until somebody takes that away, through Supabase's API too; with
      -- SECURITY DEFINER whoever calls it refreshes the view, as often as he likes.
      execute pg_catalog.format('revoke all on function %s from public', refresher.name);
      for reader in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
        execute pg_catalog.format('revoke all on function %s from %I', refresher.name, reader);
      end loop;
      -- Without it the caller decides what the names in the function mean. pg_temp stands last, or it would be first.
      if refresher.prosecdef and not refresher.is_pinned then
        execute pg_catalog.format('alter function %s set search_path = pg_catalog, %I, pg_temp', refresher.name, view_schema);
      end if;
    exception when insufficient_privilege then null;
    end;
    select pg_catalog.string_agg(r.rolname, ', ' order by r.rolname) into readers
      from pg_catalog.pg_roles r
      where r.rolname in ('anon', 'authenticated') and pg_catalog.has_function_privilege(r.oid, refresher.oid, 'execute');
    report := report || (pg_catalog.jsonb_build_object('item', 'function ' || refresher.name) || case
      when readers is not null or exists (
        select from pg_catalog.pg_proc p
        cross join pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) as g
        where p.oid = refresher.oid and g.grantee = 0)
      then pg_catalog.jsonb_build_object(
        'state', 'may be called by ' || coalesce(readers, 'everybody'),
        'to do', pg_catalog.format('As %1$I: REVOKE ALL ON FUNCTION %2$s FROM %3$s;',
          refresher.owner, refresher.name, pg_catalog.concat_ws(', ', 'PUBLIC', readers)))
      when not pg_catalog.has_function_privilege(refresher.oid, 'execute') then pg_catalog.jsonb_build_object(
        'state', pg_catalog.format('%I, as whom the job runs, may not call it', current_user),
        'to do', pg_catalog.format('As %I: GRANT EXECUTE ON FUNCTION %s TO %I;', refresher.owner, refresher.name, current_user))
      else pg_catalog.jsonb_build_object('state', 'closed to end users') end);
  end if;

  --------------------------------------------------------------------------------------------- the jobs
  for wanted in
    select * from (values
      (refresh_job, refresh_schedule, refresh_command, refresher.oid is not null),
      (analyze_job, analyze_schedule, analyze_command, true)
    ) as jobs (name, schedule, command, possible)
  loop
    if not wanted.possible then
      report := report || pg_catalog.jsonb_build_object('item', 'job ' || wanted.name,
        'state', 'not scheduled: there is nothing that it could refresh');
      continue;
    end if;
    select j.username into job from cron.job j where j.jobname = wanted.name and j.username <> current_user limit 1;
    if found then
      -- The name is unique for each role only, so another would run beside it.
      report := report || pg_catalog.jsonb_build_object('item', 'job ' || wanted.name,
        'state', pg_catalog.format('left alone: it belongs to %I', job.username),
        'to do', pg_catalog.format('Run this file as %1$I, or as %1$I: SELECT cron.unschedule(%2$L);', job.username, wanted.name));
      continue;
    end if;
    perform cron.schedule(wanted.name, wanted.schedule, wanted.command);
    select j.jobid, j.active into strict job
      from cron.job j where j.jobname = wanted.name and j.username = current_user;
    if not job.active then
      -- cron.schedule leaves an inactive job inactive.
      begin
        perform cron.alter_job(job.jobid, active := true);
      exception when insufficient_privilege then
        -- Open to superusers only, unless somebody granted it. A new job is active, and has no history.
        perform cron.unschedule(job.jobid);
        perform cron.schedule(wanted.name, wanted.schedule, wanted.command);
      end;
    end if;
    report := report || pg_catalog.jsonb_build_object('item', 'job ' || wanted.name, 'state',
      pg_catalog.format('scheduled %s, as %I, in the time zone %s', wanted.schedule, current_user,
        coalesce(pg_catalog.current_setting('cron.timezone', true), 'GMT')));
  end loop;

  ---------------------------------------------------------------------------------- what ANALYZE can't do
  select pg_catalog.count(*) into others
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not pg_catalog.pg_has_role(c.relowner, 'usage');
  if others > 0 then
    report := report || pg_catalog.jsonb_build_object('item', 'ANALYZE',
      'state', pg_catalog.format('skips %s tables that do not belong to %I', others, current_user),
      'to do', 'Nothing where they are the platform''s own: autovacuum sees to them.');
  end if;
  -- What a new session of the role gets, as the job's will.
  select pg_catalog.split_part(s.entry, '=', 2) into time_limit
    from (
      select e.entry, d.setrole <> 0 as is_role, d.setdatabase <> 0 as is_database
      from pg_catalog.pg_db_role_setting d
      cross join lateral pg_catalog.unnest(d.setconfig) as e (entry)
      where d.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
        and d.setrole in (0, (select oid from pg_catalog.pg_roles where rolname = current_user))
        and e.entry like 'statement\_timeout=%'
    ) as s
    order by s.is_role desc, s.is_database desc
    limit 1;
  if time_limit not in ('0', '0s', '0ms') then
    report := report || pg_catalog.jsonb_build_object('item', 'time limit of the jobs',
      'state', pg_catalog.format('statement_timeout = %s ends them', time_limit),
      'to do', 'Where ANALYZE takes longer, its command may be: SET statement_timeout = ''30min''; ANALYZE;');
  end if;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
