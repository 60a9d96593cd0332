import type { Client, Query, QueryConfig } from "pg";

/** A row of a COPY: the text of each column. */
interface CopiedRow {
  readonly copied: Readonly<Record<string, string | null>>;
}

/** The constructor of pg's queries, which pg itself calls with a callback. */
export type QueryClass = new (
  config: QueryConfig & { readonly queryMode: "extended" },
  values: undefined,
  callback: (error: Error | null) => void,
) => Query & { handleCopyData(message: { readonly chunk: Buffer }): void };

/** Sends a COPY … TO STDOUT at once, so that it can stand in a pipeline; pg itself drops the rows of one. */
export function copyRows(
  client: Client,
  QueryOfPg: QueryClass,
  text: string,
  columns: readonly string[],
): Promise<{ rows: CopiedRow[] }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const query = new QueryOfPg({ text, values: [], queryMode: "extended" }, undefined, (error) => {
      if (error === null || error === undefined) {
        resolve({ rows: readCopy(Buffer.concat(chunks).toString("utf8"), columns) });
      } else reject(error);
    });
    // The chunk is a view of a buffer that pg uses again.
    query.handleCopyData = ({ chunk }) => void chunks.push(Buffer.from(chunk));
    client.query(query);
  });
}

/** COPY's text format: a line a row, tabs between its columns, `\N` for null. */
function readCopy(text: string, columns: readonly string[]): CopiedRow[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const fields = line.split("\t").map(readField);
      return { copied: Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? null])) };
    });
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function readField(field: string): string | null {
  if (field === "\\N") return null;
  return field.replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}
