// Loaded into a program before it starts; leaves the most memory it held, in bytes, in a file.
const { readFileSync, writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.PG_PREFLIGHT_BENCH_PEAK, String(peak())));

/** On Linux ru_maxrss starts with what the parent held, so the kernel's own high-water mark is asked. */
function peak() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
