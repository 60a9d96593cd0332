/**
 * What Emscripten made of libpg_query: PostgreSQL's parser with its functions of C. The package's own wrapper describes and
 * holds one instance for the whole process, which cannot be replaced once it broke.
 *
 * The import map of package.json names it; of the bundle's, scripts/bundle.ts.
 */
declare module "#libpg-query" {
  export interface Parser {
    /** A pointer to a PgQueryParseResult: pointers to the tree, to the output on stderr, and to an error. */
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
    /** A pointer to JSON with the tokens, or to a sentence that says why there are none and may quote the text. */
    _wasm_scan(text: number): number;
    _wasm_free_string(text: number): void;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    getValue(pointer: number, type: "i32"): number;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, bytes: number): void;
    UTF8ToString(pointer: number): string;
  }
  /** Reads the WebAssembly beside its own file. */
  function load(options: {
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<Parser>;

  // biome-ignore lint/style/noDefaultExport: that is what the package has.
  export default load;
}
