// SPDX-License-Identifier: Apache-2.0
//
// The console in a real browser: walks every page as an officer would and says in TAP what held.
//
//   node run.mjs --url URL --out DIR [--officer NAME:PASSWORD] [--chromium PATH]
//
// URL is a running node into which lists may be loaded: the suite brings its own (data.mjs).
// Screenshots of each page, wide and narrow, light and dark, are left in DIR. With --officer the
// suite signs in, and tries a wrong password first.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { axe, openBrowser, overflow, watch } from "./browser.mjs";
import * as data from "./data.mjs";

const { values: options } = parseArgs({
    options: {
        url: { type: "string" },
        out: { type: "string", default: "browser-out" },
        officer: { type: "string" },
        chromium: { type: "string", default: "/usr/bin/chromium" },
    },
});
if (!options.url) {
    console.error(
        "usage: node run.mjs --url URL --out DIR [--officer NAME:PASSWORD] [--chromium PATH]",
    );
    process.exit(2);
}
mkdirSync(options.out, { recursive: true });
const origin = new URL(options.url).origin;

// ---- TAP
// -----------------------------------------------------------------------------------------

let number = 0;
let failed = 0;

async function check(name, run) {
    number++;
    try {
        await run();
        console.log(`ok ${number} - ${name}`);
    } catch (e) {
        failed++;
        console.log(`not ok ${number} - ${name}`);
        console.log(
            String(e?.stack ?? e)
                .split("\n")
                .slice(0, 12)
                .map((line) => `# ${line}`)
                .join("\n"),
        );
        await page
            ?.screenshot({ path: join(options.out, `failed-${number}.png`) })
            .catch(() => undefined);
    }
}

function holds(what, sentence) {
    if (!what) throw new Error(sentence);
}

const none = (found, what) =>
    holds(found.length === 0, `${what}:\n${[...new Set(found)].join("\n")}`);

// ---- helpers
// -------------------------------------------------------------------------------------

const browser = await openBrowser(options.chromium);
const page = browser.context.pages()[0] ?? (await browser.context.newPage());
page.setDefaultTimeout(15000);
const seen = await watch(page, origin);

const at = (hash) => page.goto(`${options.url.replace(/\/$/, "")}/${hash}`);
const open = async (hash) => {
    await page.goto("about:blank");
    await at(hash);
    await page.waitForSelector("main");
};
const hash = () => page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " ")));
const active = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

async function type(text) {
    await page.fill("#name", "");
    await page.locator("#name").pressSequentially(text, { delay: 15 });
}

const results = () => page.locator(".result");

async function findFirst(text) {
    await open("#/search");
    await type(text);
    await results().first().waitFor();
}

