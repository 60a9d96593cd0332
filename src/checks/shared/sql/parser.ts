/** PostgreSQL's own parser (libpg_query, of PostgreSQL 18) in WebAssembly. It connects to nothing and runs nothing. */
import { setFlagsFromString } from "node:v8";
import { z } from "zod";
import type { Parser } from "#libpg-query";
import { parseJson } from "../../../lib/json.ts";

/**
 * The statements of a text. "crashed": the parser ran out of stack, as it does with thousands of nested brackets.
 */
export async function parseSql(text: string): Promise<ParsedSql> {
  loading ??= load();
  const parser = await loading;
  try {
    return parse(parser, text);
  } catch {
    // A parser that stopped in the middle of its work cannot be trusted: the next text gets a new one.
    loading = undefined;
    return "crashed";
  }
}

/** What PostgreSQL's scanner reads in a text, comments included; undefined where it finds no token or gives up. */
export async function scanSql(text: string): Promise<readonly ScannedToken[] | undefined> {
  loading ??= load();
  const parser = await loading;
  try {
    return scan(parser, text);
  } catch {
    loading = undefined;
    return undefined;
  }
}

const tokensSchema = z.object({
  tokens: z
    .array(z.object({ start: z.int(), end: z.int(), text: z.string(), tokenType: z.int() }))
    .min(1)
    .transform((tokens) => tokens.map(({ tokenType: type, ...token }) => ({ ...token, type }))),
});

/** `start` and `end` in bytes; `type` is a number of PostgreSQL's grammar. */
export type ScannedToken = z.infer<typeof tokensSchema>["tokens"][number];

type ParsedSql = { readonly statements: readonly Statement[] } | { readonly error: ParseError } | "crashed";

/** What PostgreSQL reports for a text with a syntax error. */
export interface ParseError {
  /** It may quote the text: it must not be shown. */
  readonly message: string;
  /** In characters (code points) from the beginning of the text. */
  readonly position: number;
}

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

let loading: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  // V8 would optimise the grammar's one enormous function after the first statement. That takes up to a second, and the
  // process does not exit before it is done.
  setFlagsFromString("--wasm-tiering-budget=1000000000");
  // The bundle has the package's file beside it, as it is: see scripts/bundle.ts.
  const { default: start } = await import(/* webpackIgnore: true */ "#libpg-query");
  // Its output on a crash may quote the text.
  const silent = () => {};
  return await start({ print: silent, printErr: silent });
}

function scan(parser: Parser, text: string): readonly ScannedToken[] | undefined {
  const pointer = pointerTo(parser, text);
  try {
    const result = parser._wasm_scan(pointer);
    const answer = parser.UTF8ToString(result);
    parser._wasm_free_string(result);
    return tokensSchema.safeParse(parseJson(answer)).data?.tokens;
  } finally {
    parser._free(pointer);
  }
}

function pointerTo(parser: Parser, text: string): number {
  const bytes = parser.lengthBytesUTF8(text) + 1;
  const pointer = parser._malloc(bytes);
  parser.stringToUTF8(text, pointer, bytes);
  return pointer;
}

function parse(parser: Parser, text: string): ParsedSql {
  const pointer = pointerTo(parser, text);
  const result = parser._wasm_parse_query_raw(pointer);
  try {
    const error = parser.getValue(result + 8, "i32");
    if (error !== 0) {
      return {
        error: {
          message: parser.UTF8ToString(parser.getValue(error, "i32")),
          // PostgreSQL counts from 1, and reports 0 for an unknown position.
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
