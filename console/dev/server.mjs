// SPDX-License-Identifier: Apache-2.0
//
// A node that is none: it answers the console's routes from invented data, so that the console can
// be worked on, and its tests run, where no node is. It keeps everything in memory.
//
//   node dev/server.mjs [--port N] [--dist DIR] [--auth]
//
// --dist serves a built console with the headers that the node sends. With --auth the one officer
// is iris, and her password is "harbour light". "npm run dev" serves the sources and asks here.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compare, csv, csvLine, example, ftm, personsCsv, sha256 } from "./data.mjs";
import { model } from "./model.mjs";

const { values: options } = parseArgs({
    options: {
        port: { type: "string", default: "8471" },
        dist: { type: "string", default: fileURLToPath(new URL("../dist", import.meta.url)) },
        auth: { type: "boolean", default: false },
    },
});

const CSP =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
};

// ---- what is loaded
// ------------------------------------------------------------------------------

const MODEL = model();
const state = {
    entities: new Map(),
    datasets: new Map(),
    imports: [],
    jobs: new Map(),
    searches: [],
    sessions: new Map(),
};

function load(name, title, format, path, text, entities, at, counts, by) {
    for (const e of entities) {
        const old = state.entities.get(e.id);
        const version = {
            dataset: name,
            at,
            source: sha256(text),
            change: old ? "changed" : "added",
            entity: e,
        };
        state.entities.set(e.id, { ...e, versions: [...(old?.versions ?? []), version] });
    }
    state.datasets.set(name, {
        name,
        title,
        format,
        version: at,
        sha256: sha256(text),
        path,
        imported_at: at,
        entities: entities.length,
        targets: entities.filter((e) => e.target).length,
        names: entities.reduce(
            (n, e) =>
                n + ["name", "alias", "weakAlias"].flatMap((p) => e.properties[p] ?? []).length,
            0,
        ),
    });
    state.imports.push({
        dataset: name,
        at,
        format,
        unchanged: 0,
        by,
        sources: [{ path, sha256: sha256(text), size: Buffer.byteLength(text) }],
        ...counts,
    });
}

function begin() {
    const register = example("lists/ftm/entities.ftm.json");
    const entities = ftm(register);
    const older = structuredClone(entities.filter((e) => e.id === "mr-001" || e.id === "mr-010"));
    for (const e of older) {
        e.properties.name.pop();
        e.properties.birthDate = ["1961"];
        delete e.properties.position;
    }
    load(
        "maren_register",
        "Maren Register of Restricted Persons",
        "ftm",
        "entities.ftm.json",
        register + " ",
        older,
        "2025-11-03T06:00:00Z",
        { added: 19, changed: 0, removed: 0 },
        "iris",
    );
    load(
        "maren_register",
        "Maren Register of Restricted Persons",
        "ftm",
        "entities.ftm.json",
        register,
        entities,
        "2026-01-15T06:00:00Z",
        { added: 3, changed: 2, removed: 1, unchanged: 17 },
        "update",
    );
    const days = [
        ["2025-11-20", 40, 6, 2],
        ["2025-12-04", 12, 31, 0],
        ["2025-12-18", 7, 4, 12],
        ["2026-01-08", 120, 18, 5],
        ["2026-01-29", 9, 44, 3],
    ];
    for (const [day, added, changed, removed] of days)
        state.imports.push({
            dataset: "harbour_watch",
            at: `${day}T05:30:00Z`,
            format: "persons-csv",
            added,
            changed,
            removed,
            unchanged: 900,
            by: "update",
            sources: [],
        });
    const house =
        example("lists/own/house_ban.csv") +
        'H-90,"<img src=x onerror=alert(1)> <b>Bold</b> Markup","<script>alert(2)</script>",male,1990,mt,,person\n';
    load(
        "house_ban",
        "Banned from the house",
        "persons-csv",
        "house_ban.csv",
        house,
        personsCsv(house, "house_ban"),
        "2026-01-30T09:12:00Z",
        { added: 13, changed: 0, removed: 0 },
        "tomas",
    );
    state.imports.sort((a, b) => (a.at < b.at ? -1 : 1));
}

// ---- answers
// -------------------------------------------------------------------------------------

class Refusal extends Error {
    constructor(status, body, headers = {}) {
        super(body.detail);
        Object.assign(this, {
            status,
            body: { type: "tag:tocsin,2026:error/mock", ...body, status },
            headers,
        });
    }
}

const bare = ({ line, versions, ...e }) => e;

