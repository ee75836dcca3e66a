// SPDX-License-Identifier: Apache-2.0
//
// The tests of what is pure in the console (src/pure): esbuild, which Vite brings, turns each
// *.test.ts here into one plain module, and node's own test runner runs them.
//
//   node test/run.mjs
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), "tocsin-console-test-"));
const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
await build({
    entryPoints: tests.map((name) => join(here, name)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node18",
    sourcemap: "inline",
    logLevel: "warning",
});
const files = tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--test", ...process.argv.slice(2), ...files], {
    stdio: "inherit",
});
rmSync(out, { recursive: true, force: true });
process.exitCode = run.status ?? 1;