// Every look that a page can have; overflow and axe in each.
async function looks(name, ready) {
    for (const [kind, width, scheme] of [
        ["wide-light", 1280, "light"],
        ["wide-dark", 1280, "dark"],
        ["narrow-light", 360, "light"],
        ["narrow-dark", 360, "dark"],
    ])
        await check(
            `${name}, ${kind}: no serious finding of axe, no scrolling sideways`,
            async () => {
                await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
                await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
                if (ready) await ready();
                await page.evaluate(() => window.scrollTo(0, 0));
                await page.waitForTimeout(150);
                await page.screenshot({
                    path: join(options.out, `${name}-${kind}.png`),
                    fullPage: true,
                });
                const wide = await overflow(page);
                holds(!wide, `the page is wider than its window by ${wide}`);
                none(await axe(page), "axe");
            },
        );
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

// ---- the walk
// ------------------------------------------------------------------------------------

await open("");
if (options.officer) {
    const colon = options.officer.indexOf(":");
    const [name, password] = [options.officer.slice(0, colon), options.officer.slice(colon + 1)];
    await page.waitForSelector("#login-name");
    await looks("login");
    await check("a wrong password is told and opens nothing", async () => {
        await page.fill("#login-name", name);
        await page.fill("#login-password", `${password}?`);
        await page.keyboard.press("Enter");
        await page.getByRole("alert").waitFor();
        holds(await page.locator("#login-name").isVisible(), "the login page is gone");
    });
    await check("an officer signs in with the keyboard alone", async () => {
        await page.fill("#login-name", name);
        await page.fill("#login-password", password);
        await page.keyboard.press("Enter");
        await page.waitForSelector("#name");
    });
}

await check("the empty search says what answers", async () => {
    await open("#/search");
    await page.waitForSelector("#name");
    holds(
        (await page.evaluate(() => document.activeElement?.id)) === "name",
        "the name box has no focus",
    );
});

await check("a list is loaded by upload and says what changed", async () => {
    await open("#/lists");
    await page.getByText("Load a list").waitFor();
    await page.setInputFiles("input[type=file]", data.list);
    await page.getByRole("button", { name: "Load" }).click();
    await page.locator(".done").waitFor({ timeout: 30000 });
    holds(/browser_suite/.test(await page.locator(".done").innerText()), "the list is not named");
    await page.locator(".lists", { hasText: data.LIST }).waitFor();
});

await check("a broken file is refused with its name and line", async () => {
    await page.setInputFiles("input[type=file]", data.brokenList);
    await page.getByRole("button", { name: "Load" }).click();
    const problem = page.getByRole("alert");
    await problem.waitFor({ timeout: 30000 });
    const text = await problem.innerText();
    holds(/broken\.csv/.test(text) && /Line\s*\d/.test(text), `the problem says: ${text}`);
});

await check("the lists page draws its history", async () => {
    await page.locator(".chart canvas").waitFor();
});
await looks("lists");

await check("search answers while somebody types, in the order of scores", async () => {
    await findFirst("Oskar Vandelmere");
    const first = await results().first().innerText();
    holds(/Vandelmere/i.test(first) && /Match/.test(first), `first is: ${first}`);
    const scores = (await page.locator(".result .score-number").allInnerTexts()).map(Number);
    holds(
        scores.every((s, i) => i === 0 || scores[i - 1] >= s),
        `scores are ${scores}`,
    );
});

await check("what is asked stands in the address, and an address asks", async () => {
    holds(/name=Oskar Vandelmere/.test(await hash()), `the address is ${await hash()}`);
    await page.reload();
    await results().first().waitFor();
    holds((await page.inputValue("#name")) === "Oskar Vandelmere", "the box is empty");
});

await check("more fields sharpen the answer", async () => {
    await page.getByRole("button", { name: /More fields/ }).click();
    await page.fill("#field-birthDate", "1931");
    await page.waitForFunction(() => !document.querySelector(".result.is-match"));
    await page.getByRole("switch", { name: /Below/ }).check();
    await results().first().waitFor();
    holds((await page.locator(".result.is-match").count()) === 0, "a match is left");
    holds(
        /p\.birthDate=1931/.test(await hash()) && /below=1/.test(await hash()),
        `the address is ${await hash()}`,
    );
    await page.fill("#field-birthDate", "");
    await page.locator(".result.is-match").first().waitFor();
});

await check("results are filtered by list", async () => {
    await page.locator(".menu summary").click();
    await page.getByLabel(data.LIST).check();
    await page.waitForTimeout(400);
    await page.keyboard.press("Escape");
    await results().first().waitFor();
    for (const row of await results().allInnerTexts())
        holds(row.includes(data.LIST), `another list: ${row}`);
});
await looks("search");

await check("a firm that is asked for as a person is found by looking through every kind", async () => {
    await open("#/search");
    await type("Vandelmere Ferry Works");
    await page.getByText(/Only the kind Person/).waitFor();
    await page.getByRole("button", { name: "Look through every kind" }).click();
    await page.locator(".result.is-match", { hasText: "Ferry Works" }).waitFor();
    holds(/schema=Thing/.test(await hash()), `the address is ${await hash()}`);
});

await check("the keyboard walks from the box to the verdict and back", async () => {
    await findFirst("Oskar Vandelmere");
    await page.getByRole("switch", { name: /Below/ }).check();
    await page.waitForFunction(() => document.querySelectorAll(".result").length > 1);
    await page.focus("#name");
    await page.keyboard.press("ArrowDown");
    const first = await active();
    await page.keyboard.press("j");
    const second = await active();
    holds(first && second && first !== second, `j went from ${first} to ${second}`);
    await page.keyboard.press("k");
    holds((await active()) === first, "k did not come back");
    await page.keyboard.press("Enter");
    await page.getByText("Side by side").waitFor();
    await page.goBack();
    await results().first().waitFor();
    holds(/name=Oskar Vandelmere/.test(await hash()), "back lost the search");
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("/");
    holds(
        (await page.evaluate(() => document.activeElement?.id)) === "name",
        "/ did not go to the box",
    );
});

await check(
    "Enter right behind the last letter goes to the first result of that name",
    async () => {
        await open("#/search");
        await type("Falko Vandelmer");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.activeElement?.matches("a.open"));
        const first = await results().first().innerText();
        holds(
            (await active()) && first.includes(await active()),
            `the focus is on ${await active()}`,
        );
        holds(/Vandel|Вандел/.test(first), `first is ${first}`);
    },
);