function nested(e) {
    const properties = {};
    for (const [name, values] of Object.entries(e.properties))
        properties[name] = values.map((v) =>
            state.entities.has(v) && name !== "name" ? shallow(state.entities.get(v)) : v,
        );
    for (const other of state.entities.values())
        for (const [name, values] of Object.entries(other.properties))
            if (other.id !== e.id && values.includes(e.id)) {
                const back =
                    {
                        entity: "sanctions",
                        holder: "identification",
                        owner: "ownershipOwner",
                        asset: "ownershipAsset",
                        person: "familyPerson",
                        relative: "familyRelative",
                        subject: "unknownLinkTo",
                        object: "unknownLinkFrom",
                    }[name] ?? name;
                const inside = shallow(other);
                inside.properties = Object.fromEntries(
                    Object.entries(other.properties).map(([p, vs]) => [
                        p,
                        vs.map((v) =>
                            v !== e.id && state.entities.has(v)
                                ? shallow(state.entities.get(v))
                                : v,
                        ),
                    ]),
                );
                (properties[back] ??= []).push(inside);
            }
    return { ...bare(e), properties };
}

const shallow = (e) => structuredClone(bare(e));

function found(id) {
    const e = state.entities.get(id);
    if (!e) throw new Refusal(404, { title: "not found", detail: `there is no entity ${id}` });
    return e;
}

function kin(schema, wanted) {
    const things = ["Person", "Organization", "Company", "LegalEntity", "PublicBody"];
    return (
        !wanted ||
        schema === wanted ||
        (things.includes(schema) && wanted === "LegalEntity") ||
        (schema === "Company" && wanted === "Organization") ||
        (schema === "Organization" && wanted === "Company")
    );
}

function screen(body) {
    if (!Object.values(body.properties ?? {}).some((v) => v.length))
        throw new Refusal(400, {
            title: "bad input",
            detail: "there is nothing to search for",
            field: "properties",
        });
    const all = [...state.entities.values()]
        .filter((e) => e.target && kin(e.schema, body.schema))
        .filter((e) => !body.datasets?.length || e.datasets.some((d) => body.datasets.includes(d)))
        .filter(
            (e) =>
                !body.topics?.length ||
                (e.properties.topics ?? []).some((t) => body.topics.includes(t)),
        )
        .map((e) => ({ ...bare(e), ...compare(body, e) }))
        .map((e) => ({ ...e, match: e.score >= body.threshold }))
        .filter((e) => e.match || (body.below && e.score > 0.35))
        .sort((a, b) => b.score - a.score)
        .slice(0, body.limit ?? 20);
    return all;
}

function explain(body) {
    const e = found(body.id);
    const one = compare(body, e);
    const list = (properties) =>
        Object.entries(properties)
            .flatMap(([p, vs]) => vs.map((v) => `${p}: ${v}`))
            .join("\n");
    const features = Object.entries(one.explanations)
        .map(
            ([k, x]) =>
                `${one.titles[k]} (${k}): ${x.score < 0 ? "" : "+"}${x.score.toFixed(4)}\n  asked ${x.query}, listed ${x.candidate}\n  ${x.detail}`,
        )
        .join("\n");
    return {
        score: one.score,
        steps: [
            {
                title: "Source",
                text: `dataset ${e.datasets[0]}\nfile ${state.datasets.get(e.datasets[0]).path}\nline ${e.line}`,
            },
            { title: "Entity", text: `${e.id}, ${e.schema}\n${list(e.properties)}` },
            { title: "Query", text: `${body.schema}\n${list(body.properties)}` },
            { title: "Retrieved by", text: "candidate 1 of 1, estimate 0.82" },
            { title: "Features", text: features },
            {
                title: "Score",
                text: `${one.score.toFixed(4)} by ${body.algorithm}; ${one.score >= 0.7 ? "a" : "no"} match at the threshold 0.70`,
            },
        ],
    };
}

