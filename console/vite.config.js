// SPDX-License-Identifier: Apache-2.0
//
// How the console is built. The output is the same on every machine: file names are hashes of what
// is in them, and nothing asks for the time. It fits the content security policy of the server
// (script-src 'self'; style-src 'self'): no inline script, no polyfill, no asset as a data: URL.
import { defineConfig } from "vite";

const server = process.env.TOCSIN_URL ?? "http://127.0.0.1:8471";

export default defineConfig({
    base: "/console/",
    esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
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
