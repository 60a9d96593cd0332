-- Logging of slow statements and schema changes, and a time limit for the statements of the application.
--
-- What it does   Logging: statements of a second and more, and schema changes. On Supabase for the logins "postgres" and
--                "authenticator" (people, and the API), because its "postgres" may set this for roles and not for the
--                database. Elsewhere for the database, and for logins whose own value logs less.
--                Time limit: 30 seconds for the roles below. A shorter limit stays, as Supabase's 3 and 8 seconds
--                for anon and authenticated do. The database gets none: migrations and dumps take their time.
-- Who runs it    a superuser; on Supabase "postgres", in the SQL editor. The owner of the database who is no superuser
--                may set the time limits of roles that he created; for the rest the table at the end names the statement.
-- What it needs  nothing. New sessions get the values; a pool keeps its old ones until it is restarted.
-- Again          as often as you like: what is enough already is left alone.
-- How to undo    the column "undo" has the statement for each change. Keep it: the second run changes nothing, so
--                it has none.
--
-- Never "ALTER ROLE ALL SET …" on Supabase: it has crashed servers. The log will hold the values of slow statements,
-- so treat it as data. PostgreSQL 13 to 18.

begin;

set local search_path = '';
set local preflight.report = '[]';

do $setup$
declare
  -- The roles that your application logs in as, and on Supabase those that its API becomes. Change them here, and in
  -- .github/pg-preflight.yml. Those that do not exist are left out.
  application_roles constant text[] := '{authenticator,anon,authenticated}';
  longest_statement constant text := '30s';
  slow_statement constant text := '1s';
  logged_statements constant text := 'ddl';

  is_supabase constant boolean := (
    select pg_catalog.count(*) = 2 from pg_catalog.pg_roles where rolname in ('supabase_admin', 'authenticator'));
  -- From little to much.
  log_levels constant text[] := '{none,ddl,mod,all}';
  report jsonb := '[]';
  wanted record;
  applied int := 0;
begin
  for wanted in
    with settings (name, value) as (
      values ('log_min_duration_statement', slow_statement), ('log_statement', logged_statements),
        ('statement_timeout', longest_statement)
    ),
    stored as (
      select d.setrole, d.setdatabase <> 0 as in_database, pg_catalog.split_part(e.entry, '=', 1) as name,
        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value
      from pg_catalog.pg_db_role_setting d
      cross join lateral pg_catalog.unnest(d.setconfig) as e (entry)
      where d.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
    ),
    subjects as (
      select 0::oid as role, null::name as role_name, s.name from settings s
        where s.name like 'log\_%' and not is_supabase
      union all
      select r.oid, r.rolname, s.name from pg_catalog.pg_roles r, settings s
        where s.name = 'statement_timeout' and r.rolname = any (application_roles)
          -- Where the API becomes a role that has no value of its own, its login's stays, which is judged by itself.
          and (r.rolcanlogin or not is_supabase or exists (
            select from stored o where o.setrole = r.oid and o.name = s.name))
      union all
      select r.oid, r.rolname, s.name from pg_catalog.pg_roles r, settings s
        where s.name like 'log\_%' and r.rolcanlogin and case
          when is_supabase then r.rolname in ('postgres', 'authenticator')
          else exists (select from stored o where o.setrole = r.oid and o.name = s.name) end
    ),
    -- What a new session gets: the role's value in this database, the role's, the database's, that of all, the server's.
    effective as (
      select u.role_name, u.name, s.value as wanted, o.value as own, o.in_database,
        coalesce(o.value, d.value, v.server) as value
      from subjects u
      join settings s on s.name = u.name
      left join lateral (
        select t.value, t.in_database from stored t
        where t.name = u.name and t.setrole = u.role and (u.role <> 0 or t.in_database)
        order by t.in_database desc limit 1) as o on true
      left join lateral (
        select t.value from stored t where t.name = u.name and t.setrole = 0 order by t.in_database desc limit 1) as d on true
      left join lateral (
        -- As PostgreSQL writes it, in milliseconds. Our own session's value would tell nothing of the server's.
        select case when p.source in ('default', 'configuration file', 'command line', 'environment variable')
          then p.setting end as server
        from pg_catalog.pg_settings p where p.name = u.name) as v on true
    ),
    judged as (
      select e.*, case
        when e.value is null then false
        when e.name = 'log_statement' then
          coalesce(pg_catalog.array_position(log_levels, e.value) >= pg_catalog.array_position(log_levels, e.wanted), false)
        else m.value_ms <= m.wanted_ms and m.value_ms >= case e.name when 'statement_timeout' then 1 else 0 end
        end as is_enough
      from effective e
      cross join lateral (
        -- A number without a unit is in milliseconds.
        select case when e.name = 'log_statement' then null when e.value ~ '^-?[0-9.]+$' then e.value::numeric
            else extract(epoch from e.value::interval)::numeric * 1000 end as value_ms,
          case when e.name = 'log_statement' then null else extract(epoch from e.wanted::interval)::numeric * 1000 end as wanted_ms
      ) as m
    )
    select j.role_name, j.name, j.wanted, j.own, j.value, j.is_enough,
      case when j.role_name is null then pg_catalog.format('database %I', pg_catalog.current_database())
        else pg_catalog.format('role %I', j.role_name) end as subject,
      case when j.role_name is null then pg_catalog.format('ALTER DATABASE %I', pg_catalog.current_database())
        when j.in_database then pg_catalog.format('ALTER ROLE %I IN DATABASE %I', j.role_name, pg_catalog.current_database())
        else pg_catalog.format('ALTER ROLE %I', j.role_name) end as change
    from judged j
    order by j.name, j.role_name nulls first
  loop
    if wanted.is_enough then
      report := report || pg_catalog.jsonb_build_object('item', pg_catalog.format('%s: %s', wanted.subject, wanted.name),
        'state', pg_catalog.format('enough already: %s', wanted.value));
      continue;
    end if;
    begin
      execute pg_catalog.format('%s set %s = %L', wanted.change, wanted.name, wanted.wanted);
      report := report || pg_catalog.jsonb_build_object('item', pg_catalog.format('%s: %s', wanted.subject, wanted.name),
        'state', pg_catalog.format('set to %s', wanted.wanted),
        'undo', case when wanted.own is null then pg_catalog.format('%s RESET %s;', wanted.change, wanted.name)
          else pg_catalog.format('%s SET %s = %L;', wanted.change, wanted.name, wanted.own) end);
      applied := applied + 1;
    exception when insufficient_privilege then
      report := report || pg_catalog.jsonb_build_object('item', pg_catalog.format('%s: %s', wanted.subject, wanted.name),
        'state', pg_catalog.format('not set: %s', sqlerrm),
        'to do', pg_catalog.format('%s: %s SET %s = %L;',
          case when is_supabase then 'Newer images of Supabase take it; update the project, or set it in its settings'
            else 'As a superuser' end, wanted.change, wanted.name, wanted.wanted));
    end;
  end loop;

  if not exists (select from pg_catalog.pg_roles where rolname = any (application_roles)) then
    report := report || pg_catalog.jsonb_build_object('item', 'statement_timeout',
      'state', pg_catalog.format('no time limit was set: none of these roles exists: %s',
        pg_catalog.array_to_string(application_roles, ', ')),
      'to do', 'Put the logins of your application at the top of this file and run it again.');
  end if;
  if is_supabase and applied > 0 then
    -- The API reads the settings of its roles when it starts, or when it is told to.
    execute 'notify pgrst, ''reload config''';
  end if;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do", undo
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text, undo text);

commit;