function graph(id) {
    const nodes = new Map();
    const edges = [];
    const node = (e) =>
        nodes.set(e.id, { id: e.id, caption: e.caption, schema: e.schema, target: e.target });
    const me = found(id);
    node(me);
    const edgeSchemata = new Set(MODEL.schemata.filter((s) => s.edge).map((s) => s.name));
    for (const e of state.entities.values()) {
        const ends = Object.values(e.properties)
            .flat()
            .filter((v) => state.entities.has(v));
        if (edgeSchemata.has(e.schema) && ends.includes(id)) {
            for (const end of ends) node(state.entities.get(end));
            edges.push({
                id: e.id,
                source: ends[0],
                target: ends[1] ?? id,
                schema: e.schema,
                label: e.properties.role?.[0] ?? e.properties.relationship?.[0] ?? e.caption,
            });
        } else if (e.id !== id && ends.includes(id)) {
            node(e);
            edges.push({
                id: `${e.id}>${id}`,
                source: e.id,
                target: id,
                schema: "",
                label: Object.keys(e.properties).find((p) => e.properties[p].includes(id)),
            });
        } else if (e.id === id)
            for (const end of ends) {
                node(state.entities.get(end));
                edges.push({
                    id: `${id}>${end}`,
                    source: id,
                    target: end,
                    schema: "",
                    label: Object.keys(e.properties).find((p) => e.properties[p].includes(end)),
                });
            }
    }
    return { nodes: [...nodes.values()], edges };
}

// ---- jobs
// ----------------------------------------------------------------------------------------

function startJob(kind, file, bytes, by, work) {
    const id = randomBytes(6).toString("hex");
    const job = {
        id,
        kind,
        state: "running",
        started: new Date().toISOString(),
        ended: null,
        by,
        file,
        progress: { step: "reading", bytes: 0, bytes_total: bytes, records: 0 },
        problem: null,
        report: null,
    };
    state.jobs.set(id, job);
    let tick = 0;
    const timer = setInterval(() => {
        if (job.state !== "running") return clearInterval(timer);
        tick++;
        job.progress = {
            step: tick < 5 ? "reading" : "storing",
            bytes: Math.round((bytes * Math.min(tick, 8)) / 8),
            bytes_total: bytes,
            records: tick * 37,
        };
        if (tick < 8) return;
        clearInterval(timer);
        try {
            work(job);
            job.state = "done";
        } catch (e) {
            job.state = "failed";
            job.problem = {
                type: "tag:tocsin,2026:error/parse",
                title: "bad input",
                detail: e.detail ?? String(e),
                file,
                line: e.line,
                column: e.column,
                field: e.field,
            };
        }
        job.ended = new Date().toISOString();
    }, 130);
    return id;
}

function importJob(query, text, by) {
    const file = query.get("name") || "upload";
    const dataset =
        query.get("dataset") ||
        file
            .replace(/\..*$/, "")
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "_");
    return startJob("import", file, Buffer.byteLength(text), by, (job) => {
        if (/^\s*</.test(text))
            throw {
                detail: "Opening and ending tag mismatch: INDIVIDUAL line 1 and INDIVIDUALS",
                line: 1,
                column: 83,
                field: "INDIVIDUAL",
            };
        const entities = personsCsv(text, dataset);
        const at = new Date().toISOString();
        load(
            dataset,
            null,
            "persons-csv",
            file,
            text,
            entities,
            at,
            { added: entities.length, changed: 0, removed: 0 },
            by,
        );
        job.report = {
            imports: [
                {
                    path: file,
                    dataset,
                    format: "persons-csv",
                    entities: entities.length,
                    names: entities.length,
                    added: entities.length,
                    changed: 0,
                    removed: 0,
                    unchanged: 0,
                    skipped: 0,
                    notes: [],
                },
            ],
        };
    });
}

