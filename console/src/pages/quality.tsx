// SPDX-License-Identifier: Apache-2.0
//
// How well the scoring does on pairs that somebody has labelled: precision and recall over all
// thresholds, and which pairs flip when the line moves. The node scores once; the rest is reckoned
// here.
import { useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import { result, resultHref } from "../api";
import type { Problem } from "../api";
import { asProblem, go, useFetch } from "../hooks";
import { Busy, ProblemBox, Section, Tag, Text } from "../parts/basic";
import { Chart, type ChartOptions } from "../parts/chart";
import { Drop, Progress } from "../parts/drop";
import { useWork } from "../parts/work";
import { eachRow, firstRows } from "../pure/csv";
import { count, percent } from "../pure/format";
import { Curve, missingColumns, pairsOf, type Confusion, type Pair } from "../pure/quality";
import { href, type Route } from "../pure/route";
import { useWorld } from "../state";
import type { Job } from "../types";
import { Earlier, Line } from "./batch";

export function QualityPage({ route }: { route: Route }) {
    const { model } = useWorld();
    const [file, setFile] = useState<File | null>(null);
    const [algorithm, setAlgorithm] = useState("tocsin");
    const [problem, setProblem] = useState<Problem | null>(null);
    const work = useWork(route.id, (id) => go(href("quality", id)));
    const take = (chosen: File): void => {
        if (route.id) go(href("quality"));
        work.reset();
        setProblem(null);
        setFile(null);
        firstRows(chosen, 1)
            .then((rows) => {
                const missing = missingColumns(rows[0] ?? []);
                if (missing.length)
                    throw new Error(`The table has no column ${missing.join(", ")}.`);
                setFile(chosen);
            })
            .catch((e: unknown) => setProblem(asProblem(e)));
    };
    const done = work.job?.state === "done" ? work.job : null;
    return (
        <>
            <h1>Quality</h1>
            <Drop
                label="Drop labelled pairs here, or choose a file"
                hint="CSV with the columns schema, name1, name2 and is_match."
                accept=".csv,text/csv"
                file={file}
                onFile={take}
            />
            <ProblemBox problem={problem ?? work.problem} />
            {file && !work.running && !done && (
                <form
                    class="options"
                    onSubmit={(e) => {
                        e.preventDefault();
                        work.start(
                            "evaluations",
                            new URLSearchParams({ threshold: "0.7", algorithm, name: file.name }),
                            file,
                        );
                    }}
                >
                    <label>
                        Scoring{" "}
                        <select
                            value={algorithm}
                            onChange={(e) => setAlgorithm(e.currentTarget.value)}
                        >
                            {model.algorithms
                                .filter((a) => !a.alias_of)
                                .map((a) => (
                                    <option key={a.name} value={a.name}>
                                        {a.name}
                                    </option>
                                ))}
                        </select>
                    </label>
                    <button type="submit" class="main">
                        Score the pairs
                    </button>
                </form>
            )}
            {work.running && (
                <Progress sent={work.sent} total={work.total} job={work.job} onStop={work.stop} />
            )}
            {work.job?.state === "cancelled" && <p class="quiet">The job was stopped.</p>}
            {done && <Scored key={done.id} job={done} />}
            {!file && !work.running && (
                <Earlier kind="evaluation" page="quality" except={route.id} />
            )}
        </>
    );
}

async function readCurve(id: string, signal: AbortSignal): Promise<Curve> {
    const rows: string[][] = [];
    await eachRow(await result(id, signal), (row) => void rows.push(row));
    return new Curve(pairsOf(rows));
}

function Scored({ job }: { job: Job }) {
    const { value, problem, busy } = useFetch((signal) => readCurve(job.id, signal), [job.id]);
    if (problem) return <ProblemBox problem={problem} />;
    if (busy || !value) return <Busy>Reading the scores</Busy>;
    return <Judged curve={value} job={job} />;
}

const BASE = 0.7;

function Judged({ curve, job }: { curve: Curve; job: Job }) {
    const [threshold, setThreshold] = useState(BASE);
    const data = useMemo(() => {
        const points = curve.points();
        return [
            points.map((p) => p.threshold),
            points.map((p) => p.precision),
            points.map((p) => p.recall),
            points.map((p) => p.f1),
        ] as uPlot.AlignedData;
    }, [curve]);
    const line = useMemo(() => ({ at: BASE }), [curve]);
    line.at = threshold;
    const now = curve.at(threshold);
    const best = curve.best();
    return (
        <>
            <Section
                title="Precision and recall"
                note={
                    <>
                        {count(curve.pairs.length)} pairs of <Text>{job.file ?? "a file"}</Text>
                    </>
                }
            >
                <ul class="legend" aria-label="Colours">
                    <li class="accent">precision</li>
                    <li class="warm">recall</li>
                    <li class="plain">F1</li>
                </ul>
                <Chart
                    label="Precision, recall and F1 over all thresholds"
                    data={data}
                    options={options(line)}
                    height={260}
                    mark={threshold}
                />
                <div class="options">
                    <Line value={threshold} onChange={setThreshold} />
                    <button type="button" onClick={() => setThreshold(BASE)}>
                        Back to {BASE.toFixed(2)}
                    </button>
                    <button type="button" onClick={() => setThreshold(best)}>
                        Highest F1, {best.toFixed(2)}
                    </button>
                    <a class="button" href={resultHref(job.id)} download="scored.csv">
                        Download CSV
                    </a>
                </div>
                <Figures now={now} base={curve.at(BASE)} />
            </Section>
            <Flips curve={curve} threshold={threshold} />
        </>
    );
}

function Figures({ now, base }: { now: Confusion; base: Confusion }) {
    const change = (a: number, b: number): string =>
        a === b ? "" : a > b ? `+${count(a - b)}` : `\u2212${count(b - a)}`;
    const cell = (label: string, key: "found" | "missed" | "wrong" | "right", kind: string) => (
        <td class={kind}>
            <span class="big number">{count(now[key])}</span> {label}
            <span class="change number"> {change(now[key], base[key])}</span>
        </td>
    );
    return (
        <div class="figures">
            <dl class="ratios">
                <div>
                    <dt>Precision</dt>
                    <dd class="big number">{percent(now.precision)}</dd>
                </div>
                <div>
                    <dt>Recall</dt>
                    <dd class="big number">{percent(now.recall)}</dd>
                </div>
                <div>
                    <dt>F1</dt>
                    <dd class="big number">{percent(now.f1)}</dd>
                </div>
            </dl>
            <table class="confusion">
                <caption class="sr">
                    Pairs by label and verdict, and the change against {BASE.toFixed(2)}
                </caption>
                <thead>
                    <tr>
                        <td />
                        <th scope="col">Above the line</th>
                        <th scope="col">Below it</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">Same</th>
                        {cell("Found", "found", "good")}
                        {cell("Missed", "missed", "bad")}
                    </tr>
                    <tr>
                        <th scope="row">Different</th>
                        {cell("False alarms", "wrong", "bad")}
                        {cell("Left alone", "right", "good")}
                    </tr>
                </tbody>
            </table>
        </div>
    );
}

const MOST = 200;

function Flips({ curve, threshold }: { curve: Curve; threshold: number }) {
    const flips = curve.flips(BASE, threshold);
    const better = flips.filter((p) => p.label === threshold < BASE).length;
    const gain = threshold < BASE ? "now found" : "no longer alarms";
    const loss = threshold < BASE ? "new false alarms" : "now missed";
    return (
        <Section title="Pairs that flip" note={`against ${BASE.toFixed(2)}`}>
            {flips.length === 0 ? (
                <p class="quiet">
                    {threshold === BASE
                        ? "Move the threshold to see which verdicts change."
                        : "None between the two lines."}
                </p>
            ) : (
                <>
                    <p class="summary" role="status">
                        {count(flips.length)} {flips.length === 1 ? "pair flips" : "pairs flip"}:{" "}
                        {count(better)} {gain}, {count(flips.length - better)} {loss}
                    </p>
                    <div class="scroll" tabIndex={0} role="group" aria-label="Pairs that flip">
                        <table class="grid">
                            <thead>
                                <tr>
                                    <th scope="col">Score</th>
                                    <th scope="col">Label</th>
                                    <th scope="col">One name</th>
                                    <th scope="col">The other</th>
                                    <th scope="col">Schema</th>
                                </tr>
                            </thead>
                            <tbody>
                                {flips.slice(0, MOST).map((pair, i) => (
                                    <FlipRow key={i} pair={pair} />
                                ))}
                            </tbody>
                        </table>
                    </div>
                    {flips.length > MOST && <p class="quiet">The first {MOST} are shown.</p>}
                </>
            )}
        </Section>
    );
}

function FlipRow({ pair }: { pair: Pair }) {
    return (
        <tr>
            <td class="number">{pair.score.toFixed(4)}</td>
            <td>
                <Tag kind={pair.label ? "good" : ""}>{pair.label ? "same" : "different"}</Tag>
            </td>
            <td>
                <Text>{pair.left}</Text>
            </td>
            <td>
                <Text>{pair.right}</Text>
            </td>
            <td>{pair.schema}</td>
        </tr>
    );
}

function options(line: { at: number }): ChartOptions {
    return (colours) => {
        const series = (
            label: string,
            colour: string,
            width: number,
            dash?: number[],
        ): uPlot.Series => ({
            label,
            stroke: colour,
            width,
            points: { show: false },
            ...(dash ? { dash } : {}),
        });
        const axis = {
            stroke: colours.quiet,
            font: colours.font,
            grid: { stroke: colours.line, width: 1 },
            ticks: { show: false },
        };
        return {
            legend: { show: false },
            cursor: { show: false },
            scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1.02] } },
            axes: [
                {
                    ...axis,
                    incrs: [0.1, 0.2, 0.5],
                    values: (_, splits) => splits.map((v) => v.toFixed(1)),
                },
                {
                    ...axis,
                    size: 50,
                    values: (_, splits) =>
                        splits.map((v) => (v > 1 ? "" : `${Math.round(v * 100)} %`)),
                },
            ],
            series: [
                {},
                series("precision", colours.accent, 2),
                series("recall", colours.warm, 2),
                series("F1", colours.quiet, 1.5, [4, 4]),
            ],
            hooks: {
                draw: [
                    (u) => {
                        const x = Math.round(u.valToPos(line.at, "x", true));
                        u.ctx.save();
                        u.ctx.strokeStyle = colours.ink;
                        u.ctx.lineWidth = devicePixelRatio;
                        u.ctx.setLineDash([]);
                        u.ctx.beginPath();
                        u.ctx.moveTo(x, u.bbox.top);
                        u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
                        u.ctx.stroke();
                        u.ctx.restore();
                    },
                ],
            },
        };
    };
}
