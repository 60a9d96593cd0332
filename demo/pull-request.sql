-- The migration of a pull request: a key too small for what is in it already, and a foreign key without an index.
CREATE TABLE exports (
  id smallserial PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
  file text NOT NULL
);
INSERT INTO exports (org_id, file) SELECT id, 'export.csv' FROM organizations LIMIT 10;
-- As after the copy of the exports of the last years.
SELECT setval('exports_id_seq', 32000);
ANALYZE exports;
