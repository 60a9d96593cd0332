import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parseConnectionUrl, secretsOf } from "./connection-url.ts";

const parse = (url: string) => parseConnectionUrl(url, "database-url");

describe("the database's address", () => {
  it("is read with its parts decoded and the usual defaults", () => {
    assert.deepEqual(parse("postgres://us%40er:p%23w@db.example.com/app"), {
      host: "db.example.com",
      port: 5432,
      user: "us@er",
      password: "p#w",
      database: "app",
      tls: true,
      isLoopback: false,
    });
    assert.equal(parse("postgresql://u@h").database, "u");
    assert.equal(parse("postgresql://u@h").password, undefined);
    assert.equal(parse("postgresql://u@[2001:db8::1]:6543/d").host, "2001:db8::1");
  });

  it("may be a socket's, in each of libpq's forms", () => {
    for (const url of [
      "postgresql://u:p@/d?host=/run/postgresql&port=5433",
      "postgresql:///d?host=/run/postgresql&port=5433&user=u&password=p",
      "postgresql://u:p@%2Frun%2Fpostgresql/d?port=5433",
    ]) {
      const { host, port, user, password, database, tls } = parse(url);
      assert.deepEqual(
        { host, port, user, password, database, tls },
        { host: "/run/postgresql", port: 5433, user: "u", password: "p", database: "d", tls: false },
        url,
      );
    }
  });

  it("wants TLS of every server but this machine, unless the URL says disable", () => {
    for (const [url, tls] of [
      ["postgresql://u@db.example.com/d", true],
      ["postgresql://u@db.example.com/d?sslmode=prefer", true],
      ["postgresql://u@db.example.com/d?sslmode=no-verify", true],
      ["postgresql://u@db.example.com/d?sslmode=disable", false],
      ["postgresql://u@localhost/d", false],
      ["postgresql://u@127.0.0.9/d", false],
      ["postgresql://u@[::1]/d", false],
      ["postgresql://u@localhost/d?sslmode=require", true],
      ["postgresql://u@localhost.example.com/d", true],
    ] as const) {
      assert.equal(parse(url).tls, tls, url);
    }
  });

  it("is refused with what to write instead, and never repeated", () => {
    for (const [url, reason] of [
      ["host=db.example.com password=S3cret", /no PostgreSQL URL.*postgresql:\/\/user/],
      ["mysql://u:S3cret@db.example.com/d", /no PostgreSQL URL/],
      ["postgresql://u:S3cret@db.example.com:port/d", /cannot be read.*percent-encoded/],
      ["postgresql://u:S3cret%zz@db.example.com/d", /%25/],
      ["postgresql://db.example.com/d", /names no user/],
      ["postgresql:///d", /names no host/],
      ["postgresql://u:S3cret@/d", /names no host/],
      ["postgresql://u:S3cret@db.example.com:99999/d", /cannot be read.*a port is a number up to 65535/],
      ["postgresql://u:S3cret@db.example.com/d?port=none", /no number between 1 and 65535/],
      ["postgresql://u:S3cret@db.example.com:0/d", /no number between 1 and 65535/],
      ["postgresql://u:S3cret@a.example.com,b.example.com/d", /cannot be read|several hosts/],
    ] as const) {
      assert.throws(
        () => parse(url),
        (error: Error) => {
          assert.match(error.message, reason);
          assert.doesNotMatch(error.message, /S3cret|example\.com/);
          return true;
        },
        url,
      );
    }
  });

  it("never throws anything that repeats a part of it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (secret) => {
        try {
          parse(`postgresql://u:${secret}@h/d`);
        } catch (error) {
          assert.equal((error as Error).name, "UserError");
          assert.ok(!(error as Error).message.includes(`u:${secret}`));
        }
      }),
    );
  });

  it("is masked with its password, in every form", () => {
    const secrets = secretsOf("postgresql://u:p%40ss@db.example.com:5432/d");
    for (const secret of [
      "p%40ss",
      "p@ss",
      "db.example.com",
      "postgresql://u:p%40ss@db.example.com:5432/d",
    ]) {
      assert.ok(secrets.includes(secret), secret);
    }
    assert.ok(!secretsOf("postgresql://u:p@localhost/d").includes("localhost"));
    assert.ok(secretsOf("postgresql://u:p@[2001:db8::1]:6543/d").includes("2001:db8::1"));
    assert.ok(secretsOf("postgresql:///d?host=db.example.com&user=u&password=p").includes("db.example.com"));
    assert.ok(!secretsOf("postgresql://u:p@[::1]/d").includes("::1"));
  });
});
