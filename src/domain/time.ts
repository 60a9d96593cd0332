/** ISO 8601 text of a time in milliseconds since 1970, without fractions of a second. */
export function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
