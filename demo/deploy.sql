-- The migration that was deployed between the two nights. It tidies up what `unused-indexes` of another server once
-- listed, and takes the index that reads the sections of a document: `performance-baseline` shows it the next night.
DROP INDEX idx_memories_document_created;