await check("? shows the keys, Escape closes them", async () => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.screenshot({ path: join(options.out, "keys-wide-light.png") });
    none(await axe(page), "axe");
    await page.keyboard.press("Escape");
    holds((await page.locator("dialog[open]").count()) === 0, "the dialog is still open");
});

await check("numbers go from page to page", async () => {
    await page.evaluate(() => document.activeElement?.blur());
    for (const [key, title] of [
        ["2", "Batch"],
        ["3", "Lists"],
        ["4", "Quality"],
        ["1", ""],
    ]) {
        await page.keyboard.press(key);
        if (title) await page.getByRole("heading", { name: title, exact: true }).waitFor();
        await page.evaluate(() => document.activeElement?.blur());
    }
    await page.waitForSelector("#name");
});

await check("the verdict shows both sides, every feature and the steps", async () => {
    await open("#/search?name=Oskar+Vandelmeer&p.birthDate=1958-04-02");
    await results().first().locator("a.open").click();
    await page.getByText("Side by side").waitFor();
    const features = await page.locator(".features").innerText();
    holds(/Oskar Vandelmeer/.test(features), `features: ${features}`);
    const effects = (await page.locator(".features tbody .effect-number").allInnerTexts()).map(
        (t) => Number(t.replace("\u2212", "-")),
    );
    const total = Number(await page.locator(".features tfoot .effect-number").innerText());
    const sum = effects.reduce((a, b) => a + b, 0);
    holds(Math.abs(Math.min(1, sum) - total) < 0.03, `${effects} do not add up to ${total}`);
    holds((await page.locator(".steps > li").count()) >= 4, "the steps are missing");
    holds((await page.locator(".word").count()) >= 2, "the words are missing");
});
await looks("verdict");

await check("a verdict is opened by its address alone", async () => {
    await page.reload();
    await page.locator(".features tbody tr").first().waitFor();
});

let linked = "";
await check("an entry shows names by script, its source and its versions", async () => {
    await findFirst(data.ARABIC);
    await page.focus("#name");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("e");
    await page.getByRole("heading", { level: 2, name: "Names" }).waitFor();
    await page.getByRole("heading", { level: 3, name: "Arabic" }).waitFor();
    await page.getByRole("heading", { level: 3, name: "Latin" }).waitFor();
    await page.getByText("Versions").first().waitFor();
    holds(
        /browser_suite\.csv|SHA-256|Source/.test(await page.locator("main").innerText()),
        "no source",
    );
});

await check("right-to-left names are isolated, and stand right", async () => {
    const found = await page.evaluate((name) => {
        const bdi = [...document.querySelectorAll("bdi")].filter((b) => b.textContent === name);
        return {
            count: bdi.length,
            direction: bdi.every((b) => getComputedStyle(b).direction === "rtl"),
            page: getComputedStyle(document.body).direction,
        };
    }, data.ARABIC);
    holds(found.count > 0, "the name is not there, or not isolated");
    holds(found.direction, "its direction is not rtl");
    holds(found.page === "ltr", "it turned the page around");
    await findFirst(data.HEBREW);
    const box = await page.evaluate(
        () => getComputedStyle(document.querySelector("#name")).direction,
    );
    holds(box === "rtl", "the name box does not turn for a Hebrew name");
});

