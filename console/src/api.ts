// SPDX-License-Identifier: Apache-2.0
//
// The client of the node. One function for each thing that can be asked; every failure is a
// Problem, which is what the server said (problem+json, RFC 9457) or what went wrong on the way to
// it. The CSRF token comes with the session and goes out with all that is not a GET; so does the
// purpose of the work, as X-Tocsin-Purpose, with every request.
import type {
    Datasets,
    EntityAnswer,
    ExplainAnswer,
    Graph,
    Job,
    Model,
    ProblemBody,
    Query,
    ScreenAnswer,
    ScreenRequest,
    SearchRecord,
    Session,
} from "./types";

export class Problem extends Error {
    constructor(
        readonly body: ProblemBody,
        readonly status: number,
        readonly retryAfter = 0, // seconds; 0: the server does not say
    ) {
        super(body.detail || body.title || `The server answered ${status}.`);
    }
}

// What every request says about its sender; set by the session and by the purpose field.
const sender = { csrf: "", purpose: "" };

export function setCsrf(csrf: string): void {
    sender.csrf = csrf;
}

const PURPOSE_BYTES = 256; // what the node takes

export function setPurpose(purpose: string): void {
    let text = [...purpose.trim()];
    const bytes = new TextEncoder();
    while (bytes.encode(text.join("")).length > PURPOSE_BYTES) text = text.slice(0, -1);
    sender.purpose = text.join("");
}

// A header holds bytes and no letters: a purpose in another script goes into the query instead, which
// the node reads where there is no header.
export function headerFits(text: string): boolean {
    return /^[\x20-\x7e]*$/.test(text);
}

function purposed(path: string): string {
    if (headerFits(sender.purpose)) return path;
    return `${path}${path.includes("?") ? "&" : "?"}purpose=${encodeURIComponent(sender.purpose)}`;
}

function headersOf(method: string): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (sender.purpose && headerFits(sender.purpose)) headers["X-Tocsin-Purpose"] = sender.purpose;
    if (method !== "GET" && sender.csrf) headers["X-CSRF-Token"] = sender.csrf;
    return headers;
}

function problemOf(status: number, type: string, text: string, retryAfter: string | null): Problem {
    let body: ProblemBody = {};
    if (/\bjson\b/.test(type)) {
        try {
            body = JSON.parse(text) as ProblemBody;
        } catch {
            body = {};
        }
    }
    return new Problem(body, status, Number(retryAfter) || 0);
}

function isAbort(e: unknown): boolean {
    return e instanceof DOMException && e.name === "AbortError";
}

async function send(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
): Promise<Response> {
    const headers = headersOf(method);
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer: Response;
    try {
        answer = await fetch(purposed(path), {
            method,
            headers,
            body: body === undefined ? null : JSON.stringify(body),
            signal: signal ?? null,
            credentials: "same-origin",
        });
    } catch (e) {
        if (isAbort(e)) throw e;
        throw new Problem(
            {
                title: "The node does not answer",
                detail: "The node does not answer. Is it running?",
            },
            0,
        );
    }
    if (answer.ok) return answer;
    const type = answer.headers.get("Content-Type") ?? "";
    const problem = problemOf(
        answer.status,
        type,
        await answer.text(),
        answer.headers.get("Retry-After"),
    );
    if (answer.status === 401 && path !== "/api/session")
        window.dispatchEvent(new Event("tocsin-signed-out"));
    throw problem;
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await send("GET", path, undefined, signal)).json()) as T;
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return (await (await send("POST", path, body, signal)).json()) as T;
}

// ---- who
// -----------------------------------------------------------------------------------------

function keep(session: Session): Session {
    setCsrf(session.csrf);
    return session;
}

export async function session(): Promise<Session> {
    return keep(await get<Session>("/api/session"));
}

export async function signIn(name: string, password: string): Promise<Session> {
    return keep(await post<Session>("/api/session", { name, password }));
}

export async function signOut(): Promise<void> {
    await send("DELETE", "/api/session");
}

// ---- screening
// -----------------------------------------------------------------------------------

