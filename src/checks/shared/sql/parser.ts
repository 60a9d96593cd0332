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

/** Why PostgreSQL can't read a text. Its message may quote the text, so it must not be shown. */
export interface ParseError {
  readonly words: string;
  /** Where, in characters (code points) from the beginning of the text. */
  readonly position: number;
}

type Parsed = { readonly statements: readonly Statement[] } | { readonly error: ParseError } | "broke";

let loading: Promise<Parser> | undefined;

/** The statements of a text. "broke" means that the parser crashed, for example on thousands of nested brackets. */
export async function parseSql(text: string): Promise<Parsed> {
  loading ??= load();
  const parser = await loading;
  try {
    return parse(parser, text);
  } catch {
    // The parser ran out of stack in the middle of its work. Its state is undefined, so the next text gets a new one.
    loading = undefined;
    return "broke";
  }
}

async function load(): Promise<Parser> {
  // V8 would optimize the grammar's one enormous function after the first statement. That takes up to a second, and the
  // process would wait for it at its end.
  setFlagsFromString("--wasm-tiering-budget=1000000000");
  const { default: start } = await import("libpg-query/wasm/libpg-query.js");
  // What the parser prints when it crashes is for its developers, and may quote the text.
  const silent = () => {};
  return await start({ locateFile: findParser, print: silent, printErr: silent });
}

/** The bundle has the file beside its chunks; without a bundle it is in the package. */
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
          // PostgreSQL counts from 1, and gives 0 where it does not know the position.
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
