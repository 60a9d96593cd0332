-- THIS DELETES DATA. A job of pg_cron that removes events older than 90 days, every night, in small batches.
--
-- What it does   1. makes the procedure public.delete_old_events(), which deletes 5,000 rows at a time by their primary
--                   key, commits after each batch, and stops after 90 seconds; the rest waits for the next night;
--                2. closes it to everybody but its owner;
--                3. schedules "cleanup-old-events" (0 2 * * *), and turns it on again where it was turned off.
-- Who runs it    the owner of the table; on Supabase "postgres", in the SQL editor. The job runs as that role.
-- What it needs  pg_cron, which it creates where it may (Supabase; elsewhere the server needs the library in
--                shared_preload_libraries). A table "events" with a primary key and the column "created_at"; if there
--                is none, the file says so and changes nothing. Times are those of cron.timezone, GMT by default.
-- An index       whose first column is created_at. Without one every batch reads the whole table. The table at the end
--                has the statement, which must run by itself.
-- Again          as often as you like: procedure and job are then set back to what stands here.
-- How to undo    as the same role; deleted rows come back from a backup alone:
--                    SELECT cron.unschedule('cleanup-old-events');
--                    DROP PROCEDURE public.delete_old_events(interval, int, interval);
--
-- Why not one big DELETE? It is one transaction: it holds its locks and the oldest snapshot until the end, writes all
-- its WAL at once, leaves all its dead rows at once, and when the time limit ends it after two minutes, nothing at all
-- is deleted, every night. Where the table is partitioned by time, dropping a partition is better than any DELETE.
-- PostgreSQL 13 to 18, pg_cron 1.4 or newer.

begin;

set local search_path = '';
set local preflight.report = '[]';