export async function screen(request: ScreenRequest, signal?: AbortSignal): Promise<ScreenAnswer> {
    const answer = await post<ScreenAnswer>("/api/screen", request, signal);
    const { titles } = answer;
    if (titles) for (const result of answer.results) result.titles ??= titles;
    return answer;
}

export const explain = (
    request: Query & { id: string; algorithm: string },
    signal?: AbortSignal,
): Promise<ExplainAnswer> => post("/api/explain", request, signal);

export const entity = (id: string, signal?: AbortSignal): Promise<EntityAnswer> =>
    get(`/api/entities/${encodeURIComponent(id)}`, signal);

export const graph = (id: string, signal?: AbortSignal): Promise<Graph> =>
    get(`/api/graph/${encodeURIComponent(id)}`, signal);

export const datasets = (signal?: AbortSignal): Promise<Datasets> => get("/api/datasets", signal);

export const model = (): Promise<Model> => get("/api/model");

export async function searches(limit: number, before = ""): Promise<SearchRecord[]> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before) query.set("before", before);
    return (await get<{ searches: SearchRecord[] }>(`/api/searches?${query}`)).searches;
}

// ---- jobs
// ----------------------------------------------------------------------------------------

export type JobRoute = "imports" | "batches" | "evaluations";

// Sends a file and starts the job that reads it. fetch cannot say how far an upload is;
// XMLHttpRequest can.
export function startJob(
    route: JobRoute,
    query: URLSearchParams,
    file: Blob,
    onSent: (sent: number, total: number) => void,
    signal?: AbortSignal,
): Promise<string> {
    return new Promise((done, fail) => {
        const request = new XMLHttpRequest();
        request.open("POST", purposed(`/api/${route}?${query}`));
        for (const [name, value] of Object.entries(headersOf("POST")))
            request.setRequestHeader(name, value);
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.upload.onprogress = (e) => onSent(e.loaded, e.total);
        request.onerror = () =>
            fail(
                new Problem(
                    {
                        title: "The upload broke off",
                        detail: "The upload broke off before its end.",
                    },
                    0,
                ),
            );
        request.onabort = () => fail(new DOMException("stopped", "AbortError"));
        request.onload = () => {
            const type = request.getResponseHeader("Content-Type") ?? "";
            if (request.status >= 200 && request.status < 300)
                done((JSON.parse(request.responseText) as { job: string }).job);
            else
                fail(
                    problemOf(
                        request.status,
                        type,
                        request.responseText,
                        request.getResponseHeader("Retry-After"),
                    ),
                );
        };
        signal?.addEventListener("abort", () => request.abort());
        request.send(file);
    });
}

export const job = (id: string, signal?: AbortSignal): Promise<Job> =>
    get(`/api/jobs/${encodeURIComponent(id)}`, signal);

export async function jobs(signal?: AbortSignal): Promise<Job[]> {
    return (await get<{ jobs: Job[] }>("/api/jobs", signal)).jobs;
}

export async function endJob(id: string): Promise<void> {
    await send("DELETE", `/api/jobs/${encodeURIComponent(id)}`);
}

export const resultHref = (id: string): string => `/api/jobs/${encodeURIComponent(id)}/result`;

export async function result(id: string, signal?: AbortSignal): Promise<Blob> {
    return (await send("GET", resultHref(id), undefined, signal)).blob();
}

export const isOver = (job: Job): boolean => job.state !== "waiting" && job.state !== "running";

// Asks until the job has ended: often at first, since most end at once, then every two seconds.
export async function followJob(
    id: string,
    onChange: (job: Job) => void,
    signal: AbortSignal,
): Promise<Job> {
    for (let wait = 150; ; wait = Math.min(wait * 1.4, 2000)) {
        const now = await job(id, signal);
        onChange(now);
        if (isOver(now)) return now;
        await pause(wait, signal);
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((done, fail) => {
        const timer = setTimeout(done, ms);
        signal.addEventListener("abort", () => {
            clearTimeout(timer);
            fail(new DOMException("stopped", "AbortError"));
        });
    });
}

export { isAbort };
