// SPDX-License-Identifier: Apache-2.0
//
// How the console is built. The output is the same on every machine: file names are hashes of what
// is in them, and nothing asks for the time. It fits the content security policy of the server
// (script-src 'self'; style-src 'self'): no inline script, no polyfill, no asset as a data: URL.
//
// What others wrote and the program carries is named with its licence in one text, which the help
// of the console links.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const server = process.env.TOCSIN_URL ?? "http://127.0.0.1:8471";

const carried = ["preact", "cytoscape", "uplot", "@fontsource-variable/inter"];
const licences = carried
    .map((name) => {
        const folder = new URL(`node_modules/${name}/`, import.meta.url);
        const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
        const text = readFileSync(new URL("LICENSE", folder), "utf8").trim();
        return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
const hash = createHash("sha256").update(licences).digest("base64url").slice(0, 8);
const fileName = `assets/licences-${hash}.txt`;

export default defineConfig({
    base: "/console/",
    esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
    define: { __LICENCES__: JSON.stringify(`/console/${fileName}`) },
    plugins: [
        {
            name: "licences",
            generateBundle() {
                this.emitFile({ type: "asset", fileName, source: licences });
            },
        },
    ],
    build: {
        target: "es2020",
        outDir: "dist",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        chunkSizeWarningLimit: 1000,
    },
    server: { proxy: { "/api": server } },
});
