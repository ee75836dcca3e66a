// SPDX-License-Identifier: Apache-2.0
//
// What is loaded, from when and by whom, how it changed, and how to load more.
import { useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import { datasets as fetchDatasets } from "../api";
import { useFetch } from "../hooks";
import { Busy, ProblemBox, Section, Text } from "../parts/basic";
import { Chart, type ChartOptions } from "../parts/chart";
import { Drop, Progress } from "../parts/drop";
import { useWork } from "../parts/work";
import { count, size, when } from "../pure/format";
import { bars, byDay, type Day } from "../pure/series";
import type { Route } from "../pure/route";
import { entriesOf, listTitle, useWorld } from "../state";
import type { Dataset, Datasets, ImportRecord } from "../types";

export function ListsPage({ route }: { route: Route }) {
    const world = useWorld();
    const [turn, setTurn] = useState(0);
    const { value, problem, busy } = useFetch((signal) => fetchDatasets(signal), [turn]);
    const loaded = (): void => {
        setTurn((n) => n + 1);
        world.reloadLists();
    };
    return (
        <>
            <h1>Lists</h1>
            <ProblemBox problem={problem} />
            {busy && !value && <Busy />}
            {value && <Loaded lists={value.datasets} imports={value.imports} />}
            {world.may("import") && <ImportForm id={route.id} onLoaded={loaded} />}
            {value && value.imports.length > 0 && <History {...value} />}
        </>
    );
}

const last = (imports: ImportRecord[], name: string): ImportRecord | undefined =>
    imports.filter((i) => i.dataset === name).at(-1);

function Loaded({ lists, imports }: { lists: Dataset[]; imports: ImportRecord[] }) {
    if (lists.length === 0) return <p class="quiet">No list is loaded.</p>;
    return (
        <Section title="Loaded" note={`${lists.length} ${lists.length === 1 ? "list" : "lists"}`}>
            <table class="lists">
                <thead>
                    <tr>
                        <th scope="col">List</th>
                        <th scope="col" class="right">
                            Entries
                        </th>
                        <th scope="col" class="right">
                            Names
                        </th>
                        <th scope="col">Loaded</th>
                        <th scope="col">By</th>
                        <th scope="col">File</th>
                    </tr>
                </thead>
                <tbody>
                    {lists.map((l) => (
                        <tr key={l.name}>
                            <th scope="row">
                                <Text>{l.title || l.name}</Text>
                                <span class="quiet code">
                                    {l.title && l.title !== l.name ? l.name : ""}
                                </span>
                            </th>
                            <td
                                data-label="Entries"
                                class="right number"
                                title={`${count(l.entities)} entities in all`}
                            >
                                {count(entriesOf(l))}
                            </td>
                            <td data-label="Names" class="right number">
                                {count(l.names)}
                            </td>
                            <td data-label="Loaded" class="number">
                                {when(l.imported_at)}
                            </td>
                            <td data-label="By">
                                {last(imports, l.name)?.by || (
                                    <span class="nothing">not known</span>
                                )}
                            </td>
                            <td data-label="File">
                                <Text class="code">{l.path.split("/").at(-1) ?? ""}</Text>
                                <span class="quiet">
                                    {l.format}
                                    {l.version ? `, ${when(l.version)}` : ""}
                                </span>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Section>
    );
}

// ---- import
// --------------------------------------------------------------------------------------

interface ImportReport {
    dataset: string;
    entities: number;
    added: number;
    changed: number;
    removed: number;
    unchanged: number;
    same?: boolean;
    skipped?: number;
    notes?: string[];
}

function ImportForm({ id, onLoaded }: { id: string; onLoaded: () => void }) {
    const [file, setFile] = useState<File | null>(null);
    const [dataset, setDataset] = useState("");
    const work = useWork(id);
    const [told, setTold] = useState("");
    if (work.job?.state === "done" && told !== work.job.id) {
        setTold(work.job.id);
        onLoaded();
    }
    const start = (): void => {
        if (!file) return;
        const query = new URLSearchParams({ name: file.name });
        if (dataset.trim()) query.set("dataset", dataset.trim());
        work.start("imports", query, file);
    };
    const reports =
        (work.job?.state === "done" && (work.job.report?.imports as ImportReport[])) || [];
    return (
        <Section title="Load a list">
            <form
                onSubmit={(e) => {
                    e.preventDefault();
                    start();
                }}
            >
                <Drop
                    label="Drop a published file here, or choose one"
                    hint="Its format is found by content; gzip is fine."
                    file={file}
                    onFile={(f) => {
                        setFile(f);
                        work.reset();
                    }}
                />
                {file && !work.running && (
                    <div class="options">
                        <label>
                            Name of the list{" "}
                            <input
                                type="text"
                                value={dataset}
                                pattern="[a-z0-9_]+"
                                title="small letters, digits and _"
                                placeholder="its usual one"
                                onInput={(e) => setDataset(e.currentTarget.value)}
                            />
                        </label>
                        <button type="submit" class="main">
                            Load
                        </button>
                    </div>
                )}
            </form>
            {work.running && (
                <Progress sent={work.sent} total={work.total} job={work.job} onStop={work.stop} />
            )}
            <ProblemBox problem={work.problem}>
                <p class="quiet">Nothing was changed: a list is loaded as a whole or not at all.</p>
            </ProblemBox>
            {reports.map((r) => (
                <p key={r.dataset} class="done" role="status">
                    <strong>{r.dataset}</strong> is loaded: {count(r.entities)} entities,{" "}
                    {r.same
                        ? "the same file as before"
                        : `${count(r.added)} added, ${count(r.changed)} changed, ${count(r.removed)} removed`}
                    {r.skipped ? `; ${count(r.skipped)} left out` : ""}.
                    {(r.notes ?? []).map((note, i) => (
                        <span key={i} class="quiet">
                            {" "}
                            {note}
                        </span>
                    ))}
                </p>
            ))}
        </Section>
    );
}

// ---- history
// -------------------------------------------------------------------------------------

const ROWS = 30;

function History({ datasets, imports }: Datasets) {
    const world = useWorld();
    const [dataset, setDataset] = useState("");
    const days = useMemo(() => byDay(imports, dataset), [imports, dataset]);
    const data = useMemo(() => bars(days.slice(-60)) as uPlot.AlignedData, [days]);
    const names = [...new Set([...datasets.map((d) => d.name), ...imports.map((i) => i.dataset)])];
    const those = imports.filter((i) => !dataset || i.dataset === dataset).slice(-ROWS);
    return (
        <Section title="How they changed">
            <div class="filters">
                <select
                    aria-label="List"
                    value={dataset}
                    onChange={(e) => setDataset(e.currentTarget.value)}
                >
                    <option value="">All lists</option>
                    {names.map((name) => (
                        <option key={name} value={name}>
                            {listTitle(world, name)}
                        </option>
                    ))}
                </select>
                <ul class="legend" aria-label="Colours">
                    <li class="plus">added</li>
                    <li class="warm">changed</li>
                    <li class="minus">removed</li>
                </ul>
            </div>
            {days.length > 0 && (
                <Chart
                    label={`Entities added, changed and removed on ${days.length} days; the table below has the numbers`}
                    data={data}
                    options={options(days.slice(-60))}
                    height={260}
                />
            )}
            <div class="scroll" tabIndex={0} role="group" aria-label="Imports">
                <table class="grid">
                    <thead>
                        <tr>
                            <th scope="col">When</th>
                            <th scope="col">List</th>
                            <th scope="col">By</th>
                            <th scope="col" class="right">
                                Added
                            </th>
                            <th scope="col" class="right">
                                Changed
                            </th>
                            <th scope="col" class="right">
                                Removed
                            </th>
                            <th scope="col">Source</th>
                        </tr>
                    </thead>
                    <tbody>
                        {[...those].reverse().map((i, n) => (
                            <tr key={n}>
                                <td class="number">{when(i.at)}</td>
                                <td>{listTitle(world, i.dataset)}</td>
                                <td>{i.by ?? ""}</td>
                                <td class="right number">{count(i.added)}</td>
                                <td class="right number">{count(i.changed)}</td>
                                <td class="right number">{count(i.removed)}</td>
                                <td>
                                    {(i.sources ?? []).map((s) => (
                                        <span
                                            key={s.sha256 + s.path}
                                            class="one-value"
                                            title={s.sha256}
                                        >
                                            <Text class="code">
                                                {s.path.split("/").at(-1) ?? ""}
                                            </Text>{" "}
                                            <span class="quiet">{size(s.size)}</span>
                                        </span>
                                    ))}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </Section>
    );
}

// Bars side by side for each day; the scale is an inverse hyperbolic sine, since a first load adds
// thousands where a daily one changes ten.
function options(days: Day[]): ChartOptions {
    return (colours, plot) => {
        const bar = plot.paths.bars!({ size: [0.9, 34], align: 0 });
        const series = (label: string, colour: string): uPlot.Series => ({
            label,
            stroke: colour,
            fill: colour,
            width: 0,
            paths: bar,
            points: { show: false },
        });
        return {
            legend: { show: false },
            cursor: { show: false },
            scales: {
                x: { time: false, range: [-1, days.length * 4 - 1] },
                y: { distr: 4, asinh: 2, range: (_, low, high) => [-decade(-low), decade(high)] },
            },
            axes: [
                {
                    stroke: colours.quiet,
                    font: colours.font,
                    grid: { show: false },
                    ticks: { show: false },
                    splits: () => days.map((_, i) => i * 4 + 1),
                    values: (u) => labels(days, u.width),
                },
                {
                    stroke: colours.quiet,
                    font: colours.font,
                    grid: { stroke: colours.line, width: 1 },
                    ticks: { show: false },
                    size: 60,
                    splits: (_, __, low, high) => DECADES.filter((d) => d >= low && d <= high),
                    filter: (_, splits) => splits, // uPlot would leave out all but some decades
                    values: (_, splits) => splits.map((v) => count(Math.abs(v))),
                },
            ],
            series: [
                {},
                series("added", colours.plus),
                series("changed", colours.warm),
                series("removed", colours.minus),
            ],
        };
    };
}

const POWERS = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
// The power of ten that has room for 'n'; nothing is 0.
const decade = (n: number): number => (n <= 0 ? 0 : (POWERS.find((p) => p >= n) ?? n));
const DECADES = [...POWERS.map((p) => -p).reverse(), 0, ...POWERS];

// As many dates as have room.
function labels(days: Day[], width: number): string[] {
    const each = Math.ceil((days.length * 64) / Math.max(width - 80, 64));
    return days.map((d, i) => {
        if (i % each !== 0) return "";
        const date = new Date(`${d.day}T12:00:00`);
        return date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    });
}
