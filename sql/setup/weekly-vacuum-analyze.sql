-- A job of pg_cron that runs VACUUM ANALYZE over the whole database every Sunday. You probably do not need it.
--
-- Autovacuum does this work, table by table, when a table needs it. A weekly round over everything reads the
-- tables that did not change too. What it is good for: tables whose autovacuum is too lazy for their size, and for them
-- sql/setup/autovacuum.sql is the better way. It stands here because the document's list of jobs has it.
--
-- What it does   schedules "vacuum-analyze" (0 4 * * 0), and turns it on again where it was turned off.
-- Who runs it    the owner of the tables; on Supabase "postgres", in the SQL editor. The job runs as that role, and
--                VACUUM skips what does not belong to it with a warning that nobody sees: pg_cron says "succeeded".
-- What it needs  pg_cron, which it creates where it may (Supabase; elsewhere the server needs the library in
--                shared_preload_libraries). Times are those of cron.timezone, which is GMT unless somebody set it.
-- Alone          VACUUM must stand alone in its command: a second statement, even SET, makes one transaction of them,
--                in which VACUUM is refused. So its time limit can only be the role's or the database's.
-- Again          as often as you like: the job is then set back to what stands here.
-- How to undo    as the same role: SELECT cron.unschedule('vacuum-analyze');
--
-- PostgreSQL 13 to 18, pg_cron 1.4 or newer.

begin;

set local search_path = '';
set local preflight.report = '[]';

do $setup$
declare
  -- Your name and hour: change them here, and in .github/pg-preflight.yml.
  job_name constant text := 'vacuum-analyze';
  job_schedule constant text := '0 4 * * 0';
  job_command constant text := 'VACUUM ANALYZE;';

  report jsonb := '[]';
  job record;
  others int;
  time_limit text;
begin
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
  select j.username into job from cron.job j where j.jobname = job_name and j.username <> current_user limit 1;
  if found then
    -- The name is unique for each role only, so another would run beside it.
    report := report || pg_catalog.jsonb_build_object('item', 'job ' || job_name,
      'state', pg_catalog.format('left alone: it belongs to %I', job.username),
      'to do', pg_catalog.format('Run this file as %1$I, or as %1$I: SELECT cron.unschedule(%2$L);', job.username, job_name));
  else
    perform cron.schedule(job_name, job_schedule, job_command);
    select j.jobid, j.active into strict job
      from cron.job j where j.jobname = job_name and j.username = current_user;
    if not job.active then
      -- cron.schedule leaves an inactive job inactive.
      begin
        perform cron.alter_job(job.jobid, active := true);
      exception when insufficient_privilege then
        -- Open to superusers only, unless somebody granted it. A new job is active, and has no history.
        perform cron.unschedule(job.jobid);
        perform cron.schedule(job_name, job_schedule, job_command);
      end;
    end if;
    report := report || pg_catalog.jsonb_build_object('item', 'job ' || job_name, 'state',
      pg_catalog.format('scheduled %s, as %I, in the time zone %s', job_schedule, current_user,
        coalesce(pg_catalog.current_setting('cron.timezone', true), 'GMT')));
  end if;

  select pg_catalog.count(*) into others
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not pg_catalog.pg_has_role(c.relowner, 'usage');
  if others > 0 then
    report := report || pg_catalog.jsonb_build_object('item', 'VACUUM',
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
    report := report || pg_catalog.jsonb_build_object('item', 'time limit of the job',
      'state', pg_catalog.format('statement_timeout = %s ends it', time_limit),
      'to do', 'Where it takes longer, schedule the large tables one by one: VACUUM ANALYZE my_table;');
  end if;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
