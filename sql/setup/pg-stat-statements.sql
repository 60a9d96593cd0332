-- pg_stat_statements: statistics of statements, whose texts end users can't read.
--
-- What it does   creates the extension, in the schema "extensions" where there is one (Supabase), else in "public";
--                takes its texts from PUBLIC, anon and authenticated, and leaves them to those who may see all
--                statistics (pg_read_all_stats, which pg_monitor holds).
-- Who runs it    a superuser; on Supabase "postgres", in the SQL editor. Paste the file as it is.
-- What it needs  the library in shared_preload_libraries, which takes a restart. Supabase has that. CREATE EXTENSION
--                succeeds without it, and then nothing is counted: the table at the end says so.
-- Again          as often as you like, and after each ALTER EXTENSION pg_stat_statements UPDATE, which brings the
--                default grants back.
-- How to undo    in the extension's schema, as the same role:
--                    GRANT SELECT ON pg_stat_statements TO PUBLIC;
--                    GRANT EXECUTE ON FUNCTION pg_stat_statements(boolean) TO PUBLIC;
--                and, when nobody wants the statistics any more: DROP EXTENSION pg_stat_statements;
--
-- Do not run "GRANT SELECT ON pg_stat_statements TO authenticated", which many guides show: all end users share
-- that role, so each could read what all others asked. PostgreSQL 13 to 18.

begin;

set local search_path = '';
set local preflight.report = '[]';

do $setup$
declare
  -- The roles that statements of end users run as. Change them here; those that do not exist are left out.
  end_users constant text[] := '{anon,authenticated}';

  report jsonb := '[]';
  extension record;
  home text;
  reader name;
  still_reading text;
begin
  if not exists (select from pg_catalog.pg_extension where extname = 'pg_stat_statements') then
    home := case when pg_catalog.to_regnamespace('extensions') is null then 'public' else 'extensions' end;
    begin
      execute pg_catalog.format('create extension pg_stat_statements schema %I', home);
    exception
      when insufficient_privilege then
        raise exception '% may not create the extension pg_stat_statements: %', current_user, sqlerrm
          using hint = 'Run this file as a superuser, on Supabase as postgres.';
      when undefined_file or feature_not_supported then
        raise exception 'This server does not have the extension pg_stat_statements: %', sqlerrm
          using hint = 'Install PostgreSQL''s contrib package on it.';
    end;
  end if;

  select
      e.extversion as version,
      (select a.default_version from pg_catalog.pg_available_extensions a where a.name = e.extname) as newest,
      pg_catalog.quote_ident(n.nspname) as schema,
      pg_catalog.format('%I.pg_stat_statements', n.nspname) as view_name,
      p.oid as function_oid,
      pg_catalog.format('%I.pg_stat_statements(%s)', n.nspname, pg_catalog.oidvectortypes(p.proargtypes)) as function_name,
      n.oid as schema_oid,
      c.oid as view_oid,
      pg_catalog.pg_get_userbyid(p.proowner) as owner
    into strict extension
    from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'pg_stat_statements'
    join pg_catalog.pg_proc p on p.pronamespace = n.oid and p.proname = 'pg_stat_statements'
    -- Not another's function of that name.
    join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e'
        and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.refobjid = e.oid
    where e.extname = 'pg_stat_statements';
  report := report || pg_catalog.jsonb_build_object('item', 'extension',
    'state', pg_catalog.format('%s in schema %s', extension.version, extension.schema),
    'to do', case when extension.version <> extension.newest then
      'ALTER EXTENSION pg_stat_statements UPDATE; then run this file again.' end);

  --------------------------------------------------------------------------------------------- is it loaded
  begin
    execute pg_catalog.format('select from %s limit 1', extension.view_name);
    report := report || pg_catalog.jsonb_build_object('item', 'library', 'state', 'loaded');
  exception
    when object_not_in_prerequisite_state then
      report := report || pg_catalog.jsonb_build_object('item', 'library', 'state', 'not loaded: nothing is counted',
        'to do', 'Add pg_stat_statements to shared_preload_libraries and restart the server.');
    when insufficient_privilege then
      report := report || pg_catalog.jsonb_build_object('item', 'library',
        'state', pg_catalog.format('not known: %I may not read the statistics', current_user),
        'to do', 'Run this file as a superuser, on Supabase as postgres.');
  end;

  ------------------------------------------------------------------------------------------ who may read it
  -- Of another's object a REVOKE takes nothing back and is but a warning. So what is left is looked at afterwards.
  begin
    execute pg_catalog.format('grant usage on schema %s to pg_read_all_stats', extension.schema);
    execute pg_catalog.format('grant select on %s to pg_read_all_stats', extension.view_name);
    execute pg_catalog.format('grant execute on function %s to pg_read_all_stats', extension.function_name);
    execute pg_catalog.format('revoke all on %s from public', extension.view_name);
    execute pg_catalog.format('revoke all on function %s from public', extension.function_name);
    for reader in select rolname from pg_catalog.pg_roles where rolname = any (end_users) loop
      execute pg_catalog.format('revoke all on %s from %I', extension.view_name, reader);
      execute pg_catalog.format('revoke all on function %s from %I', extension.function_name, reader);
    end loop;
  exception when insufficient_privilege then null;
  end;

  -- The view calls the function with the reader's own rights, so the function's right decides.
  select pg_catalog.string_agg(r.rolname, ' and ' order by r.rolname) into still_reading
    from pg_catalog.pg_roles r
    where r.rolname = any (end_users)
      and pg_catalog.has_schema_privilege(r.oid, extension.schema_oid, 'usage')
      and pg_catalog.has_function_privilege(r.oid, extension.function_oid, 'execute');
  report := report || case
    when still_reading is not null then pg_catalog.jsonb_build_object('item', 'query texts',
      'state', pg_catalog.format('%s may read them', still_reading),
      'to do', pg_catalog.format('As %3$I: REVOKE ALL ON %1$s FROM PUBLIC; REVOKE ALL ON FUNCTION %2$s FROM PUBLIC; '
        'and look for other grants to these roles.', extension.view_name, extension.function_name, extension.owner))
    when pg_catalog.has_schema_privilege('pg_read_all_stats', extension.schema_oid, 'usage')
      and pg_catalog.has_function_privilege('pg_read_all_stats', extension.function_oid, 'execute')
      and pg_catalog.has_table_privilege('pg_read_all_stats', extension.view_oid, 'select')
      then pg_catalog.jsonb_build_object('item', 'query texts', 'state', 'kept from end users')
    else pg_catalog.jsonb_build_object('item', 'query texts', 'state', 'kept from end users, and from monitoring',
      'to do', pg_catalog.format('As %4$I: GRANT USAGE ON SCHEMA %1$s TO pg_read_all_stats; '
        'GRANT SELECT ON %2$s TO pg_read_all_stats; GRANT EXECUTE ON FUNCTION %3$s TO pg_read_all_stats;',
        extension.schema, extension.view_name, extension.function_name, extension.owner)) end;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