const toQuery = (heads, row, map) => {
    const cell = (column) => {
        const heading =
            map[column] ?? heads.find((h) => h.toLowerCase().replace(/[^a-z]+/g, "_") === column);
        return (row[heads.indexOf(heading)] ?? "").trim();
    };
    const properties = {};
    const put = (p, v) => v && (properties[p] = [v]);
    put("name", cell("full_name") || cell("name"));
    put("birthDate", cell("date_of_birth").replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1"));
    return { properties };
};

function batchJob(query, text, by) {
    const threshold = Number(query.get("threshold") ?? 0.7);
    const map = Object.fromEntries(
        query.getAll("map").map((m) => [m.slice(0, m.indexOf("=")), m.slice(m.indexOf("=") + 1)]),
    );
    return startJob(
        "batch",
        query.get("name") ?? "table.csv",
        Buffer.byteLength(text),
        by,
        (job) => {
            const [heads, ...rows] = csv(text);
            let matched = 0;
            job.output = csvLine([
                ...heads,
                "match",
                "match_score",
                "match_id",
                "match_caption",
                "match_datasets",
                "match_reasons",
            ]);
            for (const row of rows) {
                const best = screen({
                    ...toQuery(heads, row, map),
                    threshold,
                    below: true,
                    limit: 1,
                })[0];
                const hit = best && best.score >= threshold;
                if (hit) matched++;
                const reasons = hit
                    ? Object.entries(best.explanations)
                          .map(
                              ([k, x]) =>
                                  `${best.titles[k]} ${x.score < 0 ? "" : "+"}${x.score.toFixed(2)}: ${x.query} / ${x.candidate}`,
                          )
                          .join(" | ")
                    : "";
                job.output += csvLine([
                    ...row,
                    ...(hit
                        ? [
                              "true",
                              best.score.toFixed(4),
                              best.id,
                              best.caption,
                              best.datasets.join(";"),
                              reasons,
                          ]
                        : ["false", "", "", "", "", ""]),
                ]);
            }
            job.report = {
                rows: rows.length,
                matched,
                left_out: 0,
                not_screened: 0,
                seconds: 0.04,
            };
        },
    );
}

function evaluationJob(query, text, by) {
    const threshold = Number(query.get("threshold") ?? 0.7);
    return startJob(
        "evaluation",
        query.get("name") ?? "pairs.csv",
        Buffer.byteLength(text),
        by,
        (job) => {
            const [heads, ...rows] = csv(text);
            const at = (n) => heads.indexOf(n);
            if (at("name1") < 0)
                throw { detail: "there is no column name1", line: 1, field: "name1" };
            job.output = csvLine([...heads, "score", "predicted"]);
            for (const row of rows) {
                const { score } = compare(
                    { properties: { name: [row[at("name1")]] } },
                    { properties: { name: [row[at("name2")]] } },
                );
                job.output += csvLine([...row, score.toFixed(4), String(score >= threshold)]);
            }
            job.report = { threshold, seconds: 0.02 };
        },
    );
}

// ---- the conversation
// ----------------------------------------------------------------------------

const whole = async (request) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    return Buffer.concat(parts).toString("utf8");
};

function who(request) {
    const id = /(?:^|; )tocsin_session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    return { id, session: state.sessions.get(id) };
}

function sessionBody(session) {
    return {
        auth: options.auth,
        officer: session ? { name: session.name, role: "supervisor" } : null,
        permissions:
            options.auth && !session ? [] : ["read", "screen", "batch", "import", "audit", "admin"],
        csrf: session?.csrf ?? "",
        title: "Harbour of Maren",
        version: "0.1.0",
        purpose_required: false,
        threshold: 0.7,
    };
}

const routes = [
    ["GET", /^\/api\/model$/, () => MODEL],
    [
        "GET",
        /^\/api\/datasets$/,
        () => ({ datasets: [...state.datasets.values()], imports: state.imports }),
    ],
    [
        "POST",
        /^\/api\/screen$/,
        async ({ request, by, purpose }) => {
            const started = performance.now();
            const body = JSON.parse(await whole(request));
            const results = screen(body);
            state.searches.unshift({
                number: state.searches.length + 1,
                at: new Date().toISOString(),
                who: by,
                role: "supervisor",
                route: "/api/screen",
                purpose,
                query: JSON.stringify(body),
                results: results.length,
                matches: results.filter((r) => r.match).length,
            });
            return {
                results,
                threshold: body.threshold,
                limit: body.limit,
                algorithm: body.algorithm,
                took_us: Math.round((performance.now() - started) * 1000),
            };
        },
    ],
    ["POST", /^\/api\/explain$/, async ({ request }) => explain(JSON.parse(await whole(request)))],
    [
        "GET",
        /^\/api\/entities\/([^/]+)$/,
        ({ id }) => {
            const e = found(id);
            const list = state.datasets.get(e.datasets[0]);
            return {
                ...nested(e),
                versions: e.versions.map((v) => ({ ...v, entity: bare(v.entity) })),
                source: { file: list.path, line: e.line, sha256: list.sha256, dataset: list.name },
            };
        },
    ],
    ["GET", /^\/api\/graph\/([^/]+)$/, ({ id }) => graph(id)],
    ["GET", /^\/api\/searches$/, () => ({ searches: state.searches.slice(0, 100) })],
    [
        "POST",
        /^\/api\/imports$/,
        async ({ request, query, by }) => ({ job: importJob(query, await whole(request), by) }),
    ],
    [
        "POST",
        /^\/api\/batches$/,
        async ({ request, query, by }) => ({ job: batchJob(query, await whole(request), by) }),
    ],
    [
        "POST",
        /^\/api\/evaluations$/,
        async ({ request, query, by }) => ({ job: evaluationJob(query, await whole(request), by) }),
    ],
    [
        "GET",
        /^\/api\/jobs$/,
        () => ({ jobs: [...state.jobs.values()].map(({ output, ...job }) => job) }),
    ],
    [
        "GET",
        /^\/api\/jobs\/([^/]+)$/,
        ({ id }) => {
            const job = state.jobs.get(id);
            if (!job)
                throw new Refusal(404, { title: "not found", detail: `there is no job ${id}` });
            const { output, ...rest } = job;
            return rest;
        },
    ],
    [
        "GET",
        /^\/api\/jobs\/([^/]+)\/result$/,
        ({ id, answer }) => {
            const job = state.jobs.get(id);
            if (!job?.output)
                throw new Refusal(404, { title: "not found", detail: "there is no result" });
            answer.writeHead(200, {
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": 'attachment; filename="screened.csv"',
            });
            answer.end(job.output);
            return undefined;
        },
    ],
    [
        "DELETE",
        /^\/api\/jobs\/([^/]+)$/,
        ({ id }) => {
            const job = state.jobs.get(id);
            if (job?.state === "running")
                Object.assign(job, { state: "cancelled", ended: new Date().toISOString() });
            else state.jobs.delete(id);
            return null;
        },
    ],
];

