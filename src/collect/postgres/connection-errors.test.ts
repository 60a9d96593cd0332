import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { explainConnectionError } from "./connection-errors.ts";
import { parseConnectionUrl } from "./connection-url.ts";

const SOMEWHERE = "postgresql://app:S3cret@db.example.com:5432/d";
const DIRECT = "postgresql://postgres:S3cret@db.abcdefghijklmnopqrst.supabase.co:5432/postgres";
const POOLER = "postgresql://USER:S3cret@aws-0-eu-central-1.pooler.supabase.com:5432/postgres";

const failure = (code: string, message = "S3cret db.example.com"): Error =>
  Object.assign(new Error(message), { code });

/** Messages as the servers, the poolers and Node write them (supabase-notes 4 and 5, tried on real ones below). */
const CASES: readonly (readonly [string, string, Error, RegExp])[] = [
  ["wrong password", SOMEWHERE, failure("28P01"), /user or the password is wrong/],
  [
    "wrong password through PgBouncer",
    SOMEWHERE,
    failure("08P01", "SASL authentication failed"),
    /password is wrong/,
  ],
  ["no password", SOMEWHERE, failure("", "SASL: client password must be a string"), /holds none/],
  [
    "rejected by pg_hba.conf",
    SOMEWHERE,
    failure("28000", 'pg_hba.conf rejects connection for host "10.0.0.1", user "app", no encryption'),
    /pg_hba\.conf.*take sslmode=disable out/,
  ],
  ["unknown host", SOMEWHERE, failure("ENOTFOUND"), /typing error/],
  ["IPv6-only Supabase host", DIRECT, failure("ENETUNREACH"), /no IPv6.*session pooler/],
  ["IPv6-only Supabase host, by name", DIRECT, failure("ENOTFOUND"), /session pooler/],
  ["no way to the host", SOMEWHERE, failure("EHOSTUNREACH"), /no network path/],
  ["refused", SOMEWHERE, failure("ECONNREFUSED"), /no PostgreSQL listens/],
  ["TLS not offered", SOMEWHERE, failure("", "The server does not support SSL connections"), /offers no TLS/],
  [
    "unknown CA",
    SOMEWHERE,
    failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    /give the CA's certificate \(PEM\) as ssl-ca/,
  ],
  ["unknown CA at Supabase", DIRECT, failure("SELF_SIGNED_CERT_IN_CHAIN"), /Database settings.*ssl-ca/],
  ["another host's certificate", SOMEWHERE, failure("ERR_TLS_CERT_ALTNAME_INVALID"), /another host name/],
  ["expired certificate", SOMEWHERE, failure("CERT_HAS_EXPIRED"), /expired/],
  [
    "wrong pooler user form",
    POOLER.replace("USER", "postgres"),
    failure("XX000", "Tenant or user not found"),
    /user\.project-ref/,
  ],
  [
    "pooler user without project",
    POOLER.replace("USER", "preflight"),
    failure("28P01"),
    /wants the user written as/,
  ],
  [
    "custom login refused by the pooler",
    POOLER.replace("USER", "preflight.abc"),
    failure("28P01"),
    /may not accept custom logins/,
  ],
  [
    "postgres itself refused by the pooler",
    POOLER.replace("USER", "postgres.abc"),
    failure("28P01"),
    /password is wrong/,
  ],
  [
    "start-up parameter",
    SOMEWHERE,
    failure("08P01", "unsupported startup parameter: statement_timeout"),
    /\(statement_timeout\).*ignore_startup_parameters/,
  ],
  ["too many connections", SOMEWHERE, failure("53300"), /no free connection/],
  [
    "too many clients of the pooler",
    POOLER,
    failure("XX000", "MaxClientsInSessionMode: max clients reached"),
    /no free connection/,
  ],
  ["no pg_hba line", SOMEWHERE, failure("28000", "no pg_hba.conf entry for host"), /pg_hba\.conf/],
  [
    "TLS demanded",
    SOMEWHERE,
    failure("28000", "no pg_hba.conf entry for host, no encryption"),
    /take sslmode=disable out/,
  ],
  ["unknown database", SOMEWHERE, failure("3D000"), /no database of this name/],
  [
    "unknown database through PgBouncer",
    SOMEWHERE,
    failure("08P01", "no such database: d"),
    /no database of this name/,
  ],
  ["not a login", SOMEWHERE, failure("28000", 'role "x" is not permitted to log in'), /ALTER ROLE … LOGIN/],
  ["starting", SOMEWHERE, failure("57P03"), /starting, stopping/],
  ["time-out", SOMEWHERE, failure("", "timeout expired"), /did not answer in time/],
  ["cut", SOMEWHERE, failure("ECONNRESET"), /cut while it was being made/],
  ["something new", SOMEWHERE, failure("XX999"), /failed \(XX999\)/],
  ["something odd", SOMEWHERE, failure("we\nird S3cret"), /The connection failed: check/],
];

describe("advice on a failed connection", () => {
  for (const [name, url, error, advice] of CASES) {
    it(name, () => {
      const text = explainConnectionError(error, parseConnectionUrl(url, "database-url"));
      assert.match(text, advice);
      assert.doesNotMatch(text, /S3cret|example\.com|supabase\.co[^m]/);
      assert.doesNotMatch(text, /\n/);
    });
  }

  it("takes the first of the errors that Node throws for a name with several addresses", () => {
    const error = new AggregateError([failure("ECONNREFUSED"), failure("ETIMEDOUT")]);
    assert.match(
      explainConnectionError(error, parseConnectionUrl(SOMEWHERE, "database-url")),
      /no PostgreSQL listens/,
    );
  });

  it("does with errors that are none", () => {
    assert.match(
      explainConnectionError("S3cret", parseConnectionUrl(SOMEWHERE, "database-url")),
      /^The connection failed: check/,
    );
  });
});
