import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { NASTY } from "../../../../test/support/builders/hostile.ts";
import { NOT_SHOWN, showStatement } from "./statement-text.ts";

describe("showStatement", () => {
  const cases: Record<string, [string, string]> = {
    "keeps parameters and names": [
      `SELECT "it's 2"."x", t1.a FROM t1 WHERE b = $1 AND c::int = ANY ($12)`,
      `SELECT "it's 2"."x", t1.a FROM t1 WHERE b = $1 AND c::int = ANY ($12)`,
    ],
    "keeps names with digits, accents and escapes": [
      `SELECT a1, été, U&"d\\0061t" FROM t_2`,
      `SELECT a1, été, U&"d\\0061t" FROM t_2`,
    ],
    "drops comments": ["/* user=bob */ SELECT 1.5 -- route=/me\n FROM t", "SELECT … FROM t"],
    "drops nested comments": ["select /* a /* b */ user=bob card=4111 */ x /* c */", "select x"],
    "drops literals": [
      `SELECT 'o''hara', E'a\\'b', $$x'y$$, $q$z$q$, date '2026-11-01', 12`,
      "SELECT …, …, …, …, date …, …",
    ],
    "drops literals by tags with digits and accents": [
      "SELECT $t1$4111$t1$, $é$4111$é$, $_$a$$b$_$, $T$x$T$",
      "SELECT …, …, …, …",
    ],
    "drops numbers in all forms": [
      "SELECT 41_111_111, 0x4d41524b, 0o17, 0b11, 1.5e3, .5, 1., 1e-9, -7",
      "SELECT …, …, …, …, …, …, …, …, -…",
    ],
    "drops literals with a prefix": [
      `SELECT U&'\\0061', U&'d!0061' UESCAPE '!', E'\\x41', e'a', B'1', b'0', X'1F', x'2', N'n', n'm'`,
      "SELECT …, … UESCAPE …, …, …, …, …, …, …, N…, n…",
    ],
    "drops literals that go on in the next line": ["SELECT 'a'\n'b' , 'c\nd'", "SELECT … , …"],
    "drops a literal that was cut off": [
      "SELECT * FROM t WHERE mail = 'alice@ex",
      "SELECT * FROM t WHERE mail = …",
    ],
    "drops a literal by a tag that was cut off": ["SELECT a, $t1$4111'x", "SELECT a, …"],
    "drops a comment that was cut off": ["SELECT 1 /* secret /* more", "SELECT … …"],
    "drops a name that was cut off": ['SELECT a FROM "custom', "SELECT a FROM …"],
    "writes one line": ["SELECT\n\ta\r\n::error::x", "SELECT a ::error::x"],
    "shows nothing of what means two things": ["SELECT 'a\\' secret, \\'b'", NOT_SHOWN],
    "shows nothing of it where that was cut off": ["SELECT 'a\\'secret'", NOT_SHOWN],
    "shows nothing of what is empty": ["  ", NOT_SHOWN],
  };
  for (const [name, [text, shown]] of Object.entries(cases)) {
    it(name, async () => assert.equal(await showStatement(text), shown));
  }

  it("cuts a long one", async () =>
    assert.equal(await showStatement("a".repeat(300)), `${"a".repeat(200)}…`));

  it("never shows what a literal or a comment holds, wherever the text is cut", async () => {
    const secret = "zq4111zq";
    const forms = [
      (text: string) => `'${text}'`,
      (text: string) => `E'\\'${text}'`,
      (text: string) => `U&'${text}'`,
      (text: string) => `$t1$${text}$t1$`,
      (text: string) => `$é$ ' ${text}$é$`,
      (text: string) => `/* /* */ ${text} */ x`,
      (text: string) => `-- ${text}\n x`,
    ];
    const part = fc
      .tuple(fc.constantFrom(...forms), fc.constantFrom("", "'", '"', "--", "/*", "$1"))
      .map(([form, before]) => form(form === forms[0] ? secret : `${before.replace(/['/].*/, "")}${secret}`));
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 120 }),
        async (parts, cut) => {
          const text = `SELECT ${parts.join(", ")}`;
          for (const each of [text, text.slice(0, cut)]) {
            const shown = await showStatement(each);
            assert.doesNotMatch(shown, /zq|4111/, each);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("takes any text", async () => {
    for (const text of NASTY) assert.doesNotMatch(await showStatement(text), /[\n\r]/);
  });
});