do $setup$
declare
  -- Your names, hours and limits: change them here, and the job in .github/pg-preflight.yml.
  table_schema constant name := 'public';
  table_name constant name := 'events';
  time_column constant name := 'created_at';
  keep constant interval := '90 days';
  batch_rows constant int := 5000;
  -- Below Supabase's statement_timeout of two minutes, which counts the whole CALL.
  at_most constant interval := '90 seconds';
  job_name constant text := 'cleanup-old-events';
  job_schedule constant text := '0 2 * * *';
  job_command constant text := 'CALL public.delete_old_events();';

  report jsonb := '[]';
  events record;
  key_columns text;
  same_key text;
  reader name;
  referring text;
  job record;
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
  -------------------------------------------------------------------------------------------- the table
  select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'p' as is_partitioned,
      c.relowner, pg_catalog.pg_get_userbyid(c.relowner) as owner,
      exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attname = time_column and a.attnum > 0 and not a.attisdropped) as has_time,
      exists (
        select from pg_catalog.pg_index x
        join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
        where x.indrelid = c.oid and a.attname = time_column and x.indisvalid and x.indpred is null) as has_index
    into events
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = table_schema and c.relname = table_name and c.relkind in ('r', 'p');
  select pg_catalog.string_agg(pg_catalog.format('e.%I', a.attname), ', ' order by k.position),
      pg_catalog.string_agg(pg_catalog.format('e.%1$I = old.%1$I', a.attname), ' and ' order by k.position)
    into key_columns, same_key
    from pg_catalog.pg_index x
    cross join lateral pg_catalog.unnest(x.indkey::int2[]) with ordinality as k (attnum, position)
    join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum
    where x.indrelid = events.oid and x.indisprimary and k.position <= x.indnkeyatts;

  if events.oid is null or not events.has_time or key_columns is null then
    report := report || pg_catalog.jsonb_build_object('item', 'job ' || job_name,
      'state', 'not scheduled: ' || case
        when events.oid is null then pg_catalog.format('there is no table %I.%I', table_schema, table_name)
        when not events.has_time then pg_catalog.format('%s has no column %I', events.name, time_column)
        else pg_catalog.format('%s has no primary key to delete by', events.name) end,
      'to do', 'Put your names at the top of this file, or mend the table, and run it again.');
  else
    -------------------------------------------------------------------------------------- the procedure
    -- Everything in it is qualified: a procedure that sets its search_path may not commit. SKIP LOCKED leaves rows that
    -- the application holds to the next night.
    execute pg_catalog.format($create$
      create or replace procedure public.delete_old_events(
        older_than interval default %1$L, batch int default %2$L, for_at_most interval default %3$L)
      language plpgsql
      as $procedure$
      declare
        oldest_kept constant timestamptz := pg_catalog.now() - older_than;
        stop_at constant timestamptz := pg_catalog.clock_timestamp() + for_at_most;
        deleted bigint;
      begin
        if older_than is null or older_than < interval '1 day' or batch is null or batch < 1 or for_at_most is null then
          raise exception 'delete_old_events: refused to delete what is younger than a day';
        end if;
        loop
          delete from %4$s as e
          using (
            select %5$s from %4$s as e
            where e.%6$I < oldest_kept
            order by e.%6$I
            limit batch
            for update skip locked
          ) as old
          where %7$s;
          get diagnostics deleted = row_count;
          commit;
          exit when deleted < batch or pg_catalog.clock_timestamp() >= stop_at;
        end loop;
      end
      $procedure$
      $create$, keep, batch_rows, at_most, events.name, key_columns, time_column, same_key);
    -- Everybody may call a new procedure until that is taken away, and then delete what he may delete.
    revoke all on procedure public.delete_old_events(interval, int, interval) from public;
    for reader in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
      execute pg_catalog.format('revoke all on procedure public.delete_old_events(interval, int, interval) from %I', reader);
    end loop;
    report := report || pg_catalog.jsonb_build_object('item', 'procedure public.delete_old_events',
      'state', pg_catalog.format('deletes rows of %s older than %s, %s at a time, for %s at most',
        events.name, keep, batch_rows, at_most));
    if not pg_catalog.has_table_privilege(events.oid, 'delete') then
      report := report || pg_catalog.jsonb_build_object('item', 'table ' || events.name,
        'state', pg_catalog.format('%I, as whom the job runs, may not delete from it', current_user),
        'to do', pg_catalog.format('Run this file as %I.', events.owner));
    end if;
    report := report || (pg_catalog.jsonb_build_object('item', 'index on ' || time_column) || case
      when events.has_index then pg_catalog.jsonb_build_object('state', 'there is one')
      when events.is_partitioned then pg_catalog.jsonb_build_object(
        'state', 'missing: every batch reads the whole table',
        'to do', pg_catalog.format('In a quiet hour, for it stops writers: CREATE INDEX ON %s (%I);', events.name, time_column))
      else pg_catalog.jsonb_build_object('state', 'missing: every batch reads the whole table',
        'to do', pg_catalog.format('By itself, in no transaction: CREATE INDEX CONCURRENTLY ON %s (%I);',
          events.name, time_column)) end);
    if events.is_partitioned then
      report := report || pg_catalog.jsonb_build_object('item', 'table ' || events.name, 'state', 'partitioned',
        'to do', 'If by time: drop old partitions, and you do not need this job.');
    end if;
    select pg_catalog.string_agg(distinct pg_catalog.format('%I.%I', n.nspname, c.relname), ', ') into referring
      from pg_catalog.pg_constraint f
      join pg_catalog.pg_class c on c.oid = f.conrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where f.contype = 'f' and f.confrelid = events.oid and f.conrelid <> events.oid;
    if referring is not null then
      report := report || pg_catalog.jsonb_build_object('item', 'foreign keys to ' || events.name, 'state', referring,
        'to do', 'Each deleted row is looked for in them: see that they have an index, and what ON DELETE does.');
    end if;
  end if;

  --------------------------------------------------------------------------------------------- the job
  select j.username into job from cron.job j where j.jobname = job_name and j.username <> current_user limit 1;
  if key_columns is null or not events.has_time then
    null;
  elsif job.username is not null then
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

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
