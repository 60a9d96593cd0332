-- pg-preflight: the login that measures the declared queries (performance-baseline). It reads what they read.
--
-- What it does   1. makes the login "preflight_baseline", apart from "preflight", which sees no row of a table;
--                2. gives it SELECT on what is named under "readable", and nothing but SELECT;
--                3. lets it become the roles under "application_roles", where they exist, so that a query with "role:"
--                   runs as the application's does: row-level security counts.
-- Who runs it    the owner of the tables who may create roles; on Supabase "postgres", in the SQL editor. On 16 and newer
--                the third takes the ADMIN option on those roles, which Supabase's "postgres" holds.
-- What it needs  nothing. Read the table at the end: what could not be done is in it, with the statement that mends it.
--                Then give the login a password, and store its address in a secret of its own:
--                    ALTER ROLE preflight_baseline LOGIN PASSWORD 'a long random one, as from: openssl rand -hex 24';
-- Again          as often as you like: it gives what is new, takes nothing away and leaves the password alone.
-- How to undo    DROP OWNED BY preflight_baseline; DROP ROLE preflight_baseline; docs/database-role.md says as whom.
--
-- This login can read your data: a thief of its address can, too. What is not named below it cannot read. An
-- application's role is lent as a whole, for PostgreSQL knows no half of one: where that role may write, this login may,
-- once it has become it. The action never does: each of its transactions is read-only, and a session is by default. Where
-- that is too little, let the address be a standby's, where nobody can write. PostgreSQL 13 to 18.

begin;

set local search_path = '';
set local client_min_messages = error;
set local preflight.report = '[]';

do $setup$
declare
  -- Change these. Schemas (all their tables and views, and those that you make later), or tables one by one:
  -- '{public.documents,public.ingestion_jobs}'. '{}' where every query names a role.
  readable constant text[] := '{public}';
  -- Roles that end users' statements run as, when row-level security is what separates them. Those that do not exist
  -- are left out. Not the owner of the tables: it is above row-level security, and may drop them.
  application_roles constant text[] := '{authenticated}';

  report jsonb := '[]';
  has_inherit_option constant boolean := pg_catalog.current_setting('server_version_num')::int >= 160000;
  login record;
  wanted record;
  relation record;
  entry text;
  target_schema oid;
  target_table oid;
  unread int;
  relations int;
  hidden text[];
  writable text[];
