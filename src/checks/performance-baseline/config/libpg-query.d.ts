/** What Emscripten made of libpg_query: the package describes only its wrapper, which cannot be made anew. */
declare module "libpg-query/wasm/libpg-query.js" {
  export interface Parser {
    /** A pointer to a PgQueryParseResult: pointers to the tree, to what was said on stderr, and to an error. */
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    getValue(pointer: number, type: "i32"): number;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, bytes: number): void;
    UTF8ToString(pointer: number): string;
  }
  function load(options: {
    /** Where its WebAssembly is: a path or a URL of a file. */
    readonly locateFile: () => string;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<Parser>;

  // biome-ignore lint/style/noDefaultExport: that is what the package has.
  export default load;
}
