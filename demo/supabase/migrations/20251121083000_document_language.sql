-- Not applied yet: this deploy brings it. schema-changelog: nobody has written its entry.
ALTER TABLE documents ADD COLUMN language text;