await check("in the steps of a verdict each value stands where the sentence has it", async () => {
    for (const name of [data.ARABIC, data.HEBREW]) {
        await open(`#/search?name=${encodeURIComponent(name)}`);
        await results().first().locator("a.open").click();
        await page.getByText("Side by side").waitFor();
        await page.evaluate(() =>
            document.querySelectorAll(".steps details").forEach((d) => (d.open = true)),
        );
        const lines = await page.evaluate(() => {
            const rtl = /[\u0590-\u06ff]/;
            return [...document.querySelectorAll(".steps p")]
                .filter((p) => rtl.test(p.textContent) && p.firstChild.nodeName === "BDI")
                .map((p) => ({
                    text: p.textContent,
                    direction: getComputedStyle(p).direction,
                    mixed: [...p.querySelectorAll("bdi")].some(
                        (b) => rtl.test(b.textContent) && /[a-z]/i.test(b.textContent),
                    ),
                    left:
                        p.firstChild.getBoundingClientRect().left -
                        p.getBoundingClientRect().left,
                }));
        });
        holds(lines.length >= 2, `${lines.length} lines begin with a word of ${name}`);
        for (const line of lines) {
            holds(!line.mixed, `a value and what is said of it are one: ${line.text}`);
            holds(line.direction === "ltr", `the line is turned around: ${line.text}`);
            holds(line.left < 60, `its first word stands ${line.left} from the left: ${line.text}`);
        }
    }
});
await looks("search-hebrew");

await check("an entry with links is found", async () => {
    await findFirst("Ferdik Quentabri");
    for (const id of await page
        .locator(".result")
        .evaluateAll((rows) => rows.map((r) => r.dataset.id))) {
        const graph = await page.evaluate(
            async (one) => (await fetch(`/api/graph/${encodeURIComponent(one)}`)).json(),
            id,
        );
        if (graph.nodes.length > 1) {
            linked = id;
            break;
        }
    }
    holds(linked, "none of the entries has a link; load examples/lists first");
});

if (linked) {
    await check("the graph is drawn, and walked by key and by list", async () => {
        await open(`#/entity/${encodeURIComponent(linked)}`);
        await page.locator("#graph").scrollIntoViewIfNeeded();
        await page.locator(".graph-box canvas").first().waitFor();
        const note = () => page.locator("#graph .card-head").innerText();
        await page.locator(".graph-list li").first().waitFor();
        const before = await note();
        await page.locator(".graph-list li button").last().click();
        await page.getByRole("button", { name: /Back to/ }).waitFor();
        await page.locator(".graph-box").focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        await page.waitForTimeout(300);
        holds(before && (await note()), "the graph has no note");
    });
    await looks("entity", async () => {
        await page.locator(".graph-box canvas").first().waitFor();
    });
}

await check("HTML in a name is text on every page", async () => {
    await findFirst(data.HTML_NAME);
    holds(
        (await results().first().innerText()).includes("<img src=x"),
        "the name is not shown as it is",
    );
    const href = await results().first().locator("a.open").getAttribute("href");
    for (const to of [href, href.replace("verdict", "entity")]) {
        await open(to);
        await page.getByText("<img src=x").first().waitFor();
        const made = await page.evaluate(
            () => document.querySelectorAll("main img, main b, main script").length,
        );
        holds(made === 0, `${made} elements were made of a name`);
    }
    none(seen.dialogs, "dialogs");
});
await looks("entity-html");

await check("a table is mapped, screened, looked through and downloaded", async () => {
    await open("#/batch");
    await page.setInputFiles("input[type=file]", data.customers);
    await page.locator(".mapping").waitFor();
    const chosen = await page
        .locator(".mapping select")
        .evaluateAll((all) => all.map((s) => s.value));
    holds(chosen.includes("full_name") && chosen.includes("date_of_birth"), `suggested: ${chosen}`);
});
await looks("batch-columns");
await check("the batch runs to its result", async () => {
    await page.getByRole("button", { name: "Screen the table" }).click();
    await page.getByRole("heading", { name: "Result" }).waitFor({ timeout: 30000 });
    await page.locator(".grid tbody tr").first().waitFor();
    const rows = await page.locator(".grid tbody tr").count();
    holds(rows >= 1 && rows < 4, `${rows} rows match`);
    await page.getByRole("switch", { name: "Matches only" }).uncheck();
    await page.waitForFunction(() => document.querySelectorAll(".grid tbody tr").length === 4);
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download CSV" }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8");
    holds(
        /match_score/.test(text) && text.split("\n").length >= 5,
        "the download is not the result",
    );
});
await looks("batch-result");
await check("a row of the result opens its verdict", async () => {
    await page.locator(".grid tbody a").first().click();
    await page.getByText("Side by side").waitFor();
    await page.locator(".features tbody tr").first().waitFor();
});

