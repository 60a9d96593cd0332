import { existsSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Parser } from "libpg-query/wasm/libpg-query.js";
import { z } from "zod";

/** PostgreSQL's own parser (libpg_query, of PostgreSQL 18) in WebAssembly. It connects to nothing and runs nothing. */

const FILE = "libpg-query.wasm";

const treeSchema = z.object({
  stmts: z.array(
    z.object({
      /** One key, the kind of statement: SelectStmt. */
      stmt: z.record(z.string(), z.unknown()),
      /** In bytes; absent for 0. */
      stmt_location: z.int().default(0),
      /** In bytes; absent when it goes to the end of the text. */
      stmt_len: z.int().optional(),
    }),
  ),
});

export type Statement = z.infer<typeof treeSchema>["stmts"][number];

/** What PostgreSQL says of a text that it cannot read. Its words may quote the text: they are not to be shown. */
export interface ParseError {
  readonly words: string;
  /** Where, in characters (code points) from the beginning of the text. */
  readonly position: number;
}

type Parsed = { readonly statements: readonly Statement[] } | { readonly error: ParseError } | "broke";

let loading: Promise<Parser> | undefined;

/** The statements of a text. "broke": it was more than the parser can bear, as with thousands of nested brackets. */
export async function parseSql(text: string): Promise<Parsed> {
  loading ??= load();
  const parser = await loading;
  try {
    return parse(parser, text);
  } catch {
    // It ran out of stack in the middle of its work: what is left of it would be a parser that nobody can trust.
    loading = undefined;
    return "broke";
  }
}

async function load(): Promise<Parser> {
  // V8 takes the grammar's one enormous function for hot at the first statement. Optimising it takes up to a second, for
  // which the run's end waits.
  setFlagsFromString("--wasm-tiering-budget=1000000000");
  const { default: start } = await import("libpg-query/wasm/libpg-query.js");
  // What it prints when it breaks is for its makers, and may quote the text.
  const silent = () => {};
  return await start({ locateFile: findParser, print: silent, printErr: silent });
}

/** The bundle has it beside its chunks. Without a bundle it is where the package has it. */
function findParser(): string {
  const beside = join(import.meta.dirname, FILE);
  return existsSync(beside) ? beside : import.meta.resolve(`libpg-query/wasm/${FILE}`);
}

function parse(parser: Parser, text: string): Parsed {
  const bytes = parser.lengthBytesUTF8(text) + 1;
  const pointer = parser._malloc(bytes);
  parser.stringToUTF8(text, pointer, bytes);
  const result = parser._wasm_parse_query_raw(pointer);
  try {
    const error = parser.getValue(result + 8, "i32");
    if (error !== 0) {
      return {
        error: {
          words: parser.UTF8ToString(parser.getValue(error, "i32")),
          // PostgreSQL counts from 1, and says 0 where it does not know.
          position: Math.max(0, parser.getValue(error + 16, "i32") - 1),
        },
      };
    }
    const tree = parser.UTF8ToString(parser.getValue(result, "i32"));
    return { statements: treeSchema.parse(JSON.parse(tree)).stmts };
  } finally {
    parser._free(pointer);
    parser._wasm_free_parse_result(result);
  }
}
