/** A private certificate authority and a server certificate of it, made on the fly with openssl. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  /** All three are PEM. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const DAYS = "2";

/** A certificate for these host names and addresses. Throws without openssl. */
export function makeCertificate(hosts: readonly string[], caName = "Test CA"): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-tls-"));
  const names = hosts.map((host) => `${isIP(host) ? "IP" : "DNS"}:${host}`).join(",");
  try {
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    write(
      "ca.cnf",
      "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n",
    );
    write("server.ext", `subjectAltName=${names}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n`);
    const newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes".split(" ");
    openssl(folder, [
      ..."req -x509 -config ca.cnf -extensions ca -keyout ca.key -out ca.crt -days".split(" "),
      ...[DAYS, "-subj", `/CN=${caName}`, ...newKey],
    ]);
    openssl(folder, [
      ..."req -new -config ca.cnf -keyout server.key -out server.csr".split(" "),
      ...["-subj", `/CN=${hosts[0] ?? "localhost"}`, ...newKey],
    ]);
    openssl(folder, [
      ..."x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile server.ext -out server.crt -days".split(
        " ",
      ),
      DAYS,
    ]);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    return { ca: read("ca.crt"), certificate: read("server.crt"), key: read("server.key") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openssl(folder: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args[0]} failed: ${stderr}`);
}
