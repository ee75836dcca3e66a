// SPDX-License-Identifier: Apache-2.0
//
// A whole table: dropped here, its columns named, screened by the node, and looked through. The
// first rows are read in the browser and go nowhere until the job is started.
import { useEffect, useMemo, useState } from "preact/hooks";
import { endJob, isOver, jobs as fetchJobs, result, resultHref } from "../api";
import { asProblem, go, useFetch } from "../hooks";
import { Busy, Lists, ProblemBox, Section, Tag, Text } from "../parts/basic";
import { Drop, Progress } from "../parts/drop";
import { useWork } from "../parts/work";
import type { Problem } from "../api";
import { rowQuery, rowSchema, suggestColumns } from "../pure/columns";
import { added, CsvError, eachRow, firstRows } from "../pure/csv";
import { count, when } from "../pure/format";
import { queryParams } from "../pure/query";
import { href, type Route } from "../pure/route";
import { lineOf, useWorld } from "../state";
import type { Job } from "../types";

interface Table {
    file: File;
    headings: string[];
    rows: string[][];
}

const PEEK = 6;

export function BatchPage({ route }: { route: Route }) {
    const [table, setTable] = useState<Table | null>(null);
    const [problem, setProblem] = useState<Problem | null>(null);
    const work = useWork(route.id, (id) => go(href("batch", id)));
    const take = (file: File): void => {
        if (route.id) go(href("batch"));
        work.reset();
        setTable(null);
        setProblem(null);
        firstRows(file, PEEK)
            .then((rows) => {
                if (rows.length === 0) throw new CsvError("the file holds no row", 1);
                setTable({ file, headings: rows[0]!, rows: rows.slice(1) });
            })
            .catch((e: unknown) =>
                setProblem(
                    asProblem(
                        e instanceof CsvError ? new Error(`Line ${e.line}: ${e.message}.`) : e,
                    ),
                ),
            );
    };
    const done = work.job?.state === "done" ? work.job : null;
    return (
        <>
            <h1>Batch</h1>
            <Drop
                label="Drop a CSV table here, or choose one"
                hint="One row for each customer. It stays in the browser until you start."
                accept=".csv,.tsv,.txt,text/csv"
                file={table?.file ?? null}
                onFile={take}
            />
            <ProblemBox problem={problem ?? work.problem} />
            {table && !work.running && !done && (
                <Mapping
                    key={table.file.name + table.file.size}
                    table={table}
                    start={(query) => work.start("batches", query, table.file)}
                />
            )}
            {work.running && (
                <Progress sent={work.sent} total={work.total} job={work.job} onStop={work.stop} />
            )}
            {work.job?.state === "cancelled" && <p class="quiet">The job was stopped.</p>}
            {done && <Results key={done.id} job={done} />}
            {!table && !work.running && <Earlier kind="batch" page="batch" except={route.id} />}
        </>
    );
}