async function signIn(request, answer) {
    const { name, password } = JSON.parse(await whole(request));
    if (name === "locked")
        throw new Refusal(
            429,
            { title: "too many tries", detail: "Too many wrong passwords; try again later." },
            { "Retry-After": "40" },
        );
    if (name !== "iris" || password !== "harbour light")
        throw new Refusal(401, {
            title: "not signed in",
            detail: "The name or the password is wrong.",
        });
    const id = randomBytes(12).toString("hex");
    state.sessions.set(id, { name, csrf: randomBytes(12).toString("hex") });
    answer.setHeader("Set-Cookie", `tocsin_session=${id}; HttpOnly; SameSite=Strict; Path=/`);
    return sessionBody(state.sessions.get(id));
}

async function api(request, answer, url) {
    const { id, session } = who(request);
    if (url.pathname === "/api/session") {
        if (request.method === "GET") return sessionBody(session);
        if (request.method === "POST") return signIn(request, answer);
        state.sessions.delete(id);
        return null;
    }
    if (options.auth && !session)
        throw new Refusal(401, { title: "not signed in", detail: "Sign in first." });
    if (
        options.auth &&
        request.method !== "GET" &&
        request.headers["x-csrf-token"] !== session.csrf
    )
        throw new Refusal(403, {
            title: "forged",
            detail: "The request does not carry the token of its session.",
        });
    for (const [method, pattern, handle] of routes) {
        const m = pattern.exec(url.pathname);
        if (m && method === request.method)
            return handle({
                request,
                answer,
                query: url.searchParams,
                id: m[1] && decodeURIComponent(m[1]),
                by: session?.name ?? "local",
                purpose: request.headers["x-tocsin-purpose"] || url.searchParams.get("purpose"),
            });
    }
    throw new Refusal(404, { title: "not found", detail: `there is no ${url.pathname}` });
}

async function apiAnswer(request, answer, url) {
    answer.setHeader("Cache-Control", "no-store");
    try {
        const body = await api(request, answer, url);
        if (body === undefined) return;
        const accepted =
            request.method === "POST" && /imports|batches|evaluations/.test(url.pathname);
        answer.writeHead(body === null ? 204 : accepted ? 202 : 200, {
            "Content-Type": "application/json",
        });
        answer.end(body === null ? "" : JSON.stringify(body));
    } catch (e) {
        if (!(e instanceof Refusal)) console.error(e);
        const refusal =
            e instanceof Refusal ? e : new Refusal(500, { title: "fault", detail: String(e) });
        answer.writeHead(refusal.status, {
            "Content-Type": "application/problem+json",
            ...refusal.headers,
        });
        answer.end(JSON.stringify(refusal.body));
    }
}

function asset(answer, path) {
    let file = normalize(path).replace(/^\/console\//, "/");
    if (!file.startsWith("/assets/")) file = "/index.html";
    const full = join(options.dist, file);
    if (!existsSync(full)) {
        answer.writeHead(404, { "Content-Type": "text/plain" });
        return answer.end("not found\n");
    }
    answer.writeHead(200, {
        "Content-Type": TYPES[extname(full)] ?? "application/octet-stream",
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    });
    return answer.end(readFileSync(full));
}

begin();
createServer((request, answer) => {
    const url = new URL(request.url, "http://node");
    if (url.pathname.startsWith("/api/")) return apiAnswer(request, answer, url);
    return asset(answer, url.pathname);
}).listen(Number(options.port), "127.0.0.1", function () {
    console.log(`http://127.0.0.1:${this.address().port}/`);
});
