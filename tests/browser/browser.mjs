// SPDX-License-Identifier: Apache-2.0
//
// A Chromium of its own for the suite, and what is watched on every page: requests that leave the
// origin, violations of the content security policy, scripts that fail, dialogs that open.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

export async function openBrowser(executablePath) {
    const profile = mkdtempSync(join(tmpdir(), "tocsin-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath,
        headless: true,
        args: FLAGS,
        viewport: { width: 1280, height: 900 },
        locale: "en-GB",
        timezoneId: "UTC",
        reducedMotion: "reduce",
        acceptDownloads: true,
        ignoreHTTPSErrors: true,
    });
    return {
        context,
        close: async () => {
            await context.close();
            rmSync(profile, { recursive: true, force: true });
        },
    };
}

// What happened on a page that must not happen.
export async function watch(page, origin) {
    const seen = { outside: [], violations: [], errors: [], dialogs: [] };
    page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) seen.outside.push(url);
    });
    page.on("pageerror", (error) => seen.errors.push(String(error)));
    page.on("console", (message) => {
        if (message.type() === "error" && !/status of 4\d\d/.test(message.text()))
            seen.errors.push(message.text());
    });
    page.on("dialog", (dialog) => {
        seen.dialogs.push(dialog.message());
        dialog.dismiss();
    });
    await page.exposeFunction("__violated", (what) => seen.violations.push(what));
    await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (e) => {
            window.__violated(
                `${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`,
            );
        });
    });
    return seen;
}

// What axe finds that is serious or critical, one line each.
export async function axe(page) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(() =>
        window.axe.run(document, {
            resultTypes: ["violations"],
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        }),
    );
    if (found.passes.length < 10) return ["axe looked at nothing"];
    return found.violations
        .filter((v) => v.impact === "serious" || v.impact === "critical")
        .map(
            (v) =>
                `${v.id}: ${v.help} (${v.nodes
                    .slice(0, 3)
                    .map((n) => n.target.join(" "))
                    .join("; ")})` + ` ${v.nodes[0].any?.[0]?.message ?? ""}`,
        );
}

// How many pixels the page is wider than its window.
export const overflow = (page) =>
    page.evaluate(() => {
        const root = document.scrollingElement;
        const by = root.scrollWidth - root.clientWidth;
        if (by <= 0) return "";
        const wide = [...document.querySelectorAll("body *")].filter(
            (e) =>
                e.getBoundingClientRect().right > root.clientWidth + 1 &&
                !e.closest(".scroll, .sr"),
        );
        return `${by} px: ${wide
            .slice(0, 4)
            .map((e) => `${e.tagName}.${e.className}`)
            .join(", ")}`;
    });