function Mapping({ table, start }: { table: Table; start: (query: URLSearchParams) => void }) {
    const world = useWorld();
    const { model } = world;
    const suggested = useMemo(() => suggestColumns(table.headings, model.columns), [table]);
    const [columns, setColumns] = useState(suggested);
    const [threshold, setThreshold] = useState(lineOf(world));
    const [algorithm, setAlgorithm] = useState("tocsin");
    const [all, setAll] = useState(false);
    const choose = (i: number, column: string): void =>
        setColumns(columns.map((c, at) => (at === i ? column : column && c === column ? "" : c)));
    const named = columns.some((c) => /name/.test(c));
    const query = (): URLSearchParams => {
        const params = new URLSearchParams({
            threshold: String(threshold),
            algorithm,
            all: String(all),
            name: table.file.name,
        });
        columns.forEach(
            (column, i) => column && params.append("map", `${column}=${table.headings[i]}`),
        );
        return params;
    };
    return (
        <form
            onSubmit={(e) => {
                e.preventDefault();
                start(query());
            }}
        >
            <Section
                title="Columns"
                note={`${table.headings.length} in the file, ${columns.filter(Boolean).length} used`}
            >
                <div class="scroll" tabIndex={0} role="group" aria-label="First rows">
                    <table class="mapping">
                        <thead>
                            <tr>
                                {table.headings.map((heading, i) => (
                                    <th key={i} scope="col" class={columns[i] ? "" : "unused"}>
                                        <Text>{heading || `column ${i + 1}`}</Text>
                                        <select
                                            aria-label={`Meaning of ${heading}`}
                                            value={columns[i]}
                                            onChange={(e) => choose(i, e.currentTarget.value)}
                                        >
                                            <option value="">not used</option>
                                            {model.columns.map((c) => (
                                                <option key={c.name} value={c.name}>
                                                    {c.name.replace(/_/g, " ")}
                                                </option>
                                            ))}
                                        </select>
                                    </th>
                                ))}
                            </tr>
                        </thead>
                        <tbody>
                            {table.rows.map((row, r) => (
                                <tr key={r}>
                                    {table.headings.map((_, i) => (
                                        <td key={i} class={columns[i] ? "" : "unused"}>
                                            <Text>{row[i] ?? ""}</Text>
                                        </td>
                                    ))}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
                {!named && <p class="warn">No column is a name: nobody can be found by it.</p>}
            </Section>
            <div class="options">
                <Line value={threshold} onChange={setThreshold} />
                <label>
                    Scoring{" "}
                    <select value={algorithm} onChange={(e) => setAlgorithm(e.currentTarget.value)}>
                        {model.algorithms
                            .filter((a) => !a.alias_of)
                            .map((a) => (
                                <option key={a.name} value={a.name}>
                                    {a.name}
                                </option>
                            ))}
                    </select>
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        checked={all}
                        onChange={(e) => setAll(e.currentTarget.checked)}
                    />
                    Every match of a row, not only the best
                </label>
                <button type="submit" class="main">
                    Screen the table
                </button>
            </div>
        </form>
    );
}

// The line from which a score counts.
export function Line({ value, onChange }: { value: number; onChange: (n: number) => void }) {
    return (
        <label class="slider">
            <span>Threshold</span>
            <input
                type="range"
                min="0"
                max="1"
                step="0.01"
                value={value}
                onInput={(e) => onChange(Number(e.currentTarget.value))}
            />
            <output class="number">{value.toFixed(2)}</output>
        </label>
    );
}

const ADDED = [
    "match",
    "match_score",
    "match_id",
    "match_caption",
    "match_datasets",
    "match_reasons",
];
const PAGE = 100;

interface Screened {
    headings: string[];
    rows: string[][];
}

async function readResult(id: string, signal: AbortSignal): Promise<Screened> {
    const rows: string[][] = [];
    await eachRow(await result(id, signal), (row) => void rows.push(row));
    const headings = rows.shift() ?? [];
    return { headings, rows };
}

function Results({ job }: { job: Job }) {
    const { value, problem, busy } = useFetch((signal) => readResult(job.id, signal), [job.id]);
    const report = (job.report ?? {}) as { rows?: number; matched?: number; not_screened?: number };
    return (
        <Section
            title="Result"
            note={
                <>
                    <Text>{job.file ?? ""}</Text> {job.ended && when(job.ended)}
                </>
            }
        >
            <p class="summary">
                {count(report.matched ?? 0)} of {count(report.rows ?? 0)} rows match
                {report.not_screened
                    ? `; ${count(report.not_screened)} had nothing to search for`
                    : ""}{" "}
                <a class="button" href={resultHref(job.id)} download="screened.csv">
                    Download CSV
                </a>
            </p>
            <ProblemBox problem={problem} />
            {busy && <Busy>Reading the result</Busy>}
            {value && <Rows {...value} />}
        </Section>
    );
}

function Rows({ headings, rows }: Screened) {
    const { model } = useWorld();
    const [only, setOnly] = useState(true);
    const [text, setText] = useState("");
    const [shown, setShown] = useState(PAGE);
    const own = headings.filter((h) => !ADDED.includes(h));
    const columns = useMemo(() => suggestColumns(headings, model.columns), [headings]);
    const at = (name: string): number => headings.indexOf(name);
    const cell = (row: string[], name: string): string => {
        const text = row[at(name)] ?? "";
        return ADDED.includes(name) ? added(text) : text;
    };
    const chosen = useMemo(() => {
        const wanted = text.trim().toLowerCase();
        return rows
            .filter((row) => !only || cell(row, "match") === "true")
            .filter((row) => !wanted || row.some((c) => c.toLowerCase().includes(wanted)))
            .sort((a, b) => Number(cell(b, "match_score")) - Number(cell(a, "match_score")));
    }, [rows, only, text]);
    useEffect(() => setShown(PAGE), [only, text]);
    const verdict = (row: string[]): string => {
        const id = cell(row, "match_id");
        const query = { schema: rowSchema(row, columns), properties: rowQuery(row, columns) };
        return href("verdict", id, queryParams(query));
    };
    return (
        <>
            <div class="filters">
                <input
                    type="search"
                    aria-label="Filter the rows"
                    placeholder="Filter"
                    value={text}
                    onInput={(e) => setText(e.currentTarget.value)}
                />
                <label class="check switch">
                    <input
                        type="checkbox"
                        role="switch"
                        checked={only}
                        onChange={(e) => setOnly(e.currentTarget.checked)}
                    />
                    Matches only
                </label>
                <span class="quiet number">{count(chosen.length)} rows</span>
            </div>
            <div class="scroll" tabIndex={0} role="group" aria-label="Rows">
                <table class="grid">
                    <thead>
                        <tr>
                            <th scope="col">Score</th>
                            <th scope="col">Match</th>
                            {own.map((h, i) => (
                                <th key={i} scope="col">
                                    <Text>{h}</Text>
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {chosen.slice(0, shown).map((row, i) => (
                            <tr key={i} class={cell(row, "match") === "true" ? "is-match" : ""}>
                                <td class="number">
                                    {cell(row, "match_score") &&
                                        Number(cell(row, "match_score")).toFixed(2)}
                                </td>
                                <td>
                                    {cell(row, "match_id") ? (
                                        <>
                                            <a
                                                href={verdict(row)}
                                                title={cell(row, "match_reasons")}
                                            >
                                                <Text>{cell(row, "match_caption")}</Text>
                                            </a>{" "}
                                            <Lists
                                                names={cell(row, "match_datasets")
                                                    .split(/[;,]/)
                                                    .filter(Boolean)}
                                            />
                                        </>
                                    ) : (
                                        <span class="nothing">none</span>
                                    )}
                                </td>
                                {own.map((h, n) => (
                                    <td key={n}>
                                        <Text>{cell(row, h)}</Text>
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {chosen.length === 0 && (
                <p class="quiet">
                    {text.trim() ? "No row has this text." : "No row matches."}
                    {only && " Every row is there without “Matches only”."}
                </p>
            )}
            {chosen.length > shown && (
                <button type="button" onClick={() => setShown(shown + 5 * PAGE)}>
                    Show more
                </button>
            )}
        </>
    );
}

// The jobs of this kind that the node still has.
export function Earlier({
    kind,
    page,
    except,
}: {
    kind: Job["kind"];
    page: string;
    except: string;
}) {
    const [turn, setTurn] = useState(0);
    const { value } = useFetch((signal) => fetchJobs(signal), [turn, except]);
    const those = (value ?? []).filter((j) => j.kind === kind && j.id !== except);
    if (those.length === 0) return null;
    const forget = (id: string): void =>
        void endJob(id).then(
            () => setTurn((n) => n + 1),
            () => undefined,
        );
    return (
        <Section title="Earlier">
            <ul class="jobs">
                {those.map((job) => (
                    <li key={job.id}>
                        <a href={href(page, job.id)}>
                            <Text>{job.file ?? job.id}</Text>
                        </a>{" "}
                        <Tag>{job.state}</Tag>{" "}
                        <span class="quiet">
                            {when(job.started)}
                            {job.by && (
                                <>
                                    , <Text>{job.by}</Text>
                                </>
                            )}
                        </span>
                        <button type="button" class="small" onClick={() => forget(job.id)}>
                            {isOver(job) ? "Forget" : "Stop"}
                            <span class="sr"> {job.file ?? job.id}</span>
                        </button>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
