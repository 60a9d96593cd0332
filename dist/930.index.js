export const id = 930;
export const ids = [930];
export const modules = {

/***/ 4930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./.build/src/domain/errors.js
var errors = __webpack_require__(8065);
;// CONCATENATED MODULE: ./.build/src/collect/database/address.js

const HIGHEST_PORT = 65_535;
/** Stands where a URL names no host; no real one is called so. */
const NO_HOST = "no-host.invalid";
const FORM = "postgresql://user:password@host:5432/database";
/**
 * Reads a postgres:// or postgresql:// URL. TLS is on unless the host is this machine or the URL says
 * `sslmode=disable`; every other sslmode means a verified connection. `input` names the setting in errors.
 *
 * @throws UserError that never repeats the URL
 */
function parseAddress(text, input) {
    const problem = (what) => new errors/* UserError */.y([`${input}: ${what}`]);
    if (!/^postgres(ql)?:\/\//i.test(text)) {
        throw problem(`this is no PostgreSQL URL. Write it as ${FORM} (a libpq "host=… password=…" text is not read).`);
    }
    let url;
    try {
        url = readUrl(text);
    }
    catch {
        throw problem(`this URL cannot be read. A password with characters like @ : / # ? % must be percent-encoded (@ is %40, # is %23), and a port is a number up to ${HIGHEST_PORT}. The form is ${FORM}.`);
    }
    const parts = decodeParts(url);
    if (parts === undefined)
        throw problem("a % in this URL is not followed by two hexadecimal digits; write % itself as %25.");
    const { host } = parts;
    if (host === "")
        throw problem(`this URL names no host. The form is ${FORM}.`);
    if (host.includes(","))
        throw problem("this URL names several hosts; give the one to check.");
    if (parts.user === "")
        throw problem(`this URL names no user. The form is ${FORM}.`);
    const port = Number(url.searchParams.get("port") ?? (url.port || 5432));
    if (!(Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT)) {
        throw problem(`the port in this URL is no number between 1 and ${HIGHEST_PORT}.`);
    }
    const mode = url.searchParams.get("sslmode") ?? undefined;
    const isLoopback = isThisMachine(host);
    return {
        host,
        port,
        user: parts.user,
        password: parts.password === "" ? undefined : parts.password,
        database: parts.database === "" ? parts.user : parts.database,
        tls: mode === undefined ? !isLoopback : mode !== "disable",
        isLoopback,
    };
}
/**
 * Every text of a URL that must never be shown: the whole, the password in both forms and the host. A host
 * without a dot and a loopback address tell nothing and would blank out ordinary words.
 */
function secretsOf(text) {
    try {
        const url = readUrl(text);
        const { password = "", host = "" } = decodeParts(url) ?? {};
        const isTelling = /[.:]/.test(host) && !isThisMachine(host);
        return [text, url.password, password, ...(isTelling ? [url.host, url.hostname, host] : [])].filter((secret) => secret !== "");
    }
    catch {
        return [text];
    }
}
/** WHATWG's URL wants a host after a user; a socket's URL (`postgresql://user@/database?host=/run/…`) has none. */
function readUrl(text) {
    return new URL(text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#]|$)/i, `$1${NO_HOST}`));
}
function isThisMachine(host) {
    return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host) || host.startsWith("/");
}
function decodeParts(url) {
    const named = url.hostname === NO_HOST ? "" : url.hostname;
    try {
        return {
            host: (url.searchParams.get("host") ?? decodeURIComponent(named)).replace(/^\[|\]$/g, ""),
            user: decodeURIComponent(url.username) || (url.searchParams.get("user") ?? ""),
            password: decodeURIComponent(url.password) || (url.searchParams.get("password") ?? ""),
            database: decodeURIComponent(url.pathname.slice(1)),
        };
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./.build/src/collect/database/ask.js
/** All questions are sent at once, half of them over each session. For direct connections only. */
function inOneFlight(session, helper) {
    let isHelpersTurn = false;
    return (question) => {
        const asked = isHelpersTurn ? (helper ?? session) : session;
        isHelpersTurn = !isHelpersTurn;
        return asked.ask(question, "pipelined");
    };
}
/**
 * One question at a time for each session. A pooler may let the helper in and then not serve it, because its pool is
 * small and in session mode: it joins when it is served.
 */
function inTurns(session, helper) {
    const turns = new Turns();
    turns.join(session);
    helper?.served().then(() => turns.join(helper), () => undefined);
    return (question) => turns.ask(question);
}
/** The next session that is free takes the next question that waits. */
class Turns {
    #free = [];
    #waiting = [];
    #alive = 0;
    join(session) {
        this.#alive += 1;
        this.#release(session);
    }
    async ask(question) {
        const session = this.#free.pop() ?? (await new Promise((take) => this.#waiting.push(take)));
        const outcome = await session.ask(question, "awaited");
        // A lost session would lose all that wait; the last one has to, for nobody else answers them.
        if (isLost(outcome) && this.#alive > 1)
            this.#alive -= 1;
        else
            this.#release(session);
        return outcome;
    }
    #release(session) {
        const take = this.#waiting.shift();
        if (take === undefined)
            this.#free.push(session);
        else
            take(session);
    }
}
function isLost(outcome) {
    return "refusal" in outcome && outcome.refusal.code === "lost";
}

;// CONCATENATED MODULE: ./.build/src/collect/database/schemas.js
/**
 * Schemas that belong to a platform or a tool, not to the user: what stands in them is theirs to mend.
 * Supabase's as its own `db dump` leaves them out; the others are the schedulers' and poolers' own.
 */
const PLATFORM_SCHEMAS = new Set([
    "_analytics",
    "_realtime",
    "_supavisor",
    "auth",
    "cron",
    "dbdev",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "pgsodium_masks",
    "pgtle",
    "preflight",
    "realtime",
    "repack",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "tiger",
    "tiger_data",
    "topology",
    "vault",
]);
/** Names that an ordinary application may use too: they are the platform's only on Supabase. */
const ONLY_ON_SUPABASE = new Set(["auth", "extensions", "net", "realtime", "storage", "vault"]);
/** The schemas to look at: those the config names, or all that are the user's own. */
function selectSchemas(all, isSupabase, wanted) {
    if (wanted !== undefined) {
        return {
            oids: all.filter(({ name }) => wanted.includes(name)).map(({ oid }) => oid),
            missing: wanted.filter((name) => !all.some((schema) => schema.name === name)),
        };
    }
    const isPlatform = ({ name }) => PLATFORM_SCHEMAS.has(name) && (isSupabase || !ONLY_ON_SUPABASE.has(name));
    return { oids: all.filter((schema) => !isPlatform(schema)).map(({ oid }) => oid), missing: [] };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
;// CONCATENATED MODULE: ./.build/src/generated/sql.js
// Made by `npm run build` from sql/. Do not edit.
const sql = {
    "application-pool": "-- Client sessions of every role that could be declared, with the role's own limit. Roles of the system are left out.\n-- Whose session it is can be seen without any privilege; a login without pg_read_all_stats can't tell a client from\n-- the few background processes that work in a user's name, so those count too.\nwith sessions as (\n    select a.usesysid, count(*)::int4 as sessions\n    from pg_catalog.pg_stat_activity as a\n    where a.backend_type = 'client backend' or (a.backend_type is null and a.datid is not null)\n    group by a.usesysid\n)\nselect\n    r.rolname::text as role_name,\n    r.rolcanlogin as can_login,\n    r.rolconnlimit as role_limit,\n    coalesce(s.sessions, 0) as sessions\nfrom pg_catalog.pg_roles as r\nleft join sessions as s on s.usesysid = r.oid\nwhere r.rolname !~ '^pg_'\norder by role_name",
    "autovacuum-activity": "-- What autovacuum does: the server's switches, the workers at work, and the tables that matter to it.\n-- One row a table: those past the number at which autovacuum comes (their own settings first), those where it is off\n-- and something changed, and the 20 with the most dead rows for the dashboard. The switches stand in every row, and\n-- alone in one when there is no table. Left out: partitioned and temporary tables, those of extensions.\n-- PostgreSQL 18 counts only the not yet frozen part of a table for the insert trigger; here it is the whole table.\nwith owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum')::bool as autovacuum,\n        pg_catalog.current_setting('track_counts')::bool as track_counts,\n        pg_catalog.current_setting('autovacuum_max_workers')::int4 as workers,\n        (\n            select count(*)::int4\n            from pg_catalog.pg_stat_activity as a\n            where a.backend_type = 'autovacuum worker'\n        ) as workers_busy,\n        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as vacuum_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as vacuum_scale_factor,\n        -- From PostgreSQL 18 on; below 0 there is none.\n        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as vacuum_max_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_insert_threshold')::float8 as insert_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_insert_scale_factor')::float8 as insert_scale_factor,\n        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as analyze_threshold,\n        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as analyze_scale_factor\n),\ntriggers as (\n    select\n        c.oid,\n        greatest(c.reltuples, 0) as planner_rows,\n        own.enabled,\n        counters.dead,\n        counters.inserted,\n        counters.changed,\n        least(\n            own.vacuum_threshold + own.vacuum_scale_factor * greatest(c.reltuples, 0),\n            case when own.vacuum_max_threshold >= 0 then own.vacuum_max_threshold end\n        ) as vacuum_trigger,\n        -- Below 0 inserts alone never bring a vacuum.\n        case when own.insert_threshold >= 0\n            then own.insert_threshold + own.insert_scale_factor * greatest(c.reltuples, 0)\n        end as insert_trigger,\n        own.analyze_threshold + own.analyze_scale_factor * greatest(c.reltuples, 0) as analyze_trigger\n    from pg_catalog.pg_class as c\n    cross join settings as s\n    cross join lateral (\n        select\n            pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead,\n            pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) as inserted,\n            pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed\n        offset 0\n    ) as counters\n    cross join lateral (\n        select\n            coalesce(bool_and(o.value::bool) filter (where o.name = 'autovacuum_enabled'), true) as enabled,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_threshold'), s.vacuum_threshold)\n                as vacuum_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_scale_factor'), s.vacuum_scale_factor)\n                as vacuum_scale_factor,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_max_threshold'), s.vacuum_max_threshold)\n                as vacuum_max_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_threshold'), s.insert_threshold)\n                as insert_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_scale_factor'), s.insert_scale_factor)\n                as insert_scale_factor,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_threshold'), s.analyze_threshold)\n                as analyze_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_scale_factor'), s.analyze_scale_factor)\n                as analyze_scale_factor\n        from (\n            select p.option_name as name, p.option_value as value\n            from pg_catalog.pg_options_to_table(c.reloptions) as p\n            where p.option_name like 'autovacuum%'\n        ) as o\n    ) as own\n    where\n        c.relkind in ('r', 'm')\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and c.oid not in (select o.objid from owned as o)\n),\nranked as (\n    select t.*, row_number() over (order by t.dead desc, t.planner_rows desc, t.oid) as place\n    from triggers as t\n)\nselect\n    s.autovacuum,\n    s.track_counts,\n    s.workers,\n    s.workers_busy,\n    case when t.oid is not null then pg_catalog.format('%I.%I', named.nspname, named.relname) end as table_name,\n    named.relkind = 'm' as is_materialized_view,\n    t.enabled,\n    t.place <= 20 as on_dashboard,\n    pg_catalog.pg_stat_get_live_tuples(t.oid) as live_rows,\n    t.planner_rows::int8 as planner_rows,\n    t.dead as dead_rows,\n    t.inserted as inserted_rows,\n    t.changed as changed_rows,\n    t.vacuum_trigger::int8 as vacuum_trigger,\n    t.insert_trigger::int8 as insert_trigger,\n    t.analyze_trigger::int8 as analyze_trigger,\n    exists (\n        select\n        from pg_catalog.pg_stat_progress_vacuum as v\n        where v.datname = pg_catalog.current_database() and v.relid = t.oid\n    ) as being_vacuumed,\n    extract(epoch from pg_catalog.pg_stat_get_last_vacuum_time(t.oid))::float8 as last_manual_vacuum,\n    extract(epoch from pg_catalog.pg_stat_get_last_autovacuum_time(t.oid))::float8 as last_autovacuum,\n    pg_catalog.pg_stat_get_autovacuum_count(t.oid) as autovacuums,\n    extract(epoch from pg_catalog.pg_stat_get_last_analyze_time(t.oid))::float8 as last_manual_analyze,\n    extract(epoch from pg_catalog.pg_stat_get_last_autoanalyze_time(t.oid))::float8 as last_autoanalyze,\n    pg_catalog.pg_stat_get_autoanalyze_count(t.oid) as autoanalyzes\nfrom settings as s\nleft join (\n    select r.*\n    from ranked as r\n    where\n        r.place <= 20\n        or r.dead > r.vacuum_trigger\n        or r.inserted > r.insert_trigger\n        or r.changed > r.analyze_trigger\n        or (not r.enabled and r.dead + r.inserted + r.changed > 0)\n) as t on true\nleft join lateral (\n    -- One look-up a table that comes back, not a walk over them all.\n    select c.relname, c.relkind, n.nspname\n    from pg_catalog.pg_class as c\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    where c.oid = t.oid\n    offset 0\n) as named on true\norder by t.place",
    "blocking-queries": "-- Sessions of this database that wait for a lock, and the sessions they wait for: one row each, with who blocks whom.\n-- No text of a query is read. How long a session has waited is told by pg_locks from PostgreSQL 14 on; before that it\n-- is at most as long as its query has run. A prepared transaction that blocks has the process id 0 and no row.\n-- Left out: our own sessions, and parallel workers, whose leader waits for them.\nwith waiting as materialized (\n    select a.pid, pg_catalog.pg_blocking_pids(a.pid) as blocked_by\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.wait_event_type = 'Lock'\n        and a.datname = pg_catalog.current_database()\n        and a.leader_pid is null\n        and a.pid <> pg_catalog.pg_backend_pid()\n        and a.application_name <> 'pg-preflight'\n),\nlocks as materialized (\n    select\n        l.pid,\n        l.granted,\n        l.locktype,\n        l.mode,\n        case when l.database = d.oid then l.relation end as relation,\n        (pg_catalog.to_jsonb(l) ->> 'waitstart')::timestamptz as wait_start\n    from pg_catalog.pg_locks as l\n    join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()\n    -- Who waits for a row holds a lock on that row's place in the queue: it tells the table.\n    where l.pid in (select w.pid from waiting as w) and (not l.granted or l.locktype = 'tuple')\n),\nsessions as (\n    select w.pid from waiting as w\n    union\n    select b.pid\n    from waiting as w\n    cross join lateral pg_catalog.unnest(w.blocked_by) as b (pid)\n)\nselect\n    a.pid,\n    coalesce(w.blocked_by, '{}') as blocked_by,\n    a.usename::text as role_name,\n    a.application_name as application,\n    a.backend_type,\n    a.state,\n    extract(epoch from pg_catalog.statement_timestamp() - a.state_change)::float8 as state_s,\n    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,\n    extract(\n        epoch from pg_catalog.statement_timestamp() - case\n            when pg_catalog.current_setting('server_version_num')::int4 >= 140000 then waited.wait_start\n            else a.query_start\n        end\n    )::float8 as waiting_s,\n    waited.locktype as lock_type,\n    waited.mode as lock_mode,\n    (\n        select pg_catalog.format('%I.%I', n.nspname, c.relname)\n        from pg_catalog.pg_class as c\n        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n        where c.oid = coalesce(\n            waited.relation,\n            (select max(t.relation) from locks as t where t.pid = a.pid and t.granted)\n        )\n    ) as relation_name,\n    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start\nfrom sessions as s\njoin pg_catalog.pg_stat_activity as a on a.pid = s.pid\nleft join waiting as w on w.pid = a.pid\nleft join lateral (\n    select l.locktype, l.mode, l.relation, l.wait_start\n    from locks as l\n    where l.pid = a.pid and not l.granted\n    order by l.wait_start\n    limit 1\n) as waited on true\norder by a.pid",
    "connection-security": "-- How our own connection reaches the server, as the server sees it, and what our login may do beyond looking at\n-- statistics. One row. Through a pooler the server sees the pooler's connection.\nselect\n    coalesce(s.ssl, false) as is_encrypted,\n    s.version as tls_version,\n    s.cipher as tls_cipher,\n    pg_catalog.inet_client_addr() is null\n        or pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr()\n        or pg_catalog.host(pg_catalog.inet_client_addr()) ~ '^(127[.]|::1$|::ffff:127[.])' as is_local,\n    pg_catalog.array_remove(\n        array[\n            case when r.rolsuper then 'SUPERUSER' end,\n            case when r.rolbypassrls then 'BYPASSRLS' end,\n            case when r.rolcreaterole then 'CREATEROLE' end,\n            case when r.rolreplication then 'REPLICATION' end\n        ],\n        null\n    ) as attributes,\n    array(\n        select m.rolname::text\n        from pg_catalog.pg_roles as m\n        where\n            not r.rolsuper\n            and m.oid <> r.oid\n            and m.rolname in (\n                'pg_read_all_data', 'pg_write_all_data', 'pg_maintain', 'pg_database_owner',\n                'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',\n                'postgres', 'supabase_admin', 'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser'\n            )\n            and pg_catalog.pg_has_role(r.oid, m.oid, 'member')\n        order by m.rolname\n    ) as memberships,\n    (\n        -- By what depends on the role, not by walking all tables. Of the role that initdb made, a superuser, nothing\n        -- is written down.\n        select count(*)\n        from pg_catalog.pg_shdepend as d\n        join pg_catalog.pg_class as c on c.oid = d.objid\n        where\n            d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass\n            and d.refobjid = r.oid\n            and d.deptype = 'o'\n            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n            and d.dbid = (select b.oid from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database())\n            and c.relkind in ('r', 'p', 'm', 'f')\n            and c.relpersistence <> 't'\n    ) as owned_tables\nfrom pg_catalog.pg_roles as r\nleft join pg_catalog.pg_stat_ssl as s on s.pid = pg_catalog.pg_backend_pid()\nwhere r.rolname = session_user\norder by r.rolname",
    "connection-usage": "-- Client sessions of the whole server by role, with the roles' and this database's own limits: max_connections\n-- is shared by all databases. Not counted: autovacuum, replication and other background processes.\n-- A login without pg_read_all_stats sees how many sessions a role has, but not what they do: those counts are null.\nwith clients as materialized (\n    select a.usesysid, a.datname, a.state, a.wait_event_type\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.backend_type = 'client backend'\n        or (a.backend_type is null and a.datid is not null and a.usesysid is not null)\n),\nseen as (\n    select pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as everything\n)\nselect\n    -- A session that is just logging in has no role yet.\n    coalesce(r.rolname, c.usesysid::text, '(logging in)')::text as role_name,\n    coalesce(r.rolname = current_user, false) as is_ours,\n    c.sessions,\n    case when s.everything then c.active end as active,\n    case when s.everything then c.idle end as idle,\n    case when s.everything then c.idle_in_transaction end as idle_in_transaction,\n    case when s.everything then c.waiting_for_lock end as waiting_for_lock,\n    -- Superusers are never refused for their role's or database's limit.\n    case when r.rolsuper then -1 else coalesce(r.rolconnlimit, -1) end as role_limit,\n    d.datconnlimit as database_limit,\n    (select count(*)::int4 from clients as h where h.datname = pg_catalog.current_database()) as database_sessions\nfrom (\n    select\n        l.usesysid,\n        count(*)::int4 as sessions,\n        count(*) filter (where l.state = 'active')::int4 as active,\n        count(*) filter (where l.state = 'idle')::int4 as idle,\n        count(*) filter (where l.state like 'idle in transaction%')::int4 as idle_in_transaction,\n        count(*) filter (where l.wait_event_type = 'Lock')::int4 as waiting_for_lock\n    from clients as l\n    group by l.usesysid\n) as c\ncross join seen as s\njoin pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()\nleft join pg_catalog.pg_roles as r on r.oid = c.usesysid\norder by c.sessions desc, role_name",
    "duplicate-indexes": "-- Indexes that another index of the same table makes superfluous: identical twins, and btree indexes whose\n-- columns another btree index begins with. One row for each, with the index that stays.\n-- Left out: what must stay (constraints, replica identity, CLUSTER, the only unique one), invalid indexes,\n-- indexes attached to a partitioned one (their parent stands for them), temporary and extensions' tables.\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nshared as materialized (\n    -- Two numbers of each index: only tables with two that begin with the same column are looked at any further.\n    select distinct x.indrelid\n    from pg_catalog.pg_index x\n    where x.indisvalid and x.indisready and x.indislive\n    group by x.indrelid, x.indkey[0]\n    having count(*) > 1\n),\nsuspects as materialized (\n    -- Sorted by their columns, an index stands right before one that begins with the same.\n    select distinct s.indrelid\n    from (\n        select\n            x.indrelid,\n            (x.indkey::int2[])[0:x.indnkeyatts - 1] as columns,\n            pg_catalog.lead((x.indkey::int2[])[0:x.indnkeyatts - 1]) over (\n                partition by x.indrelid\n                order by (x.indkey::int2[])[0:x.indnkeyatts - 1]\n            ) as next_columns\n        from pg_catalog.pg_index x\n        -- As an array the tables are looked up one by one.\n        where x.indrelid = any (array(select h.indrelid from shared h))\n            and x.indisvalid and x.indisready and x.indislive\n    ) s\n    where s.next_columns[1:pg_catalog.cardinality(s.columns)] = s.columns\n),\ncandidates as materialized (\n    -- The longer one begins with the shorter one's columns, in the same order and by the same operators, and\n    -- holds its INCLUDE columns too.\n    select\n        less.indexrelid as oid,\n        more.indexrelid as kept_oid,\n        less.indrelid as table_oid,\n        more.indkey = less.indkey and more.indnkeyatts = less.indnkeyatts as identical,\n        more.indnkeyatts = less.indnkeyatts and less.indkey::int2[] @> more.indkey::int2[] as mutual,\n        less.indisunique,\n        more.indisunique as kept_unique,\n        more.indisprimary or more.indisexclusion or more.indisreplident or more.indisclustered as kept_stays,\n        -- Trees as the server stores them, without their places in the text: they lock nothing.\n        pg_catalog.regexp_replace(less.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as expressions,\n        pg_catalog.regexp_replace(more.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as kept_expressions\n    from suspects s\n    join pg_catalog.pg_index less on less.indrelid = s.indrelid\n    join pg_catalog.pg_index more on more.indrelid = s.indrelid and more.indexrelid <> less.indexrelid\n    where less.indisvalid and less.indisready and less.indislive\n        and more.indisvalid and more.indisready and more.indislive\n        and not (less.indisprimary or less.indisexclusion or less.indisreplident or less.indisclustered)\n        and more.indnkeyatts >= less.indnkeyatts\n        and more.indkey::int2[] @> less.indkey::int2[]\n        and (more.indkey::int2[])[0:less.indnkeyatts - 1] = (less.indkey::int2[])[0:less.indnkeyatts - 1]\n        and (more.indclass::oid[])[0:less.indnkeyatts - 1] = (less.indclass::oid[])[0:less.indnkeyatts - 1]\n        and (more.indcollation::oid[])[0:less.indnkeyatts - 1] = (less.indcollation::oid[])[0:less.indnkeyatts - 1]\n        and (more.indoption::int2[])[0:less.indnkeyatts - 1] = (less.indoption::int2[])[0:less.indnkeyatts - 1]\n        and pg_catalog.regexp_replace(more.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')\n            is not distinct from\n            pg_catalog.regexp_replace(less.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')\n        -- A unique index yields only to one that keeps the very same values unique, at once.\n        and (\n            not less.indisunique\n            or more.indisunique and more.indimmediate and more.indnkeyatts = less.indnkeyatts\n            and pg_catalog.to_jsonb(more) -> 'indnullsnotdistinct'\n                is not distinct from pg_catalog.to_jsonb(less) -> 'indnullsnotdistinct'\n        )\n),\npairs as materialized (\n    select c.oid, c.kept_oid, c.table_oid, c.identical\n    from candidates c\n    join pg_catalog.pg_class t on t.oid = c.table_oid\n    join pg_catalog.pg_class i on i.oid = c.oid\n    join pg_catalog.pg_class k on k.oid = c.kept_oid and k.relam = i.relam\n    where t.relnamespace = any ($1::oid[])\n        and t.relpersistence <> 't'\n        and t.oid not in (select o.objid from owned o)\n        and i.oid not in (select o.objid from owned o)\n        and not i.relispartition\n        and i.oid not in (select f.conindid from pg_catalog.pg_constraint f)\n        and case\n            when c.identical then\n                c.kept_expressions is not distinct from c.expressions\n                -- A btree's options say how it is stored; another's may say what it is good for.\n                and (\n                    i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')\n                    or k.reloptions::text is not distinct from i.reloptions::text\n                )\n                and not exists (\n                    select\n                    from pg_catalog.pg_attribute p\n                    join pg_catalog.pg_attribute q on q.attrelid = k.oid and q.attnum = p.attnum\n                    where p.attrelid = i.oid and p.attoptions::text is distinct from q.attoptions::text\n                )\n            -- Only a btree that begins like another one yields to it.\n            else c.expressions is null and i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')\n        end\n        -- Of two that could stand in for each other: what must stay, then the unique one, then the first name.\n        and case\n            when not c.mutual then true\n            when c.kept_stays or k.relispartition then true\n            when k.oid in (select f.conindid from pg_catalog.pg_constraint f) then true\n            when c.kept_unique <> c.indisunique then c.kept_unique\n            else k.relname < i.relname\n        end\n),\nchosen as materialized (\n    -- The one that stays is not superfluous itself.\n    select distinct on (p.oid) p.oid, p.kept_oid, p.table_oid, p.identical\n    from pairs p\n    join pg_catalog.pg_class k on k.oid = p.kept_oid\n    where p.kept_oid not in (select q.oid from pairs q)\n    order by p.oid, p.identical desc, k.relnatts, k.relname\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages\n    from (select c.oid from chosen c union select c.kept_oid from chosen c) c\n    join pg_catalog.pg_class i on i.oid = c.oid\n    union all\n    select l.root, i.oid, i.relkind, i.relpages\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    where l.relkind = 'I'\n),\nmeasured as materialized (\n    select\n        l.root,\n        sum(l.relpages) * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n),\nranked as (\n    select\n        c.oid,\n        c.kept_oid,\n        c.table_oid,\n        c.identical,\n        coalesce(m.size_bytes, 0) as size_bytes,\n        coalesce(m.scans, 0) as scans,\n        pg_catalog.row_number() over (order by m.size_bytes desc nulls last, c.oid) as place\n    from chosen c\n    left join measured m on m.root = c.oid\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    pg_catalog.format('%I.%I', n.nspname, k.relname) as kept_name,\n    r.identical,\n    i.relkind = 'I' as partitioned,\n    r.size_bytes,\n    coalesce(m.size_bytes, 0) as kept_size_bytes,\n    r.scans,\n    case\n        when r.place <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(r.oid),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom ranked r\njoin pg_catalog.pg_class i on i.oid = r.oid\njoin pg_catalog.pg_class k on k.oid = r.kept_oid\njoin pg_catalog.pg_class t on t.oid = r.table_oid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\nleft join measured m on m.root = r.kept_oid\norder by r.size_bytes desc, n.nspname, i.relname",
    "error-logging": "-- Which messages the server logs for a new session of each role in this database, and where that comes from.\n-- The row without a role is for roles without values of their own; other roles are there when they have some.\n-- Left out: PostgreSQL's predefined roles. Where the log goes is a fact, not a measure.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in ('log_min_messages', 'log_min_error_statement', 'log_destination', 'logging_collector')\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, s.server_value) as value,\n    case\n        when o.value is null then 'server'\n        when o.role_oid <> 0 and o.is_for_database then 'role in database'\n        when o.role_oid <> 0 then 'role'\n        when o.is_for_database then 'database'\n        else 'all roles'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join lateral (\n    select o.role_oid, o.is_for_database, o.value\n    from stored as o\n    where o.name = s.name and (o.role_oid = 0 or o.role_oid = r.role_oid)\n    order by o.role_oid <> 0 desc, o.is_for_database desc\n    limit 1\n) as o on true\nwhere r.role_oid = 0 or o.role_oid <> 0\norder by r.role_name nulls first, s.name",
    "foreign-key-indexes": "-- Foreign keys whose columns no index of the referencing table begins with (in any order), one row for each,\n-- with how often the referenced table was changed since the counters began. A partitioned table is one row\n-- that sums the partitions lacking an index.\n-- Left out: tables below 12 pages (96 kB), temporary ones and those of extensions.\nwith recursive operator_classes as materialized (\n    -- What finds equal values: a btree by the columns it begins with, a hash index by its only one.\n    select o.oid\n    from pg_catalog.pg_opclass o\n    join pg_catalog.pg_am a on a.oid = o.opcmethod\n    where a.amname in ('btree', 'hash')\n),\nsuspects as materialized (\n    -- The foreign keys of tables that hold rows (a partition has its own copy of its parent's). A table that is no\n    -- partition counts alone, so a small one need not be looked at any further.\n    select c.oid, c.conparentid, c.conrelid, c.conkey, t.relpages\n    from pg_catalog.pg_class t\n    join pg_catalog.pg_constraint c on c.conrelid = t.oid\n    where c.contype = 'f'\n        and t.relkind = 'r'\n        and t.relpersistence <> 't'\n        and (t.relpages >= 12 or t.relispartition)\n),\nlacking as materialized (\n    select c.oid, c.conparentid, c.conrelid, c.relpages\n    from suspects c\n    where not exists (\n        select\n        from pg_catalog.pg_index x\n        join operator_classes o on o.oid = x.indclass[0]\n        where x.indrelid = c.conrelid\n            and x.indisvalid and x.indisready\n            and x.indnkeyatts >= pg_catalog.cardinality(c.conkey)\n            -- indkey counts from 0, conkey from 1.\n            and (x.indkey::int2[])[0:pg_catalog.cardinality(c.conkey) - 1] @> c.conkey\n            -- A partial index does when its condition is only that columns of the key are not null.\n            and coalesce(pg_catalog.regexp_replace(\n                x.indpred::text,\n                '\\{NULLTEST :arg \\{VAR :varno 1 :varattno (' || pg_catalog.array_to_string(c.conkey, '|')\n                    || ') [^{}]*\\} :nulltesttype 1 [^{}]*\\}',\n                '', 'g'\n            ), '') ~ '^(\\{BOOLEXPR :boolop and :args \\( *\\) :location -?[0-9]+\\})?$'\n    )\n),\nclimb as (\n    select l.oid as leaf, l.conrelid, l.relpages, l.oid, l.conparentid\n    from lacking l\n    union all\n    select k.leaf, k.conrelid, k.relpages, c.oid, c.conparentid\n    from climb k\n    join pg_catalog.pg_constraint c on c.oid = k.conparentid\n),\nroots as materialized (\n    -- A foreign key to a partitioned table has a copy for each of its partitions: a table counts once.\n    select r.oid, count(*) as tables_lacking, sum(r.relpages) as pages\n    from (select distinct k.oid, k.conrelid, k.relpages from climb k where k.conparentid = 0) r\n    group by r.oid\n    having sum(r.relpages) >= 12\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    (\n        select pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) order by k.place)\n        from pg_catalog.unnest(c.conkey) with ordinality as k (attnum, place)\n        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum\n    ) as columns,\n    pg_catalog.quote_ident(c.conname) as constraint_name,\n    pg_catalog.format('%I.%I', m.nspname, p.relname) as referenced_name,\n    t.relkind = 'p' as partitioned,\n    r.tables_lacking,\n    r.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    case c.confdeltype\n        when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT' when 'r' then 'RESTRICT'\n        else 'NO ACTION'\n    end as on_delete,\n    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_deleted(p.oid) end as referenced_deletes,\n    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_updated(p.oid) end as referenced_updates\nfrom roots r\njoin pg_catalog.pg_constraint c on c.oid = r.oid\njoin pg_catalog.pg_class t on t.oid = c.conrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\njoin pg_catalog.pg_class p on p.oid = c.confrelid\njoin pg_catalog.pg_namespace m on m.oid = p.relnamespace\nwhere t.relnamespace = any ($1::oid[])\n    and not exists (\n        select\n        from pg_catalog.pg_depend e\n        where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = t.oid and e.deptype = 'e'\n    )\norder by r.pages desc, n.nspname, t.relname, c.conname",
    "index-sizes": "-- The 50 tables with the most index, and one row that sums the others: how many indexes, their size and the\n-- table's own, and how often the indexes of each of the 50 were scanned.\n-- Sizes are the server's own estimates (relpages); a partition is a table of its own. Left out: temporary\n-- tables.\nwith tables as materialized (\n    select x.indrelid, count(*) as indexes, sum(i.relpages) as index_pages\n    from pg_catalog.pg_index x\n    join pg_catalog.pg_class i on i.oid = x.indexrelid\n    where i.relkind = 'i'\n        and i.relnamespace = any ($1::oid[])\n        and i.relpersistence <> 't'\n    group by x.indrelid\n),\nlargest as materialized (\n    select s.* from tables s order by s.index_pages desc, s.indrelid limit 50\n),\nlisted as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n        1::bigint as tables,\n        l.indexes,\n        l.index_pages,\n        t.relpages + coalesce(o.relpages, 0) as table_pages,\n        (\n            select sum(pg_catalog.pg_stat_get_numscans(x.indexrelid))\n            from pg_catalog.pg_index x\n            where x.indrelid = l.indrelid\n        ) as scans\n    from largest l\n    join pg_catalog.pg_class t on t.oid = l.indrelid\n    join pg_catalog.pg_namespace n on n.oid = t.relnamespace\n    left join pg_catalog.pg_class o on o.oid = t.reltoastrelid\n    union all\n    select null, count(*), sum(s.indexes)::bigint, sum(s.index_pages), null, null\n    from tables s\n    where s.indrelid not in (select l.indrelid from largest l)\n    having count(*) > 0\n)\nselect\n    d.table_name,\n    d.tables,\n    d.indexes,\n    d.index_pages * pg_catalog.current_setting('block_size')::bigint as index_bytes,\n    d.table_pages::bigint * pg_catalog.current_setting('block_size')::bigint as table_bytes,\n    d.scans\nfrom listed d\norder by d.table_name is null, d.index_pages desc, d.table_name",
    "invalid-indexes": "-- Indexes that no query can use because they are not valid, with what tells why: a build that goes on now,\n-- what a failed or cancelled one left behind, or a partitioned index that waits for its partitions' ones.\n-- Left out: indexes of extensions and of temporary tables.\nwith invalid as materialized (\n    select\n        i.oid,\n        i.relname,\n        i.relkind,\n        n.nspname,\n        t.oid as table_oid,\n        t.relname as table_name,\n        x.indisready,\n        x.indislive,\n        x.indisunique,\n        x.indisexclusion,\n        x.indkey,\n        x.indclass,\n        x.indcollation,\n        x.indoption,\n        x.indexprs::text as expressions,\n        x.indpred::text as predicate\n    from pg_catalog.pg_index x\n    join pg_catalog.pg_class i on i.oid = x.indexrelid\n    join pg_catalog.pg_class t on t.oid = x.indrelid\n    join pg_catalog.pg_namespace n on n.oid = t.relnamespace\n    where not x.indisvalid\n        and t.relnamespace = any ($1::oid[])\n        and t.relpersistence <> 't'\n        and not exists (\n            select\n            from pg_catalog.pg_depend e\n            where e.classid = 'pg_catalog.pg_class'::regclass and e.objid in (i.oid, t.oid) and e.deptype = 'e'\n        )\n),\njudged as materialized (\n    select\n        i.*,\n        -- CREATE INDEX and REINDEX keep the table's lock and DROP INDEX the index's over their transactions.\n        -- Every login sees these locks and the process numbers of builds in progress.\n        exists (\n            select\n            from pg_catalog.pg_locks l\n            where l.locktype = 'relation'\n                and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())\n                and l.mode = 'ShareUpdateExclusiveLock'\n                and l.granted\n                and (\n                    l.relation = i.oid\n                    or l.relation = i.table_oid\n                    and l.pid in (select p.pid from pg_catalog.pg_stat_progress_create_index p)\n                )\n        ) as in_progress,\n        exists (\n            select\n            from pg_catalog.pg_index x\n            where x.indrelid = i.table_oid\n                and x.indisvalid\n                and x.indisunique = i.indisunique\n                and x.indkey::text = i.indkey::text\n                and x.indclass::text = i.indclass::text\n                and x.indcollation::text = i.indcollation::text\n                and x.indoption::text = i.indoption::text\n                and x.indexprs::text is not distinct from i.expressions\n                and x.indpred::text is not distinct from i.predicate\n        ) as has_valid_twin,\n        (\n            select pg_catalog.array_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) order by n.nspname, c.relname)\n            from pg_catalog.pg_inherits h\n            join pg_catalog.pg_class c on c.oid = h.inhrelid and c.relkind <> 'f'\n            join pg_catalog.pg_namespace n on n.oid = c.relnamespace\n            where i.relkind = 'I'\n                and h.inhparent = i.table_oid\n                and not exists (\n                    select\n                    from pg_catalog.pg_inherits a\n                    join pg_catalog.pg_index x on x.indexrelid = a.inhrelid\n                    where a.inhparent = i.oid and x.indrelid = h.inhrelid and x.indisvalid\n                )\n        ) as lacking\n    from invalid i\n)\nselect\n    pg_catalog.format('%I.%I', j.nspname, j.relname) as index_name,\n    pg_catalog.format('%I.%I', j.nspname, j.table_name) as table_name,\n    j.relkind = 'I' as partitioned,\n    j.in_progress,\n    j.indisready as is_maintained,\n    j.indislive as is_live,\n    j.indisunique as is_unique,\n    j.indisexclusion as is_exclusion,\n    exists (select from pg_catalog.pg_constraint c where c.conindid = j.oid) as has_constraint,\n    j.has_valid_twin,\n    j.relname ~ '_cc(new|old)[0-9]*$' as is_reindex_leftover,\n    coalesce(pg_catalog.cardinality(j.lacking), 0) as lacking_count,\n    coalesce(j.lacking[1:20], '{}') as lacking,\n    case\n        when not j.in_progress and pg_catalog.row_number() over (order by j.oid) <= 200\n            then pg_catalog.pg_get_indexdef(j.oid)\n    end as definition\nfrom judged j\norder by j.nspname, j.relname",
    "long-running-queries": "-- Client sessions of this database that run a statement or hold a transaction open, and prepared transactions.\n-- No text of a query is read. Left out: our own sessions, replication, autovacuum and other background processes,\n-- parallel workers (their leader stands for them), VACUUM and indexes built CONCURRENTLY, which are long by nature,\n-- and what began less than a second ago. State `disabled`: track_activities is off, and nothing tells what it does.\nwith expected as (\n    select v.pid from pg_catalog.pg_stat_progress_vacuum as v\n    union\n    select i.pid from pg_catalog.pg_stat_progress_create_index as i where i.command like '%CONCURRENTLY'\n)\nselect\n    'session' as kind,\n    a.pid,\n    a.usename::text as name,\n    a.application_name as application,\n    a.state,\n    case when a.state = 'active'\n        then extract(epoch from pg_catalog.statement_timestamp() - a.query_start)\n    end::float8 as query_s,\n    case when a.state like 'idle in transaction%'\n        then extract(epoch from pg_catalog.statement_timestamp() - a.state_change)\n    end::float8 as idle_s,\n    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,\n    -- While it holds one of these, vacuum can't remove what died since.\n    coalesce(a.backend_xmin, a.backend_xid) is not null as holds_vacuum_back,\n    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start,\n    null as quoted_name\nfrom pg_catalog.pg_stat_activity as a\nwhere\n    a.datname = pg_catalog.current_database()\n    and a.pid <> pg_catalog.pg_backend_pid()\n    and a.application_name <> 'pg-preflight'\n    and a.backend_type = 'client backend'\n    and (\n        a.state = 'disabled'\n        or (\n            a.state <> 'idle'\n            and coalesce(a.xact_start, a.query_start) < pg_catalog.statement_timestamp() - interval '1 second'\n        )\n    )\n    and a.pid not in (select e.pid from expected as e)\nunion all\nselect\n    'prepared transaction',\n    0,\n    p.gid,\n    p.owner::text,\n    null,\n    null,\n    null,\n    extract(epoch from pg_catalog.statement_timestamp() - p.prepared)::float8,\n    true,\n    null,\n    pg_catalog.quote_literal(p.gid)\nfrom pg_catalog.pg_prepared_xacts as p\nwhere p.database = pg_catalog.current_database()\norder by kind, transaction_s desc, pid, name",
    "query-logging": "-- What the server logs of the statements of a new session of each role in this database, and where that comes\n-- from. The row without a role is for roles without values of their own.\n-- Left out: PostgreSQL's predefined roles. auto_explain's threshold is there when the server loads it.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in ('log_min_duration_statement', 'log_statement', 'auto_explain.log_min_duration')\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, s.server_value) as value,\n    case\n        when o.value is null then 'server'\n        when o.role_oid <> 0 and o.is_for_database then 'role in database'\n        when o.role_oid <> 0 then 'role'\n        when o.is_for_database then 'database'\n        else 'all roles'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join lateral (\n    select o.role_oid, o.is_for_database, o.value\n    from stored as o\n    where o.name = s.name and (o.role_oid = 0 or o.role_oid = r.role_oid)\n    order by o.role_oid <> 0 desc, o.is_for_database desc\n    limit 1\n) as o on true\norder by r.role_name nulls first, s.name",
    "query-statistics.before-1-9": "-- The same as query-statistics.sql for versions of the extension before 1.9, which do not tell how often they\n-- threw entries out.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n),\nstored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 2) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        pg_catalog.split_part(e.entry, '=', 1) = 'pg_stat_statements.track'\n        and (\n            s.setdatabase = 0\n            or s.setdatabase = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n        )\n),\n-- The value that a login without one of its own gets in this database; NULL when ours hides the server's.\ntrack as (\n    select o.value, case when o.is_for_database then 'database' else 'all roles' end as level\n    from stored as o\n    where o.role_oid = 0\n    union all\n    select s.reset_val, 'server'\n    from pg_catalog.pg_settings as s\n    where\n        s.name = 'pg_stat_statements.track'\n        and not exists (\n            select\n            from stored as o\n            join pg_catalog.pg_roles as r on r.oid = o.role_oid\n            where r.rolname = session_user\n        )\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    t.value as track,\n    t.level as track_level,\n    case when l.is_loaded then pg_catalog.current_setting('pg_stat_statements.max')::int8 end as capacity,\n    e.entries,\n    e.hidden,\n    e.calls,\n    null::int8 as evictions\nfrom library as l\ncross join lateral (\n    select count(*) as entries, count(*) - count(s.queryid) as hidden, coalesce(sum(s.calls), 0)::int8 as calls\n    from :schema.pg_stat_statements(false) as s\n    -- Without the library the function fails, so then it is not called.\n    where l.is_loaded\n) as e\nleft join lateral (\n    select t.value, t.level\n    from track as t\n    order by case t.level when 'database' then 1 when 'all roles' then 2 else 3 end\n    limit 1\n) as t on true\norder by l.is_loaded",
    "query-statistics.missing": "-- Is the library of pg_stat_statements loaded, in a database that lacks its extension? One row.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    null::text as track,\n    null::text as track_level,\n    null::int8 as capacity,\n    0::int8 as entries,\n    0::int8 as hidden,\n    0::int8 as calls,\n    null::int8 as evictions\nfrom library as l\norder by l.is_loaded",
    "query-statistics": "-- Does pg_stat_statements count: is its library loaded, what does it track in this database, how much has it\n-- counted and may our login see it? One row. Counts are of the whole server; no text is read.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n),\nstored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 2) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        pg_catalog.split_part(e.entry, '=', 1) = 'pg_stat_statements.track'\n        and (\n            s.setdatabase = 0\n            or s.setdatabase = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n        )\n),\n-- The value that a login without one of its own gets in this database; NULL when ours hides the server's.\ntrack as (\n    select o.value, case when o.is_for_database then 'database' else 'all roles' end as level\n    from stored as o\n    where o.role_oid = 0\n    union all\n    select s.reset_val, 'server'\n    from pg_catalog.pg_settings as s\n    where\n        s.name = 'pg_stat_statements.track'\n        and not exists (\n            select\n            from stored as o\n            join pg_catalog.pg_roles as r on r.oid = o.role_oid\n            where r.rolname = session_user\n        )\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    t.value as track,\n    t.level as track_level,\n    case when l.is_loaded then pg_catalog.current_setting('pg_stat_statements.max')::int8 end as capacity,\n    e.entries,\n    e.hidden,\n    e.calls,\n    case\n        when l.is_loaded then (select i.dealloc from :schema.pg_stat_statements_info as i)\n    end as evictions\nfrom library as l\ncross join lateral (\n    select count(*) as entries, count(*) - count(s.queryid) as hidden, coalesce(sum(s.calls), 0)::int8 as calls\n    from :schema.pg_stat_statements(false) as s\n    -- Without the library the function fails, so then it is not called.\n    where l.is_loaded\n) as e\nleft join lateral (\n    select t.value, t.level\n    from track as t\n    order by case t.level when 'database' then 1 when 'all roles' then 2 else 3 end\n    limit 1\n) as t on true\norder by l.is_loaded",
    "query-summary.before-1-8": "-- The same as query-summary.sql for versions of the extension before 1.8, whose columns have older names.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    null::int8 as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-summary.before-1-9": "-- The same as query-summary.sql for version 1.8 of the extension, which does not tell how often it threw entries out.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    null::int8 as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-summary": "-- How many statements of this database ran how often and how long, by the power of ten of their average time,\n-- as pg_stat_statements counts them. No text is read. Utility statements are counted too.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    (select i.dealloc from :schema.pg_stat_statements_info as i) as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-text-exposure": "-- Which roles may read the statement texts of pg_stat_statements, directly or through its view. One row for each\n-- role. Both ways call the function with the reader's own rights, so that right and the schema's decide.\n-- Left out: superusers, PostgreSQL's predefined roles.\nselect\n    r.rolname::text as role_name,\n    pg_catalog.quote_ident(r.rolname) as quoted_role,\n    pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')\n        and pg_catalog.has_function_privilege(r.oid, p.oid, 'execute') as reads_texts,\n    pg_catalog.has_table_privilege(r.oid, c.oid, 'select') as reads_view,\n    pg_catalog.pg_has_role(r.oid, 'pg_read_all_stats', 'usage') as reads_all_roles,\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as view_name,\n    pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))\n        as function_name,\n    pg_catalog.pg_get_userbyid(p.proowner)::text as owner_name\nfrom pg_catalog.pg_extension as e\njoin pg_catalog.pg_namespace as n on n.oid = e.extnamespace\njoin pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = 'pg_stat_statements' and c.relkind = 'v'\njoin pg_catalog.pg_proc as p on p.pronamespace = n.oid and p.proname = 'pg_stat_statements'\ncross join pg_catalog.pg_roles as r\nwhere\n    e.extname = 'pg_stat_statements'\n    and not r.rolsuper\n    and r.rolname !~ '^pg_'\norder by r.rolname",
    "replication-slots": "-- Replication slots of the whole server: how much WAL each keeps from being removed, how far back it holds vacuum,\n-- and whether it is still good. On a standby it is the WAL that was replayed there.\n-- Columns that came later than PostgreSQL 13 are null before: conflicting (16), invalidation_reason, inactive_since,\n-- synced (17). Left out: temporary slots, which end with their session, and those that a standby copies from its primary.\nselect\n    s.slot_name::text as slot_name,\n    pg_catalog.quote_literal(s.slot_name) as quoted_name,\n    s.slot_type,\n    s.database::text as database_name,\n    s.active,\n    pg_catalog.pg_wal_lsn_diff(position.now, s.restart_lsn) as retained_bytes,\n    s.restart_lsn is not null and position.now is null as position_unknown,\n    s.wal_status,\n    coalesce(more.columns ->> 'invalidation_reason', case when more.columns ->> 'conflicting' = 'true' then 'conflict' end)\n        as invalidation_reason,\n    extract(\n        epoch from pg_catalog.statement_timestamp() - (more.columns ->> 'inactive_since')::timestamptz\n    )::float8 as inactive_s,\n    greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) as held_transactions,\n    nullif(keep.megabytes, -1) * 1048576 as retained_limit_bytes\nfrom pg_catalog.pg_replication_slots as s\ncross join lateral (select pg_catalog.to_jsonb(s) as columns) as more\ncross join (\n    select case when pg_catalog.pg_is_in_recovery()\n        then pg_catalog.pg_last_wal_replay_lsn()\n        else pg_catalog.pg_current_wal_lsn()\n    end as now\n) as position\ncross join (\n    select g.setting::int8 as megabytes\n    from pg_catalog.pg_settings as g\n    where g.name = 'max_slot_wal_keep_size'\n) as keep\nwhere\n    not s.temporary\n    and coalesce(more.columns ->> 'synced', 'false') <> 'true'\norder by s.slot_name",
    "sequence-exhaustion": "-- Sequences that have used at least half of their numbers: of what the sequence itself allows or of what the\n-- columns that take its values can hold, whichever ends first. And for each schema, how many sequences our\n-- login may not read (row with a null sequence).\n-- Left out: sequences that start again (CYCLE), temporary ones, those of extensions, and those with more than\n-- 2^53 numbers to come, which last for centuries.\nwith takers as materialized (\n    -- Columns that own a sequence (serial, identity) or have it in their default.\n    select d.objid as sequence_oid, d.refobjid as table_oid, d.refobjsubid as attnum\n    from pg_catalog.pg_depend d\n    join pg_catalog.pg_sequence s on s.seqrelid = d.objid\n    where d.classid = 'pg_catalog.pg_class'::regclass\n        and d.refclassid = 'pg_catalog.pg_class'::regclass\n        and d.deptype in ('a', 'i')\n        and d.refobjsubid > 0\n    union all\n    select d.refobjid, a.adrelid, a.adnum\n    from pg_catalog.pg_depend d\n    join pg_catalog.pg_sequence s on s.seqrelid = d.refobjid\n    join pg_catalog.pg_attrdef a on a.oid = d.objid\n    where d.classid = 'pg_catalog.pg_attrdef'::regclass\n        and d.refclassid = 'pg_catalog.pg_class'::regclass\n        -- Not the default's own column.\n        and d.refobjsubid = 0\n),\ncolumns as materialized (\n    -- The narrowest one of each sequence; a partitioned table is older than its partitions.\n    select distinct on (k.sequence_oid) k.sequence_oid, k.table_oid, k.attnum, y.type_limit\n    from takers k\n    join pg_catalog.pg_attribute a on a.attrelid = k.table_oid and a.attnum = k.attnum\n    join (\n        select\n            t.oid,\n            case coalesce(nullif(t.typbasetype, 0), t.oid) when 'int2'::regtype then 32767 else 2147483647 end as type_limit\n        from pg_catalog.pg_type t\n        where t.oid in ('int2'::regtype, 'int4'::regtype) or t.typbasetype in ('int2'::regtype, 'int4'::regtype)\n    ) y on y.oid = a.atttypid\n    order by k.sequence_oid, y.type_limit, k.table_oid, k.attnum\n),\nlimits as materialized (\n    select\n        c.oid,\n        c.relname,\n        c.relnamespace,\n        c.relpersistence,\n        s.seqincrement > 0 as ascending,\n        s.seqmin,\n        s.seqmax,\n        case\n            when s.seqincrement > 0 then least(s.seqmax, o.type_limit::bigint)\n            else greatest(s.seqmin, -o.type_limit::bigint - 1)\n        end as last_possible,\n        s.seqtypid,\n        o.table_oid,\n        o.attnum,\n        case\n            when s.seqincrement > 0 then o.type_limit::bigint < s.seqmax\n            else -o.type_limit::bigint - 1 > s.seqmin\n        end as column_ends_first\n    from pg_catalog.pg_sequence s\n    join pg_catalog.pg_class c on c.oid = s.seqrelid\n    left join columns o on o.sequence_oid = s.seqrelid\n    where not s.seqcycle\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and (\n            s.seqincrement > 0 and least(s.seqmax, o.type_limit::bigint) < 9007199254740992\n            or s.seqincrement < 0 and greatest(s.seqmin, -o.type_limit::bigint - 1) > -9007199254740992\n        )\n        and c.oid not in (\n            select e.objid\n            from pg_catalog.pg_depend e\n            where e.refclassid = 'pg_catalog.pg_extension'::regclass\n                and e.classid = 'pg_catalog.pg_class'::regclass\n                and e.deptype = 'e'\n        )\n),\nreadings as materialized (\n    -- A standby can't read an unlogged sequence. Nothing is asked that the login has no right to.\n    select\n        l.*,\n        pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT') as readable,\n        case\n            when pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT')\n                and not (l.relpersistence = 'u' and pg_catalog.pg_is_in_recovery())\n                then pg_catalog.pg_sequence_last_value(l.oid::regclass)\n        end as last_value\n    from limits l\n)\nselect\n    pg_catalog.quote_ident(n.nspname) as schema_name,\n    pg_catalog.format('%I.%I', n.nspname, r.relname) as sequence_name,\n    0::bigint as hidden,\n    pg_catalog.format_type(r.seqtypid, null) as sequence_type,\n    case when t.oid is not null then pg_catalog.format('%I.%I', m.nspname, t.relname) end as table_name,\n    pg_catalog.quote_ident(a.attname) as column_name,\n    pg_catalog.format_type(a.atttypid, a.atttypmod) as column_type,\n    coalesce(r.column_ends_first, false) as column_ends_first,\n    r.ascending,\n    r.last_value,\n    r.last_possible,\n    case\n        when r.ascending then 100 * (r.last_value::numeric - r.seqmin) / nullif(r.last_possible::numeric - r.seqmin, 0)\n        else 100 * (r.seqmax::numeric - r.last_value) / nullif(r.seqmax::numeric - r.last_possible, 0)\n    end::float8 as used_percent\nfrom readings r\njoin pg_catalog.pg_namespace n on n.oid = r.relnamespace\nleft join pg_catalog.pg_class t on t.oid = r.table_oid\nleft join pg_catalog.pg_namespace m on m.oid = t.relnamespace\nleft join pg_catalog.pg_attribute a on a.attrelid = r.table_oid and a.attnum = r.attnum\nwhere case\n    when r.ascending then 2 * (r.last_value::numeric - r.seqmin) >= r.last_possible::numeric - r.seqmin\n    else 2 * (r.seqmax::numeric - r.last_value) >= r.seqmax::numeric - r.last_possible\nend\nunion all\nselect pg_catalog.quote_ident(n.nspname), null, count(*), null, null, null, null, null, null, null, null, null\nfrom readings r\njoin pg_catalog.pg_namespace n on n.oid = r.relnamespace\nwhere not r.readable\ngroup by n.nspname\norder by schema_name, sequence_name",
    "slow-queries.before-1-8": "-- The same as slow-queries.sql for versions of the extension before 1.8, whose columns have older names.\nwith statements as (\n    select\n        s.queryid,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_time) as total_ms,\n        max(s.max_time) as max_ms,\n        sum(s.rows)::float8 as row_count,\n        sum(sum(s.total_time)) over () as database_ms\n    from :schema.pg_stat_statements(false) as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid\n),\nslow as materialized (\n    select s.*, row_number() over (order by s.total_ms desc, s.queryid) as place\n    from statements as s\n    where s.calls > 1 and s.total_ms >= 20 * s.calls and s.queryid is not null\n),\n-- Grouped, not joined: the planner cannot know how many are slow, and its nested loop took seconds for thousands.\nnamed as (\n    select\n        n.queryid,\n        max(n.place) as place,\n        max(n.calls) as calls,\n        max(n.total_ms) as total_ms,\n        max(n.max_ms) as max_ms,\n        max(n.row_count) as row_count,\n        max(n.database_ms) as database_ms,\n        min(n.query) as query\n    from (\n        select l.queryid, l.place, l.calls, l.total_ms, l.max_ms, l.row_count, l.database_ms, null::text as query\n        from slow as l\n        union all\n        select s.queryid, null, null, null, null, null, null, s.query\n        from :schema.pg_stat_statements(true) as s\n        where\n            -- Reading the texts is what costs, so they stay unread when nothing is slow.\n            exists (select from slow)\n            and s.dbid = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n    ) as n\n    group by n.queryid\n)\nselect\n    n.queryid::text as query_id,\n    n.calls,\n    n.total_ms,\n    n.max_ms,\n    n.row_count,\n    n.database_ms,\n    n.query is not null as has_text,\n    case when n.place <= 200 then pg_catalog.left(n.query, 500) end as query\nfrom named as n\nwhere\n    n.place is not null\n    and (\n        n.query is null\n        or (\n            -- Blanks, comments and brackets, then a word that is no utility statement's.\n            n.query ~* E'^([[:space:](]|--[^\\n]*\\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'\n            and n.query !~* '(from|join)[[:space:]]+(\"?(pg_catalog|information_schema)\"?[.]|pg_)'\n            and n.query !~* 'pg_stat_|cron\"?[.]\"?job'\n        )\n    )\norder by n.total_ms desc, n.queryid",
    "slow-queries": "-- Statements of this database that take long, as pg_stat_statements counts them: one row for each normalised\n-- statement, whoever ran it.\n-- Left out: what ran once or takes under 20 ms on average; utility statements, whose texts hold literals and even\n-- passwords; statements that look at the catalogue, at statistics or at pg_cron's own tables.\n-- Texts come, cut short, with the 200 statements that took the most time.\nwith ours as (\n    -- A login that only looks on: what it alone runs is this action's own, and would be slow enough to be read here.\n    select r.oid\n    from pg_catalog.pg_roles as r\n    where\n        r.rolname = current_user\n        and not r.rolsuper\n        and not exists (\n            select\n            from pg_catalog.pg_shdepend as d\n            where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.refobjid = r.oid and d.deptype = 'o'\n        )\n),\nstatements as (\n    select\n        s.queryid,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms,\n        max(s.max_exec_time) as max_ms,\n        sum(s.rows)::float8 as row_count,\n        sum(sum(s.total_exec_time)) over () as database_ms\n    from :schema.pg_stat_statements(false) as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid\n    having bool_and(s.userid = (select o.oid from ours as o)) is not true\n),\nslow as materialized (\n    select s.*, row_number() over (order by s.total_ms desc, s.queryid) as place\n    from statements as s\n    where s.calls > 1 and s.total_ms >= 20 * s.calls and s.queryid is not null\n),\n-- Grouped, not joined: the planner cannot know how many are slow, and its nested loop took seconds for thousands.\nnamed as (\n    select\n        n.queryid,\n        max(n.place) as place,\n        max(n.calls) as calls,\n        max(n.total_ms) as total_ms,\n        max(n.max_ms) as max_ms,\n        max(n.row_count) as row_count,\n        max(n.database_ms) as database_ms,\n        min(n.query) as query\n    from (\n        select l.queryid, l.place, l.calls, l.total_ms, l.max_ms, l.row_count, l.database_ms, null::text as query\n        from slow as l\n        union all\n        select s.queryid, null, null, null, null, null, null, s.query\n        from :schema.pg_stat_statements(true) as s\n        where\n            -- Reading the texts is what costs, so they stay unread when nothing is slow.\n            exists (select from slow)\n            and s.dbid = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n    ) as n\n    group by n.queryid\n)\nselect\n    n.queryid::text as query_id,\n    n.calls,\n    n.total_ms,\n    n.max_ms,\n    n.row_count,\n    n.database_ms,\n    n.query is not null as has_text,\n    case when n.place <= 200 then pg_catalog.left(n.query, 500) end as query\nfrom named as n\nwhere\n    n.place is not null\n    and (\n        n.query is null\n        or (\n            -- Blanks, comments and brackets, then a word that is no utility statement's.\n            n.query ~* E'^([[:space:](]|--[^\\n]*\\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'\n            and n.query !~* '(from|join)[[:space:]]+(\"?(pg_catalog|information_schema)\"?[.]|pg_)'\n            and n.query !~* 'pg_stat_|cron\"?[.]\"?job'\n        )\n    )\norder by n.total_ms desc, n.queryid",
    "statement-timeout": "-- How long a statement, a transaction or an idle session may last for a new session of each role in this\n-- database, and where that comes from. The row without a role is for roles without values of their own.\n-- Left out: PostgreSQL's predefined roles, and what an application or a pooler sets for itself.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in (\n        'statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout',\n        'idle_session_timeout'\n    )\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, s.server_value) as value,\n    case\n        when o.value is null then 'server'\n        when o.role_oid <> 0 and o.is_for_database then 'role in database'\n        when o.role_oid <> 0 then 'role'\n        when o.is_for_database then 'database'\n        else 'all roles'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join lateral (\n    select o.role_oid, o.is_for_database, o.value\n    from stored as o\n    where o.name = s.name and (o.role_oid = 0 or o.role_oid = r.role_oid)\n    order by o.role_oid <> 0 desc, o.is_for_database desc\n    limit 1\n) as o on true\norder by r.role_name nulls first, s.name",
    "statistics-freshness": "-- Tables of which more has changed since their last ANALYZE than brings autovacuum to analyze them (their own\n-- settings first, then the server's), and partitioned tables, which autovacuum never analyzes: of those the change\n-- is the difference between their partitions' rows now and the rows the last ANALYZE counted.\n-- Left out: temporary tables, foreign ones, those of extensions; partitioned tables that are partitions themselves,\n-- and all of them before PostgreSQL 14, where nothing that we may see tells that one was analyzed.\nwith recursive owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as threshold,\n        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as scale_factor\n),\npartitions as (\n    select c.oid as root, c.oid, c.relkind, 0::float8 as rows\n    from pg_catalog.pg_partitioned_table as t\n    join pg_catalog.pg_class as c on c.oid = t.partrelid\n    where\n        not c.relispartition\n        and c.relnamespace = any ($1::oid[])\n        and pg_catalog.current_setting('server_version_num')::int4 >= 140000\n    union all\n    select\n        p.root,\n        c.oid,\n        c.relkind,\n        case when c.relkind = 'p'\n            then 0\n            else greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0)\n        end\n    from partitions as p\n    join pg_catalog.pg_inherits as h on h.inhparent = p.oid\n    join pg_catalog.pg_class as c on c.oid = h.inhrelid\n    where p.relkind = 'p'\n),\nparents as (\n    select\n        c.oid,\n        sum(p.rows) as rows,\n        s.threshold + s.scale_factor * greatest(c.reltuples, 0) as trigger,\n        pg_catalog.abs(sum(p.rows) - greatest(c.reltuples, 0)) as changed\n    from partitions as p\n    join pg_catalog.pg_class as c on c.oid = p.root\n    cross join settings as s\n    group by c.oid, c.reltuples, s.threshold, s.scale_factor\n),\ntables as (\n    select\n        c.oid,\n        greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0) as rows,\n        own.threshold + own.scale_factor * greatest(c.reltuples, 0) as trigger,\n        counters.changed::float8 as changed\n    from pg_catalog.pg_class as c\n    cross join settings as s\n    cross join lateral (select pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed offset 0) as counters\n    cross join lateral (\n        select\n            coalesce(\n                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_threshold'),\n                s.threshold\n            ) as threshold,\n            coalesce(\n                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_scale_factor'),\n                s.scale_factor\n            ) as scale_factor\n        from pg_catalog.pg_options_to_table(c.reloptions) as o\n        where o.option_name like 'autovacuum%'\n    ) as own\n    where\n        c.relkind in ('r', 'm')\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and counters.changed > 0\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,\n    c.relkind = 'p' as is_partitioned,\n    t.rows::int8 as rows,\n    t.changed::int8 as changed_rows,\n    t.trigger::int8 as analyze_trigger,\n    -- No VACUUM or ANALYZE has ever counted it: certain from PostgreSQL 14 on, and no crash takes it away.\n    c.reltuples < 0 as never_counted,\n    not coalesce(\n        (\n            select bool_and(o.option_value::bool)\n            from pg_catalog.pg_options_to_table(c.reloptions) as o\n            where o.option_name = 'autovacuum_enabled'\n        ),\n        true\n    ) as autovacuum_off,\n    extract(epoch from greatest(\n        pg_catalog.pg_stat_get_last_analyze_time(c.oid),\n        pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)\n    ))::float8 as last_analyze\nfrom (\n    select u.oid, u.rows, u.trigger, u.changed from tables as u where u.changed > u.trigger\n    union all\n    select p.oid, p.rows, p.trigger, p.changed from parents as p where p.changed > p.trigger\n) as t\njoin pg_catalog.pg_class as c on c.oid = t.oid\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\nwhere\n    c.oid not in (select o.objid from owned as o)\norder by t.changed desc, table_name",
    "table-bloat": "-- Tables and materialized views with more dead rows than autovacuum leaves: beyond the number at which it starts\n-- (their own settings first, then the server's), or where it is off. With what holds vacuum back, if anything.\n-- Left out: partitioned tables (they hold no rows themselves), temporary ones, those of extensions.\n-- Dead rows are the counters' estimate. Free space inside a table is not measured: that takes reading it.\nwith owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum')::bool\n            and pg_catalog.current_setting('track_counts')::bool as autovacuum,\n        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as scale_factor,\n        -- From PostgreSQL 18 on; below 0 there is none.\n        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as max_threshold,\n        pg_catalog.current_setting('block_size')::int8 as block_size\n),\nholders as (\n    -- Whoever may still read a row that is dead by now. Sessions of other databases don't count, standbys do.\n    select\n        'session' as kind,\n        a.usename::text as name,\n        a.xact_start as since,\n        greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as transactions\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.datname = pg_catalog.current_database()\n        and a.pid <> pg_catalog.pg_backend_pid()\n        and a.usename is not null\n        and (a.backend_type is null or a.backend_type <> 'walsender')\n        and (a.backend_xmin is not null or a.backend_xid is not null)\n        -- A vacuum never stands in the way of another.\n        and a.pid not in (select v.pid from pg_catalog.pg_stat_progress_vacuum as v)\n    union all\n    select 'standby', r.application_name, null, pg_catalog.age(r.backend_xmin)\n    from pg_catalog.pg_stat_replication as r\n    where r.backend_xmin is not null\n    union all\n    select 'prepared transaction', p.gid, p.prepared, pg_catalog.age(p.transaction)\n    from pg_catalog.pg_prepared_xacts as p\n    where p.database = pg_catalog.current_database()\n    union all\n    select 'replication slot', s.slot_name::text, null, pg_catalog.age(s.xmin)\n    from pg_catalog.pg_replication_slots as s\n    where s.xmin is not null\n),\nholder as materialized (\n    select h.kind, h.name, h.since, h.transactions\n    from holders as h\n    order by h.transactions desc, h.kind, h.name\n    limit 1\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,\n    dead.rows as dead_rows,\n    pg_catalog.pg_stat_get_live_tuples(c.oid) as live_rows,\n    -- Since the counters began, VACUUM or ANALYZE has counted the live rows.\n    pg_catalog.pg_stat_get_vacuum_count(c.oid) + pg_catalog.pg_stat_get_autovacuum_count(c.oid)\n        + pg_catalog.pg_stat_get_analyze_count(c.oid) + pg_catalog.pg_stat_get_autoanalyze_count(c.oid) > 0 as counted,\n    greatest(c.reltuples, 0)::int8 as planner_rows,\n    start.rows::int8 as autovacuum_starts_at,\n    s.autovacuum and own.enabled as autovacuum,\n    c.relpages * s.block_size as table_bytes,\n    pg_catalog.pg_stat_get_dead_tuples(c.reltoastrelid) as toast_dead_rows,\n    exists (\n        select\n        from pg_catalog.pg_stat_progress_vacuum as v\n        where v.datname = pg_catalog.current_database() and v.relid = c.oid\n    ) as being_vacuumed,\n    extract(epoch from greatest(\n        pg_catalog.pg_stat_get_last_vacuum_time(c.oid),\n        pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)\n    ))::float8 as last_vacuum,\n    h.kind as holder_kind,\n    h.name as holder_name,\n    extract(epoch from h.since)::float8 as holder_since,\n    h.transactions as holder_transactions\nfrom pg_catalog.pg_class as c\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\ncross join settings as s\ncross join lateral (select pg_catalog.pg_stat_get_dead_tuples(c.oid) as rows offset 0) as dead\ncross join lateral (\n    select\n        coalesce(bool_and(o.option_value::bool) filter (where o.option_name = 'autovacuum_enabled'), true) as enabled,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_threshold'),\n            s.threshold\n        ) as threshold,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_scale_factor'),\n            s.scale_factor\n        ) as scale_factor,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_max_threshold'),\n            s.max_threshold\n        ) as max_threshold\n    from pg_catalog.pg_options_to_table(c.reloptions) as o\n    where o.option_name like 'autovacuum%'\n) as own\ncross join lateral (\n    select least(\n        own.threshold + own.scale_factor * greatest(c.reltuples, 0),\n        case when own.max_threshold >= 0 then own.max_threshold end\n    ) as rows\n) as start\nleft join holder as h on true\nwhere\n    c.relkind in ('r', 'm')\n    and c.relnamespace = any ($1::oid[])\n    and c.relpersistence <> 't'\n    and dead.rows > 0\n    and (dead.rows > start.rows or not (s.autovacuum and own.enabled))\n    and c.oid not in (select o.objid from owned as o)\norder by dead.rows desc, table_name",
    "transaction-id-age": "-- How old the oldest transaction id and multixact are that each database still holds, template databases too;\n-- when one is past the server's own freezing age, also this database's five oldest tables and what keeps\n-- vacuum from freezing: the oldest session, prepared transaction and replication slot.\nwith databases as materialized (\n    select\n        d.oid,\n        d.datname,\n        pg_catalog.age(d.datfrozenxid) as xid_age,\n        pg_catalog.mxid_age(d.datminmxid) as multixact_age,\n        pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint as xid_freeze_age,\n        pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint as multixact_freeze_age\n    from pg_catalog.pg_database d\n),\nold as materialized (\n    select\n        coalesce(pg_catalog.bool_or(d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age), false) as anywhere,\n        coalesce(pg_catalog.bool_or(\n            (d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age)\n            and d.datname = pg_catalog.current_database()\n        ), false) as here\n    from databases d\n),\ntables as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,\n        pg_catalog.age(c.relfrozenxid) as xid_age,\n        pg_catalog.mxid_age(c.relminmxid) as multixact_age,\n        c.relpersistence = 't' as is_temporary\n    from pg_catalog.pg_class c\n    join pg_catalog.pg_namespace n on n.oid = c.relnamespace\n    where c.relkind in ('r', 'm', 't')\n        and c.relfrozenxid <> '0'::xid\n        and (select o.here from old o)\n    order by greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.mxid_age(c.relminmxid)) desc, c.oid\n    limit 5\n),\nholders as (\n    (\n        select\n            case a.backend_type when 'walsender' then 'standby' else 'session' end as kind,\n            a.pid::text as name,\n            greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as xid_age\n        from pg_catalog.pg_stat_activity a\n        where (a.backend_xmin is not null or a.backend_xid is not null)\n            and a.pid <> pg_catalog.pg_backend_pid()\n            and (select o.anywhere from old o)\n        order by 3 desc nulls last, 2\n        limit 1\n    )\n    union all\n    (\n        select 'prepared transaction', pg_catalog.quote_literal(p.gid), pg_catalog.age(p.transaction)\n        from pg_catalog.pg_prepared_xacts p\n        where (select o.anywhere from old o)\n        order by 3 desc, 2\n        limit 1\n    )\n    union all\n    (\n        select 'replication slot', pg_catalog.quote_literal(s.slot_name), greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))\n        from pg_catalog.pg_replication_slots s\n        where (s.xmin is not null or s.catalog_xmin is not null)\n            and (select o.anywhere from old o)\n        order by 3 desc nulls last, 2\n        limit 1\n    )\n)\nselect\n    'database' as kind,\n    pg_catalog.quote_ident(d.datname) as name,\n    d.datname = pg_catalog.current_database() as is_here,\n    d.xid_age,\n    d.multixact_age,\n    d.xid_freeze_age,\n    d.multixact_freeze_age\nfrom databases d\nunion all\nselect case when t.is_temporary then 'temporary table' else 'table' end, t.name, true, t.xid_age, t.multixact_age, null, null\nfrom tables t\nunion all\nselect h.kind, h.name, null, h.xid_age, null, null, null\nfrom holders h\norder by 1, 4 desc, 2",
    "unused-indexes.last-scan": "-- Indexes that no query has scanned since the counters began,\n-- or for a day and more (16 and later tell when), with what they cost.\n-- A partitioned index is one row with the scans and sizes of all its partitions' ones.\n-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index\n-- that supports a foreign key, one that takes over when a duplicate of it is dropped, invalid ones,\n-- those of extensions and of temporary tables, and those below 12 pages (96 kB).\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages, null::oid as partition\n    from pg_catalog.pg_class i\n    where i.relnamespace = any ($1::oid[])\n        and i.relpersistence <> 't'\n        and not i.relispartition\n        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and (\n            pg_catalog.pg_stat_get_numscans(i.oid) = 0\n            or pg_catalog.pg_stat_get_lastscan(i.oid) < pg_catalog.now() - interval '1 day'\n        ))\n    union all\n    select l.root, i.oid, i.relkind, i.relpages, x.indrelid\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    join pg_catalog.pg_index x on x.indexrelid = h.inhrelid\n    where l.relkind = 'I'\n),\nidle as materialized (\n    select\n        l.root,\n        sum(l.relpages) as pages,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,\n        max(pg_catalog.pg_stat_get_lastscan(l.oid)) as last_scan,\n        sum(\n            pg_catalog.pg_stat_get_tuples_inserted(l.partition)\n            + pg_catalog.pg_stat_get_tuples_updated(l.partition)\n            + pg_catalog.pg_stat_get_tuples_deleted(l.partition)\n        ) as partition_writes\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n    having sum(l.relpages) >= 12 and (\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0\n        or max(pg_catalog.pg_stat_get_lastscan(l.oid)) < pg_catalog.now() - interval '1 day'\n    )\n),\nunused as materialized (\n    select d.*, x.indrelid, x.indexprs is not null as has_expressions\n    from idle d\n    join pg_catalog.pg_index x on x.indexrelid = d.root\n    where x.indisvalid and x.indisready and x.indislive\n        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)\n        and d.root not in (select o.objid from owned o)\n        and x.indrelid not in (select o.objid from owned o)\n        -- Supports a foreign key that no other index supports which is sure to stay.\n        and not exists (\n            select\n            from pg_catalog.pg_constraint f\n            where f.conrelid = x.indrelid\n                and f.contype = 'f'\n                and x.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                and (x.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                and not exists (\n                    select\n                    from pg_catalog.pg_index o\n                    where o.indrelid = x.indrelid\n                        and o.indexrelid not in (select e.root from idle e)\n                        and o.indisvalid and o.indisready and o.indpred is null\n                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                )\n        )\n        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).\n        and not exists (\n            select\n            from pg_catalog.pg_index o\n            where o.indrelid = x.indrelid\n                and o.indkey[0] = x.indkey[0]\n                and o.indclass[0] = x.indclass[0]\n                and o.indexrelid not in (select e.root from idle e)\n                and o.indisvalid and not o.indisunique\n                and (o.indpred is null) = (x.indpred is null)\n                and o.indnkeyatts <= x.indnkeyatts\n                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = (x.indkey::int2[])[0:o.indnkeyatts - 1]\n        )\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    i.relkind = 'I' as partitioned,\n    u.has_expressions,\n    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    u.scans,\n    extract(epoch from u.last_scan)::float8 as last_scan_s,\n    coalesce(\n        u.partition_writes,\n        pg_catalog.pg_stat_get_tuples_inserted(t.oid)\n        + pg_catalog.pg_stat_get_tuples_updated(t.oid)\n        + pg_catalog.pg_stat_get_tuples_deleted(t.oid)\n    ) as table_writes,\n    case\n        when pg_catalog.row_number() over (order by u.pages desc, u.root) <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(u.root),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom unused u\njoin pg_catalog.pg_class i on i.oid = u.root\njoin pg_catalog.pg_class t on t.oid = u.indrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\norder by u.pages desc, n.nspname, i.relname",
    "unused-indexes": "-- Indexes that no query has scanned since the counters began, with what they cost.\n-- A partitioned index is one row with the scans and sizes of all its partitions' ones.\n-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index\n-- that supports a foreign key, one that takes over when a duplicate of it is dropped, invalid ones,\n-- those of extensions and of temporary tables, and those below 12 pages (96 kB).\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages, null::oid as partition\n    from pg_catalog.pg_class i\n    where i.relnamespace = any ($1::oid[])\n        and i.relpersistence <> 't'\n        and not i.relispartition\n        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and pg_catalog.pg_stat_get_numscans(i.oid) = 0)\n    union all\n    select l.root, i.oid, i.relkind, i.relpages, x.indrelid\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    join pg_catalog.pg_index x on x.indexrelid = h.inhrelid\n    where l.relkind = 'I'\n),\nidle as materialized (\n    select\n        l.root,\n        sum(l.relpages) as pages,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,\n        sum(\n            pg_catalog.pg_stat_get_tuples_inserted(l.partition)\n            + pg_catalog.pg_stat_get_tuples_updated(l.partition)\n            + pg_catalog.pg_stat_get_tuples_deleted(l.partition)\n        ) as partition_writes\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n    having sum(l.relpages) >= 12 and sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0\n),\nunused as materialized (\n    select d.*, x.indrelid, x.indexprs is not null as has_expressions\n    from idle d\n    join pg_catalog.pg_index x on x.indexrelid = d.root\n    where x.indisvalid and x.indisready and x.indislive\n        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)\n        and d.root not in (select o.objid from owned o)\n        and x.indrelid not in (select o.objid from owned o)\n        -- Supports a foreign key that no other index supports which is sure to stay.\n        and not exists (\n            select\n            from pg_catalog.pg_constraint f\n            where f.conrelid = x.indrelid\n                and f.contype = 'f'\n                and x.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                and (x.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                and not exists (\n                    select\n                    from pg_catalog.pg_index o\n                    where o.indrelid = x.indrelid\n                        and o.indexrelid not in (select e.root from idle e)\n                        and o.indisvalid and o.indisready and o.indpred is null\n                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                )\n        )\n        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).\n        and not exists (\n            select\n            from pg_catalog.pg_index o\n            where o.indrelid = x.indrelid\n                and o.indkey[0] = x.indkey[0]\n                and o.indclass[0] = x.indclass[0]\n                and o.indexrelid not in (select e.root from idle e)\n                and o.indisvalid and not o.indisunique\n                and (o.indpred is null) = (x.indpred is null)\n                and o.indnkeyatts <= x.indnkeyatts\n                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = (x.indkey::int2[])[0:o.indnkeyatts - 1]\n        )\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    i.relkind = 'I' as partitioned,\n    u.has_expressions,\n    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    u.scans,\n    null::float8 as last_scan_s,\n    coalesce(\n        u.partition_writes,\n        pg_catalog.pg_stat_get_tuples_inserted(t.oid)\n        + pg_catalog.pg_stat_get_tuples_updated(t.oid)\n        + pg_catalog.pg_stat_get_tuples_deleted(t.oid)\n    ) as table_writes,\n    case\n        when pg_catalog.row_number() over (order by u.pages desc, u.root) <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(u.root),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom unused u\njoin pg_catalog.pg_class i on i.oid = u.root\njoin pg_catalog.pg_class t on t.oid = u.indrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\norder by u.pages desc, n.nspname, i.relname",
    "server/server": "-- What the server is and what our login may see: the facts that every check may rest on.\n-- One row. The port tells whether the server sees our own socket or a pooler's.\nselect\n    pg_catalog.current_setting('server_version_num')::int4 as version_number,\n    pg_catalog.current_setting('server_version') as version,\n    pg_catalog.current_database()::text as database,\n    pg_catalog.quote_ident(pg_catalog.current_database()) as quoted_database,\n    pg_catalog.quote_ident(current_user) as login,\n    (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user) as is_superuser,\n    pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as reads_all_statistics,\n    pg_catalog.pg_has_role(current_user, 'pg_read_all_settings', 'usage') as reads_all_settings,\n    pg_catalog.has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') as lists_wal,\n    pg_catalog.pg_is_in_recovery() as in_recovery,\n    extract(epoch from pg_catalog.clock_timestamp()) * 1000 as now_ms,\n    pg_catalog.inet_client_port() as client_port,\n    pg_catalog.current_setting('max_connections')::int4 as max_connections,\n    pg_catalog.current_setting('superuser_reserved_connections')::int4\n        + coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::int4 as reserved_connections,\n    (\n        select count(*)::int4\n        from pg_catalog.pg_stat_activity as a\n        where\n            a.backend_type = 'client backend'\n            -- A login without pg_read_all_stats sees others' rows, but not what they are.\n            or (a.backend_type is null and a.datid is not null and a.usesysid is not null)\n    ) as client_sessions,\n    exists (select from pg_catalog.pg_roles as r where r.rolname = 'supabase_admin')\n        and exists (select from pg_catalog.pg_roles as r where r.rolname = 'authenticator') as is_supabase,\n    (\n        select count(*)::int4\n        from pg_catalog.pg_stat_replication as s\n        where\n            s.state in ('startup', 'catchup', 'streaming')\n            and s.application_name <> 'pg_receivewal'\n            and not exists (\n                select\n                from pg_catalog.pg_replication_slots as l\n                where l.active_pid = s.pid and l.slot_type = 'logical'\n            )\n    ) as standbys,\n    (\n        select\n            coalesce(\n                pg_catalog.json_object_agg(\n                    e.extname,\n                    pg_catalog.json_build_object(\n                        'version', e.extversion,\n                        'schema', pg_catalog.quote_ident(n.nspname),\n                        'schemaUsable', pg_catalog.has_schema_privilege(n.oid, 'usage')\n                    )\n                ),\n                '{}'\n            )\n        from pg_catalog.pg_extension as e\n        join pg_catalog.pg_namespace as n on n.oid = e.extnamespace\n    ) as extensions,\n    (\n        select coalesce(pg_catalog.json_agg(pg_catalog.json_build_array(n.oid::int8, n.nspname) order by n.nspname), '[]')\n        from pg_catalog.pg_namespace as n\n        where\n            n.nspname !~ '^pg_'\n            and n.nspname <> 'information_schema'\n            and not exists (\n                select\n                from pg_catalog.pg_depend as d\n                where\n                    d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass\n                    and d.objid = n.oid\n                    and d.deptype = 'e'\n            )\n    ) as schemas\norder by 1",
    "server/statements-window": "-- Since when pg_stat_statements counts, from its version 1.9 on.\nselect extract(epoch from i.stats_reset) * 1000 as reset_ms\nfrom :schema.pg_stat_statements_info as i\norder by 1",
    "server/windows": "-- Since when the counters of tables and indexes count: everything that tells a reset, a crash or a promotion.\n-- A crash moves the shared reset times and leaves the database's own NULL; a promotion moves none of them,\n-- and only the newest timeline history file tells its time.\nselect\n    extract(epoch from (select d.stats_reset from pg_catalog.pg_stat_database as d where d.datname = pg_catalog.current_database())) * 1000\n        as database_reset_ms,\n    extract(epoch from (select a.stats_reset from pg_catalog.pg_stat_archiver as a)) * 1000 as archiver_reset_ms,\n    extract(epoch from (select b.stats_reset from pg_catalog.pg_stat_bgwriter as b)) * 1000 as bgwriter_reset_ms,\n    case\n        when pg_catalog.pg_is_in_recovery() then null\n        else pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)\n    end as timeline,\n    extract(\n        epoch from (\n            select max(w.modification)\n            from pg_catalog.pg_ls_waldir() as w\n            where w.name ~ '^[0-9A-F]{8}[.]history$'\n        )\n    ) * 1000 as promoted_ms\norder by 1",
    "server/windows.without-wal": "-- The same as windows.sql for a login that may not list the WAL directory: a promotion is seen by the\n-- timeline's number, its time is not.\nselect\n    extract(epoch from (select d.stats_reset from pg_catalog.pg_stat_database as d where d.datname = pg_catalog.current_database())) * 1000\n        as database_reset_ms,\n    extract(epoch from (select a.stats_reset from pg_catalog.pg_stat_archiver as a)) * 1000 as archiver_reset_ms,\n    extract(epoch from (select b.stats_reset from pg_catalog.pg_stat_bgwriter as b)) * 1000 as bgwriter_reset_ms,\n    case\n        when pg_catalog.pg_is_in_recovery() then null\n        else pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)\n    end as timeline,\n    null::float8 as promoted_ms\norder by 1",
};

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
;// CONCATENATED MODULE: ./.build/src/collect/database/supabase.js


/**
 * SHA-256 fingerprints of the two "Supabase Root 2021 CA" certificates, as shipped in the public CLI's
 * repository (valid to 2031-04-26 and to 2035-09-01).
 */
const SUPABASE_ROOTS = [
    "80:70:25:AD:50:D4:ED:21:9D:2C:9C:7D:29:9C:00:4F:82:4E:B0:0C:F7:F6:5A:FE:F6:07:D0:7B:72:E6:CA:FA",
    "5F:9B:77:95:1A:7A:A1:30:3F:9B:58:EE:A9:BF:A8:9E:35:8C:FD:C1:5F:97:86:FF:10:D4:93:0A:72:2C:9A:E2",
];
/** A project's own host, which has no IPv4 address unless the add-on was bought. */
function isSupabaseDirectHost(host) {
    return /^db\.[a-z0-9]+\.supabase\.(co|com)$/i.test(host);
}
function isSupabasePooler(host) {
    return /\.pooler\.supabase\.com$/i.test(host);
}
function isSupabaseHost(host) {
    return isSupabaseDirectHost(host) || isSupabasePooler(host);
}
/**
 * The root certificate that the server sends in its chain, as PEM, when its fingerprint is one of `roots`;
 * undefined otherwise. Nothing is sent over this connection but the request for TLS, so that an impostor
 * learns nothing; the PEM is then the CA of a second, fully verified connection.
 */
async function findKnownRoot(address, timeout, roots = SUPABASE_ROOTS) {
    const socket = await openTls(address, timeout);
    if (socket === undefined)
        return undefined;
    try {
        let certificate = socket.getPeerCertificate(true);
        for (let depth = 0; depth < 10 && certificate?.raw !== undefined; depth += 1) {
            if (roots.includes(certificate.fingerprint256))
                return toPem(certificate.raw);
            const issuer = certificate.issuerCertificate;
            if (issuer === certificate)
                return undefined;
            certificate = issuer;
        }
        return undefined;
    }
    finally {
        socket.destroy();
    }
}
/** PostgreSQL's SSLRequest, then the TLS handshake, without judging the certificate. */
function openTls(address, timeout) {
    return new Promise((resolve) => {
        const socket = (0,external_node_net_.connect)({ host: address.host, port: address.port });
        const giveUp = () => {
            socket.destroy();
            resolve(undefined);
        };
        socket.setTimeout(timeout, giveUp);
        socket.once("error", giveUp);
        socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
        socket.once("data", (answer) => {
            if (answer.toString("latin1") !== "S") {
                giveUp();
                return;
            }
            const secure = (0,external_node_tls_.connect)({ socket, servername: address.host, rejectUnauthorized: false }, () => {
                socket.setTimeout(0);
                resolve(secure);
            });
            secure.once("error", giveUp);
        });
    });
}
function toPem(der) {
    const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

;// CONCATENATED MODULE: ./.build/src/collect/database/advice.js

const USE_SESSION_POOLER = "copy the session pooler's address (port 5432, it has IPv4) from Connect in the Supabase dashboard";
const UNKNOWN_CA = new Set([
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);
const RULES = [
    {
        when: ({ message }) => /tenant.*not found|tenant or user/i.test(message),
        say: "The pooler does not know this project and user: the host must be the one of your project's region and the user must be written as user.project-ref (postgres.abcdefghijklmnopqrst).",
    },
    {
        when: ({ code, message }, { host, user }) => isRefusedPassword(code, message) && isSupabasePooler(host) && !user.includes("."),
        say: "The Supabase pooler wants the user written as user.project-ref, like preflight.abcdefghijklmnopqrst.",
    },
    {
        when: ({ code, message }, { host, user }) => isRefusedPassword(code, message) && isSupabasePooler(host) && !user.startsWith("postgres."),
        say: "The Supabase pooler refused this login. If the password is right, the pooler may not accept custom logins in this project: use the direct address (with the IPv4 add-on, or from a runner with IPv6), or as a last resort postgres.project-ref.",
    },
    {
        when: ({ code, message }) => isRefusedPassword(code, message),
        say: "The user or the password is wrong. A password with characters like @ : / # must be percent-encoded in the URL, and after a restore custom logins need a new password.",
    },
    {
        when: ({ message }) => /client password must be a string|no password/i.test(message),
        say: "The server asks for a password and the URL holds none: write it as postgresql://user:password@host:5432/database.",
    },
    {
        when: ({ message }) => /unsupported startup parameter/i.test(message),
        say: ({ message }) => `The pooler refuses a start-up parameter${parameterName(message)}: take PGOPTIONS out of the step's environment and options out of the URL, or add the parameter to the pooler's ignore_startup_parameters.`,
    },
    {
        when: ({ message }) => /pg_hba\.conf (entry|rejects)/i.test(message),
        say: ({ message }) => /no encryption|SSL off/i.test(message)
            ? "The server's pg_hba.conf lets this user in from here only with TLS, or not at all: take sslmode=disable out of the URL (for a server on this machine, add sslmode=require), or allow the address for this user and database."
            : "The server's pg_hba.conf does not let this user in from here: allow the runner's address for this user and database.",
    },
    {
        when: ({ code, message }) => code === "3D000" || /no such database/i.test(message),
        say: "The server has no database of this name: check the part of the URL behind the last slash.",
    },
    {
        when: ({ code, message }) => code === "28000" && /role .* is not permitted to log in/i.test(message),
        say: "This role may not log in: run ALTER ROLE … LOGIN, or use the login that sql/setup/monitoring-role.sql makes.",
    },
    {
        when: ({ code, message }) => meansNoRoom(code, message),
        say: "The server or the pooler has no free connection (or the login's CONNECTION LIMIT is reached): the application holds them all. See who does in pg_stat_activity, and lower the application's pools.",
    },
    {
        when: ({ code }) => code === "57P03",
        say: "The server is starting, stopping or restoring and takes no connections yet: try again in a minute.",
    },
    {
        when: ({ code }, { host }) => ["ENETUNREACH", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"].includes(code) &&
            isSupabaseDirectHost(host),
        say: `Supabase's direct host has only an IPv6 address, and GitHub's runners have no IPv6: ${USE_SESSION_POOLER}.`,
    },
    {
        when: ({ code }) => code === "ENOTFOUND" || code === "EAI_AGAIN",
        say: "The host's name is not known: check it for a typing error, and that it can be resolved from the runner (a private network's names cannot).",
    },
    {
        when: ({ code }) => code === "ENETUNREACH" || code === "EHOSTUNREACH" || code === "EADDRNOTAVAIL",
        say: "There is no network path to the server: it may have only an IPv6 address, which GitHub's runners cannot reach, or stand in a private network.",
    },
    {
        when: ({ code }) => code === "ECONNREFUSED",
        say: "The connection was refused: no PostgreSQL listens at this host and port (listen_addresses, the port, a stopped server).",
    },
    {
        when: ({ message }) => /does not support SSL/i.test(message),
        say: "The server offers no TLS, and a password must not travel in the clear: switch TLS on at the server, or, in a network you trust, add sslmode=disable to the URL (it is reported as a finding).",
    },
    {
        when: ({ code }, { host }) => UNKNOWN_CA.has(code) && isSupabaseHost(host),
        say: "The server's certificate is signed by no CA known here and not by Supabase's known roots: download the certificate from the project's Database settings and give it as ssl-ca. If that fails too, something between here and Supabase answers in its place.",
    },
    {
        when: ({ code }) => UNKNOWN_CA.has(code),
        say: "The server's certificate is signed by a CA that is not known here: give the CA's certificate (PEM) as ssl-ca.",
    },
    {
        when: ({ code }) => code === "ERR_TLS_CERT_ALTNAME_INVALID",
        say: "The server's certificate is for another host name: write the host in the URL as the certificate names it.",
    },
    {
        when: ({ code }) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID",
        say: "The server's certificate has expired or is not valid yet: renew it.",
    },
    {
        when: ({ code, message }) => code === "ETIMEDOUT" || /timeout/i.test(message),
        say: "The server did not answer in time: a firewall or network restrictions may drop the runner's packets, or the project is paused.",
    },
    {
        when: ({ code, message }) => code === "ECONNRESET" || /terminated unexpectedly|socket (hang up|disconnected)/i.test(message),
        say: "The connection was cut while it was being made: the port may belong to another service, or a proxy closed it.",
    },
];
/** One sentence of advice for a failed connection. It never holds the address, the user or the server's own words. */
function adviseOn(error, address) {
    const failure = first(error);
    const rule = RULES.find(({ when }) => when(failure, address));
    if (rule !== undefined)
        return typeof rule.say === "string" ? rule.say : rule.say(failure, address);
    const code = /^[A-Z0-9_]{3,40}$/.test(failure.code) ? ` (${failure.code})` : "";
    return `The connection failed${code}: check that the URL works with psql from the same network.`;
}
/** Every connection is taken. */
function isNoRoom(error) {
    const { code, message } = first(error);
    return meansNoRoom(code, message);
}
/** The server's certificate leads to no CA that is known here. */
function isUnknownCa(error) {
    return UNKNOWN_CA.has(first(error).code);
}
/** Node tries several addresses of a name at once and then throws all errors together: the first one counts. */
function first(error) {
    const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
    const code = typeof one === "object" && one !== null && "code" in one ? String(one.code) : "";
    return { code, message: one instanceof Error ? one.message : "" };
}
function meansNoRoom(code, message) {
    return (code === "53300" || /too many (clients|connections)|MaxClients|remaining connection slots/i.test(message));
}
function isRefusedPassword(code, message) {
    return (code === "28P01" ||
        /password authentication failed|SASL authentication failed|no such user/i.test(message));
}
function parameterName(message) {
    const name = /startup parameter:?\s*"?([a-z_.]{1,60})"?/i.exec(message)?.[1];
    return name === undefined ? "" : ` (${name})`;
}

;// CONCATENATED MODULE: ./.build/src/collect/database/session.js


/** Long enough for TLS over a bad line, short enough to leave time for the advice. */
const CONNECT_TIMEOUT = 10_000;
/** How long one check's statement may run on the server. */
const STATEMENT_TIMEOUT = 10_000;
/** How long it may wait for a lock: a migration may hold one, and we are not to stand in its queue. */
const LOCK_TIMEOUT = 1_000;
/** How long a server may take to close a connection that we have said farewell to. */
const FAREWELL_TIMEOUT = 1_000;
class Unreachable extends Error {
}
/** Every connection that the server, the database or the login may have is taken. */
class NoRoom extends Unreachable {
}
/**
 * Connects with verified TLS (see Address.tls).
 *
 * @param ca PEM text of a private CA
 * @param timeLeft milliseconds; a connection is never waited for longer
 * @throws Unreachable whose message is one sentence of advice without the address
 */
async function openSession(address, ca, timeLeft) {
    const timeout = Math.min(CONNECT_TIMEOUT, timeLeft);
    try {
        return await connect(address, ca, timeout);
    }
    catch (error) {
        if (ca === undefined && isUnknownCa(error) && isSupabaseHost(address.host)) {
            const root = await findKnownRoot(address, timeout);
            if (root !== undefined) {
                return connect(address, root, timeout).catch((second) => {
                    throw new Unreachable(adviseOn(second, address));
                });
            }
        }
        throw new (isNoRoom(error) ? NoRoom : Unreachable)(adviseOn(error, address));
    }
}
async function connect(address, ca, timeout) {
    // pg is loaded only when a connection is made, so that bad inputs are told at once.
    const { default: pg } = await __webpack_require__.e(/* import() */ 849).then(__webpack_require__.bind(__webpack_require__, 3849));
    const client = new pg.Client({
        host: address.host,
        port: address.port,
        user: address.user,
        password: address.password,
        database: address.database,
        application_name: "pg-preflight",
        connectionTimeoutMillis: timeout,
        // Questions are only ever sent without waiting when the connection is proved direct; see `ask`.
        pipeline: true,
        ssl: address.tls
            ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), ...serverName(address.host) }
            : false,
    });
    // A connection that dies later must not end the process: the question under way is told by its own promise.
    client.on("error", () => undefined);
    await client.connect();
    return sessionOf(client, address);
}
/** SNI takes names only. */
function serverName(host) {
    return /^[\d.]+$|:/.test(host) ? {} : { servername: host };
}
function sessionOf(client, address) {
    const stream = client
        .connection.stream;
    let lastCommit = Promise.resolve();
    return {
        connection: (clientPort) => ({
            isEncrypted: address.tls,
            isLoopback: address.isLoopback,
            isDirect: clientPort !== null && clientPort === stream.localPort && !isSupabasePooler(address.host),
        }),
        served: () => client.query(`${session_frame({})}; COMMIT`),
        ask: async (question, pace) => {
            if (pace === "pipelined")
                return askAtOnce(client, question);
            await lastCommit;
            const { outcome, commit } = await askInTurn(client, question);
            lastCommit = commit;
            if (pace === "awaited")
                await commit;
            return outcome;
        },
        end: async () => {
            const watchdog = setTimeout(() => stream.destroy(), FAREWELL_TIMEOUT);
            await client.end().catch(() => undefined);
            clearTimeout(watchdog);
        },
        destroy: () => stream.destroy(),
    };
}
async function askAtOnce(client, question) {
    const [begin, answer, commit] = await Promise.allSettled([
        client.query(session_frame(question)),
        client.query(statement(question)),
        client.query("COMMIT"),
    ]);
    return outcomeOf(begin, answer, commit);
}
async function askInTurn(client, question) {
    const [begin] = await Promise.allSettled([client.query(session_frame(question))]);
    // Without its frame the statement must not run; a failed statement still gets its COMMIT.
    const [answer] = begin.status === "rejected" ? [begin] : await Promise.allSettled([client.query(statement(question))]);
    const commit = client.query("COMMIT").catch(() => undefined);
    return { outcome: outcomeOf(begin, answer), commit };
}
/**
 * The statement goes by the extended protocol: the simple one would let `commit; drop …` out of the
 * read-only transaction. COMMIT, not ROLLBACK, so that the user's count of rollbacks stays true.
 */
function statement({ text, values }) {
    return { text, values: [...(values ?? [])], queryMode: "extended" };
}
function outcomeOf(begin, answer, commit) {
    const failed = [begin, answer, commit].find((step) => step?.status === "rejected");
    if (failed !== undefined)
        return { refusal: refusalOf(failed.reason) };
    return { rows: answer.status === "fulfilled" ? (answer.value.rows ?? []) : [] };
}
/** `search_path = ''`: nothing of the user's can stand in for a name of pg_catalog. */
function session_frame({ workMem, freshCounters }) {
    return [
        "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
        `SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT}`,
        `SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`,
        `SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT}`,
        "SET LOCAL search_path = ''",
        "SET LOCAL row_security = off",
        "SET LOCAL jit = off",
        "SET LOCAL max_parallel_workers_per_gather = 0",
        ...(freshCounters === true ? ["SET LOCAL stats_fetch_consistency = none"] : []),
        ...(workMem === undefined ? [] : [`SET LOCAL work_mem = '${workMem}'`]),
    ].join("; ");
}
function refusalOf(error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "lost";
    const message = error instanceof Error ? error.message : "";
    // A SQLSTATE has five characters, digits among them; anything else (EPIPE) is the client's own word for a broken
    // connection.
    return /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
        ? { code, message }
        : { code: "lost", message: "the connection was lost" };
}

;// CONCATENATED MODULE: ./.build/src/collect/database/server.js



/** PostgreSQL 13: older servers lack columns and roles that the checks rest on. */
const OLDEST_VERSION = 130_000;
const extension = schemas/* object */.Ikc({
    version: schemas/* string */.YjP(),
    schema: schemas/* string */.YjP(),
    schemaUsable: schemas/* boolean */.zMY(),
});
const row = schemas/* object */.Ikc({
    version_number: schemas/* number */.aig(),
    version: schemas/* string */.YjP(),
    database: schemas/* string */.YjP(),
    quoted_database: schemas/* string */.YjP(),
    login: schemas/* string */.YjP(),
    is_superuser: schemas/* boolean */.zMY(),
    reads_all_statistics: schemas/* boolean */.zMY(),
    reads_all_settings: schemas/* boolean */.zMY(),
    lists_wal: schemas/* boolean */.zMY(),
    in_recovery: schemas/* boolean */.zMY(),
    now_ms: coerce/* number */.ai(),
    client_port: schemas/* number */.aig().nullable(),
    max_connections: schemas/* number */.aig(),
    reserved_connections: schemas/* number */.aig(),
    client_sessions: schemas/* number */.aig(),
    is_supabase: schemas/* boolean */.zMY(),
    standbys: schemas/* number */.aig(),
    extensions: schemas/* record */.g1P(schemas/* string */.YjP(), extension),
    schemas: schemas/* array */.YOg(schemas/* tuple */.PVZ([schemas/* number */.aig(), schemas/* string */.YjP()])),
});
function whyUntold({ code }) {
    switch (code) {
        case "42703":
        case "42883":
        case "42704":
            return "The server is older than PostgreSQL 13, the oldest that can be checked: upgrade it.";
        case "08P01":
            return "A pooler's own console answers, or a pooler in statement mode, which knows no transactions: give the address of the database, or of a pool in session or transaction mode.";
        case "lost":
            return "The server took the connection and then gave no answer: it, a pooler or a proxy in between may be overloaded or about to stop. Run the action again.";
        default:
            return `The server took the connection but did not tell what it is (${code}): run the action again, and look into the server's log if it stays so.`;
    }
}
/**
 * The first round trip: what the server is, and whether we speak to it directly.
 *
 * @throws Unreachable when the server is too old or gives no answer
 */
async function readServer(session) {
    const outcome = await session.ask({ text: sql["server/server"] }, "opening");
    if ("refusal" in outcome) {
        throw new Unreachable(whyUntold(outcome.refusal));
    }
    const { data: facts } = row.safeParse(outcome.rows[0]);
    if (facts === undefined) {
        throw new Unreachable("What answers at this address is no PostgreSQL, but something that resembles it.");
    }
    if (facts.version_number < OLDEST_VERSION) {
        throw new Unreachable(`The server runs PostgreSQL ${facts.version}; the oldest that can be checked is 13: upgrade it.`);
    }
    return {
        versionNumber: facts.version_number,
        // "15.8 (Debian 15.8-1.pgdg120+1)": the package's name says nothing more.
        version: facts.version.split(" ")[0] ?? facts.version,
        database: facts.database,
        quotedDatabase: facts.quoted_database,
        login: facts.login,
        isSuperuser: facts.is_superuser,
        readsAllStatistics: facts.reads_all_statistics,
        readsAllSettings: facts.reads_all_settings,
        listsWal: facts.lists_wal,
        inRecovery: facts.in_recovery,
        now: facts.now_ms,
        maxConnections: facts.max_connections,
        reservedConnections: facts.reserved_connections,
        clientSessions: facts.client_sessions,
        isSupabase: facts.is_supabase,
        standbys: facts.reads_all_statistics ? facts.standbys : null,
        extensions: facts.extensions,
        schemas: facts.schemas.map(([oid, name]) => ({ oid, name })),
        connection: session.connection(facts.client_port),
    };
}

;// CONCATENATED MODULE: ./.build/src/domain/privileges.js
/** The one grant that most of the checks need. */
function grantMonitor(server) {
    return `GRANT pg_monitor TO ${server.login};`;
}
/** An unknown when our login may not see other sessions and other roles' statements; else undefined. */
function lacksStatistics(server) {
    if (server.readsAllStatistics)
        return undefined;
    return {
        reason: "permission",
        detail: "The login sees only its own sessions and statements.",
        fix: grantMonitor(server),
    };
}
/** An unknown when settings that are kept from the public are hidden from our login; else undefined. */
function lacksSettings(server) {
    if (server.readsAllSettings)
        return undefined;
    return {
        reason: "permission",
        detail: "The login does not see the settings that are kept from the public.",
        fix: grantMonitor(server),
    };
}

;// CONCATENATED MODULE: ./.build/src/domain/statements.js
/** Each of these versions changed pg_stat_statements' columns: it is the extension's that counts, not the server's. */
const STATEMENTS_EXEC_TIME = "1.8";
const STATEMENTS_INFO = "1.9";
/** True when `version` ("1.10") is `least` ("1.8") or newer. */
function isVersionAtLeast(version, least) {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
    return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
/** The line that creates the extension where the platform wants it. */
function createStatements(server) {
    return server.isSupabase
        ? "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA extensions;"
        : "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;";
}
/** The extension's version and schema, or why it can't be read. */
function statementsOf(server) {
    const extension = server.extensions.pg_stat_statements;
    if (extension === undefined) {
        return {
            unknown: {
                reason: "extension",
                detail: "This database has no pg_stat_statements, which counts what each statement costs.",
                fix: createStatements(server),
            },
        };
    }
    if (!extension.schemaUsable) {
        return {
            unknown: {
                reason: "permission",
                detail: "The login may not look into the schema that holds pg_stat_statements.",
                fix: `GRANT USAGE ON SCHEMA ${extension.schema} TO ${server.login};`,
            },
        };
    }
    return extension;
}

;// CONCATENATED MODULE: ./.build/src/collect/database/windows.js




const tablesRow = schemas/* object */.Ikc({
    database_reset_ms: coerce/* number */.ai().nullable(),
    archiver_reset_ms: coerce/* number */.ai().nullable(),
    bgwriter_reset_ms: coerce/* number */.ai().nullable(),
    timeline: schemas/* string */.YjP().nullable(),
    promoted_ms: coerce/* number */.ai().nullable(),
});
const statementsRow = schemas/* object */.Ikc({ reset_ms: coerce/* number */.ai().nullable() });
function tablesWindowQuestion(server) {
    return { text: sql[server.listsWal ? "server/windows" : "server/windows.without-wal"] };
}
/** Undefined where nothing tells: no extension, or one that is too old. */
function statementsWindowQuestion(server) {
    const extension = server.extensions.pg_stat_statements;
    if (extension === undefined || !extension.schemaUsable)
        return undefined;
    if (!isVersionAtLeast(extension.version, STATEMENTS_INFO))
        return undefined;
    return { text: sql["server/statements-window"].replace(":schema", () => extension.schema) };
}
/**
 * The latest of everything that starts the counters: a reset of this database's, the shared ones (which move
 * after a crash, when the database's own stays NULL), and a promotion.
 */
function tablesWindow(outcome, server) {
    if ("refusal" in outcome) {
        return { since: null, detail: `The server did not tell since when it counts (${outcome.refusal.code}).` };
    }
    const facts = tablesRow.parse(outcome.rows[0]);
    // The first timeline is 1: a higher one means a promotion or a restore, at a time that only the history file tells.
    const wasPromoted = facts.timeline !== null && Number.parseInt(facts.timeline, 16) > 1;
    if (wasPromoted && facts.promoted_ms === null) {
        return {
            since: null,
            detail: "The server was promoted or restored at a time that the login cannot see, and its counters start there.",
            ...(server.listsWal ? {} : { fix: grantMonitor(server) }),
        };
    }
    const starts = [
        [facts.database_reset_ms, "the statistics were reset"],
        [facts.archiver_reset_ms, "the server was created or recovered from a crash"],
        [facts.bgwriter_reset_ms, "the server was created or recovered from a crash"],
        [endOfSecond(facts.promoted_ms, server.now), "the server was promoted or restored"],
    ];
    return latest(starts) ?? { since: null, detail: "Nothing tells since when the counters count." };
}
/** The server tells a file's time in whole seconds; what was counted within that second may be older. */
function endOfSecond(time, now) {
    return time === null ? null : Math.min(time + 999, now);
}
function statementsWindow(outcome, { extensions }) {
    const extension = extensions.pg_stat_statements;
    if (outcome === undefined) {
        const detail = extension === undefined
            ? "This database has no pg_stat_statements."
            : "This pg_stat_statements does not tell since when it counts: it is older than 1.9, or the login may not look into its schema.";
        return { since: null, detail };
    }
    if ("refusal" in outcome) {
        return {
            since: null,
            detail: `pg_stat_statements did not tell since when it counts (${outcome.refusal.code}).`,
        };
    }
    const facts = statementsRow.parse(outcome.rows[0]);
    return (latest([[facts.reset_ms, "pg_stat_statements was reset or created"]]) ?? {
        since: null,
        detail: "pg_stat_statements does not tell since when it counts.",
    });
}
function latest(starts) {
    let window;
    for (const [since, detail] of starts) {
        if (since !== null && since > (window?.since ?? Number.NEGATIVE_INFINITY))
            window = { since, detail };
    }
    return window;
}

;// CONCATENATED MODULE: ./.build/src/collect/database/collect.js







/** A second connection is opened only while the server keeps this share of its slots free. */
const FREE_SLOTS_FOR_TWO = 0.1;
/** Milliseconds. The second connection is worth less than this wait. */
const HELPER_PATIENCE = 1_000;
/** The statements of pg_stat_statements read all texts at once. Its default of 5,000 entries fits. */
const STATEMENTS_WORK_MEM = "32MB";
/** PostgreSQL 15 brought stats_fetch_consistency. */
const FIRST_VERSION_WITH_FRESH_COUNTERS = 150_000;
/**
 * Asks the database everything the checks want to know, and closes every connection before it returns.
 *
 * @throws UserError for a URL that cannot be read; a database that cannot be reached is evidence, not an error
 */
async function collectDatabase(request) {
    const address = parseAddress(request.url, "database-url");
    const run = new Run(request.timeout);
    try {
        return await run.collect(address, request);
    }
    catch (error) {
        if (error instanceof Unreachable)
            return { reached: false, advice: error.message };
        throw error;
    }
    finally {
        await run.close();
    }
}
/** The sessions of one run, and the watchdog that ends them in time. */
class Run {
    #sessions = [];
    #opening = [];
    #watchdog;
    #timeout;
    #isOver = false;
    constructor(timeout) {
        this.#timeout = timeout;
        this.#watchdog = setTimeout(() => {
            this.#isOver = true;
            for (const session of this.#sessions)
                session.destroy();
        }, timeout);
    }
    async collect(address, { ca, checks, schemas: wantedSchemas }) {
        // Both connections are made at the same time: over a distance that is most of a run. Where only one is let in
        // (the login's CONNECTION LIMIT, the last free slot), it is enough, whichever it is.
        const openings = [this.#open(address, ca), this.#open(address, ca)];
        const session = await Promise.any(openings).catch((both) => {
            const [error] = both.errors;
            // The server counts both before it looks at the limit: one alone may have room.
            if (error instanceof NoRoom)
                return this.#open(address, ca);
            throw error;
        });
        const server = await readServer(session);
        const { oids, missing } = selectSchemas(server.schemas, server.isSupabase, wantedSchemas);
        const opened = Promise.all(openings.map((opening) => opening.catch(() => undefined)));
        const second = opened.then((sessions) => sessions.find((other) => other !== undefined && other !== session));
        const helper = await this.#spare(second, server);
        const { answers, questions } = prepare(checks, server, { oids, missing });
        const ask = this.#asker(session, helper, server);
        const [tables, statements, ...outcomes] = await Promise.all([
            ask(tablesWindowQuestion(server)),
            maybe(statementsWindowQuestion(server), ask),
            ...questions.map(({ question }) => ask(question)),
        ]);
        questions.forEach(({ id }, index) => {
            const outcome = outcomes[index];
            if (outcome !== undefined)
                answers.set(id, outcome);
        });
        return {
            reached: true,
            server,
            windows: { tables: tablesWindow(tables, server), statements: statementsWindow(statements, server) },
            answers,
            notices: missing.map((name) => `The config's schemas name ${name}, which this database does not have.`),
        };
    }
    async close() {
        clearTimeout(this.#watchdog);
        await Promise.all(this.#opening);
        await Promise.all(this.#sessions.map((session) => session.end()));
    }
    #open(address, ca) {
        const opening = openSession(address, ca, this.#timeout).then((session) => {
            this.#sessions.push(session);
            if (this.#isOver)
                session.destroy();
            return session;
        });
        this.#opening.push(opening.catch(() => undefined));
        return opening;
    }
    /** The second session, unless it is late. Where the server is short of slots it goes back at once. */
    async #spare(second, server) {
        const slots = server.maxConnections - server.reservedConnections;
        // The second may not have been counted yet: it may still be logging in.
        if (slots - server.clientSessions - 1 > slots * FREE_SLOTS_FOR_TWO) {
            return Promise.race([second, (0,promises_.setTimeout)(HELPER_PATIENCE, undefined, { ref: false })]);
        }
        void second.then((session) => session?.end());
        return undefined;
    }
    /**
     * A direct connection gets all its questions in one flight. Pipelining through transaction poolers has hung
     * clients, so there each transaction is awaited.
     */
    #asker(session, helper, server) {
        const freshCounters = server.versionNumber >= FIRST_VERSION_WITH_FRESH_COUNTERS;
        const ask = server.connection.isDirect ? inOneFlight(session, helper) : inTurns(session, helper);
        return async (question) => {
            const outcome = await ask({ ...question, freshCounters });
            return this.#isOver && "refusal" in outcome ? TIMED_OUT : outcome;
        };
    }
}
const TIMED_OUT = { refusal: { code: "timeout", message: "the run's time was over" } };
/** Nothing looked at is no pass. */
const NO_SCHEMA = {
    reason: "error",
    detail: "This database has none of the schemas that the configuration names under schemas.",
};
function prepare(checks, server, schemas) {
    const answers = new Map();
    const questions = [];
    for (const { check, options } of checks) {
        const ask = check.ask(server, options);
        if (!("statement" in ask)) {
            answers.set(check.id, { judgement: ask });
            continue;
        }
        const { statement, schema } = ask;
        const wantsSchemas = statement.includes("$1");
        if (wantsSchemas && schemas.oids.length === 0 && schemas.missing.length > 0) {
            answers.set(check.id, { judgement: { unknown: NO_SCHEMA } });
            continue;
        }
        questions.push({
            id: check.id,
            question: {
                text: schema === undefined ? statement : statement.replaceAll(":schema", () => schema),
                ...(wantsSchemas ? { values: [schemas.oids] } : {}),
                ...(schema === undefined ? {} : { workMem: STATEMENTS_WORK_MEM }),
            },
        });
    }
    return { answers, questions };
}
async function maybe(value, then) {
    return value === undefined ? undefined : then(value);
}

// EXTERNAL MODULE: ./.build/src/config/inputs.js
var config_inputs = __webpack_require__(5157);
// EXTERNAL MODULE: ./.build/src/config/nearest.js
var nearest = __webpack_require__(7976);
;// CONCATENATED MODULE: ./.build/src/config/problems.js



/** Gathers the problems of several steps, so that the user is told all of them at once. */
class Problems {
    #found = [];
    /** What the step gives, or undefined when it has a UserError to tell. */
    async of(step) {
        try {
            return await step();
        }
        catch (error) {
            if (!(error instanceof errors/* UserError */.y))
                throw error;
            this.#found.push(...error.problems);
            return undefined;
        }
    }
    error() {
        return new errors/* UserError */.y(this.#found);
    }
}
/**
 * One sentence a problem, in the file's order: where (`file:line`), which key, what is wrong, what to write.
 *
 * @param lineOf the line of the value at a place, or undefined when there is nothing
 */
function describeIssues(issues, schema, file, lineOf) {
    return issues
        .flatMap((issue) => issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            place: [...issue.path, key],
            text: unknownKey(key, keysAt(schema, issue.path)),
        }))
        : [{ place: issue.path, text: `: ${sentence(issue)}` }])
        .map(({ place, text }) => ({ place, text, line: nearestLine(place, lineOf) }))
        .sort((a, b) => a.line - b.line)
        .map(({ place, text, line }) => `${file}:${line}: ${dotted(place)}${text}`);
}
function unknownKey(key, known) {
    const expected = known.length > 0 && known.length <= 12 ? ` It takes ${known.join(", ")}.` : "";
    return ` is not known.${(0,nearest/* nearest */.p)(key, known) || expected}`;
}
/** The line of the place, or of the innermost thing around it that stands in the file. */
function nearestLine(place, lineOf) {
    for (let length = place.length; length > 0; length -= 1) {
        const line = lineOf(place.slice(0, length));
        if (line !== undefined)
            return line;
    }
    return 1;
}
function sentence(issue) {
    if (issue.code === "invalid_value") {
        const values = issue.values.map(String);
        const written = typeof issue.input === "string" ? issue.input : JSON.stringify(issue.input);
        const choice = values.length > 12 ? "" : ` Write ${values.length === 1 ? "" : "one of "}${values.join(", ")}.`;
        return `${JSON.stringify(written)} is not known.${(0,nearest/* nearest */.p)(String(written), values)}${choice}`;
    }
    if (issue.code === "invalid_union") {
        const choices = issue.errors.map((errors) => (errors[0] === undefined ? "" : sentence(errors[0])));
        return `none of the forms fits: ${choices.join(" Or: ")}`;
    }
    if (issue.code === "invalid_key" && issue.issues[0] !== undefined)
        return sentence(issue.issues[0]);
    const message = issue.message.replace(/^Invalid input: /, "");
    return issue.code === "invalid_type" && issue.input === undefined ? `it is missing (${message})` : message;
}
function dotted(place) {
    return place.length === 0 ? "the file" : place.map(String).join(".");
}
/** The keys that the schema knows at a place, through defaults and lists. */
function keysAt(schema, place) {
    let current = schema;
    for (const step of place) {
        const inner = unwrap(current);
        if (inner instanceof schemas/* ZodObject */.bvH)
            current = inner.shape[String(step)];
        else if (inner instanceof schemas/* ZodArray */.naA)
            current = inner.element;
        else if (inner instanceof schemas/* ZodRecord */.b8S)
            current = inner.valueType;
        else
            return [];
    }
    const inner = unwrap(current);
    return inner instanceof schemas/* ZodObject */.bvH ? Object.keys(inner.shape) : [];
}
function unwrap(schema) {
    let current = schema;
    while (current instanceof schemas/* ZodDefault */.XiL ||
        current instanceof schemas/* ZodPrefault */.xgV ||
        current instanceof schemas/* ZodOptional */.IiU ||
        current instanceof schemas/* ZodNullable */.l1C) {
        current = current.unwrap();
    }
    return current;
}

;// CONCATENATED MODULE: ./.build/src/domain/check.js
const CATEGORIES = [
    "cron",
    "migrations",
    "queries",
    "indexes",
    "vacuum",
    "capacity",
    "settings",
    "backups",
    "monitoring",
];
/** Keeps the types of options and rows together while a check is written; the registry forgets them. */
function defineCheck(check) {
    return check;
}

;// CONCATENATED MODULE: ./.build/src/checks/application-pool.js



/* harmony default export */ const application_pool = (defineCheck({
    id: "application-pool",
    title: "Application pools stay within their declared size",
    why: "Each instance of an application has a pool of its own. When they add up to more sessions than were planned, the next deploy or the next instance finds the server full.",
    category: "capacity",
    priority: "medium",
    options: schemas/* strictObject */.rej({
        roles: schemas/* record */.g1P(schemas/* string */.YjP().min(1), schemas/* number */.aig().int().min(1))
            .default({})
            .describe("The roles that applications log in as, each with the most sessions that all its pools may hold."),
    }),
    row: schemas/* object */.Ikc({
        role_name: schemas/* string */.YjP(),
        can_login: schemas/* boolean */.zMY(),
        /** -1: none. */
        role_limit: schemas/* number */.aig(),
        sessions: schemas/* number */.aig(),
    }),
    ask: (_server, { roles }) => Object.keys(roles).length > 0
        ? { statement: sql["application-pool"] }
        : {
            skipped: {
                reason: "not-configured",
                detail: "Declare how many sessions each application's role may hold:\nchecks:\n  application-pool: { roles: { authenticator: 20 } }",
            },
        },
    judge: (rows, { options, priority }) => {
        const byName = new Map(rows.map((row) => [row.role_name, row]));
        const measurements = [];
        const findings = Object.entries(options.roles).flatMap(([name, declared]) => {
            const role = byName.get(name);
            if (role === undefined || !role.can_login) {
                const message = role === undefined
                    ? `The role ${name} is declared but does not exist on this server.`
                    : `The role ${name} is declared but can't log in: sessions count for the role that logged in.`;
                // A misspelt role would have no session for ever and look healthy.
                return [{ key: name, priority, message, facts: { role: name, declared_sessions: declared } }];
            }
            const facts = {
                role: name,
                sessions: role.sessions,
                declared_sessions: declared,
                role_limit: role.role_limit < 0 ? null : role.role_limit,
            };
            measurements.push(facts);
            if (role.sessions <= declared)
                return [];
            const message = `The role ${name} holds ${role.sessions} sessions; its pools were declared to hold ${declared} at most.`;
            return [{ key: name, priority, message, facts }];
        });
        return { findings, measurements };
    },
}));

;// CONCATENATED MODULE: ./.build/src/domain/time.js
/** ISO 8601 text of a time in milliseconds since 1970, without fractions of a second. */
function toIso(milliseconds) {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

;// CONCATENATED MODULE: ./.build/src/domain/epoch.js

function isoOf(time) {
    return time === null ? null : toIso(time * 1_000);
}
/** The later of two times. */
function epoch_latest(a, b) {
    return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

;// CONCATENATED MODULE: ./.build/src/domain/phrases.js
/** Numbers as our sentences write them. Tables have their own forms in the report. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** "40 seconds", "12 minutes", "3 hours", "2 days": how long something has lasted, rounded down. */
function elapsed(milliseconds) {
    if (milliseconds >= 2 * DAY)
        return count(Math.floor(milliseconds / DAY), "day");
    if (milliseconds >= 2 * HOUR)
        return count(Math.floor(milliseconds / HOUR), "hour");
    if (milliseconds >= 2 * MINUTE)
        return count(Math.floor(milliseconds / MINUTE), "minute");
    return count(Math.max(0, Math.floor(milliseconds / SECOND)), "second");
}
/** "1 session", "12,000 sessions". */
function count(number, noun) {
    return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
;// CONCATENATED MODULE: ./.build/src/domain/units.js

/** PostgreSQL's units of time, in milliseconds. */
const TIME_UNITS = {
    us: 0.001,
    ms: 1,
    s: 1_000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
};
/** PostgreSQL's units of memory, in bytes. */
const SIZE_UNITS = {
    B: 1,
    kB: 1024,
    MB: 1024 ** 2,
    GB: 1024 ** 3,
    TB: 1024 ** 4,
};
/**
 * A duration written as PostgreSQL writes it (`15min`, `30d`, `500 ms`), read as milliseconds. The default
 * is written the same way.
 */
function duration() {
    return quantity("duration", TIME_UNITS, "15min, 36h or 30d");
}
/** A size written as PostgreSQL writes it (`100 kB`, `1GB`), read as bytes. */
function size() {
    return quantity("size", SIZE_UNITS, "100 kB, 5MB or 1GB");
}
/** Milliseconds, or undefined when the text is no duration. */
function parseDuration(text) {
    return parse(text, TIME_UNITS);
}
function quantity(kind, units, examples) {
    // As lenient with blanks as PostgreSQL, and as `parse` is.
    const pattern = `^\\s*\\d+(\\.\\d+)?\\s*(${Object.keys(units).join("|")})\\s*$`;
    return schemas/* string */.YjP({ error: () => `write a ${kind} with its unit, like ${examples}` })
        .meta({ pattern })
        .transform((text, context) => {
        const value = parse(text, units);
        if (value === undefined) {
            context.issues.push({
                code: "custom",
                message: `"${text}" is no ${kind}: write a number and one of PostgreSQL's units (${Object.keys(units).join(", ")}), like ${examples}`,
                input: text,
            });
            return core/* NEVER */.tm;
        }
        return value;
    });
}
function parse(text, units) {
    const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]+)$/.exec(text.trim());
    const factor = units[match?.[2] ?? ""];
    return match?.[1] === undefined || factor === undefined ? undefined : Number(match[1]) * factor;
}

;// CONCATENATED MODULE: ./.build/src/domain/window.js
const window_DAY = 86_400_000;
const window_HOUR = 3_600_000;
/** Milliseconds that the counters have been counting, or null when nothing tells. */
function windowLength(window, server) {
    return window.since === null ? null : Math.max(0, server.now - window.since);
}
/** An unknown when the window is not known or shorter than `milliseconds`; else undefined. */
function windowShorterThan({ server, windows }, kind, milliseconds) {
    const window = windows[kind];
    const length = windowLength(window, server);
    if (length === null) {
        return {
            reason: "window",
            detail: window.detail,
            ...(window.fix === undefined ? {} : { fix: window.fix }),
        };
    }
    if (length >= milliseconds)
        return undefined;
    return {
        reason: "window",
        detail: `The counters count for ${inWords(length)} only (${window.detail}); the check needs ${inWords(milliseconds)}.`,
    };
}
/** "3 days", "5 hours", "less than an hour". */
function inWords(milliseconds) {
    if (milliseconds >= 2 * window_DAY)
        return `${Math.floor(milliseconds / window_DAY)} days`;
    if (milliseconds >= 2 * window_HOUR)
        return `${Math.floor(milliseconds / window_HOUR)} hours`;
    if (milliseconds >= window_HOUR)
        return "an hour";
    return "less than an hour";
}

;// CONCATENATED MODULE: ./.build/src/checks/autovacuum-activity.js







/** How far past its trigger a table must be: twice, as pgbot judges it. Just past it autovacuum is on its way. */
const MARGIN = 2;
const rowCount = coerce/* number */.ai();
const time = schemas/* number */.aig().nullable();
const settings = {
    autovacuum: schemas/* boolean */.zMY(),
    track_counts: schemas/* boolean */.zMY(),
    workers: schemas/* number */.aig(),
    workers_busy: schemas/* number */.aig(),
};
const table = schemas/* object */.Ikc({
    ...settings,
    table_name: schemas/* string */.YjP(),
    is_materialized_view: schemas/* boolean */.zMY(),
    enabled: schemas/* boolean */.zMY(),
    on_dashboard: schemas/* boolean */.zMY(),
    live_rows: rowCount,
    planner_rows: rowCount,
    dead_rows: rowCount,
    inserted_rows: rowCount,
    changed_rows: rowCount,
    vacuum_trigger: rowCount,
    /** Null where inserts alone never bring a vacuum. */
    insert_trigger: rowCount.nullable(),
    analyze_trigger: rowCount,
    being_vacuumed: schemas/* boolean */.zMY(),
    last_manual_vacuum: time,
    last_autovacuum: time,
    autovacuums: rowCount,
    last_manual_analyze: time,
    last_autoanalyze: time,
    autoanalyzes: rowCount,
});
const autovacuum_activity_row = schemas/* union */.KCZ([table, schemas/* object */.Ikc({ ...settings, table_name: schemas/* null */.chJ() })]);
/* harmony default export */ const autovacuum_activity = (defineCheck({
    id: "autovacuum-activity",
    title: "Autovacuum does its work",
    why: "Autovacuum removes dead rows, keeps the planner's statistics fresh and keeps transaction ids from running out. Where it is off, all three wait for a person.",
    category: "vacuum",
    priority: "medium",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "max-wait": duration()
            .prefault("1d")
            .describe("How long a table may be due; how old a VACUUM by hand may be where autovacuum is off."),
        "min-rows": schemas/* number */.aig().int().min(0).default(10_000).describe("Tables with fewer rows are let be."),
    }),
    row: autovacuum_activity_row,
    ask: (server) => server.inRecovery
        ? {
            skipped: {
                reason: "not-applicable",
                detail: "Autovacuum does not run on a standby: ask the primary.",
            },
        }
        : { statement: sql["autovacuum-activity"] },
    judge: (rows, context) => {
        const tables = rows.filter((row) => row.table_name !== null);
        const unknown = windowShorterThan(context, "tables", context.options["max-wait"]);
        const judging = {
            minRows: context.options["min-rows"],
            maxWait: context.options["max-wait"],
            priority: context.priority,
            server: context.server,
            longEnough: unknown === undefined,
        };
        const switchedOff = switches(rows, judging);
        return {
            // Where nothing runs at all, one finding says it for every table.
            findings: switchedOff.length > 0 ? switchedOff : tables.flatMap((each) => judgeTable(each, judging)),
            ...(unknown ? { unknown } : {}),
            measurements: tables.filter((each) => each.on_dashboard).map(dashboard),
        };
    },
}));
const SWITCHES = {
    autovacuum: "autovacuum is off for the whole server, so no table is vacuumed or analyzed.",
    track_counts: "track_counts is off, so autovacuum counts no changes and silently does nothing.",
};
function switches([first], { priority, server }) {
    if (first === undefined)
        return [];
    const off = ["autovacuum", "track_counts"].filter((name) => !first[name]);
    return off.map((name) => ({
        key: name,
        priority,
        message: SWITCHES[name],
        facts: { setting: name, value: "off" },
        // Supabase refuses ALTER SYSTEM to everyone but itself.
        ...(server.isSupabase
            ? {}
            : { fix: { sql: `ALTER SYSTEM SET ${name} = on;\nSELECT pg_reload_conf();`, standsAlone: true } }),
    }));
}
function judgeTable(each, judging) {
    const rows = Math.max(each.live_rows + each.dead_rows, each.planner_rows);
    if (rows < judging.minRows || each.being_vacuumed)
        return [];
    return (each.enabled ? overdue(each, judging) : switchedOffFor(each, judging)) ?? [];
}
/** A team may vacuum a table by its own schedule instead: then autovacuum is off on purpose. */
function switchedOffFor(each, judging) {
    const isQuiet = each.dead_rows + each.inserted_rows + each.changed_rows === 0;
    if (isQuiet || !isLongAgo(each.last_manual_vacuum, judging))
        return undefined;
    const kind = each.is_materialized_view ? "MATERIALIZED VIEW" : "TABLE";
    return {
        key: each.table_name,
        priority: judging.priority,
        message: `Autovacuum is off for ${each.table_name}, and nobody vacuums it instead: ${count(each.dead_rows, "dead row")}, ${count(each.changed_rows, "change")} since the last ANALYZE.`,
        facts: facts(each, judging),
        fix: { sql: `ALTER ${kind} ${each.table_name} RESET (autovacuum_enabled);` },
    };
}
function overdue(each, judging) {
    const lastVacuum = epoch_latest(each.last_autovacuum, each.last_manual_vacuum);
    const lastAnalyze = epoch_latest(each.last_autoanalyze, each.last_manual_analyze);
    const vacuum = isLongAgo(lastVacuum, judging) &&
        (each.dead_rows > MARGIN * each.vacuum_trigger ||
            (each.insert_trigger !== null && each.inserted_rows > MARGIN * each.insert_trigger));
    const analyze = isLongAgo(lastAnalyze, judging) && each.changed_rows > MARGIN * each.analyze_trigger;
    if (!vacuum && !analyze)
        return undefined;
    const due = [...(vacuum ? ["vacuum"] : []), ...(analyze ? ["analyze"] : [])];
    const last = vacuum ? lastVacuum : lastAnalyze;
    const since = last === null ? "since the counters began" : `for ${elapsed(judging.server.now - last * 1_000)}`;
    return {
        key: each.table_name,
        priority: judging.priority,
        message: `${each.table_name} is well past the number of changes at which autovacuum comes to ${due.join(" and ")} it, and it has not come ${since}.`,
        facts: { ...facts(each, judging), due_for: due },
        fix: vacuum
            ? { sql: `VACUUM (ANALYZE) ${each.table_name};`, standsAlone: true }
            : { sql: `ANALYZE ${each.table_name};` },
    };
}
/** A time that is missing tells nothing while the counters are young: a crash takes it away too. */
function isLongAgo(time, { server, maxWait, longEnough }) {
    return time === null ? longEnough : server.now - time * 1_000 >= maxWait;
}
function facts(each, { server }) {
    return {
        table: each.table_name,
        autovacuum: each.enabled ? "on" : "off",
        dead_rows: each.dead_rows,
        vacuum_trigger: each.vacuum_trigger,
        inserted_rows: each.inserted_rows,
        insert_trigger: each.insert_trigger,
        changed_rows: each.changed_rows,
        analyze_trigger: each.analyze_trigger,
        last_vacuum_at: isoOf(epoch_latest(each.last_autovacuum, each.last_manual_vacuum)),
        last_analyze_at: isoOf(epoch_latest(each.last_autoanalyze, each.last_manual_analyze)),
        workers_busy: server.readsAllStatistics ? `${each.workers_busy} of ${each.workers}` : null,
    };
}
function dashboard(each) {
    return {
        table: each.table_name,
        dead_rows: each.dead_rows,
        last_autovacuum_at: isoOf(each.last_autovacuum),
        autovacuums: each.autovacuums,
        last_autoanalyze_at: isoOf(each.last_autoanalyze),
        autoanalyzes: each.autoanalyzes,
    };
}

;// CONCATENATED MODULE: ./.build/src/domain/end-session.js
/** Cancels the statements that sessions run now. It does nothing to a session that is idle in a transaction. */
function cancelStatement(sessions) {
    return { sql: `SELECT pg_cancel_backend(pid) ${fromThese(sessions)}`, destructive: true };
}
/** Ends sessions; what they have not committed is rolled back. */
function endSession(sessions) {
    return {
        sql: `-- pg_cancel_backend() does not end a session that is idle in a transaction.\nSELECT pg_terminate_backend(pid) ${fromThese(sessions)}`,
        destructive: true,
    };
}
function fromThese(sessions) {
    const pairs = sessions.map(({ pid, backend_start }) => `(${pid}, '${backend_start}')`);
    return `FROM pg_stat_activity WHERE (pid, backend_start) IN (${pairs.join(", ")});`;
}

;// CONCATENATED MODULE: ./.build/src/checks/blocking-queries.js







/** pg_blocking_pids() calls every prepared transaction by this process id. */
const PREPARED = 0;
const blocking_queries_row = schemas/* object */.Ikc({
    pid: schemas/* number */.aig(),
    blocked_by: schemas/* array */.YOg(schemas/* number */.aig()),
    role_name: schemas/* string */.YjP().nullable(),
    application: schemas/* string */.YjP().nullable(),
    backend_type: schemas/* string */.YjP().nullable(),
    state: schemas/* string */.YjP().nullable(),
    state_s: schemas/* number */.aig().nullable(),
    transaction_s: schemas/* number */.aig().nullable(),
    waiting_s: schemas/* number */.aig().nullable(),
    lock_type: schemas/* string */.YjP().nullable(),
    lock_mode: schemas/* string */.YjP().nullable(),
    relation_name: schemas/* string */.YjP().nullable(),
    backend_start: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const blocking_queries = (defineCheck({
    id: "blocking-queries",
    title: "No session keeps others waiting for a lock",
    why: "Whoever holds a lock and does not finish stops all who need it, and behind the first that waits the others queue up, readers too: one forgotten transaction can stop an application.",
    category: "queries",
    priority: "high",
    momentary: true,
    options: schemas/* strictObject */.rej({
        // PgHero tells after 60 s, check_postgres from 1 min on.
        "blocked-for": duration()
            .prefault("1min")
            .describe("How long a session must have waited for a lock before its blocker is a finding."),
    }),
    row: blocking_queries_row,
    ask: (server) => {
        const unknown = lacksStatistics(server);
        return unknown ? { unknown } : { statement: sql["blocking-queries"] };
    },
    judge: (rows, { options, priority }) => {
        const queues = queuesOf(rows).filter((queue) => longestWait(queue) * 1_000 >= options["blocked-for"]);
        const byKey = Map.groupBy(queues, keyOf);
        return {
            findings: [...byKey].flatMap(([key, [worst, ...others]]) => worst === undefined ? [] : [{ key, priority, ...describe(worst, others) }]),
        };
    },
}));
/** Who waits for nobody, with all who wait for it, directly or in the queue behind; the longest wait first. */
function queuesOf(rows) {
    const sessions = new Map(rows.map((row) => [row.pid, row]));
    const behind = new Map();
    for (const row of rows) {
        for (const pid of row.blocked_by) {
            const queue = behind.get(pid);
            if (queue)
                queue.push(row);
            else
                behind.set(pid, [row]);
        }
    }
    const queues = [...behind.keys()].flatMap((pid) => {
        const head = sessions.get(pid);
        const isGone = head === undefined && pid !== PREPARED;
        if (isGone || (head?.blocked_by.length ?? 0) > 0)
            return [];
        const reached = new Set([pid]);
        // A set's loop also visits what is added on the way: the whole queue, and an end even in a circle.
        for (const blocker of reached)
            for (const row of behind.get(blocker) ?? [])
                reached.add(row.pid);
        const victims = rows
            .filter((row) => row.pid !== pid && reached.has(row.pid) && row.backend_type !== "autovacuum worker")
            .sort((a, b) => (b.waiting_s ?? 0) - (a.waiting_s ?? 0));
        const first = victims.find((row) => row.blocked_by.includes(pid)) ?? victims[0];
        return first === undefined ? [] : [{ head, victims, first }];
    });
    return queues.sort((a, b) => longestWait(b) - longestWait(a));
}
function longestWait({ victims }) {
    return victims[0]?.waiting_s ?? 0;
}
/** A process id changes from run to run; who blocks, and on what, is what a person recognises. */
function keyOf(queue) {
    return `${nameOf(queue.head)} on ${lockOf(queue.first)}`;
}
function nameOf(head) {
    if (head === undefined)
        return "a prepared transaction";
    return head.role_name ?? head.backend_type ?? "a background process";
}
function lockOf(waiter) {
    return waiter.relation_name ?? `${waiter.lock_type ?? "an unknown"} lock`;
}
function describe(worst, others) {
    const { head, first } = worst;
    const queues = [worst, ...others];
    const waiting = new Set(queues.flatMap(({ victims }) => victims.map((victim) => victim.pid))).size;
    const fix = fixFor(queues.flatMap((queue) => queue.head ?? []));
    return {
        message: `${nameOf(head)} ${doing(head)} and keeps ${count(waiting, "session")} waiting for ${lockOf(first)}, the longest for ${elapsed(longestWait(worst) * 1_000)}.`,
        facts: {
            blocker_role: head?.role_name ?? null,
            blocker_pid: head === undefined || head.pid === PREPARED ? null : String(head.pid),
            application: head?.application || null,
            state: head?.state ?? null,
            state_for_s: head?.state_s ?? null,
            transaction_s: head?.transaction_s ?? null,
            waiting_for: lockOf(first),
            lock_mode: first.lock_mode,
            waiting_sessions: waiting,
            longest_wait_s: longestWait(worst),
        },
        ...(fix ? { fix } : {}),
    };
}
function doing(head) {
    if (head === undefined)
        return "is neither committed nor rolled back";
    if (head.backend_type === "autovacuum worker") {
        return "does not give way, as it does when transaction ids run out,";
    }
    const time = head.state_s === null ? "" : ` for ${elapsed(head.state_s * 1_000)}`;
    return head.state?.startsWith("idle") === true ? `has been ${head.state}${time}` : `has been busy${time}`;
}
/** Cancelling is the milder way, and works where a statement runs; autovacuum would only come back. */
function fixFor(heads) {
    const sessions = heads.flatMap(({ pid, backend_start, backend_type }) => backend_start === null || backend_type !== "client backend" ? [] : [{ pid, backend_start }]);
    if (sessions.length === 0)
        return undefined;
    return heads.every((head) => head.state === "active") ? cancelStatement(sessions) : endSession(sessions);
}

;// CONCATENATED MODULE: ./.build/src/checks/connection-security.js




const connection_security_row = schemas/* object */.Ikc({
    is_encrypted: schemas/* boolean */.zMY(),
    tls_version: schemas/* string */.YjP().nullable(),
    tls_cipher: schemas/* string */.YjP().nullable(),
    is_local: schemas/* boolean */.zMY(),
    attributes: schemas/* array */.YOg(schemas/* string */.YjP()),
    memberships: schemas/* array */.YOg(schemas/* string */.YjP()),
    owned_tables: coerce/* number */.ai(),
});
/* harmony default export */ const connection_security = (defineCheck({
    id: "connection-security",
    title: "This action connects encrypted and with few rights",
    why: "Its password lies in a repository's secrets: whoever takes it, or reads an unencrypted line, can do what this login can.",
    category: "settings",
    priority: "medium",
    options: schemas/* strictObject */.rej({}),
    row: connection_security_row,
    ask: () => ({ statement: sql["connection-security"] }),
    judge([facts], context) {
        if (facts === undefined)
            return {};
        return {
            findings: [...judgeLine(facts, context), ...judgeLogin(facts, context)],
            measurements: [
                {
                    server_sees: facts.is_encrypted ? "TLS" : "plain text",
                    tls_version: facts.tls_version,
                    tls_cipher: facts.tls_cipher,
                    same_machine: facts.is_local,
                },
            ],
        };
    },
}));
/** Our own end of the line counts: behind a pooler the server sees the pooler's line, which is not ours to judge. */
function judgeLine(facts, { server, priority }) {
    if (server.connection.isEncrypted || server.connection.isLoopback)
        return [];
    return [
        {
            key: "encryption",
            priority,
            message: "The connection is not encrypted and leaves this machine. Take sslmode=disable out of database-url; ssl-ca takes a private CA.",
            facts: { server_sees: facts.is_encrypted ? "TLS" : "plain text", same_machine: facts.is_local },
        },
    ];
}
function judgeLogin(facts, { server, priority }) {
    const isSuperuser = facts.attributes.includes("SUPERUSER");
    const rights = [
        ...(isSuperuser ? ["SUPERUSER"] : facts.attributes),
        ...facts.memberships.map((role) => `member of ${role}`),
        ...(!isSuperuser && facts.owned_tables > 0 ? [`owner of ${count(facts.owned_tables, "table")}`] : []),
    ];
    if (rights.length === 0)
        return [];
    return [
        {
            key: "login",
            priority,
            message: `The login can do more than look at statistics: ${rights.join(", ")}. Give this action a login of its own.`,
            facts: { login: server.login, rights },
            fix: { sql: leastLogin(server) },
        },
    ];
}
/** What sql/setup/monitoring-role.sql does at the least. */
function leastLogin(server) {
    return [
        "-- sql/setup/monitoring-role.sql makes this login, and the views that more checks read.",
        "CREATE ROLE preflight LOGIN CONNECTION LIMIT 3;",
        "GRANT pg_monitor TO preflight;",
        `GRANT CONNECT ON DATABASE ${server.quotedDatabase} TO preflight;`,
        "-- Then give it a password (in psql: \\password preflight), and put its URL into database-url.",
    ].join("\n");
}

// EXTERNAL MODULE: ./.build/src/domain/priority.js
var domain_priority = __webpack_require__(5378);
;// CONCATENATED MODULE: ./.build/src/checks/connection-usage.js




/** A limit of one is a lock, and being in use is its purpose. */
const SMALLEST_LIMIT = 2;
/** More roles than this are counted together on the dashboard. */
const ROLES_SHOWN = 20;
const connection_usage_row = schemas/* object */.Ikc({
    role_name: schemas/* string */.YjP(),
    is_ours: schemas/* boolean */.zMY(),
    sessions: schemas/* number */.aig(),
    active: schemas/* number */.aig().nullable(),
    idle: schemas/* number */.aig().nullable(),
    idle_in_transaction: schemas/* number */.aig().nullable(),
    waiting_for_lock: schemas/* number */.aig().nullable(),
    /** -1: none. */
    role_limit: schemas/* number */.aig(),
    database_limit: schemas/* number */.aig(),
    database_sessions: schemas/* number */.aig(),
});
/* harmony default export */ const connection_usage = (defineCheck({
    id: "connection-usage",
    title: "Connections are left for new sessions",
    why: "When no connection is left, the server refuses every new session: the application fails as a whole, and so does whoever wants to see why.",
    category: "capacity",
    priority: "high",
    momentary: true,
    options: schemas/* strictObject */.rej({
        // 85 and 95 % as pgbot has them; check_postgres has 90 and 95, pgdoctor 70 and 85.
        "max-percent": schemas/* number */.aig()
            .min(0)
            .max(100)
            .default(85)
            .describe("Sessions in percent of what the server, a role or the database may have: medium from here on."),
        "urgent-percent": schemas/* number */.aig().min(0).max(100).default(95).describe("From here on it is high."),
    }),
    row: connection_usage_row,
    ask: () => ({ statement: sql["connection-usage"] }),
    judge: (rows, { options, priority, server }) => {
        const whole = {
            key: "max_connections",
            what: "the server",
            sessions: sum(rows, (role) => role.sessions),
            limit: server.maxConnections - server.reservedConnections,
            roles: rows,
        };
        const findings = [whole, ...ownLimits(rows)].flatMap((capacity) => {
            const percent = capacity.limit > 0 ? (100 * capacity.sessions) / capacity.limit : 100;
            if (percent < options["max-percent"])
                return [];
            return [
                {
                    key: capacity.key,
                    priority: percent >= options["urgent-percent"] ? priority : milder(priority),
                    message: `${capacity.sessions} of the ${capacity.limit} sessions that ${capacity.what} may have are in use (${Math.floor(percent)} %).`,
                    facts: {
                        used_percent: Math.round(percent * 10) / 10,
                        limit: capacity.limit,
                        ...statesOf(capacity.roles),
                    },
                },
            ];
        });
        const shown = rows.slice(0, ROLES_SHOWN);
        const rest = rows.slice(ROLES_SHOWN);
        return {
            findings,
            measurements: [
                { role: "all", limit: whole.limit, ...statesOf(rows) },
                ...shown.map((role) => ({
                    role: role.role_name,
                    limit: limitOf(role.role_limit),
                    ...statesOf([role]),
                })),
                ...(rest.length > 0 ? [{ role: `${rest.length} others`, limit: null, ...statesOf(rest) }] : []),
            ],
        };
    },
}));
/** Limits of the database and of single roles. Our own login's is left out: it is often tight, and we fill it now. */
function ownLimits(rows) {
    const roles = rows
        .filter((role) => !role.is_ours)
        .map((role) => ({
        key: `role ${role.role_name}`,
        what: `the role ${role.role_name}`,
        sessions: role.sessions,
        limit: role.role_limit,
        roles: [role],
    }));
    const database = rows.slice(0, 1).map((any) => ({
        key: "database",
        what: "this database",
        sessions: any.database_sessions,
        limit: any.database_limit,
        roles: [],
    }));
    return [...database, ...roles].filter(({ limit }) => limit >= SMALLEST_LIMIT);
}
/** Medium, unless the config wants this check's findings milder still. */
function milder(priority) {
    return (0,domain_priority/* isAtLeast */.du)(priority, "medium") ? "medium" : priority;
}
/** What the sessions of some roles do; without roles it is not told. */
function statesOf(roles) {
    if (roles.length === 0)
        return {};
    return {
        sessions: sum(roles, (role) => role.sessions),
        active: sum(roles, (role) => role.active),
        idle: sum(roles, (role) => role.idle),
        idle_in_transaction: sum(roles, (role) => role.idle_in_transaction),
        waiting_for_lock: sum(roles, (role) => role.waiting_for_lock),
    };
}
function limitOf(limit) {
    return limit < 0 ? null : limit;
}
function sum(roles, pick) {
    const values = roles.map(pick);
    return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
}

;// CONCATENATED MODULE: ./.build/src/domain/drop-index.js
/**
 * How an index is dropped. CONCURRENTLY lets the table be used meanwhile and can't run in a transaction; a
 * partitioned index takes its partitions' ones along and knows no CONCURRENTLY.
 */
function dropIndex(index) {
    return index.partitioned
        ? { sql: `DROP INDEX ${index.name};`, destructive: true }
        : { sql: `DROP INDEX CONCURRENTLY ${index.name};`, destructive: true, standsAlone: true };
}

;// CONCATENATED MODULE: ./.build/src/checks/duplicate-indexes.js




/* harmony default export */ const duplicate_indexes = (defineCheck({
    id: "duplicate-indexes",
    title: "No index repeats another",
    why: "Each write to the table maintains both indexes, while queries need only one: the other costs disk, cache and time.",
    category: "indexes",
    priority: "low",
    indexUsage: true,
    options: schemas/* strictObject */.rej({}),
    row: schemas/* object */.Ikc({
        index_name: schemas/* string */.YjP(),
        table_name: schemas/* string */.YjP(),
        kept_name: schemas/* string */.YjP(),
        identical: schemas/* boolean */.zMY(),
        partitioned: schemas/* boolean */.zMY(),
        size_bytes: coerce/* number */.ai(),
        kept_size_bytes: coerce/* number */.ai(),
        scans: coerce/* number */.ai(),
        definition: schemas/* string */.YjP().nullable(),
    }),
    ask: () => ({ statement: sql["duplicate-indexes"] }),
    judge: (rows, { priority }) => ({
        findings: rows.map((row) => ({
            key: row.index_name,
            priority,
            message: row.identical
                ? `${row.index_name} is identical to ${row.kept_name}, so one of them is enough.`
                : `${row.index_name} holds only what ${row.kept_name} begins with, so queries can use that one instead.`,
            facts: {
                index: row.index_name,
                table: row.table_name,
                size_bytes: row.size_bytes,
                scans: row.scans,
                kept_index: row.kept_name,
                kept_size_bytes: row.kept_size_bytes,
                identical: row.identical,
                definition: row.definition,
            },
            fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
        })),
    }),
}));

;// CONCATENATED MODULE: ./.build/src/domain/effective-settings.js


/**
 * Where a session's value of a setting comes from; the first that exists counts. `SHOW` in our own session tells
 * nothing of others: each login may have values of its own.
 */
const SETTING_LEVELS = ["role in database", "role", "database", "all roles", "server"];
/**
 * The value that a new session of a role gets in this database. Without a role: what every role without a
 * value of its own gets. The value is null when only the server's counts and our login can't see that,
 * because it has a value of its own.
 */
const effectiveSettingRow = schemas/* object */.Ikc({
    role_name: schemas/* string */.YjP().nullable(),
    quoted_role: schemas/* string */.YjP().nullable(),
    can_login: schemas/* boolean */.zMY(),
    setting: schemas/* string */.YjP(),
    value: schemas/* string */.YjP().nullable(),
    level: schemas/* enum */.k5n(SETTING_LEVELS),
});
/** True when the role has a value of its own. */
function isOwn({ level }) {
    return level === "role" || level === "role in database";
}
/** A time as PostgreSQL stores it (`8s`, `250`, `-1`) in milliseconds, which it takes where no unit stands. */
function settingMilliseconds(text) {
    const number = Number(text.trim());
    return text.trim() !== "" && !Number.isNaN(number) ? number : parseDuration(text);
}
/**
 * Gives a setting another value at the level that will win: for the role, or for the whole database when the
 * row is no role's. `value` is ours and holds no quote.
 */
function changeSetting(row, value, server) {
    const change = `SET ${row.setting} = '${value}';`;
    if (row.quoted_role === null)
        return { sql: `ALTER DATABASE ${server.quotedDatabase} ${change}` };
    const where = row.level === "role in database" ? ` IN DATABASE ${server.quotedDatabase}` : "";
    return { sql: `ALTER ROLE ${row.quoted_role}${where} ${change}` };
}
/** Why a value is not known: our own login's hides the server's. */
function hiddenSetting(setting, server) {
    return {
        reason: "permission",
        detail: `The login has a value of its own for ${setting}, which hides the server's from it.`,
        fix: `ALTER ROLE ${server.login} RESET ${setting};`,
    };
}
/** `1s`, `250ms`: the shortest way to write whole milliseconds. */
function writeDuration(milliseconds) {
    return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${milliseconds}ms`;
}
/**
 * Whose settings are judged. With roles: theirs, and `missing` are those that do not exist. Without: the row of
 * no role, which is the database's own, and the logins that have a value of their own; not our login, which is no
 * application's.
 */
function settingSubjects(rows, roles, server) {
    if (roles !== undefined) {
        return {
            subjects: rows.filter(({ role_name }) => role_name !== null && roles.includes(role_name)),
            missing: rows.length === 0 ? [] : roles.filter((role) => !rows.some(({ role_name }) => role_name === role)),
        };
    }
    const subjects = rows.filter((row) => row.role_name === null || (row.can_login && isOwn(row) && row.quoted_role !== server.login));
    return { subjects, missing: [] };
}

;// CONCATENATED MODULE: ./.build/src/checks/error-logging.js




/** Both settings name the least severe message that is taken. For errors, these are all too severe. */
const WITHOUT_ERRORS = ["log", "fatal", "panic"];
const JUDGED = ["log_min_messages", "log_min_error_statement"];
/** On Supabase the database's own value can't be changed, the roles' can. */
const SUPABASE_ROLES = ["postgres", "authenticator"];
/** Supabase's own logins are Supabase's to set. */
const SUPABASE_OWN = /^supabase_|^(pgbouncer|dashboard_user)$/;
/* harmony default export */ const error_logging = (defineCheck({
    id: "error-logging",
    title: "Errors are logged with their statements",
    why: "When the application fails on the database, its log is the place that says which statement failed and why.",
    category: "settings",
    priority: "medium",
    options: schemas/* strictObject */.rej({}),
    row: effectiveSettingRow,
    ask: () => ({ statement: sql["error-logging"] }),
    judge(rows, { server, priority }) {
        const { subjects } = settingSubjects(rows, undefined, server);
        const judged = subjects.filter(({ setting, role_name }) => JUDGED.includes(setting) && !(server.isSupabase && SUPABASE_OWN.test(role_name ?? "")));
        const hidden = judged.find(({ value }) => value === null);
        return {
            findings: judged
                .filter(({ value }) => value !== null && WITHOUT_ERRORS.includes(value.toLowerCase()))
                .map((row) => {
                const subject = row.role_name ?? `the database ${server.database}`;
                return {
                    key: row.quoted_role === null ? row.setting : `${row.quoted_role}.${row.setting}`,
                    priority,
                    message: row.setting === "log_min_messages"
                        ? `Errors of ${subject} are not logged.`
                        : `Errors of ${subject} are logged without the statement that failed.`,
                    facts: { role: row.role_name, setting: row.setting, value: row.value, set_for: row.level },
                    fix: logErrors(row, server),
                };
            }),
            ...(hidden && { unknown: hiddenSetting(hidden.setting, server) }),
            ...(rows.length > 0 && {
                measurements: [
                    Object.fromEntries(rows.filter(({ role_name }) => role_name === null).map(({ setting, value }) => [setting, value])),
                ],
            }),
        };
    },
}));
function logErrors(row, server) {
    // PostgreSQL's own default of log_min_messages takes warnings too.
    const value = row.setting === "log_min_messages" ? "warning" : "error";
    if (!server.isSupabase || row.role_name !== null)
        return changeSetting(row, value, server);
    const changes = SUPABASE_ROLES.map((role) => changeSetting({ ...row, role_name: role, quoted_role: role, level: "role" }, value, server));
    return { sql: changes.map((change) => change.sql).join("\n") };
}

;// CONCATENATED MODULE: ./.build/src/checks/foreign-key-indexes.js




/** The statement leaves out smaller tables (12 pages of 8 kB). */
const LEAST_SIZE = 96 * 1024;
const foreign_key_indexes_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    columns: schemas/* array */.YOg(schemas/* string */.YjP()),
    constraint_name: schemas/* string */.YjP(),
    referenced_name: schemas/* string */.YjP(),
    partitioned: schemas/* boolean */.zMY(),
    tables_lacking: coerce/* number */.ai(),
    size_bytes: coerce/* number */.ai(),
    on_delete: schemas/* string */.YjP(),
    referenced_deletes: coerce/* number */.ai().nullable(),
    referenced_updates: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const foreign_key_indexes = (defineCheck({
    id: "foreign-key-indexes",
    title: "Foreign keys are indexed",
    why: "Without an index, each row deleted from the referenced table reads the whole referencing table, with locks held meanwhile; joins along the key do the same.",
    category: "indexes",
    priority: "low",
    indexUsage: true,
    window: "tables",
    options: schemas/* strictObject */.rej({
        // 1 MB is the floor that pgbot uses for indexes; reading that much costs about a millisecond for each row deleted.
        "min-size": size()
            .refine((bytes) => bytes >= LEAST_SIZE, "tables below 96 kB are never looked at")
            .prefault("1 MB")
            .describe("Referencing tables below this size are read quickly without an index. At least 96 kB."),
    }),
    row: foreign_key_indexes_row,
    ask: () => ({ statement: sql["foreign-key-indexes"] }),
    judge(rows, { options, priority }) {
        const large = rows.filter((key) => key.size_bytes >= options["min-size"]);
        // Two foreign keys on the same columns want one index.
        const groups = Map.groupBy(large, (key) => JSON.stringify([key.table_name, key.columns.toSorted()]));
        return {
            findings: [...groups.values()].flatMap((keys) => {
                const [first] = keys;
                if (first === undefined)
                    return [];
                return {
                    key: `${first.table_name} (${first.columns.join(", ")})`,
                    priority,
                    message: message(first),
                    facts: {
                        table: first.table_name,
                        columns: first.columns,
                        size_bytes: first.size_bytes,
                        foreign_keys: keys.map((key) => key.constraint_name),
                        references: [...new Set(keys.map((key) => key.referenced_name))],
                        on_delete: first.on_delete,
                        referenced_deletes: first.referenced_deletes,
                        referenced_updates: first.referenced_updates,
                        ...(first.partitioned && { partitions_lacking: first.tables_lacking }),
                    },
                    fix: createIndex(first),
                };
            }),
        };
    },
}));
function message(key) {
    const columns = `${key.table_name} (${key.columns.join(", ")})`;
    return `No index begins with the foreign key ${columns}: a deleted or re-keyed row of ${key.referenced_name} reads the whole table${changes(key)}.`;
}
/** How often that happens; nothing when the counters don't tell, as for a partitioned table. */
function changes({ referenced_deletes, referenced_updates }) {
    if (referenced_deletes === null || referenced_updates === null)
        return "";
    if (referenced_deletes + referenced_updates === 0) {
        return ", though none was deleted or updated since the counters began";
    }
    return ` (since the counters began: ${referenced_deletes} deleted, ${referenced_updates} updated)`;
}
function createIndex(key) {
    const target = `${key.table_name} (${key.columns.join(", ")})`;
    return key.partitioned
        ? {
            // A comment ends with its line, so nothing that the database names may stand in it.
            sql: `-- Blocks writes to every partition while it builds; the check's page says how to do without.\nCREATE INDEX ON ${target};`,
        }
        : { sql: `CREATE INDEX CONCURRENTLY ON ${target};`, standsAlone: true };
}

;// CONCATENATED MODULE: ./.build/src/checks/index-sizes.js



/* harmony default export */ const index_sizes = (defineCheck({
    id: "index-sizes",
    title: "Indexes of each table",
    why: "Where the indexes' room goes, and whether queries pay it back with scans.",
    category: "indexes",
    priority: "info",
    measures: true,
    indexUsage: true,
    window: "tables",
    options: schemas/* strictObject */.rej({}),
    row: schemas/* object */.Ikc({
        table_name: schemas/* string */.YjP().nullable(),
        tables: coerce/* number */.ai(),
        indexes: coerce/* number */.ai(),
        index_bytes: coerce/* number */.ai(),
        table_bytes: coerce/* number */.ai().nullable(),
        scans: coerce/* number */.ai().nullable(),
    }),
    ask: () => ({ statement: sql["index-sizes"] }),
    judge: (rows) => ({
        measurements: rows.map((row) => ({
            table: row.table_name ?? `${row.tables} smaller tables together`,
            indexes: row.indexes,
            index_size_bytes: row.index_bytes,
            table_size_bytes: row.table_bytes,
            scans: row.scans,
        })),
    }),
}));

;// CONCATENATED MODULE: ./.build/src/checks/invalid-indexes.js




const invalid_indexes_row = schemas/* object */.Ikc({
    index_name: schemas/* string */.YjP(),
    table_name: schemas/* string */.YjP(),
    partitioned: schemas/* boolean */.zMY(),
    in_progress: schemas/* boolean */.zMY(),
    is_maintained: schemas/* boolean */.zMY(),
    is_live: schemas/* boolean */.zMY(),
    is_unique: schemas/* boolean */.zMY(),
    is_exclusion: schemas/* boolean */.zMY(),
    has_constraint: schemas/* boolean */.zMY(),
    has_valid_twin: schemas/* boolean */.zMY(),
    is_reindex_leftover: schemas/* boolean */.zMY(),
    lacking_count: coerce/* number */.ai(),
    lacking: schemas/* array */.YOg(schemas/* string */.YjP()),
    definition: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const invalid_indexes = (defineCheck({
    id: "invalid-indexes",
    title: "Every index is valid",
    why: "An invalid index serves no query, and a unique one does not keep the table unique: a build failed and nobody was told.",
    category: "indexes",
    priority: "high",
    indexUsage: true,
    options: schemas/* strictObject */.rej({}),
    row: invalid_indexes_row,
    ask: () => ({ statement: sql["invalid-indexes"] }),
    judge(rows, { priority, server }) {
        const underway = rows.filter((index) => index.in_progress);
        const broken = rows.filter((index) => !index.in_progress);
        // A standby knows the primary's indexes, but not its sessions: a build in progress looks like a failed one.
        if (server.inRecovery && broken.length > 0) {
            return {
                unknown: {
                    reason: "unreachable",
                    detail: `${broken.length} invalid indexes, but this server is a standby and can't see whether the primary builds them right now. Look at the primary.`,
                },
            };
        }
        return {
            findings: broken.map((index) => ({
                key: index.index_name,
                // Its partitions' indexes serve queries all the same.
                priority: index.partitioned ? "low" : priority,
                message: invalid_indexes_message(index),
                facts: {
                    index: index.index_name,
                    table: index.table_name,
                    unique: index.is_unique,
                    maintained_by_writes: index.is_maintained,
                    ...(index.partitioned && { lacking_partitions: index.lacking_count, first_lacking: index.lacking }),
                    definition: index.definition,
                },
                ...fix(index),
            })),
            ...(underway.length > 0 && {
                measurements: underway.map((index) => ({
                    index: index.index_name,
                    table: index.table_name,
                    state: "being built or dropped right now",
                })),
            }),
        };
    },
}));
function invalid_indexes_message(index) {
    const name = index.index_name;
    if (index.partitioned) {
        return index.lacking_count > 0
            ? `${name} waits for its partitions: ${index.lacking_count} of them have no valid index attached to it.`
            : `${name} is not valid, although each partition has a valid index attached to it.`;
    }
    const cost = index.is_maintained
        ? "no query uses it, yet every write maintains it"
        : "no query uses it and writes pass it by";
    if (!index.is_live)
        return `${name} is what an interrupted DROP INDEX CONCURRENTLY left behind.`;
    if (index.is_reindex_leftover) {
        return `${name} is what a failed REINDEX CONCURRENTLY left behind: ${cost}; the index that it should replace still works.`;
    }
    if (index.has_valid_twin)
        return `${name} is what a failed build left behind: ${cost}; a valid index like it exists.`;
    return `${name} is what a failed build or an interrupted drop left behind: ${cost}.${index.is_unique ? " Values that stand twice may have stopped it: they must be mended first." : ""}`;
}
function fix(index) {
    // Which statement attaches or makes what is lacking depends on each partition: the page tells how.
    if (index.partitioned)
        return {};
    const isLeftover = !index.is_live || index.is_reindex_leftover || index.has_valid_twin;
    if (isLeftover && !index.has_constraint) {
        return { fix: dropIndex({ name: index.index_name, partitioned: false }) };
    }
    // PostgreSQL rebuilds an exclusion constraint's index only with the table locked against writes.
    return index.is_exclusion
        ? { fix: { sql: `REINDEX INDEX ${index.index_name};` } }
        : { fix: { sql: `REINDEX INDEX CONCURRENTLY ${index.index_name};`, standsAlone: true } };
}

;// CONCATENATED MODULE: ./.build/src/checks/long-running-queries.js







const long_running_queries_row = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n(["session", "prepared transaction"]),
    pid: schemas/* number */.aig(),
    name: schemas/* string */.YjP().nullable(),
    application: schemas/* string */.YjP().nullable(),
    state: schemas/* string */.YjP().nullable(),
    query_s: schemas/* number */.aig().nullable(),
    idle_s: schemas/* number */.aig().nullable(),
    transaction_s: schemas/* number */.aig().nullable(),
    holds_vacuum_back: schemas/* boolean */.zMY(),
    backend_start: schemas/* string */.YjP().nullable(),
    quoted_name: schemas/* string */.YjP().nullable(),
});
/** What a session does for too long, as the key and the sentence say it. */
const TROUBLES = {
    idle: { key: "idle in transaction", says: "idle in a transaction" },
    query: { key: "statement", says: "running a statement" },
    transaction: { key: "transaction", says: "in one transaction" },
};
/* harmony default export */ const long_running_queries = (defineCheck({
    id: "long-running-queries",
    title: "No statement or transaction runs for too long",
    why: "A transaction that stays open keeps its locks, keeps vacuum from removing what died since it began, and takes a connection: one forgotten session slows the whole database.",
    category: "queries",
    priority: "medium",
    momentary: true,
    options: schemas/* strictObject */.rej({
        // supabase inspect db long-running-queries tells from 5 min on, and so does pgdoctor where no time-out is set.
        "max-duration": duration().prefault("5min").describe("How long one statement may run."),
        // pgbot tells from 300 s on.
        "max-transaction": duration()
            .prefault("5min")
            .describe("How long a transaction may stay open, prepared ones included."),
        // pgdoctor's 5 min where no time-out is set; pgbot's 60 s are too strict for people at a prompt.
        "max-idle-in-transaction": duration()
            .prefault("5min")
            .describe("How long a session may do nothing within an open transaction."),
        "ignore-applications": schemas/* array */.YOg(schemas/* string */.YjP())
            .default(["pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup", "pg_cron"])
            .describe("Sessions whose application_name is one of these are let be."),
    }),
    row: long_running_queries_row,
    ask: () => ({ statement: sql["long-running-queries"] }),
    judge: (rows, { options, priority, server }) => {
        const sessions = rows.filter((each) => each.kind === "session" && !options["ignore-applications"].includes(each.application ?? ""));
        const late = sessions.flatMap((session) => lateness(session, options) ?? []);
        const byKey = Map.groupBy(late, ({ session, trouble }) => `${session.name}: ${TROUBLES[trouble].key}`);
        const prepared = rows.filter((each) => each.kind === "prepared transaction" &&
            (each.transaction_s ?? 0) * 1_000 >= options["max-transaction"]);
        const unknown = lacksStatistics(server) ?? untracked(sessions);
        return {
            findings: [
                ...[...byKey].flatMap(([key, group]) => finding(key, group, priority)),
                ...prepared.map((each) => preparedFinding(each, priority)),
            ],
            ...(unknown ? { unknown } : {}),
        };
    },
}));
/** The first of its troubles: idling is worse than working, and a statement tells more than its transaction. */
function lateness(session, limits) {
    const found = (trouble, seconds, limit) => seconds !== null && seconds * 1_000 >= limit ? { trouble, seconds, session } : undefined;
    return (found("idle", session.idle_s, limits["max-idle-in-transaction"]) ??
        found("query", session.query_s, limits["max-duration"]) ??
        found("transaction", session.transaction_s, limits["max-transaction"]));
}
/** Process ids change from run to run; a role and what its sessions do stay. */
function finding(key, group, priority) {
    const [worst, ...others] = group.toSorted((a, b) => b.seconds - a.seconds);
    if (worst === undefined)
        return [];
    const { session, trouble, seconds } = worst;
    const { says } = TROUBLES[trouble];
    const time = elapsed(seconds * 1_000);
    const sessions = group.flatMap(({ session: { pid, backend_start } }) => backend_start === null ? [] : [{ pid, backend_start }]);
    return [
        {
            key,
            priority,
            message: others.length === 0
                ? `A session of ${session.name} has been ${says} for ${time}.`
                : `${count(group.length, "session")} of ${session.name} have been ${says} for long, the longest for ${time}.`,
            facts: {
                role: session.name,
                application: session.application || null,
                state: session.state,
                sessions: group.length,
                longest_s: seconds,
                transaction_s: session.transaction_s,
                holds_vacuum_back: group.some((late) => late.session.holds_vacuum_back),
                pids: group.map((late) => String(late.session.pid)),
            },
            fix: trouble === "query" ? cancelStatement(sessions) : endSession(sessions),
        },
    ];
}
function preparedFinding({ name, application, transaction_s, quoted_name }, priority) {
    return {
        key: `prepared transaction ${name}`,
        priority,
        message: `The prepared transaction ${name} has been neither committed nor rolled back for ${elapsed((transaction_s ?? 0) * 1_000)}.`,
        facts: { role: application, prepared_transaction: name, transaction_s, holds_vacuum_back: true },
        fix: { sql: `ROLLBACK PREPARED ${quoted_name};`, destructive: true, standsAlone: true },
    };
}
function untracked(sessions) {
    const hidden = sessions.filter(({ state }) => state === "disabled").length;
    if (hidden === 0)
        return undefined;
    return {
        reason: "error",
        detail: `track_activities is off for ${count(hidden, "session")}, so nothing tells for how long they have been running.`,
        fix: "ALTER SYSTEM SET track_activities = on;",
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/query-logging.js





/** From nothing to everything. */
const LOG_STATEMENTS = ["none", "ddl", "mod", "all"];
/** On Supabase the database's own value can't be changed, the roles' can: people log in as these two. */
const query_logging_SUPABASE_ROLES = ["postgres", "authenticator"];
const options = schemas/* strictObject */.rej({
    // Both are the document's.
    log_min_duration_statement: duration()
        .prefault("1s")
        .describe("Statements that take this long must be logged: the setting may be at most this."),
    log_statement: schemas/* enum */.k5n(LOG_STATEMENTS)
        .default("ddl")
        .describe("What must be logged whatever it takes: the setting must be at least this."),
    roles: schemas/* array */.YOg(schemas/* string */.YjP())
        .min(1)
        .optional()
        .describe("The logins of the application. Without them: the database's own value, and every login that logs less."),
});
/* harmony default export */ const query_logging = (defineCheck({
    id: "query-logging",
    title: "Slow statements and schema changes are logged",
    why: "The log is where a slow statement shows its values and its hour, and where a schema change shows who made it.",
    category: "settings",
    priority: "medium",
    options,
    row: effectiveSettingRow,
    ask: () => ({ statement: sql["query-logging"] }),
    judge(rows, context) {
        const roles = context.options.roles ?? (context.server.isSupabase ? query_logging_SUPABASE_ROLES : undefined);
        const { subjects, missing } = settingSubjects(rows, roles, context.server);
        const judged = subjects.filter(({ setting }) => setting !== "auto_explain.log_min_duration");
        const unknown = missing.length > 0
            ? {
                reason: "error",
                detail: `What is logged is not known for ${missing.join(", ")}: there is no such role.`,
            }
            : judged
                .filter(({ value }) => value === null)
                .map(({ setting }) => hiddenSetting(setting, context.server))[0];
        return {
            findings: judged.flatMap((row) => judgeSetting(row, context)),
            ...(subjects.length > 0 && { measurements: measured(subjects) }),
            ...(unknown && { unknown }),
        };
    },
}));
function judgeSetting(row, { options: wanted, server, priority }) {
    if (row.value === null)
        return [];
    const isDuration = row.setting === "log_min_duration_statement";
    const isEnough = isDuration
        ? logsFrom(row.value, wanted.log_min_duration_statement)
        : LOG_STATEMENTS.indexOf(row.value) >= LOG_STATEMENTS.indexOf(wanted.log_statement);
    if (isEnough)
        return [];
    const value = isDuration ? writeDuration(wanted.log_min_duration_statement) : wanted.log_statement;
    const subject = row.role_name ?? `the database ${server.database}`;
    return [
        {
            key: row.quoted_role === null ? row.setting : `${row.quoted_role}.${row.setting}`,
            priority,
            message: isDuration
                ? `Slow statements of ${subject} are not logged from ${value} on.`
                : `Of ${subject}, less than ${value} is logged.`,
            facts: {
                role: row.role_name,
                setting: row.setting,
                value: row.value,
                set_for: row.level,
                wanted: value,
            },
            fix: changeSetting(row, value, server),
        },
    ];
}
/** -1 turns it off. What log_min_duration_sample logs is a sample, so it does not count. */
function logsFrom(value, most) {
    const from = settingMilliseconds(value);
    return from !== undefined && from >= 0 && from <= most;
}
/** One line a role, auto_explain's threshold with it: it logs plans of slow statements where it is loaded. */
function measured(subjects) {
    return [...new Set(subjects.map(({ role_name }) => role_name))].map((role) => ({
        role: role ?? "any other",
        ...Object.fromEntries(subjects.filter(({ role_name }) => role_name === role).map(({ setting, value }) => [setting, value])),
    }));
}

;// CONCATENATED MODULE: ./.build/src/checks/query-statistics.js





const query_statistics_row = schemas/* object */.Ikc({
    is_loaded: schemas/* boolean */.zMY(),
    other_libraries: schemas/* string */.YjP().nullable(),
    sees_libraries: schemas/* boolean */.zMY(),
    track: schemas/* string */.YjP().nullable(),
    track_level: schemas/* string */.YjP().nullable(),
    capacity: coerce/* number */.ai().nullable(),
    entries: coerce/* number */.ai(),
    hidden: coerce/* number */.ai(),
    calls: coerce/* number */.ai(),
    evictions: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const query_statistics = (defineCheck({
    id: "query-statistics",
    title: "Statement statistics are collected",
    why: "Without pg_stat_statements nobody can tell which query became slow, before or after a deploy.",
    category: "queries",
    priority: "high",
    options: schemas/* strictObject */.rej({}),
    row: query_statistics_row,
    ask(server) {
        const extension = statementsOf(server);
        if ("unknown" in extension) {
            // A missing extension is this very check's finding; how to mend it depends on whether the library is loaded.
            return extension.unknown.reason === "extension"
                ? { statement: sql["query-statistics.missing"] }
                : { unknown: extension.unknown };
        }
        const variant = isVersionAtLeast(extension.version, STATEMENTS_INFO)
            ? sql["query-statistics"]
            : sql["query-statistics.before-1-9"];
        return { statement: variant, schema: extension.schema };
    },
    judge([facts], context) {
        if (facts === undefined)
            return {};
        const extension = context.server.extensions.pg_stat_statements;
        const findings = [
            ...(extension === undefined ? [notCreated(context)] : []),
            ...(facts.is_loaded ? [] : [notLoaded(facts, context)]),
            ...(extension !== undefined && facts.is_loaded ? notCounting(facts, context) : []),
            ...(extension === undefined ? [] : tooOld(extension.version, context)),
        ];
        return {
            findings,
            ...(facts.hidden > 0 && {
                unknown: {
                    reason: "permission",
                    detail: "The login sees the statements of its own role only; those of others are hidden from it.",
                    fix: grantMonitor(context.server),
                },
            }),
            ...(extension !== undefined &&
                facts.is_loaded && { measurements: [query_statistics_measured(facts, extension.version)] }),
        };
    },
}));
function notCreated({ server, priority }) {
    return {
        key: "extension",
        priority,
        message: `The database ${server.database} has no extension pg_stat_statements.`,
        facts: {},
        fix: { sql: createStatements(server) },
    };
}
function notLoaded(facts, { server, priority }) {
    return {
        key: "library",
        priority,
        message: "The server was started without the library pg_stat_statements, so nothing is counted.",
        facts: {},
        fix: loadLibrary(facts, server),
    };
}
/** ALTER SYSTEM replaces the list, so the fix repeats what is loaded today, and is none where that is hidden. */
function loadLibrary({ sees_libraries, other_libraries }, server) {
    if (server.isSupabase) {
        return {
            sql: "-- Supabase loads the library by itself: restart the project, and ask its support if that does not help.",
        };
    }
    if (!sees_libraries) {
        return {
            sql: "-- Add pg_stat_statements to what this shows, in postgresql.conf or the provider's settings; then restart.\nSHOW shared_preload_libraries;",
        };
    }
    const libraries = [...(other_libraries === null ? [] : [other_libraries]), "'pg_stat_statements'"].join(", ");
    return {
        sql: `-- Takes effect when the server is restarted. Where the provider keeps the settings, set it there.\nALTER SYSTEM SET shared_preload_libraries = ${libraries};`,
        standsAlone: true,
    };
}
function notCounting(facts, { server, priority }) {
    if (facts.track === "none") {
        return [
            {
                key: "track",
                priority,
                message: "pg_stat_statements.track is none, so no new statement is counted.",
                facts: { track: facts.track, set_for: facts.track_level },
                fix: trackAgain(facts.track_level, server),
            },
        ];
    }
    // The run's own first statements came before this one: where even they left no trace, nothing does.
    if (facts.calls > 0)
        return [];
    return [
        {
            key: "counting",
            priority,
            message: "pg_stat_statements is loaded but has counted nothing, not even this run's own statements.",
            facts: { track: facts.track, entries: facts.entries, calls: facts.calls },
        },
    ];
}
function trackAgain(level, server) {
    if (level === "database") {
        return { sql: `ALTER DATABASE ${server.quotedDatabase} SET pg_stat_statements.track = 'top';` };
    }
    if (level === "all roles")
        return { sql: "ALTER ROLE ALL SET pg_stat_statements.track = 'top';" };
    return {
        sql: "-- Then: SELECT pg_reload_conf(); Where the provider keeps the settings, set it there.\nALTER SYSTEM SET pg_stat_statements.track = 'top';",
        standsAlone: true,
    };
}
/** An upgraded server keeps the extension's old version, with names of columns that no manual knows any more. */
function tooOld(version, { server }) {
    if (isVersionAtLeast(version, STATEMENTS_EXEC_TIME))
        return [];
    return [
        {
            key: "version",
            // It counts: this is for whoever wants to read it.
            priority: "low",
            message: `The extension pg_stat_statements was left at version ${version}; PostgreSQL ${server.version} brings a newer one.`,
            facts: { version },
            fix: { sql: "ALTER EXTENSION pg_stat_statements UPDATE;" },
        },
    ];
}
function query_statistics_measured(facts, version) {
    return {
        version,
        track: facts.track,
        statements: facts.entries,
        room_for: facts.capacity,
        evictions: facts.evictions,
        calls: facts.calls,
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/query-summary.js






/** Ten to the third is a second in milliseconds: the dashboard's "slow". */
const SLOW_MAGNITUDE = 3;
/* harmony default export */ const query_summary = (defineCheck({
    id: "query-summary",
    title: "Query performance summary",
    why: "How much the database does and how fast, in one line: a jump between two runs is worth a look.",
    category: "queries",
    priority: "info",
    measures: true,
    window: "statements",
    options: schemas/* strictObject */.rej({}),
    row: schemas/* object */.Ikc({
        magnitude: schemas/* number */.aig().nullable(),
        statements: coerce/* number */.ai(),
        hidden: coerce/* number */.ai(),
        calls: schemas/* number */.aig(),
        total_ms: schemas/* number */.aig(),
        evictions: coerce/* number */.ai().nullable(),
    }),
    ask(server) {
        const extension = statementsOf(server);
        if ("unknown" in extension)
            return extension;
        const { version, schema } = extension;
        if (isVersionAtLeast(version, STATEMENTS_INFO))
            return { statement: sql["query-summary"], schema };
        const statement = isVersionAtLeast(version, STATEMENTS_EXEC_TIME)
            ? sql["query-summary.before-1-9"]
            : sql["query-summary.before-1-8"];
        return { statement, schema };
    },
    judge(rows, { server, windows }) {
        if (rows.length === 0)
            return {};
        const sum = (value) => rows.reduce((total, row) => total + value(row), 0);
        const calls = sum((row) => row.calls);
        const { since } = windows.statements;
        const unknown = sum((row) => row.hidden) > 0 ? lacksStatistics(server) : undefined;
        return {
            measurements: [
                {
                    calls,
                    statements: sum((row) => row.statements),
                    slow_statements: sum((row) => row.magnitude !== null && row.magnitude >= SLOW_MAGNITUDE ? row.statements : 0),
                    average_ms: calls === 0 ? null : Math.round((100 * sum((row) => row.total_ms)) / calls) / 100,
                    counted_since_at: since === null ? null : toIso(since),
                    evictions: rows[0]?.evictions ?? null,
                },
            ],
            ...(unknown && { unknown }),
        };
    },
}));

;// CONCATENATED MODULE: ./.build/src/checks/query-text-exposure.js



/** Supabase's and PostgREST's roles for end users, signed in or not. */
const API_ROLES = ["anon", "authenticated"];
/* harmony default export */ const query_text_exposure = (defineCheck({
    id: "query-text-exposure",
    title: "End users can't read query texts",
    why: "pg_stat_statements shows a role every statement that the same role ran. When all end users share a role, each can read what all others asked.",
    category: "queries",
    priority: "medium",
    options: schemas/* strictObject */.rej({
        roles: schemas/* array */.YOg(schemas/* string */.YjP())
            .min(1)
            .default(API_ROLES)
            .describe("The roles that statements of end users run as. Those that do not exist are left out."),
    }),
    row: schemas/* object */.Ikc({
        role_name: schemas/* string */.YjP(),
        quoted_role: schemas/* string */.YjP(),
        reads_texts: schemas/* boolean */.zMY(),
        reads_view: schemas/* boolean */.zMY(),
        reads_all_roles: schemas/* boolean */.zMY(),
        view_name: schemas/* string */.YjP(),
        function_name: schemas/* string */.YjP(),
        owner_name: schemas/* string */.YjP(),
    }),
    ask: (server) => server.extensions.pg_stat_statements === undefined
        ? { skipped: { reason: "not-applicable", detail: "This database has no pg_stat_statements to read." } }
        : { statement: sql["query-text-exposure"] },
    judge(rows, { options, priority }) {
        if (rows.length === 0)
            return {};
        const judged = rows.filter(({ role_name }) => options.roles.includes(role_name));
        if (judged.length === 0) {
            return {
                skipped: {
                    reason: "not-applicable",
                    detail: `No role of end users exists here (${options.roles.join(", ")}). Where they share another, name it in this check's "roles".`,
                },
            };
        }
        const readers = judged.filter(({ reads_texts }) => reads_texts);
        const [first] = readers;
        if (first === undefined)
            return {};
        const names = readers.map(({ role_name }) => role_name);
        return {
            findings: [
                {
                    key: first.view_name,
                    priority,
                    message: `${names.join(" and ")} may read the statements in pg_stat_statements that ${names.length === 1 ? "it" : "they"} ran, so each end user may read what all others asked.`,
                    facts: {
                        view: first.view_name,
                        readers: names,
                        readers_of_all_roles: readers
                            .filter((role) => role.reads_all_roles)
                            .map((role) => role.role_name),
                        owner: first.owner_name,
                    },
                    fix: {
                        sql: query_text_exposure_close(first, readers.map(({ quoted_role }) => quoted_role)),
                    },
                },
            ],
        };
    },
}));
/** Who may see all statistics keeps the view: monitoring, and Supabase's dashboard. */
function query_text_exposure_close(names, readers) {
    const from = ["PUBLIC", ...readers].join(", ");
    return [
        `REVOKE ALL ON ${names.view_name} FROM ${from};`,
        `REVOKE ALL ON FUNCTION ${names.function_name} FROM ${from};`,
        `GRANT SELECT ON ${names.view_name} TO pg_read_all_stats;`,
        `GRANT EXECUTE ON FUNCTION ${names.function_name} TO pg_read_all_stats;`,
    ].join("\n");
}

;// CONCATENATED MODULE: ./.build/src/checks/replication-slots.js






const replication_slots_row = schemas/* object */.Ikc({
    slot_name: schemas/* string */.YjP(),
    quoted_name: schemas/* string */.YjP(),
    slot_type: schemas/* string */.YjP(),
    database_name: schemas/* string */.YjP().nullable(),
    active: schemas/* boolean */.zMY(),
    /** Null where the slot keeps nothing yet, or no longer. */
    retained_bytes: coerce/* number */.ai().nullable(),
    position_unknown: schemas/* boolean */.zMY(),
    wal_status: schemas/* string */.YjP().nullable(),
    invalidation_reason: schemas/* string */.YjP().nullable(),
    /** Null while it is active, and before PostgreSQL 17. */
    inactive_s: schemas/* number */.aig().nullable(),
    held_transactions: coerce/* number */.ai().nullable(),
    /** Null where max_slot_wal_keep_size sets no limit. */
    retained_limit_bytes: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const replication_slots = (defineCheck({
    id: "replication-slots",
    title: "Replication slots are used and keep little WAL",
    why: "A slot keeps WAL until its consumer has read it, and old rows until it needs them no more. When the consumer is gone, the disk fills up and the server stops.",
    category: "capacity",
    priority: "high",
    options: schemas/* strictObject */.rej({
        // pgdoctor calls 5 GB critical and warns from 1 GB on. PostgreSQL itself sets no limit unless told to.
        "max-retained": size().prefault("5GB").describe("How much WAL a slot may keep from being removed."),
        // Longer than any restart or upgrade of a consumer.
        "max-inactive": duration()
            .prefault("1d")
            .describe("How long a slot may keep WAL without a consumer (PostgreSQL 17 and later tell)."),
        // Half of autovacuum_freeze_max_age's default: there vacuums against wraparound begin, and the slot stops them.
        "max-held-transactions": schemas/* number */.aig()
            .int()
            .min(1)
            .default(100_000_000)
            .describe("How many transactions back a slot may keep vacuum from removing rows."),
    }),
    row: replication_slots_row,
    ask: () => ({ statement: sql["replication-slots"] }),
    judge: (rows, { options, priority }) => ({
        findings: rows.flatMap((slot) => {
            const trouble = troubleOf(slot, options);
            if (trouble === undefined)
                return [];
            const { message, milder, fix } = trouble;
            return [
                {
                    key: slot.slot_name,
                    priority: milder === true ? atMostMedium(priority) : priority,
                    message,
                    facts: factsOf(slot),
                    ...(fix ? { fix } : {}),
                },
            ];
        }),
        measurements: rows.map(factsOf),
        ...(rows.some((slot) => slot.position_unknown)
            ? {
                unknown: {
                    reason: "error",
                    detail: "The standby has not replayed anything yet: try again later.",
                },
            }
            : {}),
    }),
}));
/** The worst of a slot's troubles. */
function troubleOf(slot, options) {
    const name = `The replication slot ${slot.slot_name}`;
    const retained = slot.retained_bytes ?? 0;
    const tooMuch = retained > options["max-retained"];
    if (slot.wal_status === "lost" || slot.invalidation_reason !== null) {
        const reason = slot.invalidation_reason ?? "wal_removed";
        return {
            message: `${name} is no longer valid (${reason}): its consumer has to be set up anew.`,
            fix: drop(slot),
        };
    }
    if (slot.wal_status === "unreserved") {
        return {
            message: `${name} is about to lose WAL that its consumer still needs: the next checkpoint may remove it.`,
        };
    }
    if (!slot.active && tooMuch) {
        return { message: `${name} has no consumer and keeps ${inGigabytes(retained)} of WAL.`, fix: drop(slot) };
    }
    if (!slot.active && retained > 0 && (slot.inactive_s ?? 0) * 1_000 >= options["max-inactive"]) {
        const time = elapsed((slot.inactive_s ?? 0) * 1_000);
        return {
            message: `${name} has had no consumer for ${time}, and the WAL that it keeps only grows.`,
            fix: drop(slot),
        };
    }
    if ((slot.held_transactions ?? 0) >= options["max-held-transactions"]) {
        const held = (slot.held_transactions ?? 0).toLocaleString("en-US");
        const message = `${name} keeps vacuum from removing what died in the last ${held} transactions.`;
        return slot.active ? { message } : { message, fix: drop(slot) };
    }
    // Its consumer is at work and may catch up.
    return tooMuch
        ? {
            message: `The consumer of ${slot.slot_name} lags behind by ${inGigabytes(retained)} of WAL.`,
            milder: true,
        }
        : undefined;
}
function drop(slot) {
    return {
        sql: `-- Only when its consumer is gone for good, or has to be set up anew anyway.\nSELECT pg_drop_replication_slot(${slot.quoted_name});`,
        destructive: true,
    };
}
function atMostMedium(priority) {
    return (0,domain_priority/* isAtLeast */.du)(priority, "medium") ? "medium" : priority;
}
function factsOf(slot) {
    return {
        slot: slot.slot_name,
        type: slot.slot_type,
        database: slot.database_name,
        active: slot.active,
        retained_wal_bytes: slot.retained_bytes,
        retained_limit_bytes: slot.retained_limit_bytes,
        wal_status: slot.wal_status,
        invalidation_reason: slot.invalidation_reason,
        inactive_s: slot.inactive_s === null ? null : Math.round(slot.inactive_s),
        held_transactions: slot.held_transactions,
    };
}
function inGigabytes(bytes) {
    return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

;// CONCATENATED MODULE: ./.build/src/checks/sequence-exhaustion.js



/** The statement leaves out what is less than half used. */
const LEAST_PERCENT = 50;
const sequence_exhaustion_row = schemas/* object */.Ikc({
    schema_name: schemas/* string */.YjP(),
    /** Null in a row that only counts what our login may not read. */
    sequence_name: schemas/* string */.YjP().nullable(),
    hidden: coerce/* number */.ai(),
    sequence_type: schemas/* string */.YjP().nullable(),
    table_name: schemas/* string */.YjP().nullable(),
    column_name: schemas/* string */.YjP().nullable(),
    column_type: schemas/* string */.YjP().nullable(),
    column_ends_first: schemas/* boolean */.zMY().nullable(),
    ascending: schemas/* boolean */.zMY().nullable(),
    last_value: coerce/* number */.ai().nullable(),
    last_possible: coerce/* number */.ai().nullable(),
    used_percent: schemas/* number */.aig().nullable(),
});
/* harmony default export */ const sequence_exhaustion = (defineCheck({
    id: "sequence-exhaustion",
    title: "Sequences have numbers left",
    why: "When a sequence or the column it fills has no number left, every insert into the table fails, at once and until the column is rebuilt.",
    category: "capacity",
    priority: "high",
    options: schemas/* strictObject */.rej({
        // pgdoctor warns at 75 and fails at 90.
        "max-used-percent": schemas/* number */.aig()
            .min(LEAST_PERCENT, "at least 50: what is less than half used is never looked at")
            .max(100)
            .default(80)
            .describe("A sequence that has used this share of its numbers is a finding. At least 50."),
    }),
    row: sequence_exhaustion_row,
    ask: () => ({ statement: sql["sequence-exhaustion"] }),
    judge(rows, { options, priority, server }) {
        const hidden = rows.filter((row) => row.sequence_name === null);
        const count = hidden.reduce((sum, row) => sum + row.hidden, 0);
        return {
            findings: rows.flatMap((row) => {
                if (row.sequence_name === null || (row.used_percent ?? 0) < options["max-used-percent"])
                    return [];
                return {
                    key: row.sequence_name,
                    priority,
                    message: sequence_exhaustion_message(row),
                    facts: {
                        sequence: row.sequence_name,
                        table: row.table_name,
                        column: row.column_name,
                        column_type: row.column_type,
                        last_value: row.last_value,
                        last_possible: row.last_possible,
                        used_percent: Math.floor((row.used_percent ?? 0) * 10) / 10,
                    },
                    fix: widen(row),
                };
            }),
            ...(count > 0 && {
                unknown: {
                    reason: "permission",
                    detail: `The login may not read where ${count === 1 ? "1 sequence stands" : `${count} sequences stand`}. SELECT on a sequence shows its counter and nothing else.`,
                    fix: hidden
                        .map((row) => `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${row.schema_name} TO ${server.login};`)
                        .join("\n"),
                },
            }),
        };
    },
}));
function sequence_exhaustion_message(row) {
    const left = Math.abs((row.last_possible ?? 0) - (row.last_value ?? 0)).toLocaleString("en-US");
    const used = `${Math.floor(row.used_percent ?? 0)} % of its numbers`;
    return row.column_ends_first
        ? `${row.sequence_name} has used ${used}: the column ${row.table_name}.${row.column_name} is only ${row.column_type} and takes ${left} more.`
        : `${row.sequence_name} has used ${used}: ${left} are left.`;
}
function widen(row) {
    const open = row.ascending ? "NO MAXVALUE" : "NO MINVALUE";
    const sequence = `ALTER SEQUENCE ${row.sequence_name} AS bigint ${open};`;
    if (row.column_name === null)
        return { sql: sequence };
    return {
        sql: [
            "-- Rewrites the table and blocks it meanwhile; columns that refer to it need the same. The check's page",
            "-- says how to do it without a stop.",
            `ALTER TABLE ${row.table_name} ALTER COLUMN ${row.column_name} TYPE bigint;`,
            sequence,
        ].join("\n"),
    };
}

;// CONCATENATED MODULE: ./.build/src/domain/statement-text.js
/** What stays of a statement in a report: enough to find it in the code. */
const SHOWN = 200;
/** An end that the cut may have taken away is as good as the real one. */
const PARTS = [
    /"(?:[^"]|"")*(?:"|$)/, // a quoted name, which stays
    /\/\*[\s\S]*?(?:\*\/|$)/, // comments
    /--[^\n]*/,
    /\bE'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/, // literals
    /'(?:[^']|'')*(?:'|$)/,
    /\$(?<tag>[a-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$)/,
    /(?<![\w$.])\d+(?:\.\d+)?(?!\w)/,
];
const PART = new RegExp(PARTS.map(({ source }) => source).join("|"), "gi");
/**
 * A statement as pg_stat_statements keeps it, on one line, cut short. Comments go, for frameworks write users and
 * routes into them. So do literals: PostgreSQL leaves them in place when it threw a statement out while it ran.
 */
function showStatement(text) {
    const line = text
        .replace(PART, (part) => {
        if (part.startsWith('"'))
            return part;
        return part.startsWith("/*") || part.startsWith("--") ? " " : "…";
    })
        .replace(/\s+/g, " ")
        .trim();
    return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries.js









/** The statement leaves out what is faster or ran less often. PgHero calls a query slow from 20 ms on. */
const LEAST_MEAN_TIME = 20;
const LEAST_CALLS = 2;
/** PostgreSQL 14 brought the version of the extension that tells since when it counts. */
const TELLS_WINDOW = 140_000;
// 1s is the document's. An average of 20 runs is not one cold start; PgHero waits for 100. A day holds an
// application's busy hours and its nightly jobs.
const slow_queries_options = schemas/* strictObject */.rej({
    "max-mean-time": duration()
        .refine((time) => time >= LEAST_MEAN_TIME, "faster statements than 20ms are never looked at")
        .prefault("1s")
        .describe("A statement is slow when it takes longer than this on average. At least 20ms."),
    "min-calls": schemas/* int */.Whr()
        .min(LEAST_CALLS)
        .default(20)
        .describe("A statement that ran less often is left alone. At least 2."),
    "observed-for": duration()
        .prefault("1d")
        .describe("Without a slow statement, the counters must have counted this long for a pass. 0s asks for nothing."),
});
/* harmony default export */ const slow_queries = (defineCheck({
    id: "slow-queries",
    title: "Queries answer fast",
    why: "A query that is slow on average makes its users wait each time, and holds a connection and locks meanwhile.",
    category: "queries",
    priority: "medium",
    window: "statements",
    options: slow_queries_options,
    row: schemas/* object */.Ikc({
        query_id: schemas/* string */.YjP(),
        calls: schemas/* number */.aig(),
        total_ms: schemas/* number */.aig(),
        max_ms: schemas/* number */.aig(),
        row_count: schemas/* number */.aig(),
        database_ms: schemas/* number */.aig(),
        has_text: schemas/* boolean */.zMY(),
        query: schemas/* string */.YjP().nullable(),
    }),
    ask(server) {
        const extension = statementsOf(server);
        if ("unknown" in extension)
            return extension;
        const statement = isVersionAtLeast(extension.version, STATEMENTS_EXEC_TIME)
            ? sql["slow-queries"]
            : sql["slow-queries.before-1-8"];
        return { statement, schema: extension.schema };
    },
    judge(rows, context) {
        const slow = rows.filter((row) => row.total_ms / row.calls > context.options["max-mean-time"] &&
            row.calls >= context.options["min-calls"]);
        const known = slow.filter((row) => row.has_text);
        const unknown = doubt(context, { slow: known.length, nameless: slow.length - known.length });
        return {
            findings: known.map((row) => {
                const mean = row.total_ms / row.calls;
                return {
                    key: row.query_id,
                    priority: context.priority,
                    message: `A statement takes ${slow_queries_inWords(mean)} on average; it ran ${count(row.calls, "time")}.`,
                    facts: {
                        statement: row.query === null ? null : showStatement(row.query),
                        calls: row.calls,
                        mean_ms: rounded(mean),
                        max_ms: rounded(row.max_ms),
                        total_ms: rounded(row.total_ms),
                        share_percent: row.database_ms === 0 ? 0 : rounded((100 * row.total_ms) / row.database_ms),
                        rows: row.row_count,
                        query_id: row.query_id,
                    },
                };
            }),
            ...(unknown && { unknown }),
        };
    },
}));
/** What could hide a slow statement. A slow one that was found needs no longer window. */
function doubt(context, { slow, nameless }) {
    const { server, options } = context;
    const hidden = lacksStatistics(server);
    if (hidden !== undefined)
        return hidden;
    if (nameless > 0) {
        return {
            reason: "error",
            detail: `${count(nameless, "statement")} above the limit lost the text, so nothing tells what ${nameless === 1 ? "it is" : "they are"}.`,
        };
    }
    if (slow > 0 || options["observed-for"] === 0)
        return undefined;
    const window = windowShorterThan(context, "statements", options["observed-for"]);
    if (window === undefined || context.windows.statements.since !== null || window.fix !== undefined)
        return window;
    return {
        ...window,
        fix: server.versionNumber >= TELLS_WINDOW
            ? "ALTER EXTENSION pg_stat_statements UPDATE;"
            : "slow-queries: { observed-for: 0s }  # under checks in the config, for PostgreSQL 13 never tells",
    };
}
function slow_queries_inWords(milliseconds) {
    if (milliseconds >= 120_000)
        return elapsed(milliseconds);
    return milliseconds >= 1_000 ? `${(milliseconds / 1_000).toFixed(1)} s` : `${Math.round(milliseconds)} ms`;
}
/** Two decimals: more is noise. */
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./.build/src/checks/statement-timeout.js






/** What runs for end users on Supabase. service_role and postgres have no limit by design. */
const statement_timeout_SUPABASE_ROLES = ["authenticated", "anon"];
/** Supabase's API logs in as this role and becomes the others. */
const SUPABASE_LOGIN = "authenticator";
/** So many login roles are named to a person who has to choose. */
const NAMED_ROLES = 10;
// 30s is the document's.
const statement_timeout_options = schemas/* strictObject */.rej({
    max: duration()
        .refine((time) => time > 0, "0 would mean no limit")
        .prefault("30s")
        .describe("The longest statement_timeout that a role may have."),
    roles: schemas/* array */.YOg(schemas/* string */.YjP())
        .min(1)
        .optional()
        .describe("The roles of the application. On Supabase, authenticated and anon unless you say otherwise."),
});
/* harmony default export */ const statement_timeout = (defineCheck({
    id: "statement-timeout",
    title: "Statements have a time limit",
    why: "Without a limit one bad query runs until somebody notices, holding its locks and its connection.",
    category: "settings",
    priority: "medium",
    options: statement_timeout_options,
    row: effectiveSettingRow,
    ask: () => ({ statement: sql["statement-timeout"] }),
    judge(rows, context) {
        if (rows.length === 0)
            return {};
        const { server } = context;
        const roles = context.options.roles ??
            (server.isSupabase ? statement_timeout_SUPABASE_ROLES.filter((role) => rows.some((row) => row.role_name === role)) : []);
        if (roles.length === 0)
            return { skipped: { reason: "not-configured", detail: whatToDeclare(rows, server) } };
        const verdicts = roles.map((role) => judgeRole(role, rows, context));
        const unknown = verdicts.find((verdict) => "unknown" in verdict)?.unknown;
        return {
            findings: verdicts.flatMap((verdict) => verdict.findings ?? []),
            measurements: verdicts.flatMap((verdict) => verdict.measurements ?? []),
            ...(unknown && { unknown }),
        };
    },
}));
function whatToDeclare(rows, server) {
    const logins = rows
        .filter((row) => row.can_login && row.quoted_role !== server.login)
        .map((row) => row.role_name);
    const names = [...new Set(logins)].filter((name) => name !== null);
    const shown = names.slice(0, NAMED_ROLES);
    const rest = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    const example = JSON.stringify(shown.length === 1 ? shown : ["app"]);
    return `Say which roles your application logs in as, under checks in the config: statement-timeout: { roles: ${example} }. This server's login roles: ${shown.join(", ") || "none but ours"}${rest}.`;
}
function judgeRole(role, rows, context) {
    const settings = rows
        .filter((row) => row.role_name === role)
        .map((row) => sessionSetting(row, rows, context.server));
    const timeout = settings.find(({ setting }) => setting === "statement_timeout");
    if (timeout === undefined)
        return { unknown: cannotJudge(role, "there is no such role") };
    const measurements = [statement_timeout_measured(role, settings)];
    if (!timeout.can_login && !isOwn(timeout)) {
        const why = "it can't log in and has no limit of its own; name the login roles that become it";
        return { measurements, unknown: cannotJudge(role, why) };
    }
    if (timeout.value === null) {
        return { measurements, unknown: hiddenSetting("statement_timeout", context.server) };
    }
    const limit = settingMilliseconds(timeout.value);
    if (limit === undefined)
        return { measurements, unknown: cannotJudge(role, "its statement_timeout can't be read") };
    if (limit > 0 && limit <= context.options.max)
        return { measurements };
    return { measurements, findings: [tooLong(role, { timeout, limit }, context)] };
}
/**
 * SET ROLE does not bring a role's settings along. Supabase's API sets them itself where a role has its own, and
 * where it has none the login's stay.
 */
function sessionSetting(row, rows, server) {
    if (row.can_login || isOwn(row) || !server.isSupabase)
        return row;
    const login = rows.find((other) => other.role_name === SUPABASE_LOGIN && other.setting === row.setting);
    return login === undefined ? row : { ...row, can_login: true, value: login.value, level: login.level };
}
function cannotJudge(role, why) {
    return { reason: "error", detail: `The time limit of ${role} is not known: ${why}.` };
}
function statement_timeout_measured(role, settings) {
    const limits = settings.map(({ setting, value }) => [
        `${setting}_ms`,
        value === null ? null : (settingMilliseconds(value) ?? null),
    ]);
    return { role, ...Object.fromEntries(limits) };
}
function tooLong(role, { timeout, limit }, context) {
    const { priority, options: wanted, server } = context;
    const allowed = elapsed(wanted.max);
    return {
        key: timeout.quoted_role ?? role,
        priority,
        message: limit === 0
            ? `${role}: a statement may run for ever.`
            : `${role}: a statement may run for ${elapsed(limit)}; the limit is ${allowed}.`,
        facts: { role, statement_timeout_ms: limit, set_for: timeout.level },
        fix: limitRole(timeout, writeDuration(wanted.max), server),
    };
}
function limitRole(timeout, value, server) {
    const { sql: change } = changeSetting(timeout, value, server);
    // PostgREST reads the settings of the roles it becomes when it starts, or when told to.
    const isApiRole = server.isSupabase && statement_timeout_SUPABASE_ROLES.includes(timeout.role_name ?? "");
    return { sql: isApiRole ? `${change}\nNOTIFY pgrst, 'reload config';` : change };
}

;// CONCATENATED MODULE: ./.build/src/checks/statistics-freshness.js







/** How far past its trigger a table must be: twice, as pgbot judges it. Just past it autovacuum is on its way. */
const statistics_freshness_MARGIN = 2;
/** From PostgreSQL 18 on, ANALYZE can leave the partitions alone, which autovacuum looks after. */
const ANALYZE_ONLY_FROM = 180_000;
const statistics_freshness_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    is_partitioned: schemas/* boolean */.zMY(),
    rows: coerce/* number */.ai(),
    changed_rows: coerce/* number */.ai(),
    analyze_trigger: coerce/* number */.ai(),
    never_counted: schemas/* boolean */.zMY(),
    autovacuum_off: schemas/* boolean */.zMY(),
    last_analyze: schemas/* number */.aig().nullable(),
});
/* harmony default export */ const statistics_freshness = (defineCheck({
    id: "statistics-freshness",
    title: "The planner's statistics are fresh",
    why: "The planner chooses indexes and joins by what the last ANALYZE saw. When much has changed since, it chooses for a table that no longer exists, and queries that were fast become slow.",
    category: "vacuum",
    priority: "low",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "min-rows": schemas/* number */.aig()
            .int()
            .min(0)
            .default(10_000)
            .describe("Tables with fewer rows are let be: any plan is fast on them."),
        "observed-for": duration()
            .prefault("1h")
            .describe("How long the counters must have counted before no finding means fresh statistics."),
    }),
    row: statistics_freshness_row,
    ask: (server) => server.inRecovery
        ? { skipped: { reason: "not-applicable", detail: "A standby counts no changes: ask the primary." } }
        : { statement: sql["statistics-freshness"] },
    judge: (rows, context) => {
        const stale = rows.filter((table) => table.rows >= context.options["min-rows"] && table.changed_rows > statistics_freshness_MARGIN * table.analyze_trigger);
        const unknown = windowShorterThan(context, "tables", context.options["observed-for"]);
        return {
            findings: stale.map((table) => ({
                key: table.table_name,
                priority: context.priority,
                message: statistics_freshness_message(table),
                facts: {
                    table: table.table_name,
                    rows: table.rows,
                    changed_rows: table.changed_rows,
                    analyze_trigger: table.analyze_trigger,
                    partitioned: table.is_partitioned,
                    autovacuum: table.autovacuum_off ? "off" : "on",
                    last_analyze_at: isoOf(table.last_analyze),
                },
                fix: statistics_freshness_fix(table, context.server),
            })),
            ...(unknown ? { unknown } : {}),
        };
    },
}));
function statistics_freshness_message(table) {
    const { table_name: name, changed_rows: changed } = table;
    if (table.is_partitioned) {
        return table.never_counted
            ? `${name} is partitioned and was never analyzed: autovacuum analyzes its partitions, but never the whole.`
            : `${name} is partitioned and has changed by at least ${count(changed, "row")} since it was analyzed: autovacuum analyzes its partitions, but never the whole.`;
    }
    const why = table.autovacuum_off ? " Autovacuum is off for it." : "";
    return table.never_counted
        ? `${name} has ${count(table.rows, "row")} and was never analyzed.${why}`
        : `${count(changed, "row")} of ${name} changed since the last ANALYZE; autovacuum comes at ${table.analyze_trigger.toLocaleString("en-US")}.${why}`;
}
function statistics_freshness_fix(table, server) {
    const only = table.is_partitioned && server.versionNumber >= ANALYZE_ONLY_FROM ? "ONLY " : "";
    return { sql: `ANALYZE ${only}${table.table_name};` };
}

;// CONCATENATED MODULE: ./.build/src/checks/table-bloat.js







/**
 * A table is told only when it is past its own trigger by a tenth: one row past it is noise. By the default
 * settings 20 % dead rows are a quarter past it (0.25 live rows against 0.2), so the margin never hides those.
 */
const table_bloat_MARGIN = 1.1;
/** A session younger than this holds nothing back that matters: the age at which pgbot tells a transaction too. */
const HOLDS_BACK_FROM = 300_000;
/** Slots and standbys have no age in time, only in transactions; a busy server passes as many in minutes. */
const HOLDS_BACK_FROM_TRANSACTIONS = 10_000;
const table_bloat_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    dead_rows: coerce/* number */.ai(),
    live_rows: coerce/* number */.ai(),
    counted: schemas/* boolean */.zMY(),
    planner_rows: coerce/* number */.ai(),
    autovacuum_starts_at: coerce/* number */.ai(),
    autovacuum: schemas/* boolean */.zMY(),
    table_bytes: coerce/* number */.ai(),
    toast_dead_rows: coerce/* number */.ai(),
    being_vacuumed: schemas/* boolean */.zMY(),
    last_vacuum: schemas/* number */.aig().nullable(),
    holder_kind: schemas/* enum */.k5n(["session", "standby", "prepared transaction", "replication slot"]).nullable(),
    holder_name: schemas/* string */.YjP().nullable(),
    holder_since: schemas/* number */.aig().nullable(),
    holder_transactions: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const table_bloat = (defineCheck({
    id: "table-bloat",
    title: "Vacuum keeps up with dead rows",
    why: "Dead rows take disk and cache and slow every scan until vacuum frees their space. Space that is already free inside a table is not measured here.",
    category: "vacuum",
    priority: "medium",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "max-dead-percent": schemas/* number */.aig()
            .min(0)
            .max(100)
            .default(20)
            .describe("Dead rows of a table, in percent of all its rows, above which it is a finding."),
        "min-rows": schemas/* number */.aig()
            .int()
            .min(0)
            .default(10_000)
            .describe("Smaller tables (live and dead rows together) are let be."),
        "observed-for": duration()
            .prefault("1h")
            .describe("How long the counters must have counted before no finding means no dead rows."),
    }),
    row: table_bloat_row,
    ask: (server) => server.inRecovery
        ? { skipped: { reason: "not-applicable", detail: "A standby counts no dead rows: ask the primary." } }
        : { statement: sql["table-bloat"] },
    judge: (rows, context) => {
        const { options, priority, server } = context;
        const bloated = rows.filter((table) => {
            const all = liveRows(table) + table.dead_rows;
            return (!table.being_vacuumed &&
                all >= options["min-rows"] &&
                deadPercent(table) > options["max-dead-percent"] &&
                (!table.autovacuum || table.dead_rows > table_bloat_MARGIN * table.autovacuum_starts_at));
        });
        const unknown = windowShorterThan(context, "tables", options["observed-for"]);
        return {
            findings: bloated.map((table) => {
                const heldBackBy = holder(table, server.now);
                return {
                    key: table.table_name,
                    priority,
                    message: `${Math.round(deadPercent(table))} % of the rows of ${table.table_name} are dead (${count(table.dead_rows, "row")})${cause(table, heldBackBy)}.`,
                    facts: table_bloat_facts(table, heldBackBy),
                    fix: table_bloat_fix(table, heldBackBy),
                };
            }),
            ...(unknown ? { unknown } : {}),
        };
    },
}));
/**
 * A crash empties the counters, and until VACUUM or ANALYZE counts again they hold only what changed since. Until
 * then the planner's number, which survives, keeps a few dead rows from looking like the whole table.
 */
function liveRows(table) {
    return table.counted ? table.live_rows : Math.max(table.live_rows, table.planner_rows);
}
function deadPercent(table) {
    const all = liveRows(table) + table.dead_rows;
    return all === 0 ? 0 : (100 * table.dead_rows) / all;
}
/** Who keeps vacuum from removing what died since, in words; undefined when nobody does for long enough to matter. */
function holder(table, now) {
    const { holder_kind: kind, holder_name: name, holder_since: since, holder_transactions: transactions, } = table;
    if (kind === null)
        return undefined;
    if (since === null) {
        return (transactions ?? 0) >= HOLDS_BACK_FROM_TRANSACTIONS ? `the ${kind} ${name ?? ""}` : undefined;
    }
    const age = now - since * 1_000;
    if (age < HOLDS_BACK_FROM)
        return undefined;
    return kind === "session"
        ? `a transaction of ${name ?? "another role"}, open for ${elapsed(age)}`
        : `the prepared transaction ${name ?? ""}, ${elapsed(age)} old`;
}
function cause(table, heldBackBy) {
    if (heldBackBy !== undefined)
        return `, and vacuum can't remove what died since: held back by ${heldBackBy}`;
    return table.autovacuum ? "" : ", and autovacuum is off for it";
}
function table_bloat_facts(table, heldBackBy) {
    return {
        table: table.table_name,
        dead_percent: Math.round(deadPercent(table) * 10) / 10,
        dead_rows: table.dead_rows,
        live_rows: liveRows(table),
        autovacuum_starts_at_rows: table.autovacuum_starts_at,
        table_bytes: table.table_bytes,
        toast_dead_rows: table.toast_dead_rows > 0 ? table.toast_dead_rows : null,
        autovacuum: table.autovacuum ? "on" : "off",
        last_vacuum_at: isoOf(table.last_vacuum),
        held_back_by: heldBackBy ?? null,
    };
}
/** Comments hold no names: a name may hold a line break. */
function table_bloat_fix(table, heldBackBy) {
    const comments = [
        ...(heldBackBy === undefined ? [] : ["-- First end what holds vacuum back, or this removes little.\n"]),
        ...(table.autovacuum
            ? []
            : ["-- Autovacuum is off for this table: the check autovacuum-activity says how to turn it on.\n"]),
    ];
    return { sql: `${comments.join("")}VACUUM (ANALYZE) ${table.table_name};`, standsAlone: true };
}

;// CONCATENATED MODULE: ./.build/src/checks/transaction-id-age.js




/** Ids are compared within 2^31; the server stops taking writes some three million before. */
const LIMIT = 2 ** 31;
/** Half of the limit: pgdoctor fails and pgbot begins here. Below it there is time until tomorrow. */
const URGENT_AGE = 1_000_000_000;
/** vacuum_failsafe_age's default: from here the server itself drops everything else. No setting excuses it. */
const FAILSAFE_AGE = 1_600_000_000;
/** Autovacuum starts at its freezing age and takes a while: twice that age says it does not get through. */
const CATCH_UP = 2;
const transaction_id_age_row = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n([
        "database",
        "table",
        "temporary table",
        "session",
        "standby",
        "prepared transaction",
        "replication slot",
    ]),
    /** Quoted by the server; of a session its process number. */
    name: schemas/* string */.YjP(),
    is_here: schemas/* boolean */.zMY().nullable(),
    xid_age: coerce/* number */.ai().nullable(),
    multixact_age: coerce/* number */.ai().nullable(),
    xid_freeze_age: coerce/* number */.ai().nullable(),
    multixact_freeze_age: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const transaction_id_age = (defineCheck({
    id: "transaction-id-age",
    title: "Old transaction ids are frozen in time",
    why: "When the oldest id is 2 billion transactions old, the server takes no more writes until vacuum has caught up, which can last for hours.",
    category: "capacity",
    priority: "critical",
    options: schemas/* strictObject */.rej({
        // pgdoctor warns at 500 million, autovacuum begins at 200 million.
        "max-age": schemas/* number */.aig()
            .int()
            .positive()
            .default(500_000_000)
            .describe("Transactions. A database that holds an older id is a finding, once the age is also twice autovacuum_freeze_max_age."),
    }),
    row: transaction_id_age_row,
    ask: () => ({ statement: sql["transaction-id-age"] }),
    judge(rows, { options, priority, server }) {
        const tables = rows.filter((row) => row.kind === "table" || row.kind === "temporary table");
        const holder = rows
            .filter((row) => !["database", "table", "temporary table"].includes(row.kind))
            .reduce((old, row) => ((row.xid_age ?? 0) > (old?.xid_age ?? 0) ? row : old), undefined);
        const examine = (database, what) => {
            const isMultixact = what === "multixacts";
            const age = (isMultixact ? database.multixact_age : database.xid_age) ?? 0;
            const freezeAge = (isMultixact ? database.multixact_freeze_age : database.xid_freeze_age) ?? 0;
            const tolerated = Math.min(Math.max(options["max-age"], CATCH_UP * freezeAge), FAILSAFE_AGE);
            if (age < tolerated)
                return [];
            const heldBy = !isMultixact && holder !== undefined && (holder.xid_age ?? 0) >= freezeAge ? holder : undefined;
            const ageOf = (table) => (isMultixact ? table.multixact_age : table.xid_age) ?? 0;
            const oldest = database.is_here ? tables.toSorted((a, b) => ageOf(b) - ageOf(a)) : [];
            const fix = server.inRecovery ? undefined : mend(heldBy, oldest[0]);
            return [
                {
                    key: isMultixact ? `${database.name} (multixacts)` : database.name,
                    priority: age >= URGENT_AGE ? priority : calmer(priority),
                    message: `Database ${database.name} holds ${what} ${millions(age)} old; near ${millions(LIMIT)} the server stops taking writes.${heldBy === undefined ? "" : ` ${transaction_id_age_inWords(heldBy)} keeps vacuum from freezing.`}`,
                    facts: {
                        database: database.name,
                        age,
                        used_percent: Math.floor((age / LIMIT) * 100),
                        freeze_max_age: freezeAge,
                        held_back_by: heldBy === undefined ? null : transaction_id_age_inWords(heldBy),
                        oldest_tables: oldest.map((table) => table.name),
                    },
                    ...(fix && { fix }),
                },
            ];
        };
        return {
            findings: rows
                .filter((row) => row.kind === "database")
                .flatMap((row) => [...examine(row, "transaction ids"), ...examine(row, "multixacts")]),
        };
    },
}));
/** What lets vacuum freeze again, or the vacuum itself where nothing is in its way. */
function mend(holder, table) {
    switch (holder?.kind) {
        case "session":
            return { sql: `SELECT pg_terminate_backend(${holder.name});`, destructive: true };
        case "prepared transaction":
            return { sql: `ROLLBACK PREPARED ${holder.name};`, destructive: true, standsAlone: true };
        case "replication slot":
            return { sql: `SELECT pg_drop_replication_slot(${holder.name});`, destructive: true };
        case "standby":
            return undefined;
    }
    // Another session's temporary table goes when that session ends; nobody else can vacuum it.
    if (table === undefined || table.kind === "temporary table")
        return undefined;
    return { sql: `VACUUM (FREEZE) ${table.name};`, standsAlone: true };
}
function transaction_id_age_inWords(holder) {
    return holder.kind === "session" || holder.kind === "standby"
        ? `The ${holder.kind} of process ${holder.name}`
        : `The ${holder.kind} ${holder.name}`;
}
function millions(age) {
    return `${Math.round(age / 1_000_000).toLocaleString("en-US")} million transactions`;
}
function calmer(priority) {
    return (0,domain_priority/* isAtLeast */.du)(priority, "critical") ? "high" : priority;
}

;// CONCATENATED MODULE: ./.build/src/checks/unused-indexes.js








/** PostgreSQL 16 and later keep the time of an index's last scan. */
const KEEPS_LAST_SCAN = 160_000;
/** The statement leaves out smaller indexes (12 pages of 8 kB) and those scanned within a day. */
const unused_indexes_LEAST_SIZE = 96 * 1024;
const LEAST_TIME = 86_400_000;
// 100 kB is DESIGN's example; pganalyze starts at 32 kB, pgbot at 1 MiB, PgHero at 10 MB. 30 days span a
// month-end, 100 days a quarter's end, so that such reports keep their indexes (pganalyze waits 35 days).
const unused_indexes_options = schemas/* strictObject */.rej({
    "min-size": size()
        .refine((bytes) => bytes >= unused_indexes_LEAST_SIZE, "indexes below 96 kB are never looked at")
        .prefault("100 kB")
        .describe("Smaller indexes are left alone. At least 96 kB."),
    "observed-for": duration()
        .refine((time) => time >= LEAST_TIME, "at least 1d")
        .prefault("30d")
        .describe("The counters must have counted this long before an index without a scan is called unused."),
    "idle-for": duration()
        .refine((time) => time >= LEAST_TIME, "at least 1d")
        .prefault("100d")
        .describe("From PostgreSQL 16: an index whose last scan is longer ago than this is unused too."),
});
/* harmony default export */ const unused_indexes = (defineCheck({
    id: "unused-indexes",
    title: "Every index is used",
    why: "Each write to the table maintains the index, backups carry it and it takes room in the cache, but no query reads it.",
    category: "indexes",
    priority: "low",
    indexUsage: true,
    window: "tables",
    options: unused_indexes_options,
    row: schemas/* object */.Ikc({
        index_name: schemas/* string */.YjP(),
        table_name: schemas/* string */.YjP(),
        partitioned: schemas/* boolean */.zMY(),
        has_expressions: schemas/* boolean */.zMY(),
        size_bytes: coerce/* number */.ai(),
        scans: coerce/* number */.ai(),
        last_scan_s: schemas/* number */.aig().nullable(),
        table_writes: coerce/* number */.ai(),
        definition: schemas/* string */.YjP().nullable(),
    }),
    ask: ({ versionNumber }) => ({
        statement: versionNumber >= KEEPS_LAST_SCAN ? sql["unused-indexes.last-scan"] : sql["unused-indexes"],
    }),
    judge(rows, context) {
        const idleSince = context.server.now - context.options["idle-for"];
        const unused = rows.filter((row) => row.size_bytes >= context.options["min-size"] &&
            (row.scans === 0 || (row.last_scan_s !== null && row.last_scan_s * 1000 <= idleSince)));
        // Scans elsewhere or earlier could only save an index: without a suspect there is nothing to doubt.
        if (unused.length === 0)
            return {};
        const unknown = unused_indexes_doubt(context, unused.length);
        const since = context.windows.tables.since;
        if (unknown !== undefined || since === null)
            return { ...(unknown && { unknown }) };
        return {
            findings: unused.map((row) => {
                const lastScan = row.last_scan_s === null ? null : toIso(row.last_scan_s * 1000);
                const unusedSince = lastScan ?? toIso(since);
                return {
                    key: row.index_name,
                    priority: context.priority,
                    message: (lastScan === null
                        ? `${row.index_name}: 0 scans since ${unusedSince}, or since it was created if that is later.`
                        : `${row.index_name}: no scan since ${unusedSince}.`) +
                        (row.has_expressions ? " It also gives the planner statistics on its expression." : ""),
                    facts: {
                        index: row.index_name,
                        table: row.table_name,
                        size_bytes: row.size_bytes,
                        scans: row.scans,
                        unused_since_at: unusedSince,
                        table_writes: row.table_writes,
                        definition: row.definition,
                    },
                    fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
                };
            }),
            ...(context.replicas === undefined && {
                measurements: [
                    {
                        counted_since_at: toIso(since),
                        counted_on: "this server alone: no standby is connected now, and the config declares no replicas",
                    },
                ],
            }),
        };
    },
}));
/** Why this server's counters can't tell that an index is unused; undefined when they can. */
function unused_indexes_doubt(context, suspects) {
    const { server, replicas } = context;
    const counted = suspects === 1 ? "1 index shows no scan" : `${suspects} indexes show no scan`;
    if (server.inRecovery) {
        return {
            reason: "window",
            detail: `${counted}, but this server is a standby: it counts only the reads that it serves itself. Look at the primary.`,
        };
    }
    if (Array.isArray(replicas) && replicas.length > 0) {
        return {
            reason: "window",
            detail: `${counted} here, but the replicas (${replicas.join(", ")}) serve reads that this server does not count, and they are not read yet.`,
            fix: "replicas: none  # in the config, once no query reads from them",
        };
    }
    if (replicas === undefined && server.standbys === null) {
        return {
            reason: "permission",
            detail: `${counted} here, but the login can't see whether standbys are connected, whose reads this server does not count.`,
            fix: grantMonitor(server),
        };
    }
    if (replicas === undefined && server.standbys !== null && server.standbys > 0) {
        return {
            reason: "window",
            detail: `${counted} here, but a standby is connected, and this server does not count the reads it serves.`,
            fix: "replicas: none  # in the config, if no query reads from the standby",
        };
    }
    return windowShorterThan(context, "tables", context.options["observed-for"]);
}

;// CONCATENATED MODULE: ./.build/src/checks/index.js























/** Every check, in the order in which they are shown. */
const checks = [
    query_statistics,
    query_text_exposure,
    slow_queries,
    query_summary,
    blocking_queries,
    long_running_queries,
    unused_indexes,
    duplicate_indexes,
    foreign_key_indexes,
    index_sizes,
    invalid_indexes,
    table_bloat,
    autovacuum_activity,
    statistics_freshness,
    transaction_id_age,
    connection_usage,
    application_pool,
    sequence_exhaustion,
    replication_slots,
    statement_timeout,
    query_logging,
    error_logging,
    connection_security,
];
const byId = new Map(checks.map((check) => [check.id, check]));
/** The check of this id, or undefined when there is none. */
function checkById(id) {
    return byId.get(id);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
;// CONCATENATED MODULE: ./.build/src/config/schema.js




/** A run takes seconds; Node's timers end after 24 days and would then fire at once. */
const LONGEST_RUN = 3_600_000;
/**
 * The configuration file, composed from the checks' own option schemas. The JSON Schema for editors is made
 * from it.
 */
const configSchema = schemas/* strictObject */.rej({
    schemas: schemas/* array */.YOg(schemas/* string */.YjP().min(1))
        .min(1)
        .optional()
        .describe("The schemas to look at. Default: all but the system's, extensions' and the platform's own."),
    policy: schemas/* strictObject */.rej({
        unknown: schemas/* enum */.k5n(["auto", "fail", "warn"])
            .default("auto")
            .describe("What a check that could not look does to the step. auto: fail in suite deploy, warn elsewhere."),
        timeout: duration()
            .refine((time) => time > 0 && time <= LONGEST_RUN, "write more than 0s and at most 1h")
            .prefault("2min")
            .describe("The whole run's time, at most 1h; a check has 10 seconds."),
    })
        .prefault({}),
    replicas: schemas/* union */.KCZ([schemas/* literal */.euz("none"), schemas/* array */.YOg(schemas/* string */.YjP().min(1)).min(1)])
        .optional()
        .describe("none when no replica serves reads, or the replicas' names. Undeclared, unused-indexes says so."),
    checks: schemas/* strictObject */.rej(Object.fromEntries(checks.map((check) => [check.id, checkSchema(check.options)])))
        .prefault({}),
    ignore: schemas/* array */.YOg(schemas/* strictObject */.rej({
        check: schemas/* enum */.k5n(checks.map(({ id }) => id)).describe("The check's id."),
        key: schemas/* string */.YjP()
            .min(1)
            .refine((key) => !/^[*\s]+$/.test(key), "a key of * alone would hide everything the check ever finds: name the object, or disable the check")
            .describe("The finding's key; * stands for any text."),
        reason: schemas/* string */.YjP().min(1).describe("Why the team lives with it; it is shown."),
        expires: iso/* date */.p6().optional().describe("The last day on which it counts, like 2027-01-01."),
    }))
        .default([])
        .describe("Findings that the team has decided to live with."),
    suites: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[a-z][a-z0-9-]*$/, "a suite's name has lower-case letters, digits and dashes"), schemas/* array */.YOg(schemas/* string */.YjP()).min(1))
        .default({})
        .describe("Suites of your own: ids or categories of checks by the suite's name."),
});
/** A check's own options, and the two that every check takes. */
function checkSchema(options) {
    if (!(options instanceof schemas/* ZodObject */.bvH))
        throw new TypeError("a check's options must be one zod object");
    return options
        .extend({
        priority: schemas/* enum */.k5n(domain_priority/* PRIORITIES */.BE).optional().describe("Takes the place of the check's default priority."),
        enabled: schemas/* boolean */.zMY().default(true).describe("false: the check is skipped, and shown as disabled."),
    })
        .prefault({});
}

;// CONCATENATED MODULE: ./.build/src/config/file.js






/**
 * Reads the configuration file. The default path may be absent; one that was asked for may not.
 *
 * @throws UserError with every problem and its line
 */
async function readConfig(path, workspace) {
    const text = readText((0,external_node_path_.resolve)(workspace, path), path);
    if (text === undefined) {
        if (path === config_inputs/* DEFAULT_CONFIG */.PV)
            return { config: configSchema.parse({}), found: false };
        throw new errors/* UserError */.y([
            `config: there is no file ${JSON.stringify(path)} in the workspace. Check the path, and that actions/checkout runs before this action.`,
        ]);
    }
    return { config: await parseConfig(text, path), found: true };
}
/** Undefined when there is no such file. */
function readText(file, path) {
    try {
        return (0,external_node_fs_.readFileSync)(file, "utf8");
    }
    catch (error) {
        const { code } = error;
        if (code === "ENOENT")
            return undefined;
        throw new errors/* UserError */.y([`config: ${JSON.stringify(path)} is no file that can be read (${code}).`]);
    }
}
/** @throws UserError with every problem and its line */
async function parseConfig(text, path) {
    // Loaded only when there is a file: most of a start-up's time is loading.
    const { LineCounter, parseDocument, visit } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 8815, 19));
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
        throw new errors/* UserError */.y(document.errors.map(({ message, pos }) => `${path}:${lines.linePos(pos[0]).line}: this is no valid YAML: ${message}`));
    }
    const unresolved = [];
    visit(document, {
        Alias(_, alias) {
            if (alias.resolve(document) !== undefined)
                return;
            const { line } = lines.linePos(alias.range?.[0] ?? 0);
            unresolved.push(`${path}:${line}: *${alias.source} is an alias in YAML, and nothing has that name. A text that begins with * stands in quotes: "*${alias.source}".`);
        },
    });
    if (unresolved.length > 0)
        throw new errors/* UserError */.y(unresolved);
    const parsed = configSchema.safeParse(document.toJS() ?? {}, { reportInput: true });
    if (parsed.success)
        return parsed.data;
    throw new errors/* UserError */.y(describeIssues(parsed.error.issues, configSchema, path, (place) => {
        const node = document.getIn(place, true);
        const offset = node?.range?.[0];
        return offset === undefined ? undefined : lines.linePos(offset).line;
    }));
}

;// CONCATENATED MODULE: ./.build/src/config/selection.js



/** The suites that come with the action. */
const BUILT_IN = new Map([
    ["health", () => true],
    ["index-usage", ({ indexUsage }) => indexUsage === true],
]);
/**
 * The checks to run, in the catalogue's order: those of the input `checks` when it says any, else the suite's.
 *
 * @param suites the configuration's own; undefined when it could not be read, and then any suite may be one of them
 * @throws UserError with every unknown suite, check and category
 */
function selectChecks(all, { suite, words, suites, }) {
    const problems = [];
    const ofConfig = new Map(Object.entries(suites ?? {}));
    for (const [name, members] of ofConfig) {
        if (BUILT_IN.has(name))
            problems.push(`suites.${name}: this name belongs to a suite of the action; choose another.`);
        problems.push(...unknownWords(members, all, `suites.${name}`));
    }
    problems.push(...unknownWords(words, all, "checks"));
    const known = [...BUILT_IN.keys(), ...ofConfig.keys()];
    const own = ofConfig.get(suite);
    const builtIn = BUILT_IN.get(suite);
    if (suites !== undefined && own === undefined && builtIn === undefined) {
        problems.push(`suite: ${JSON.stringify(suite)} is not known. The suites are ${known.join(", ")}.${(0,nearest/* nearest */.p)(suite, known)}`);
    }
    if (problems.length > 0)
        throw new errors/* UserError */.y(problems);
    const wanted = words.length > 0 ? words : own;
    return all.filter((check) => wanted === undefined ? builtIn?.(check) : wanted.includes(check.id) || wanted.includes(check.category));
}
function unknownWords(words, all, where) {
    const known = [...all.map(({ id }) => id), ...CATEGORIES];
    return words
        .filter((word) => !known.includes(word))
        .map((word) => `${where}: ${JSON.stringify(word)} is no check and no category.${(0,nearest/* nearest */.p)(word, known)}`);
}

;// CONCATENATED MODULE: ./.build/src/config/settle.js





/**
 * Settles what this run does from the inputs and the configuration file.
 *
 * @throws UserError with every problem of the file and of the selection
 */
async function settle(inputs, runner) {
    const problems = new Problems();
    const file = await problems.of(() => readConfig(inputs.config, runner.workspace));
    const selected = await problems.of(() => selectChecks(checks, { suite: inputs.suite, words: inputs.checks, suites: file?.config.suites }));
    if (file === undefined || selected === undefined)
        throw problems.error();
    const { config, found } = file;
    if (selected.length === 0) {
        throw new errors/* UserError */.y([
            `checks: no check is selected by ${JSON.stringify(inputs.checks.join(", ") || inputs.suite)}.`,
        ]);
    }
    return {
        target: inputs.target,
        suite: inputs.suite,
        checks: selected.map((check) => {
            // Composed from the check's own schema: what is left after the two common keys is its options.
            const { priority, enabled, ...options } = config.checks[check.id];
            return { check, priority: priority ?? check.priority, enabled, options };
        }),
        failOn: inputs.failOn,
        isPullRequest: /^pull_request/.test(runner.eventName),
        unknownFails: config.policy.unknown === "auto" ? inputs.suite === "deploy" : config.policy.unknown === "fail",
        timeout: config.policy.timeout,
        database: { url: inputs.databaseUrl, ca: inputs.ca },
        schemas: config.schemas,
        replicas: config.replicas,
        ignore: config.ignore.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
        commit: runner.commit,
        runUrl: runner.runUrl,
        notices: found
            ? []
            : [`There is no ${inputs.config} in the workspace: every check runs with its defaults.`],
    };
}

;// CONCATENATED MODULE: ./.build/src/generated/version.js
// Made by `npm run build` from package.json. Do not edit.
const VERSION = "1.0.0";

;// CONCATENATED MODULE: ./.build/src/judge/refusals.js

/** What a refused statement means: always an unknown, never a pass. The server's own words are not repeated. */
function explainRefusal({ code }, server) {
    switch (code) {
        case "42501":
            return {
                reason: "permission",
                detail: "The login may not read what this check asks for, or row-level security would filter it.",
                // Who has it needs another grant, which only the object's owner knows.
                ...(server.readsAllStatistics && server.readsAllSettings ? {} : { fix: grantMonitor(server) }),
            };
        case "57014":
            return {
                reason: "timeout",
                detail: "The statement ran into its time limit of 10 seconds on the server.",
            };
        case "55P03":
            return {
                reason: "timeout",
                detail: "A lock on one of its objects was held for longer than a second, most likely by a migration: run again when it is done.",
            };
        case "timeout":
            return {
                reason: "timeout",
                detail: "The run's time was over before this check had its answer (policy.timeout in the configuration).",
            };
        case "lost":
        case "57P01":
        case "57P02":
        case "57P03":
        case "08006":
            return { reason: "unreachable", detail: "The connection was lost before this check had its answer." };
        case "55000":
            return {
                reason: "extension",
                detail: "The extension that this check reads is not loaded: add it to shared_preload_libraries and restart the server.",
            };
        case "42P01":
        case "42703":
        case "42883":
            return {
                reason: "version",
                detail: `This server lacks something that the check reads (SQLSTATE ${code}); a version of an extension or of the server that is not known here.`,
            };
        default:
            return { reason: "error", detail: `The server refused the statement (SQLSTATE ${code}).` };
    }
}

;// CONCATENATED MODULE: ./.build/src/judge/check.js




/** What a check says of its answer. Total: whatever came back becomes a judgement. */
function judgeAnswer(check, answer, context) {
    if (answer === undefined)
        return { unknown: { reason: "error", detail: "The check was not asked." } };
    if ("judgement" in answer)
        return answer.judgement;
    if ("refusal" in answer)
        return { unknown: explainRefusal(answer.refusal, context.server) };
    const rows = answer.rows.map((row) => check.row.safeParse(row));
    if (rows.some(({ success }) => !success)) {
        return {
            unknown: { reason: "version", detail: "The server's answer has not the form that the check expects." },
        };
    }
    try {
        return check.judge(rows.flatMap(({ data }) => (data === undefined ? [] : [data])), context);
    }
    catch (error) {
        // One check's defect must not cost the report of all others.
        const kind = error instanceof Error ? error.name : typeof error;
        return {
            unknown: { reason: "error", detail: `The check went wrong (${kind}): a defect of pg-preflight.` },
        };
    }
}
/** Only `pass` is green: an empty judgement of a check that gives verdicts. */
function statusOf(judgement, check) {
    if ((judgement.findings ?? []).length > 0)
        return "fail";
    if (judgement.unknown !== undefined)
        return "unknown";
    if (judgement.skipped !== undefined)
        return "skipped";
    return check.measures === true ? "measured" : "pass";
}
/** A judgement as the report shows it. */
function resultOf(check, judgement, { priority, window }) {
    const { findings = [], unknown, skipped, measurements = [] } = judgement;
    const status = statusOf(judgement, check);
    return {
        check: check.id,
        title: check.title,
        why: check.why,
        category: check.category,
        status,
        priority: status === "fail" ? (0,domain_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority)) : priority,
        ...(check.momentary === true ? { momentary: true } : {}),
        ...(window === undefined ? {} : { window }),
        ...(findings.length > 0 ? { findings: findings.map(reported) } : {}),
        ...(unknown === undefined ? {} : { unknown: { ...unknown } }),
        ...(skipped === undefined ? {} : { skipped: { ...skipped } }),
        ...(measurements.length > 0 ? { measurements: measurements.map((facts) => ({ ...facts })) } : {}),
    };
}
/** "since 2026-11-01 03:00 UTC (21 days): the statistics were reset". */
function describeWindow(window, server) {
    const length = windowLength(window, server);
    if (window.since === null || length === null)
        return window.detail;
    return `since ${toIso(window.since).slice(0, 16).replace("T", " ")} UTC (${inWords(length)}): ${window.detail}`;
}
function reported({ key, priority, message, facts, fix }) {
    return {
        key,
        priority,
        message,
        facts: { ...facts },
        ...(fix === undefined ? {} : { fix: fix.sql }),
        ...(fix?.destructive === true ? { destructive: true } : {}),
        ...(fix?.standsAlone === true ? { standsAlone: true } : {}),
        known: false,
    };
}

;// CONCATENATED MODULE: ./.build/src/judge/gate.js

/** Whether this result makes the step red, `fail-on: never` aside. */
function stopsStep(result, rule) {
    return (countAtLeast(result, thresholdOf(rule), rule.isPullRequest) > 0 ||
        (rule.unknownFails && result.unknown !== undefined));
}
/** What `conclusion` says where `fail-on: never` keeps the step green: the default gate's answer. */
const DEFAULT_THRESHOLD = "high";
/**
 * The gate's rule. A database that cannot be reached, or of which nothing could be looked at, always fails;
 * everything else yields to `fail-on: never`.
 */
function applyGate(results, rule) {
    const always = blind(results, rule.unreachable);
    const threshold = thresholdOf(rule);
    const stopping = results.filter((result) => countAtLeast(result, threshold, rule.isPullRequest) > 0);
    const unseen = results.filter(({ unknown }) => unknown !== undefined);
    const reasons = [
        ...(stopping.length > 0 ? [tellFindings(stopping, threshold, rule)] : []),
        ...(rule.unknownFails && unseen.length > 0
            ? [`What could not be looked at counts as failed (policy.unknown): ${namesOf(unseen)}.`]
            : []),
    ];
    const isFailure = always.length > 0 || reasons.length > 0;
    return {
        conclusion: concludes(isFailure, unseen.length > 0),
        stepFails: always.length > 0 || (rule.failOn !== "never" && reasons.length > 0),
        reasons: [...always, ...(rule.failOn === "never" ? [] : reasons)],
    };
}
function concludes(isFailure, isBlindSomewhere) {
    if (isFailure)
        return "fail";
    return isBlindSomewhere ? "unknown" : "pass";
}
function tellFindings(stopping, threshold, rule) {
    const count = stopping.reduce((sum, result) => sum + countAtLeast(result, threshold, rule.isPullRequest), 0);
    const findings = count === 1 ? "1 finding is" : `${count.toLocaleString("en-US")} findings are`;
    return `${findings} ${threshold === "critical" ? "critical" : `${threshold} or worse`}: ${namesOf(stopping)}.`;
}
function namesOf(results) {
    return results.map(({ check }) => check).join(", ");
}
function thresholdOf({ failOn }) {
    return failOn === "never" ? DEFAULT_THRESHOLD : failOn;
}
/** Findings that stop this run: known ones do not, nor do momentary ones on a pull request. */
function countAtLeast(result, threshold, isPullRequest) {
    if (isPullRequest && result.momentary === true)
        return 0;
    return (result.findings ?? []).filter(({ priority, known }) => !known && (0,domain_priority/* isAtLeast */.du)(priority, threshold))
        .length;
}
function blind(results, unreachable) {
    if (unreachable !== undefined)
        return ["The database was not reached."];
    if (results.some(({ status }) => status === "pass" || status === "fail" || status === "measured"))
        return [];
    return ["Nothing could be looked at: every check is unknown or skipped."];
}

;// CONCATENATED MODULE: ./.build/src/judge/ignores.js

/** Applies the team's ignores over one run, and remembers which of them ever matched. */
class Ignores {
    #entries;
    #today;
    #used = new Set();
    ignored = [];
    /** @param now milliseconds since 1970 */
    constructor(entries, now) {
        this.#entries = entries;
        this.#today = toIso(now).slice(0, 10);
    }
    /** The judgement without the findings that are ignored. */
    apply(check, judgement) {
        if (judgement.findings === undefined)
            return judgement;
        const findings = judgement.findings.filter(({ key }) => {
            const matching = this.#entries.filter((entry) => entry.check === check && matches(entry.key, key));
            for (const entry of matching)
                this.#used.add(entry);
            const entry = matching.find((candidate) => !this.#isExpired(candidate));
            if (entry === undefined)
                return true;
            this.ignored.push({ check, key, reason: entry.reason, expires: entry.expires });
            return false;
        });
        return { ...judgement, findings };
    }
    /**
     * What the team should know of its ignores: those that expired, and those that matched nothing although their
     * check gave a verdict on everything.
     */
    notices(checksWithVerdict) {
        return this.#entries.flatMap((entry) => {
            const name = `The ignore of \`${entry.key}\` in ${entry.check}`;
            if (this.#isExpired(entry))
                return [`${name} expired on ${entry.expires}: it no longer counts.`];
            if (!this.#used.has(entry) && checksWithVerdict.has(entry.check)) {
                return [`${name} matched no finding: the trouble is gone or the key is wrong; take it out.`];
            }
            return [];
        });
    }
    #isExpired({ expires }) {
        return expires !== null && expires < this.#today;
    }
}
/** `*` stands for any text; everything else is itself. */
function matches(pattern, key) {
    const [head = "", ...rest] = pattern.split("*");
    if (rest.length === 0)
        return key === pattern;
    if (!key.startsWith(head))
        return false;
    const tail = rest.pop() ?? "";
    let position = head.length;
    for (const piece of rest) {
        const found = key.indexOf(piece, position);
        if (found < 0)
            return false;
        position = found + piece.length;
    }
    return key.length - tail.length >= position && key.endsWith(tail);
}

;// CONCATENATED MODULE: ./.build/src/judge/judge.js




/** Evidence in, the whole report out. Pure. */
function judge(settings, evidence, run) {
    const ignores = new Ignores(settings.ignore, run.startedAt);
    const results = settings.checks.map((selected) => evidence.reached
        ? judgeOne(selected, evidence, settings, ignores)
        : resultOf(selected.check, notReached(selected), selected));
    const unreachable = evidence.reached ? undefined : evidence.advice;
    const rule = { ...settings, unreachable };
    const gate = applyGate(results, rule);
    const withVerdict = results.filter(({ status, unknown }) => (status === "pass" || status === "fail") && unknown === undefined);
    return {
        schemaVersion: 1,
        toolVersion: run.toolVersion,
        target: settings.target,
        suite: settings.suite,
        conclusion: gate.conclusion,
        failOn: settings.failOn,
        stepFails: gate.stepFails,
        gate: [...gate.reasons],
        commit: settings.commit,
        runUrl: settings.runUrl,
        startedAt: toIso(run.startedAt),
        durationMs: run.durationMs,
        server: evidence.reached ? describeServer(evidence) : null,
        ...(unreachable === undefined ? {} : { unreachable }),
        notices: [
            ...settings.notices,
            ...(evidence.reached ? evidence.notices : []),
            ...ignores.notices(new Set(withVerdict.map(({ check }) => check))),
        ],
        results: results.map((result) => result.status === "fail" || result.unknown !== undefined
            ? { ...result, stops: settings.failOn !== "never" && stopsStep(result, rule) }
            : result),
        checklist: [],
        ignored: ignores.ignored,
    };
}
function judgeOne({ check, priority, enabled, options }, { server, windows, answers }, { replicas }, ignores) {
    const judgement = enabled
        ? judgeAnswer(check, answers.get(check.id), { options, priority, server, windows, replicas })
        : DISABLED;
    const window = check.window === undefined ? undefined : describeWindow(windows[check.window], server);
    return resultOf(check, ignores.apply(check.id, judgement), { priority, window });
}
const DISABLED = {
    skipped: { reason: "disabled", detail: "The configuration disables this check." },
};
function notReached({ enabled }) {
    return enabled ? { unknown: { reason: "unreachable", detail: "The database was not reached." } } : DISABLED;
}
function describeServer({ server, windows }) {
    const at = (since) => (since === null ? null : toIso(since));
    return {
        version: server.version,
        database: server.database,
        windows: { tables: at(windows.tables.since), statements: at(windows.statements.since) },
    };
}

// EXTERNAL MODULE: ./.build/src/report/cells.js
var cells = __webpack_require__(3315);
;// CONCATENATED MODULE: ./.build/src/report/counts.js

function countsOf(report) {
    const findings = zeros();
    const fresh = zeros();
    const checks = zeros();
    const statuses = { pass: 0, fail: 0, unknown: 0, skipped: 0, measured: 0 };
    for (const result of report.results) {
        statuses[result.status] += 1;
        const seen = new Set();
        for (const finding of result.findings ?? []) {
            findings[finding.priority] += 1;
            if (!finding.known)
                fresh[finding.priority] += 1;
            seen.add(finding.priority);
        }
        for (const priority of seen)
            checks[priority] += 1;
    }
    const total = counts_sum(findings);
    return { findings, fresh, checks, statuses, total, known: total - counts_sum(fresh) };
}
function zeros() {
    return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}
function counts_sum(counts) {
    return domain_priority/* PRIORITIES */.BE.reduce((total, priority) => total + counts[priority], 0);
}
/** This check is one reason why the step is red. */
function counts_stopsStep(result, report) {
    if (!report.stepFails)
        return false;
    if (result.stops !== undefined)
        return result.stops;
    const { failOn } = report;
    if (failOn === "never")
        return false;
    return (result.findings ?? []).some((finding) => !finding.known && (0,domain_priority/* isAtLeast */.du)(finding.priority, failOn));
}

;// CONCATENATED MODULE: ./.build/src/report/annotations.js



/** The runner keeps ten of each level for a step and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10;
const LEVELS = ["error", "warning", "notice"];
/**
 * What stops the step as errors, other failing checks as warnings, what could not be looked at as notices.
 * Beyond ten of a level the last one counts the rest.
 */
function annotations(report) {
    const all = [...report.results].sort(byUrgency).flatMap((result) => annotationsOf(result, report));
    // A red step says why, also when no single check is the reason.
    if (report.stepFails && !all.some(({ level }) => level === "error"))
        all.unshift(whyItFails(report));
    return LEVELS.flatMap((level) => atMostTen(all.filter((annotation) => annotation.level === level)));
}
function byUrgency(a, b) {
    return domain_priority/* PRIORITIES */.BE.indexOf(a.priority) - domain_priority/* PRIORITIES */.BE.indexOf(b.priority);
}
function annotationsOf(result, report) {
    const mild = result.status === "fail" ? "warning" : "notice";
    const level = counts_stopsStep(result, report) ? "error" : mild;
    const findings = result.findings ?? [];
    const [first] = findings;
    if (result.status === "fail") {
        const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : "";
        return [annotation(level, result.title, `${first?.message ?? result.why}${more}`)];
    }
    // A database out of reach is said once, not for each check.
    if (result.unknown === undefined || (report.server === null && result.unknown.reason === "unreachable"))
        return [];
    return [annotation(level, `Could not look: ${result.title}`, result.unknown.detail)];
}
function whyItFails(report) {
    const [first = "See the summary.", ...others] = report.unreachable === undefined ? report.gate : [report.unreachable];
    const more = others.length > 0 ? ` And ${others.length} more.` : "";
    const title = report.unreachable === undefined ? "pg-preflight" : "The database could not be reached";
    return annotation("error", title, first + more);
}
function annotation(level, title, message) {
    return { level, title: (0,cells/* logLine */.BP)(title), message: (0,cells/* logLine */.BP)(message) };
}
function atMostTen(annotations) {
    const rest = annotations.slice(MOST_OF_A_LEVEL - 1);
    const [first] = rest;
    if (first === undefined || rest.length === 1)
        return [...annotations];
    const kept = annotations.slice(0, MOST_OF_A_LEVEL - 1);
    return [
        ...kept,
        annotation(first.level, `And ${rest.length} more`, `${rest.map(({ title }) => title).join("; ")}. See the summary.`),
    ];
}

;// CONCATENATED MODULE: ./.build/src/report/log.js


/** Sentences under a failing check; the summary has them all. */
const SENTENCES = 3;
/** One line a check: the failing and unknown in sight, the others folded. */
function logSections(report) {
    const of = (...statuses) => report.results.filter((result) => statuses.includes(result.status));
    const unreachable = report.server === null;
    const blind = of("unknown").filter(({ unknown }) => !unreachable || unknown?.reason !== "unreachable");
    const sections = [
        { group: null, lines: [verdictLine(report), ...report.notices.map((notice) => `i ${notice}`)] },
        { group: null, lines: of("fail").flatMap(failLines) },
        {
            group: null,
            lines: blind.map((result) => `? ${result.title}: could not look: ${result.unknown?.detail ?? ""}`),
        },
        group("passed", "✓", of("pass")),
        group("measured", "·", of("measured")),
        group("skipped", "-", of("skipped")),
        { group: null, lines: report.stepFails ? report.gate.map((reason) => `This step fails: ${reason}`) : [] },
    ];
    return sections
        .filter(({ lines }) => lines.length > 0)
        .map((section) => ({ ...section, lines: section.lines.map(cells/* logLine */.BP) }));
}
function verdictLine(report) {
    if (report.server === null)
        return `✗ ${report.target} could not be reached. ${report.unreachable ?? ""}`;
    const { statuses, total } = countsOf(report);
    const found = `${total} ${total === 1 ? "finding" : "findings"}`;
    return `${report.target}: ${report.conclusion}. Checks: ${statuses.pass} pass, ${statuses.fail} fail (${found}), ${statuses.unknown} could not look, ${statuses.skipped} skipped.`;
}
function failLines({ title, priority, findings = [], unknown }) {
    const rest = findings.length - SENTENCES;
    return [
        `✗ ${title}: ${findings.length} ${findings.length === 1 ? "finding" : "findings"} (${priority})`,
        ...findings.slice(0, SENTENCES).map(({ message }) => `    ${message}`),
        ...(rest > 0 ? [`    and ${rest} more`] : []),
        ...(unknown === undefined ? [] : [`    and could not see everything: ${unknown.detail}`]),
    ];
}
function group(name, sign, results) {
    const lines = results.map(({ title, skipped }) => `${sign} ${title}${skipped === undefined ? "" : `: ${skipped.reason}`}`);
    return { group: `${results.length} ${name}`, lines };
}

;// CONCATENATED MODULE: ./.build/src/report/blocks.js

/**
 * Fenced and folded blocks. SQL for a person to copy stands in fences. Characters that cannot be seen are written out, although the
 * statement then names something else: a statement that fails beats one that does what nobody could read.
 */
/** A statement longer than this is left out whole: half a statement must never be copied. */
const STATEMENT_LENGTH = 20_000;
function fits(sql) {
    return sql.length <= STATEMENT_LENGTH;
}
/** A fenced block that nothing in `text` can end. */
function fenced(text, language = "") {
    const body = (0,cells/* visibleLines */.gB)(text);
    const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${body}\n${fence}`;
}
/** A statement with its semicolon. */
function blocks_statement(sql) {
    const text = (0,cells/* visibleLines */.gB)(sql).trim();
    const last = text.slice(text.lastIndexOf("\n") + 1).trimStart();
    return text === "" || text.endsWith(";") || last.startsWith("--") ? text : `${text};`;
}
/** Every line of it a comment. */
function commentedOut(sql) {
    return blocks_statement(sql)
        .split("\n")
        .map((line) => (line.startsWith("--") ? line : `-- ${line}`))
        .join("\n");
}
/** What mends an unknown is SQL, or a line of the configuration. */
function languageOf(text) {
    if (/^\s*(?:--|(?:GRANT|ALTER|CREATE|SELECT|SET|DROP|VACUUM|ANALYZE|REINDEX|REVOKE|COMMENT|DO)\b)/i.test(text))
        return "sql";
    return /^\s*[\w-]+:/.test(text) ? "yaml" : "";
}
/** Blocks behind a click. Markdown is read again after each blank line. */
function fold(summary, blocks) {
    return [`<details><summary>${summary}</summary>`, ...blocks, "</details>"];
}

// EXTERNAL MODULE: ./.build/src/report/prose.js
var prose = __webpack_require__(7757);
;// CONCATENATED MODULE: ./.build/src/report/blind.js



const REASONS = {
    permission: (0,cells/* trusted */.IZ)("The login may not look"),
    extension: (0,cells/* trusted */.IZ)("An extension is missing or does not work"),
    version: (0,cells/* trusted */.IZ)("This server's version cannot tell"),
    timeout: (0,cells/* trusted */.IZ)("It took too long"),
    window: (0,cells/* trusted */.IZ)("The counters have not counted long enough"),
    unreachable: (0,cells/* trusted */.IZ)("It could not be reached"),
    error: (0,cells/* trusted */.IZ)("It went wrong"),
};
/** What could not be looked at, and how to mend it. */
function couldNotLook({ blind }, limits) {
    if (blind.length === 0)
        return [];
    const causes = causesOf(blind);
    const most = Math.max(3, limits.listed);
    const blocks = causes
        .slice(0, most)
        .flatMap((cause, index) => causeBlock(cause, most, causes[index - 1]?.reason !== cause.reason));
    if (causes.length > most)
        blocks.push((0,prose/* html */.qy) `<p>and ${(0,prose/* count */.U9)(causes.length - most, "other cause")}</p>`);
    // A check that found trouble and was blind to a part counts among the failing above.
    const whole = blind.filter(({ status }) => status === "unknown").length;
    const partly = blind.length - whole;
    const inPart = (0,prose/* html */.qy) `${(0,prose/* count */.U9)(partly, "failing check")} in part`;
    const counted = [...(whole > 0 ? [(0,prose/* count */.U9)(whole, "check")] : []), ...(partly > 0 ? [inPart] : [])];
    return [(0,prose/* html */.qy) `<h3>❔ Could not look: ${(0,prose/* list */.p_)(counted)}</h3>`, ...blocks];
}
function causesOf(blind) {
    const causes = new Map();
    for (const result of blind) {
        const { reason = "error", fix } = result.unknown ?? {};
        const key = JSON.stringify([reason, fix]);
        const cause = causes.get(key);
        if (cause === undefined)
            causes.set(key, { reason, fix, results: [result] });
        else
            cause.results.push(result);
    }
    const inOrder = [...causes.values()];
    const reasons = [...new Set(inOrder.map(({ reason }) => reason))];
    return inOrder.toSorted((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason));
}
function causeBlock({ reason, fix, results }, most, isFirstOfReason) {
    const details = new Map();
    for (const result of results.slice(0, most)) {
        const detail = result.unknown?.detail ?? "";
        details.set(detail, [...(details.get(detail) ?? []), (0,prose/* prose */.CS)(result.title)]);
    }
    const lines = [...details].map(([detail, titles]) => (0,prose/* html */.qy) `<li>${(0,prose/* prose */.CS)(detail)}<br><sub>${(0,cells/* trusted */.IZ)(titles.join(" · "))}</sub></li>`);
    if (results.length > most)
        lines.push((0,prose/* html */.qy) `<li>and ${(0,prose/* count */.U9)(results.length - most, "other check")}</li>`);
    return [
        (0,prose/* html */.qy) `${isFirstOfReason ? (0,prose/* html */.qy) `<p><b>${REASONS[reason]}</b></p>\n` : (0,cells/* trusted */.IZ)("")}<ul>\n${(0,cells/* trusted */.IZ)(lines.join("\n"))}\n</ul>`,
        ...(fix === undefined || fix.trim() === "" ? [] : blind_mend(fix)),
    ];
}
function blind_mend(fix) {
    return fits(fix)
        ? [fenced(fix.trim(), languageOf(fix))]
        : ["<p>What mends it is too long to show; the report file has it.</p>"];
}

;// CONCATENATED MODULE: ./.build/src/report/fixes.js



/** The statements that mend what was found, for a person to review. The action runs none of them. */
/** Up to this many statements that must stand alone have a block each; more would drown the page. */
const BLOCKS_EACH = 5;
/** The distinct statements of one check. */
function fixTextsOf(findings, title) {
    const texts = new Map();
    for (const finding of findings) {
        if (finding.fix === undefined || finding.fix.trim() === "")
            continue;
        const kind = kindOf(finding);
        const text = kind === "destructive" ? commentedOut(finding.fix) : blocks_statement(finding.fix);
        if (!texts.has(text))
            texts.set(text, { text, kind, title });
    }
    return [...texts.values()];
}
function kindOf({ destructive, standsAlone }) {
    if (destructive === true)
        return "destructive";
    return standsAlone === true ? "alone" : "safe";
}
/** All statements by kind, each once, in the order of urgency. */
function fixBlocks(texts) {
    const once = [...new Map(texts.map((fix) => [fix.text, fix])).values()];
    const shown = once.filter((fix) => fits(fix.text));
    const of = (kind) => shown.filter((fix) => fix.kind === kind);
    return {
        safe: of("safe"),
        alone: of("alone"),
        destructive: of("destructive"),
        tooLong: once.length - shown.length,
    };
}
/** Fixes gathered to copy: the safe in one block, those that stand alone apart, the destructive commented out. */
function fixesToCopy(fixes, limits) {
    const blocks = [
        ...safe(fixes.safe, limits),
        ...alone(fixes.alone, limits),
        ...destructive(fixes.destructive, limits),
    ];
    if (fixes.tooLong > 0)
        blocks.push((0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(fixes.tooLong, "statement")} too long to show; the report file has them.</p>`);
    if (blocks.length === 0)
        return [];
    return [
        "### Fixes to copy",
        "<p>Proposals for a person to review. Nothing of this was run.</p>",
        ...blocks,
    ];
}
function safe(fixes, limits) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    return fold((0,prose/* html */.qy) `To run together: ${(0,prose/* count */.U9)(fixes.length, "statement")}`, [
        ...(kept.length === 0 ? [] : [fenced(withTitles(kept), "sql")]),
        ...leftOut(fixes, kept),
    ]);
}
function alone(fixes, limits) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    const blocks = kept.length <= BLOCKS_EACH
        ? kept.map((fix) => fenced(fix.text, "sql"))
        : [fenced(kept.map((fix) => fix.text).join("\n\n"), "sql")];
    return fold((0,prose/* html */.qy) `To run one at a time, outside a transaction: ${(0,prose/* count */.U9)(fixes.length, "statement")}`, [
        "<p>One after the other, each sent alone: psql does that, many SQL editors wrap what they send in a transaction.</p>",
        ...blocks,
        ...leftOut(fixes, kept),
    ]);
}
function destructive(fixes, limits) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    return fold((0,prose/* html */.qy) `Taking something away, commented out: ${(0,prose/* count */.U9)(fixes.length, "statement")}`, [
        "<p>Read what the check says about each, decide, then take away the <code>--</code>.</p>",
        ...(kept.length === 0 ? [] : [fenced(withTitles(kept), "sql")]),
        ...leftOut(fixes, kept),
    ]);
}
function withTitles(fixes) {
    return fixes
        .map((fix, index) => {
        const title = fix.title === fixes[index - 1]?.title ? "" : `${index === 0 ? "" : "\n"}-- ${(0,cells/* visible */.RK)(fix.title)}\n`;
        return title + fix.text;
    })
        .join("\n");
}
function leftOut(all, kept) {
    const cut = all.length - kept.length;
    return cut === 0 ? [] : [(0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(cut, "statement")} not shown here; the report file has all.</p>`];
}

;// CONCATENATED MODULE: ./.build/src/report/sentences.js


/** Up to this many findings each keep their sentence; more of them repeat one wording, and it is said once. */
const EACH = 3;
/** The findings' sentences as a list: one of each wording, at most `most`, the rest counted. */
function sentencesOf(groups, most) {
    if (groups.length === 0 || most === 0)
        return [];
    const lines = groups.slice(0, most).map((group) => {
        const [first] = group;
        const alike = group.length > 1 ? (0,prose/* html */.qy) ` <i>(and ${group.length - 1} alike)</i>` : (0,cells/* trusted */.IZ)("");
        return (0,prose/* html */.qy) `<li>${(0,prose/* prose */.CS)(first?.message ?? "")}${alike}</li>`;
    });
    if (groups.length > most) {
        const rest = groups.slice(most).reduce((sum, group) => sum + group.length, 0);
        lines.push((0,prose/* html */.qy) `<li>and ${(0,prose/* count */.U9)(rest, "other finding")}</li>`);
    }
    return [`<ul>\n${lines.join("\n")}\n</ul>`];
}
/** Two sentences are alike when they differ in names and numbers only. */
function byWording(findings) {
    if (findings.length <= EACH)
        return findings.map((finding) => [finding]);
    const groups = new Map();
    for (const finding of findings) {
        const wording = wordingOf(finding);
        const group = groups.get(wording);
        if (group === undefined)
            groups.set(wording, [finding]);
        else
            group.push(finding);
    }
    return [...groups.values()];
}
function wordingOf({ key, facts, message }) {
    const names = [key, ...Object.values(facts).flat()].filter((value) => typeof value === "string" && value !== "");
    return names
        .sort((a, b) => b.length - a.length)
        .reduce((text, name) => text.replaceAll(name, "·"), message)
        .replace(/\d+/g, "0");
}

;// CONCATENATED MODULE: ./.build/src/report/digest.js




function digestOf(report) {
    const failing = report.results
        .filter((result) => result.status === "fail")
        .sort(domain_priority/* byPriority */.mu)
        .map((result) => {
        const findings = [...(result.findings ?? [])].sort(urgentFirst);
        return { result, findings, wordings: byWording(findings), fixes: fixTextsOf(findings, result.title) };
    });
    return {
        report,
        counts: countsOf(report),
        failing,
        // A database out of reach is the verdict already.
        blind: report.results.filter((result) => report.server === null && result.unknown?.reason === "unreachable"
            ? false
            : result.unknown !== undefined || result.status === "unknown"),
        fixes: fixBlocks(failing.flatMap((check) => check.fixes)),
    };
}
function urgentFirst(a, b) {
    return domain_priority/* PRIORITIES */.BE.indexOf(a.priority) - domain_priority/* PRIORITIES */.BE.indexOf(b.priority);
}

// EXTERNAL MODULE: ./.build/src/report/values.js
var values = __webpack_require__(1562);
;// CONCATENATED MODULE: ./.build/src/report/facts.js



const UNITS = [
    { ending: "bytes", heading: "size", format: values/* formatBytes */.z3 },
    { ending: "ms", heading: "", format: values/* formatDuration */.a3 },
    { ending: "s", heading: "", format: (seconds) => (0,values/* formatDuration */.a3)(seconds * 1_000) },
    { ending: "percent", heading: "", format: values/* formatPercent */.l9 },
];
/** Words of keys that people write in capitals. */
const CAPITALS = { sql: "SQL", tls: "TLS", wal: "WAL", pid: "PID" };
/** Numbers that name something are not grouped. */
const NAMES = /(?:^|_)(?:pid|oid|port|id|version)$/;
/** More names than this in one cell are counted. */
const LISTED = 12;
/** The columns of a table: the keys in the first row's order, then what other rows add, without the empty. */
function columnsOf(rows) {
    const keys = new Set();
    for (const row of rows) {
        for (const [key, value] of Object.entries(row))
            if (value !== null)
                keys.add(key);
    }
    // The first row decides the order, even where it has no value itself.
    const first = Object.keys(rows[0] ?? {});
    return [...first.filter((key) => keys.has(key)), ...[...keys].filter((key) => !first.includes(key))];
}
/** One HTML table of rows; `columns` keeps the parts of a divided table alike. */
function factsTable(rows, columns = columnsOf(rows)) {
    const headings = headingsOf(columns);
    return (0,cells/* table */.tp)(columns.map((key, index) => ({
        heading: (0,prose/* prose */.CS)(headings[index] ?? key),
        right: rows.some((row) => typeof row[key] === "number") || hasNumericText(key, rows),
    })), rows.map((row) => columns.map((key) => cell(key, row[key] ?? null))));
}
function hasNumericText(key, rows) {
    return unitOf(key) !== undefined && rows.some((row) => typeof row[key] === "string");
}
function headingsOf(keys) {
    const short = keys.map(headingOf);
    // Two keys may differ in their units alone: `dead_rows`, `dead_percent` and `dead`.
    return short.map((text, index) => short.indexOf(text) === short.lastIndexOf(text) ? text : facts_sentence(keys[index] ?? text));
}
function headingOf(key) {
    const unit = unitOf(key);
    const ending = unit?.ending ?? (key.endsWith("_at") ? "at" : undefined);
    if (ending === undefined || key === ending)
        return facts_sentence(key === "bytes" ? "size" : key);
    const stem = key.slice(0, -ending.length - 1);
    const more = unit?.heading ?? "";
    return facts_sentence(more === "" || stem.endsWith(more) ? stem : `${stem}_${more}`);
}
function facts_sentence(key) {
    const words = key.split("_").map((word) => CAPITALS[word] ?? word);
    const text = words.join(" ");
    return text.charAt(0).toUpperCase() + text.slice(1);
}
function unitOf(key) {
    return UNITS.find((unit) => key === unit.ending || key.endsWith(`_${unit.ending}`));
}
/** A fact as people read it: names in `<code>`, numbers with their unit. */
function cell(key, value) {
    if (value === null)
        return (0,cells/* trusted */.IZ)("—");
    if (typeof value === "boolean")
        return (0,cells/* trusted */.IZ)(value ? "yes" : "no");
    if (typeof value === "number")
        return NAMES.test(key) ? (0,cells/* code */.aY)(String(value)) : (0,cells/* trusted */.IZ)(formatted(key, value));
    if (typeof value === "string")
        return facts_text(key, value);
    if (value.length === 0)
        return (0,cells/* trusted */.IZ)("—");
    const names = value.slice(0, LISTED).map((name) => (0,cells/* code */.aY)(name));
    const rest = value.length > LISTED ? (0,cells/* trusted */.IZ)(` + ${value.length - LISTED} more`) : (0,cells/* trusted */.IZ)("");
    return (0,prose/* html */.qy) `${(0,cells/* trusted */.IZ)(names.join(", "))}${rest}`;
}
function formatted(key, value) {
    if (!Number.isFinite(value))
        return "—";
    return unitOf(key)?.format(value) ?? (0,values/* formatNumber */.ZV)(value);
}
function facts_text(key, value) {
    if (key.endsWith("_at") || key === "at") {
        const time = (0,values/* formatTime */.fU)(value);
        if (time !== undefined)
            return (0,cells/* trusted */.IZ)(time);
    }
    // Integers too large for a number come as text.
    if (unitOf(key) !== undefined && /^-?\d{1,30}$/.test(value))
        return (0,cells/* trusted */.IZ)(formatted(key, Number(value)));
    return (0,cells/* code */.aY)(value);
}

;// CONCATENATED MODULE: ./.build/src/report/limits.js
/** From everything that people may want to see to counts only; the first that keeps the budget is taken. */
const limits_LEVELS = [
    { shown: 12, folded: 400, statements: 400, listed: 100, sentences: 8 },
    { shown: 12, folded: 150, statements: 150, listed: 50, sentences: 6 },
    { shown: 12, folded: 50, statements: 50, listed: 30, sentences: 5 },
    { shown: 10, folded: 10, statements: 20, listed: 20, sentences: 5 },
    { shown: 5, folded: 0, statements: 5, listed: 10, sentences: 3 },
    { shown: 2, folded: 0, statements: 2, listed: 5, sentences: 1 },
    { shown: 0, folded: 0, statements: 0, listed: 0, sentences: 0 },
];
/** Fixes of one check under its rows; the rest is in the block to copy. */
const FIXES_OF_A_CHECK = 10;
/** Rows of findings that the page leaves out. */
function rowsLeftOut(report, limits) {
    return report.results.reduce((sum, result) => sum + beyond(result, limits), 0);
}
function beyond(result, { shown, folded }) {
    return Math.max(0, (result.findings?.length ?? 0) - shown - folded);
}

;// CONCATENATED MODULE: ./.build/src/report/links.js

const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/docs/checks";
/** The page of a check: what, why, how to fix, false positives. */
function documentation(check) {
    return `${DOCUMENTATION}/${encodeURIComponent((0,cells/* visible */.RK)(check))}.md`;
}
/** An address that may stand in an attribute, or undefined. */
function safeUrl(url) {
    return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}

;// CONCATENATED MODULE: ./.build/src/report/signs.js

/** The signs of the page. They never carry a fact alone: the word stands beside them. */
const PRIORITY_SIGNS = {
    critical: (0,cells/* trusted */.IZ)("🔴"),
    high: (0,cells/* trusted */.IZ)("🟠"),
    medium: (0,cells/* trusted */.IZ)("🟡"),
    low: (0,cells/* trusted */.IZ)("🔵"),
    info: (0,cells/* trusted */.IZ)("⚪"),
};
const STATUS_SIGNS = {
    pass: (0,cells/* trusted */.IZ)("✅"),
    fail: (0,cells/* trusted */.IZ)("❌"),
    unknown: (0,cells/* trusted */.IZ)("❔"),
    skipped: (0,cells/* trusted */.IZ)("➖"),
    measured: (0,cells/* trusted */.IZ)("📊"),
};
const ITEM_SIGNS = {
    pass: (0,cells/* trusted */.IZ)("✅"),
    fail: (0,cells/* trusted */.IZ)("❌"),
    unknown: (0,cells/* trusted */.IZ)("❔"),
    attested: (0,cells/* trusted */.IZ)("📝"),
    dropped: (0,cells/* trusted */.IZ)("➖"),
};

;// CONCATENATED MODULE: ./.build/src/report/failing.js









/** From here on a check is folded: it can wait, and the page stays short. */
const FOLDED = ["low", "info"];
const PRIORITY_HEADINGS = {
    critical: "Critical",
    high: "High",
    medium: "Medium",
    low: "Low",
    info: "For information",
};
/** Failing checks by priority: why it matters, its rows, its fix. */
function failingChecks({ failing }, limits) {
    return domain_priority/* PRIORITIES */.BE.flatMap((priority) => {
        const checks = failing.filter(({ result }) => result.priority === priority);
        if (checks.length === 0)
            return [];
        const due = priority === "info" ? "" : `: ${domain_priority/* DUE */.jH[priority]}`;
        const heading = `### ${PRIORITY_SIGNS[priority]} ${PRIORITY_HEADINGS[priority]}${due}`;
        return [heading, ...checks.flatMap((check) => section(check, limits))];
    });
}
function section({ result, findings, wordings, fixes }, limits) {
    const number = (0,prose/* count */.U9)(findings.length, "finding");
    const page = (0,cells/* trusted */.IZ)(documentation(result.check));
    const body = [
        (0,prose/* html */.qy) `<p>${(0,prose/* prose */.CS)(result.why)} <a href="${page}">More, and how to mend it</a></p>`,
        ...sentencesOf(wordings, limits.sentences),
        ...rows(findings, limits),
        ...fixOf(fixes, limits),
        ...failing_facts(result, limits),
        ...remarks(result),
    ];
    if (FOLDED.includes(result.priority))
        return fold((0,prose/* html */.qy) `<b>${(0,prose/* prose */.CS)(result.title)}</b>: ${number}`, body);
    return [(0,prose/* html */.qy) `<h4>${(0,prose/* prose */.CS)(result.title)}: ${number}</h4>`, ...body];
}
function remarks({ momentary, window }) {
    return [
        ...(window === undefined ? [] : [(0,prose/* html */.qy) `<p><sub>${(0,prose/* prose */.CS)(window)}</sub></p>`]),
        ...(momentary === true
            ? ["<p><sub>It judges this moment, so on a pull request it stops nothing.</sub></p>"]
            : []),
    ];
}
/** What the judge measured besides its findings. */
function failing_facts({ measurements = [] }, limits) {
    const kept = measurements.slice(0, limits.listed);
    return kept.length === 0 ? [] : fold((0,prose/* html */.qy) `What was measured`, [factsTable(kept)]);
}
/** The first rows in sight, more behind a click, the rest counted. */
function rows(findings, limits) {
    const mixed = findings.some((finding) => finding.priority !== findings[0]?.priority);
    const known = findings.some((finding) => finding.known);
    const kept = findings.slice(0, limits.shown + limits.folded).map((finding) => ({
        ...(mixed ? { priority: finding.priority } : {}),
        ...(Object.keys(finding.facts).length === 0 && findings.length > limits.sentences
            ? { object: finding.key }
            : finding.facts),
        ...(known ? { in_an_open_issue: finding.known } : {}),
    }));
    const columns = columnsOf(kept);
    const cut = findings.length - kept.length;
    if (columns.length === 0 && cut === 0)
        return [];
    const blocks = [];
    if (kept.length > 0 && columns.length > 0)
        blocks.push(factsTable(kept.slice(0, limits.shown), columns));
    const folded = kept.slice(limits.shown);
    if (folded.length > 0)
        blocks.push(...fold((0,prose/* html */.qy) `${(0,prose/* count */.U9)(folded.length, "more row")}`, [factsTable(folded, columns)]));
    if (cut > 0)
        blocks.push((0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(cut, "row")} not shown here; the report file has all.</p>`);
    return blocks;
}
function fixOf(fixes, limits) {
    const kept = fixes.filter((fix) => fits(fix.text)).slice(0, Math.min(FIXES_OF_A_CHECK, limits.statements));
    if (kept.length === 0)
        return [];
    const rest = fixes.length - kept.length;
    const note = kept.some((fix) => fix.kind === "destructive")
        ? [
            "<p>What takes something away is commented out: read it, decide, then take away the <code>--</code>.</p>",
        ]
        : [];
    const more = rest > 0 ? [(0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(rest, "statement")} more under “Fixes to copy”.</p>`] : [];
    const sql = fenced(kept.map((fix) => fix.text).join("\n"), "sql");
    return fold((0,prose/* html */.qy) `Fix: ${(0,prose/* count */.U9)(fixes.length, "statement")} to review`, [...note, sql, ...more]);
}

