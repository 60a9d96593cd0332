-- For `npm run pictures`: a schema that nobody looked after for years, with some 400 findings of a dozen checks.
CREATE SCHEMA legacy;
GRANT USAGE ON SCHEMA legacy TO PUBLIC;
DO $$
BEGIN
  CREATE TABLE legacy.tenants (id int PRIMARY KEY, name text);
  INSERT INTO legacy.tenants SELECT n, 'tenant ' || n FROM generate_series(1, 200) n;
  FOR n IN 1..110 LOOP
    -- foreign-key-indexes: one each; sequence-exhaustion: every second.
    EXECUTE format('CREATE TABLE legacy.part_%s (id smallserial PRIMARY KEY, tenant_id int REFERENCES legacy.tenants,
      kind text, made_at timestamptz DEFAULT now())', n);
    EXECUTE format('INSERT INTO legacy.part_%s (id, tenant_id, kind) SELECT t, 1 + t %% 200, md5(t::text)
      FROM generate_series(1, 1500) t', n);
    -- duplicate-indexes: the same index under another name.
    EXECUTE format('CREATE INDEX part_%s_kind ON legacy.part_%s (kind)', n, n);
    EXECUTE format('CREATE INDEX part_%s_kind_again ON legacy.part_%s (kind)', n, n);
    EXECUTE format('SELECT setval(''legacy.part_%s_id_seq'', %s)', n, CASE WHEN n % 2 = 0 THEN 32700 ELSE 1500 END);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA legacy TO PUBLIC');
    EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA legacy TO PUBLIC');
  END LOOP;
  FOR n IN 1..60 LOOP
    -- statement-timeout: logins whose statements may run for ever.
    EXECUTE format('CREATE ROLE legacy_login_%s LOGIN', n);
    -- table-bloat, statistics-freshness: autovacuum switched off, half of the rows dead.
    EXECUTE format('CREATE TABLE legacy.heap_%s (id int, kind text) WITH (autovacuum_enabled = false)', n);
    EXECUTE format('INSERT INTO legacy.heap_%s SELECT t, ''x'' FROM generate_series(1, 22000) t', n);
    EXECUTE format('ANALYZE legacy.heap_%s', n);
    EXECUTE format('UPDATE legacy.heap_%s SET kind = ''y'' WHERE id %% 2 = 0', n);
  END LOOP;
END $$;