await check("labelled pairs become a curve, and the threshold flips pairs", async () => {
    await open("#/quality");
    await page.setInputFiles("input[type=file]", data.labelled);
    await page.getByRole("button", { name: "Score the pairs" }).click();
    await page.locator(".chart canvas").waitFor({ timeout: 30000 });
    const cells = async () =>
        (await page.locator(".confusion td .big").allInnerTexts()).map(Number);
    const sum = (await cells()).reduce((a, b) => a + b, 0);
    holds(sum === 12, `the four counts are ${await cells()}`);
    await page.locator(".slider input").fill("0");
    holds(
        (await cells())[1] === 0 && (await cells())[3] === 0,
        "at 0 everything is above the line",
    );
    await page.locator(".grid tbody tr").first().waitFor();
    await page.locator(".slider input").fill("0.98");
    await page.locator(".slider input").focus();
    await page.keyboard.press("ArrowLeft");
    holds(
        (await page.locator(".slider output").innerText()) === "0.97",
        "the arrow keys do not move it",
    );
    await page.locator(".grid tbody tr").first().waitFor();
});
await looks("quality");

await check("a table without the columns is refused before it is sent", async () => {
    await open("#/quality");
    await page.setInputFiles("input[type=file]", data.customers);
    holds(/no column/.test(await page.getByRole("alert").innerText()), "it was taken");
});

await check("the purpose is kept and sent with a search, in any script", async () => {
    await open("#/search");
    for (const purpose of ["case 17, review", "دراسة القضية ١٧"]) {
        await page.locator(".purpose input").fill(purpose);
        const [request] = await Promise.all([
            page.waitForRequest((r) => r.url().includes("/api/screen")),
            type("Oskar Vandelmere"),
        ]);
        const header = request.headers()["x-tocsin-purpose"];
        const sent = header ?? new URL(request.url()).searchParams.get("purpose");
        holds(sent === purpose, `sent was ${sent}`);
    }
    await page.reload();
    const kept = await page.locator(".purpose input").inputValue();
    holds(kept === "دراسة القضية ١٧", "it was forgotten");
    await page.locator(".purpose input").fill("");
});

await check("the switch of colours wins over the system, and is kept", async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel("Colours").selectOption("dark");
    const dark = await ground();
    holds(light !== dark, "nothing changed");
    await page.reload();
    await page.waitForSelector("#name");
    holds((await ground()) === dark, "it was forgotten");
    await page.getByLabel("Colours").selectOption("auto");
});

await check("the log shows who searched for what", async () => {
    await open("#/searches");
    const allowed = await page.getByRole("heading", { name: "Log", exact: true }).isVisible();
    if (!allowed) return;
    await page.locator(".grid tbody tr").first().waitFor();
    holds(/Vandelmere/.test(await page.locator(".grid").innerText()), "the search is not in it");
});
await looks("log");

await check("an address that leads nowhere is told", async () => {
    await open("#/entity/no-such-entity");
    await page.getByRole("alert").waitFor();
    await open("#/nowhere");
    await page.getByText("no such page").waitFor();
});

await check("any path under /console is the console", async () => {
    await page.goto(`${origin}/console/search`);
    await page.waitForSelector("#name, #login-name");
});

if (options.officer)
    await check("signing out closes the console", async () => {
        await open("#/search");
        await page.getByRole("button", { name: "Sign out" }).click();
        await page.waitForSelector("#login-name");
    });

await check("no request left the origin", () => none(seen.outside, "requests"));
await check("the content security policy was never violated", () =>
    none(seen.violations, "violations"),
);
await check("no script failed and no dialog opened", () =>
    none([...seen.errors, ...seen.dialogs], "errors"),
);

console.log(`1..${number}`);
await browser.close();
process.exitCode = failed ? 1 : 0;