;// CONCATENATED MODULE: ./.build/src/report/folded.js




/** What only some readers want: behind a click each. */
/** The document's dashboards, and what passing checks measured. */
function dashboards(report, limits) {
    const shown = report.results.filter(({ status, measurements }) => status === "measured" || (status !== "fail" && (measurements ?? []).length > 0));
    if (shown.length === 0)
        return [];
    return ["### Dashboards", ...shown.flatMap((result) => folded_dashboard(result, limits))];
}
function folded_dashboard({ title, why, window, measurements = [] }, limits) {
    const kept = measurements.slice(0, limits.listed);
    const cut = measurements.length - kept.length;
    return fold((0,prose/* html */.qy) `📊 ${(0,prose/* prose */.CS)(title)}: ${(0,prose/* count */.U9)(measurements.length, "row")}`, [
        (0,prose/* html */.qy) `<p>${(0,prose/* prose */.CS)(why)}</p>`,
        ...(kept.length === 0 ? [] : [factsTable(kept)]),
        ...(cut === 0 ? [] : [(0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(cut, "row")} not shown here; the report file has all.</p>`]),
        ...(window === undefined ? [] : [(0,prose/* html */.qy) `<p><sub>${(0,prose/* prose */.CS)(window)}</sub></p>`]),
    ]);
}
function ignored(report, limits) {
    if (report.ignored.length === 0)
        return [];
    const kept = report.ignored.slice(0, limits.listed);
    const cut = report.ignored.length - kept.length;
    const headings = ["Check", "Finding", "Reason", "Until"].map((heading) => ({ heading: (0,cells/* trusted */.IZ)(heading) }));
    const rows = kept.map(({ check, key, reason, expires }) => [
        (0,cells/* code */.aY)(check),
        (0,cells/* code */.aY)(key),
        (0,prose/* prose */.CS)(reason),
        expires === null ? (0,cells/* trusted */.IZ)("—") : (0,prose/* prose */.CS)(expires),
    ]);
    return fold((0,prose/* html */.qy) `🔕 Ignored: ${(0,prose/* count */.U9)(report.ignored.length, "finding")}`, [
        ...(kept.length === 0 ? [] : [(0,cells/* table */.tp)(headings, rows)]),
        ...(cut === 0 ? [] : [(0,prose/* html */.qy) `<p>${(0,prose/* count */.U9)(cut, "row")} not shown here; the report file has all.</p>`]),
    ]);
}
const SKIPPED = {
    "not-configured": (0,cells/* trusted */.IZ)("Not configured"),
    "no-secret": (0,cells/* trusted */.IZ)("Without its secret"),
    "not-applicable": (0,cells/* trusted */.IZ)("Does not apply here"),
    disabled: (0,cells/* trusted */.IZ)("Switched off"),
};
/** Checks that had nothing to look at. After the first line of a detail stand the lines to add. */
function skipped(report) {
    const results = report.results.filter((result) => result.status === "skipped");
    if (results.length === 0)
        return [];
    const blocks = Object.entries(SKIPPED).flatMap(([reason, words]) => {
        const alike = results.filter((result) => (result.skipped?.reason ?? "not-applicable") === reason);
        return alike.length === 0 ? [] : [(0,prose/* html */.qy) `<p><b>${words}</b></p>`, ...alike.flatMap(skippedCheck)];
    });
    return fold((0,prose/* html */.qy) `➖ Skipped: ${(0,prose/* count */.U9)(results.length, "check")}`, blocks);
}
function skippedCheck({ title, skipped: why }) {
    const [first = "", ...rest] = (why?.detail ?? "").split("\n");
    const lines = rest.join("\n").replace(/^\n+|\s+$/g, "");
    return [
        (0,prose/* html */.qy) `<p>${(0,prose/* prose */.CS)(title)}: ${(0,prose/* prose */.CS)(first)}</p>`,
        ...(lines === "" || !fits(lines) ? [] : [fenced(lines, languageOf(lines) || "yaml")]),
    ];
}
function passed(report) {
    const results = report.results.filter((result) => result.status === "pass");
    if (results.length === 0)
        return [];
    const lines = results.map(({ title, window }) => {
        const since = window === undefined ? (0,cells/* trusted */.IZ)("") : (0,prose/* html */.qy) ` · <i>${(0,prose/* prose */.CS)(window)}</i>`;
        return (0,prose/* html */.qy) `✅ ${(0,prose/* prose */.CS)(title)}${since}`;
    });
    return fold((0,prose/* html */.qy) `✅ Passed: ${(0,prose/* count */.U9)(results.length, "check")}`, [`<p>${lines.join("<br>\n")}</p>`]);
}

;// CONCATENATED MODULE: ./.build/src/report/footer.js




/** Of what, when and by what; and that nothing was changed. */
function footer(report) {
    const parts = [];
    const { server } = report;
    if (server !== null) {
        parts.push((0,prose/* html */.qy) `PostgreSQL ${(0,prose/* prose */.CS)(server.version)}`, (0,prose/* html */.qy) `database ${(0,cells/* code */.aY)(server.database, 80)}`);
    }
    parts.push((0,prose/* html */.qy) `suite ${(0,cells/* code */.aY)(report.suite, 80)}`);
    if (server !== null) {
        parts.push(since("tables", server.windows.tables), since("statements", server.windows.statements));
    }
    const time = (0,values/* formatTime */.fU)(report.startedAt);
    if (time !== undefined)
        parts.push((0,cells/* trusted */.IZ)(time));
    parts.push((0,cells/* trusted */.IZ)(`took ${(0,values/* formatDuration */.a3)(report.durationMs)}`));
    if (report.commit !== null)
        parts.push((0,prose/* html */.qy) `commit ${(0,cells/* code */.aY)(report.commit.slice(0, 12))}`);
    const url = report.runUrl === null ? undefined : safeUrl(report.runUrl);
    if (url !== undefined)
        parts.push((0,prose/* html */.qy) `<a href="${(0,cells/* trusted */.IZ)(url.replaceAll("&", "&amp;"))}">this run</a>`);
    parts.push((0,prose/* html */.qy) `pg-preflight ${(0,prose/* prose */.CS)(report.toolVersion)}`, (0,cells/* trusted */.IZ)("nothing was changed"));
    return (0,prose/* html */.qy) `<p><sub>${(0,cells/* trusted */.IZ)(parts.join(" · "))}</sub></p>`;
}
/** Since when the counters count; checks that rest on them say so too. */
function since(what, iso) {
    const time = iso === null ? undefined : (0,values/* formatTime */.fU)(iso);
    return (0,cells/* trusted */.IZ)(time === undefined ? `${what} counted since: not known` : `${what} counted since ${time}`);
}

// EXTERNAL MODULE: ./node_modules/markdown-table/index.js
var markdown_table = __webpack_require__(735);
;// CONCATENATED MODULE: ./.build/src/domain/result.js
const UNKNOWN_REASONS = (/* unused pure expression or super */ null && ([
    "permission",
    "extension",
    "version",
    "timeout",
    "window",
    "unreachable",
    "error",
]));
const SKIPPED_REASONS = (/* unused pure expression or super */ null && (["not-configured", "disabled", "no-secret", "not-applicable"]));
const STATUSES = ["pass", "fail", "unknown", "skipped", "measured"];

;// CONCATENATED MODULE: ./.build/src/report/overview.js






const STATUS_WORDS = {
    pass: "pass",
    fail: "fail",
    unknown: "could not look",
    skipped: "skipped",
    measured: "measured",
};
/** Counts only, our own words: the one place for a Markdown table. */
function overview(counts) {
    const blocks = [];
    if (counts.total > 0) {
        const rows = domain_priority/* PRIORITIES */.BE.filter((priority) => counts.findings[priority] > 0).map((priority) => [
            `${PRIORITY_SIGNS[priority]} ${priority}`,
            domain_priority/* DUE */.jH[priority],
            String(counts.findings[priority]),
            String(counts.checks[priority]),
        ]);
        blocks.push((0,markdown_table/* markdownTable */.Q)([["Priority", "Due", "Findings", "Checks"], ...rows], {
            align: ["left", "left", "right", "right"],
            stringLength: (text) => text.length,
        }));
    }
    const statuses = STATUSES.filter((status) => counts.statuses[status] > 0);
    if (statuses.length > 0) {
        const parts = statuses.map((status) => `${STATUS_SIGNS[status]} ${counts.statuses[status]} ${STATUS_WORDS[status]}`);
        blocks.push(`<p>${parts.join(" · ")}</p>`);
    }
    return blocks;
}
/** The checklist as a checklist. */
function checklist(report) {
    if (report.checklist.length === 0)
        return [];
    const items = report.checklist.flatMap((section) => section.items);
    const done = items.filter((item) => item.status === "pass" || item.status === "attested").length;
    const blocks = [`### Checklist: ${done} of ${items.length}`];
    for (const section of report.checklist) {
        const columns = [
            { heading: (0,prose/* prose */.CS)(section.section) },
            { heading: (0,cells/* trusted */.IZ)("") },
            { heading: (0,cells/* trusted */.IZ)("Evidence") },
        ];
        const rows = section.items.map((item) => [
            (0,prose/* prose */.CS)(item.title),
            (0,prose/* html */.qy) `${ITEM_SIGNS[item.status]} ${(0,prose/* prose */.CS)(item.status)}`,
            (0,prose/* prose */.CS)(item.evidence),
        ]);
        blocks.push((0,cells/* table */.tp)(columns, rows));
    }
    return blocks;
}

;// CONCATENATED MODULE: ./.build/src/report/verdict.js




/** The first screen: the verdict in one sentence, why the step is red, and what to do first. */
/** More than this is not "first". */
const FIRST_STEPS = 5;
/** A fix longer than this waits in its block. */
const SHORT_FIX = 140;
/** Each is a paragraph. */
const NOTICES = 20;
/** Nothing to tell but that all is well. */
function isAllGreen({ report, counts, blind }) {
    return (report.conclusion === "pass" &&
        !report.stepFails &&
        report.server !== null &&
        counts.total === 0 &&
        counts.statuses.fail === 0 &&
        counts.statuses.pass > 0 &&
        blind.length === 0);
}
/** Sign and sentence. */
function verdict({ report, counts, blind }) {
    const target = (0,cells/* code */.aY)(report.target, 80);
    if (report.server === null)
        return (0,prose/* html */.qy) `❌ ${target} could not be reached`;
    const { fail, pass } = counts.statuses;
    if (counts.total > 0 || fail > 0) {
        const sign = (0,cells/* trusted */.IZ)(report.stepFails ? "❌" : "⚠️");
        return (0,prose/* html */.qy) `${sign} ${target} has ${findings(counts)}`;
    }
    if (blind.length > 0) {
        const sign = (0,cells/* trusted */.IZ)(report.stepFails ? "❌" : "❔");
        return (0,prose/* html */.qy) `${sign} ${target}: nothing wrong in sight, but ${(0,prose/* count */.U9)(blind.length, "check")} could not look`;
    }
    if (report.stepFails)
        return (0,prose/* html */.qy) `❌ ${target} is not ready`;
    if (pass === 0)
        return (0,prose/* html */.qy) `❔ ${target}: no check gave a verdict`;
    return pass === 1 ? (0,prose/* html */.qy) `✅ ${target} passes its one check` : (0,prose/* html */.qy) `✅ ${target} passes all ${pass} checks`;
}
/** `2 critical, 1 high and 3 other findings`: the urgent by name. */
function findings(counts) {
    if (counts.total === 0)
        return (0,cells/* trusted */.IZ)("something to mend");
    const present = domain_priority/* PRIORITIES */.BE.filter((priority) => counts.findings[priority] > 0);
    const named = present.slice(0, 2);
    const rest = present.slice(2).reduce((sum, priority) => sum + counts.findings[priority], 0);
    const parts = named.map((priority) => (0,prose/* count */.U9)(counts.findings[priority], priority, priority));
    if (rest > 0)
        parts.push((0,prose/* count */.U9)(rest, "other", "other"));
    return (0,prose/* html */.qy) `${(0,prose/* list */.p_)(parts)} ${(0,cells/* trusted */.IZ)(counts.total === 1 ? "finding" : "findings")}`;
}
/** What the step does about it, and what else the reader should know. */
function consequences(digest, limits) {
    const { report, counts } = digest;
    const blocks = [];
    if (report.unreachable !== undefined)
        blocks.push((0,prose/* html */.qy) `<p><b>What to do:</b> ${(0,prose/* prose */.CS)(report.unreachable, 2_000)}</p>`);
    else if (report.stepFails && report.gate.length > 0)
        blocks.push(gate(report.gate, limits));
    else if (report.failOn === "never" && !report.stepFails && counts.total > 0) {
        blocks.push((0,prose/* html */.qy) `<p>Advisory: with <code>fail-on: never</code> this step passes whatever is found.</p>`);
    }
    else if (!report.stepFails && counts.total > 0) {
        blocks.push((0,prose/* html */.qy) `<p>This step passes: nothing here stops it at <code>fail-on: ${(0,prose/* prose */.CS)(report.failOn)}</code>.</p>`);
    }
    if (counts.known > 0) {
        blocks.push((0,prose/* html */.qy) `<p>Already in an open issue: ${(0,prose/* count */.U9)(counts.known, "finding")} of ${counts.total}.</p>`);
    }
    return [...blocks, ...notices(digest)];
}
/** What the reader should know of this run, whatever the verdict. */
function notices({ report }) {
    const shown = report.notices.slice(0, NOTICES).map((notice) => (0,prose/* html */.qy) `<p>ℹ️ ${(0,prose/* prose */.CS)(notice)}</p>`);
    const rest = report.notices.length - shown.length;
    return rest === 0 ? shown : [...shown, (0,prose/* html */.qy) `<p>and ${(0,prose/* count */.U9)(rest, "other notice")}</p>`];
}
function gate(sentences, limits) {
    const [first = ""] = sentences;
    if (sentences.length === 1)
        return (0,prose/* html */.qy) `<p><b>This step fails:</b> ${(0,prose/* prose */.CS)(first)}</p>`;
    const shown = sentences
        .slice(0, Math.max(1, limits.sentences))
        .map((sentence) => (0,prose/* html */.qy) `<li>${(0,prose/* prose */.CS)(sentence)}</li>`);
    const rest = sentences.length - shown.length;
    if (rest > 0)
        shown.push((0,prose/* html */.qy) `<li>and ${(0,prose/* count */.U9)(rest, "reason")} more</li>`);
    return (0,prose/* html */.qy) `<p><b>This step fails:</b></p>\n<ul>\n${(0,cells/* trusted */.IZ)(shown.join("\n"))}\n</ul>`;
}
/** The most urgent findings' next step, one line a check. */
function doFirst({ failing }) {
    const found = failing.filter(({ findings }) => findings.length > 0);
    // What can wait a month is first only where nothing else is.
    const urgent = found.filter(({ result }) => (0,domain_priority/* isAtLeast */.du)(result.priority, "medium"));
    const first = urgent.length > 0 ? urgent : found;
    if (first.length === 0)
        return [];
    const steps = first.slice(0, FIRST_STEPS).map((check) => (0,prose/* html */.qy) `<li>${step(check.findings)}</li>`);
    return ["### Do first", `<ol>\n${steps.join("\n")}\n</ol>`];
}
/** `findings` has the most urgent first. */
function step(findings) {
    const priority = findings[0]?.priority ?? "info";
    const alike = findings.filter((finding) => finding.priority === priority);
    const finding = alike.find((each) => !each.known) ?? alike[0];
    const more = alike.length > 1 ? (0,prose/* html */.qy) ` <i>(and ${alike.length - 1} more)</i>` : (0,cells/* trusted */.IZ)("");
    const fix = finding?.fix?.trim() ?? "";
    const short = fix !== "" && finding?.destructive !== true && fix.length <= SHORT_FIX && !fix.includes("\n");
    const next = short ? (0,prose/* html */.qy) `<br>${(0,cells/* code */.aY)(fix, SHORT_FIX)}` : (0,cells/* trusted */.IZ)("");
    return (0,prose/* html */.qy) `${PRIORITY_SIGNS[priority]} <b>${(0,prose/* prose */.CS)(domain_priority/* DUE */.jH[priority])}</b>: ${(0,prose/* prose */.CS)(finding?.message ?? "")}${more}${next}`;
}

;// CONCATENATED MODULE: ./.build/src/report/summary.js











/** GitHub refuses a whole summary of more than 1 MiB; other steps' actions may add to the same file. */
const SUMMARY_BYTES = 900 * 1024;
/** The job summary, in GitHub's Markdown, of at most `budgetBytes` bytes of UTF-8. */
function renderSummary(report, budgetBytes = SUMMARY_BYTES) {
    const digest = digestOf(report);
    for (const limits of limits_LEVELS) {
        const text = page(digest, limits);
        if (Buffer.byteLength(text) <= budgetBytes)
            return text;
    }
    // Only a report of thousands of checks, or a tiny budget, comes here.
    return join([(0,prose/* html */.qy) `<h2>${verdict(digest)}</h2>`, "<p>More does not fit here: the report file has all.</p>"]);
}
function page(digest, limits) {
    const { report, counts, fixes } = digest;
    const rest = [
        ...dashboards(report, limits),
        ...ignored(report, limits),
        ...skipped(report),
        ...passed(report),
    ];
    if (isAllGreen(digest)) {
        const details = fold("What was looked at", [...checklist(report), ...rest, footer(report)]);
        return join([(0,prose/* html */.qy) `<h3>${verdict(digest)}</h3>`, ...notices(digest), ...details]);
    }
    return join([
        (0,prose/* html */.qy) `<h2>${verdict(digest)}</h2>`,
        ...consequences(digest, limits),
        ...doFirst(digest),
        ...overview(counts),
        ...checklist(report),
        ...failingChecks(digest, limits),
        ...couldNotLook(digest, limits),
        ...fixesToCopy(fixes, limits),
        ...rest,
        ...shortened(digest, limits),
        footer(report),
    ]);
}
function shortened({ report }, limits) {
    const rows = rowsLeftOut(report, limits);
    if (rows === 0)
        return [];
    return [(0,prose/* html */.qy) `<p>✂️ ${(0,prose/* count */.U9)(rows, "row")} left out, so that this page opens; the report file has all.</p>`];
}
/** Every block apart from the next by a blank line, so that each is read for itself. */
function join(blocks) {
    return `${blocks.join("\n\n")}\n`;
}

// EXTERNAL MODULE: ./.build/src/publish/empty-outputs.js
var empty_outputs = __webpack_require__(8529);
;// CONCATENATED MODULE: ./.build/src/publish/publish.js







/**
 * Writes the summary, the JSON report, the outputs, the annotations and the log. Each part is tried whatever
 * became of the others, the summary first; what failed is thrown together at the end.
 */
function publish(report, runner, temporaryDirectory) {
    const failures = [];
    const attempt = (part, otherwise) => {
        try {
            return part();
        }
        catch (error) {
            failures.push(error);
            return otherwise;
        }
    };
    attempt(() => runner.summary(renderSummary(report)), undefined);
    const reportFile = attempt(() => writeReport(report, temporaryDirectory), "");
    for (const [name, value] of Object.entries(outputsOf(report, reportFile))) {
        attempt(() => runner.output(name, value), undefined);
    }
    attempt(() => {
        for (const { group, lines } of logSections(report)) {
            if (group !== null)
                runner.group(group, lines);
            else
                for (const line of lines)
                    runner.line(line);
        }
    }, undefined);
    attempt(() => {
        for (const annotation of annotations(report))
            runner.annotate(annotation);
    }, undefined);
    if (failures.length > 0)
        throw new AggregateError(failures, "Not everything could be published.");
    return { reportFile };
}
/** Two jobs of one workflow differ in their target, so their reports may be uploaded together. */
function writeReport(report, temporaryDirectory) {
    const directory = (0,external_node_path_.join)(temporaryDirectory, "pg-preflight");
    (0,external_node_fs_.mkdirSync)(directory, { recursive: true });
    const file = (0,external_node_path_.join)(directory, `${fileName(report.target)}-${fileName(report.suite)}.json`);
    (0,external_node_fs_.writeFileSync)(file, `${JSON.stringify(report, null, 2)}\n`, "utf8");
    return file;
}
/** Letters, digits, dots, hyphens and underscores, for every file system and upload-artifact. */
function fileName(text) {
    const name = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "");
    return name.slice(0, 100) || "report";
}
/** Every output of action.yml. Findings that an open issue holds already are not counted. */
function outputsOf(report, reportFile) {
    const { fresh } = countsOf(report);
    const ids = (wanted) => JSON.stringify(report.results.filter(wanted).map(({ check }) => check));
    return {
        ...empty_outputs/* EMPTY_OUTPUTS */.J,
        conclusion: report.conclusion,
        "report-file": reportFile,
        "failed-checks": ids(({ status }) => status === "fail"),
        // A check that failed may have been blind to a part as well.
        "unknown-checks": ids(({ unknown }) => unknown !== undefined),
        "critical-findings": String(fresh.critical),
        "high-findings": String(fresh.high),
        "medium-findings": String(fresh.medium),
        "low-findings": String(fresh.low),
    };
}

;// CONCATENATED MODULE: ./.build/src/publish/secrets.js
/**
 * Masks each secret in every form in which it may come back: as it is, decoded and encoded as in a URL, in
 * base64; of a URL the password by itself as well. Called early, once, with all secrets.
 */
function maskSecrets(secrets, runner) {
    const forms = new Set(secrets
        .filter((secret) => secret.trim() !== "")
        .flatMap((secret) => [secret, ...passwordOf(secret)])
        .flatMap(formsOf));
    for (const form of forms)
        runner.mask(form);
}
function formsOf(secret) {
    const trimmed = secret.trim();
    const plain = [secret, trimmed, decoded(trimmed)];
    return plain.flatMap((text) => {
        const bytes = Buffer.from(text, "utf8");
        return [text, encoded(text), bytes.toString("base64"), bytes.toString("base64url")];
    });
}
/** Passwords as they stand in the URL, which `formsOf` decodes; also when the URL is not quite one. */
function passwordOf(url) {
    const authority = /^\s*[a-z][a-z0-9+.-]*:\/\/[^:]*:(.*)$/is.exec(url)?.[1] ?? "";
    // A password with an unencoded `/` or `@` ends at the last `@`, a proper one at the last before the path.
    const proper = authority.replace(/[/?#].*$/s, "");
    const inUrl = [authority, proper]
        .filter((text) => text.includes("@"))
        .map((text) => text.slice(0, text.lastIndexOf("@")));
    const inQuery = [...url.matchAll(/[?&](?:ssl)?password=([^&#\s]+)/gi)].map((match) => match[1] ?? "");
    return [...inUrl, ...inQuery].filter((text) => text !== "");
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function encoded(text) {
    try {
        return encodeURIComponent(text);
    }
    catch {
        return text; // a lone surrogate has no UTF-8
    }
}

;// CONCATENATED MODULE: ./.build/src/main.js










/**
 * The inputs are read: settle the configuration, connect, collect, judge, report, publish.
 *
 * @returns whether the step fails, by the gate's rule
 * @throws UserError when the configuration or the address is wrong
 */
async function main(inputs, environment, runner) {
    const startedAt = Date.now();
    maskSecrets(secretsOf(inputs.databaseUrl), runner);
    const problems = new Problems();
    const address = await problems.of(() => parseAddress(inputs.databaseUrl, "database-url"));
    const settings = await problems.of(() => settle(inputs, (0,config_inputs/* readRunner */.fY)(environment)));
    if (address === undefined || settings === undefined)
        throw problems.error();
    const evidence = await collectDatabase({
        ...settings.database,
        checks: settings.checks.filter(({ enabled }) => enabled),
        schemas: settings.schemas,
        timeout: settings.timeout,
    });
    const report = judge(settings, evidence, {
        toolVersion: VERSION,
        startedAt,
        durationMs: Date.now() - startedAt,
    });
    publish(report, runner, environment.RUNNER_TEMP || (0,external_node_os_.tmpdir)());
    return report.stepFails;
}


/***/ })

};