begin
  ---------------------------------------------------------------------------------------------- the login
  if not exists (select from pg_catalog.pg_roles where rolname = 'preflight_baseline') then
    begin
      create role preflight_baseline nologin noinherit connection limit 3;
    exception when insufficient_privilege then
      raise exception '% may not create the role preflight_baseline: %', current_user, sqlerrm
        using hint = 'Run this file as a superuser, on Supabase as postgres.';
    end;
  end if;

  -- NOINHERIT: an application's rights count only in a transaction that has become its role. The rest are guard rails
  -- for whoever uses the login by hand; a session may set them otherwise. The action's own limits are shorter.
  begin
    alter role preflight_baseline noinherit connection limit 3;
    alter role preflight_baseline set default_transaction_read_only = on;
    alter role preflight_baseline set statement_timeout = '5min';
    alter role preflight_baseline set idle_in_transaction_session_timeout = '1min';
    -- As the API of Supabase has it: types and operators of extensions (vector) are found without their schema.
    if pg_catalog.to_regnamespace('extensions') is not null and not exists (
      select from pg_catalog.pg_roles r, pg_catalog.unnest(r.rolconfig) as c (setting)
      where r.rolname = 'preflight_baseline' and c.setting like 'search\_path=%')
    then
      alter role preflight_baseline set search_path = "$user", public, extensions;
    end if;
  exception when insufficient_privilege then
    report := report || pg_catalog.jsonb_build_object('item', 'guard rails', 'state', 'not set: ' || sqlerrm,
      'to do', 'Run this file as the role that created preflight_baseline, or as a superuser.');
  end;

  select * into strict login from pg_catalog.pg_roles where rolname = 'preflight_baseline';
  report := report || pg_catalog.jsonb_build_object('item', 'login preflight_baseline',
    'state', case when login.rolcanlogin then 'can log in' else 'has no password yet' end,
    'to do', case when not login.rolcanlogin then
      'ALTER ROLE preflight_baseline LOGIN PASSWORD ''a long random one'';' end);
  if login.rolsuper or login.rolbypassrls or login.rolcreaterole or login.rolcreatedb or login.rolreplication then
    report := report || pg_catalog.jsonb_build_object('item', 'login preflight_baseline',
      'state', 'holds more than it needs',
      'to do', 'ALTER ROLE preflight_baseline NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;');
  end if;

  -------------------------------------------------------------------------------------------- the database
  -- A grant that the running role can't give fails, or is but a warning. So each right is looked at afterwards.
  if not pg_catalog.has_database_privilege('preflight_baseline', pg_catalog.current_database(), 'connect') then
    begin
      execute pg_catalog.format('grant connect on database %I to preflight_baseline', pg_catalog.current_database());
    exception when insufficient_privilege then null;
    end;
    if not pg_catalog.has_database_privilege('preflight_baseline', pg_catalog.current_database(), 'connect') then
      report := report || pg_catalog.jsonb_build_object('item', 'database', 'state', 'the login may not connect',
        'to do', pg_catalog.format('As its owner: GRANT CONNECT ON DATABASE %I TO preflight_baseline;',
          pg_catalog.current_database()));
    end if;
  end if;

  -- The default before PostgreSQL 15, and what databases from then still carry.
  if pg_catalog.has_schema_privilege('preflight_baseline', pg_catalog.to_regnamespace('public'), 'create') then
    report := report || pg_catalog.jsonb_build_object('item', 'schema public',
      'state', 'every role may create tables in it, so this login too',
      'to do', 'When nothing else needs that: REVOKE CREATE ON SCHEMA public FROM PUBLIC;');
  end if;

  ------------------------------------------------------------------------------------ what it may read
  foreach entry in array readable loop
    target_table := pg_catalog.to_regclass(entry);
    target_schema := case when target_table is null and pg_catalog.cardinality(pg_catalog.parse_ident(entry)) = 1
      then pg_catalog.to_regnamespace(entry) end;
    if target_table is null and target_schema is null then
      report := report || pg_catalog.jsonb_build_object('item', 'reads ' || entry, 'state', 'does not exist',
        'to do', 'Name a schema, or a table with its schema, at the top of this file.');
      continue;
    end if;

    relations := 0;
    unread := 0;
    hidden := '{}';
    writable := '{}';
    for relation in
      select c.oid, c.relname, n.oid as schema, n.nspname, c.relrowsecurity
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where (c.oid = target_table or c.relnamespace = target_schema)
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
        -- A partition is read through its table, which has the right.
        and (not c.relispartition or c.oid = target_table)
      order by n.nspname, c.relname
    loop
      relations := relations + 1;
      begin
        if not pg_catalog.has_schema_privilege('preflight_baseline', relation.schema, 'usage') then
          execute pg_catalog.format('grant usage on schema %I to preflight_baseline', relation.nspname);
        end if;
        if not pg_catalog.has_table_privilege('preflight_baseline', relation.oid, 'select') then
          execute pg_catalog.format('grant select on %I.%I to preflight_baseline', relation.nspname, relation.relname);
        end if;
      exception when insufficient_privilege then null;
      end;
      if not pg_catalog.has_schema_privilege('preflight_baseline', relation.schema, 'usage')
        or not pg_catalog.has_table_privilege('preflight_baseline', relation.oid, 'select')
      then
        unread := unread + 1;
      elsif relation.relrowsecurity and not login.rolbypassrls and not exists (
        select from pg_catalog.pg_policy p
        where p.polrelid = relation.oid and p.polcmd in ('r', '*') and p.polpermissive
          and p.polroles && array[0::oid, login.oid])
      then
        hidden := hidden || pg_catalog.format('%I.%I', relation.nspname, relation.relname);
      end if;
      if pg_catalog.has_table_privilege('preflight_baseline', relation.oid, 'insert, update, delete, truncate') then
        writable := writable || pg_catalog.format('%I.%I', relation.nspname, relation.relname);
      end if;
    end loop;

    if target_schema is not null then
      begin
        execute pg_catalog.format('alter default privileges in schema %s grant select on tables to preflight_baseline',
          target_schema::regnamespace);
      exception when insufficient_privilege then null;
      end;
    end if;
    report := report || pg_catalog.jsonb_build_object('item', 'reads ' || entry,
      'state', case
        when unread = 0 then pg_catalog.format('readable: %s %s', relations,
          case relations when 1 then 'table' else 'tables and views' end)
        else pg_catalog.format('not readable: %s of %s, of other owners', unread, relations) end,
      'to do', case
        when unread = 0 then null
        when target_schema is null then pg_catalog.format('As its owner: GRANT SELECT ON %s TO preflight_baseline;', entry)
        else pg_catalog.format('Only where queries read them, as their owner: GRANT USAGE ON SCHEMA %1$s TO preflight_baseline; '
          'GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO preflight_baseline;', entry) end);
    if pg_catalog.cardinality(hidden) > 0 then
      report := report || pg_catalog.jsonb_build_object('item', 'reads ' || entry,
        'state', pg_catalog.format('no rows of %s without a role: row-level security', pg_catalog.array_to_string(hidden, ', ')),
        'to do', pg_catalog.format('Declare "role:" and "settings:" of their queries. Where no end user reads the table, as its '
          'owner: CREATE POLICY preflight_baseline ON %s FOR SELECT TO preflight_baseline USING (true);', hidden[1]));
    end if;
    if pg_catalog.cardinality(writable) > 0 then
      report := report || pg_catalog.jsonb_build_object('item', 'reads ' || entry,
        'state', pg_catalog.format('may be written too: %s', pg_catalog.array_to_string(writable, ', ')),
        'to do', pg_catalog.format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM PUBLIC, preflight_baseline;', writable[1]));
    end if;
  end loop;

  ------------------------------------------------------------------------------------ whom it may become
  for wanted in
    select r.rolname, r.oid, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolreplication as is_mighty
    from pg_catalog.pg_roles r
    where r.rolname = any (application_roles)
    order by r.rolname
  loop
    if wanted.is_mighty then
      report := report || pg_catalog.jsonb_build_object('item', 'role ' || wanted.rolname,
        'state', 'not lent: it is above row-level security, or may do more than read and write',
        'to do', 'Give SELECT on what its queries read, under "readable" at the top of this file.');
      continue;
    end if;
    begin
      -- Before 16 the login's own NOINHERIT says so.
      execute pg_catalog.format('grant %I to preflight_baseline %s', wanted.rolname,
        case when has_inherit_option then 'with inherit false, set true' end);
    exception when insufficient_privilege then null;
    end;
    report := report || case
      when not pg_catalog.pg_has_role('preflight_baseline', wanted.oid, 'member') then
        pg_catalog.jsonb_build_object('item', 'role ' || wanted.rolname,
          'state', pg_catalog.format('missing: %I may not lend it', current_user),
          'to do', pg_catalog.format('As a superuser: GRANT %I TO preflight_baseline;', wanted.rolname))
      when exists (
        select from pg_catalog.pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace <> 'pg_catalog'::regnamespace
          and pg_catalog.has_table_privilege(wanted.oid, c.oid, 'insert, update, delete, truncate')) then
        pg_catalog.jsonb_build_object('item', 'role ' || wanted.rolname,
          'state', 'queries may run as it. It may write: only read-only transactions, or a standby, keep this login from it')
      else pg_catalog.jsonb_build_object('item', 'role ' || wanted.rolname, 'state', 'queries may run as it') end;
  end loop;

  perform pg_catalog.set_config('preflight.report', report::text, true);
end
$setup$;

select item, state, "to do"
from pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('preflight.report')::jsonb)
  as report (item text, state text, "to do" text);

commit;
