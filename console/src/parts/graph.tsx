// SPDX-License-Identifier: Apache-2.0
//
// The links of an entity, twice: drawn, for the eye, and as a list, for everybody. Both walk the
// same web (pure/walk.ts). The drawing (graph_view.ts, with Cytoscape) is fetched when it is first
// needed.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { graph as fetchGraph, isAbort, type Problem } from "../api";
import { asProblem, go } from "../hooks";
import { Walk } from "../pure/walk";
import { href } from "../pure/route";
import { schemaOf, useWorld } from "../state";
import type { GraphEdge, Model } from "../types";
import { Key, ProblemBox, Section, Text } from "./basic";
import type { View } from "./graph_view";

export function GraphSection({ id, caption }: { id: string; caption: string }) {
    const { model } = useWorld();
    const walk = useMemo(() => new Walk(id), [id]);
    const [, redraw] = useState(0);
    const [here, setHere] = useState(id);
    const [problem, setProblem] = useState<Problem | null>(null);
    const box = useRef<HTMLDivElement>(null);
    const view = useRef<View | null>(null);
    const stop = useMemo(() => new AbortController(), [id]);

    const step = (to: string): void => {
        setHere(to);
        view.current?.select(to);
        if (walk.walked.has(to)) return;
        fetchGraph(to, stop.signal).then(
            (answer) => {
                walk.add(to, answer);
                view.current?.update(walk, to);
                redraw((n) => n + 1);
            },
            (e: unknown) => isAbort(e) || setProblem(asProblem(e)),
        );
    };
    const say = (id: string): string => {
        const edge = walk.edges.get(id);
        return edge ? edgeLabel(model, walk, edge) : "";
    };
    const act = useRef(step);
    act.current = step;

    useEffect(() => {
        step(id);
        let gone = false;
        const seen = new IntersectionObserver(
            (entries) => {
                if (!entries.some((e) => e.isIntersecting) || !box.current) return;
                seen.disconnect();
                import("./graph_view").then(
                    ({ openView }) => {
                        if (gone || !box.current) return;
                        view.current = openView(
                            box.current,
                            (edge) => say(edge),
                            (to) => act.current(to),
                        );
                        view.current.update(walk, id);
                    },
                    () => undefined,
                );
            },
            { rootMargin: "400px" },
        );
        if (box.current) seen.observe(box.current);
        return () => {
            gone = true;
            seen.disconnect();
            stop.abort();
            view.current?.close();
            view.current = null;
        };
    }, [id]);

    const turn = (by: number): void => {
        const all = [...walk.nodes.keys()];
        const next = all[(all.indexOf(here) + by + all.length) % all.length];
        if (!next) return;
        setHere(next);
        view.current?.select(next);
    };
    const keys = (e: KeyboardEvent): void => {
        const key = e.key;
        if (key === "ArrowRight" || key === "ArrowDown") turn(1);
        else if (key === "ArrowLeft" || key === "ArrowUp") turn(-1);
        else if (key === "Enter" || key === " ") step(here);
        else if (key === "o") go(href("entity", here));
        else return;
        e.preventDefault();
    };
    const lonely = walk.walked.has(id) && walk.nodes.size <= 1;
    return (
        <Section
            title="Graph"
            id="graph"
            note={lonely ? "" : `${walk.nodes.size} entities, ${walk.edges.size} links`}
        >
            <ProblemBox problem={problem} />
            {lonely ? (
                <p class="quiet">No link is known.</p>
            ) : (
                <div class="graph">
                    <div class="graph-side">
                        <div
                            class="graph-box"
                            ref={box}
                            role="application"
                            tabIndex={0}
                            aria-label={`Graph of the links of ${caption}. The list beside it says the same.`}
                            onKeyDown={keys}
                        />
                        <p class="quiet graph-hint">
                            Click expands. Keys: arrows choose, <Key>Enter</Key> expands,{" "}
                            <Key>o</Key> opens the entry.
                        </p>
                    </div>
                    <LinkList walk={walk} here={here} step={step} />
                </div>
            )}
        </Section>
    );
}

function LinkList({ walk, here, step }: { walk: Walk; here: string; step: (id: string) => void }) {
    const { model } = useWorld();
    const name = (id: string): string => walk.nodes.get(id)?.caption ?? id;
    const edges = [...walk.edges.values()].filter((e) => e.source === here || e.target === here);
    return (
        <div class="graph-list">
            <h3>
                Links of <Text>{name(here)}</Text>
            </h3>
            <ul>
                {edges.map((edge) => {
                    const other = edge.source === here ? edge.target : edge.source;
                    const schema = walk.nodes.get(other)?.schema ?? "";
                    return (
                        <li key={edge.id}>
                            <a href={href("entity", other)}>
                                <Text>{name(other)}</Text>
                            </a>
                            <span class="quiet">
                                {edge.source === here ? "" : "from: "}
                                <Text>{edgeLabel(model, walk, edge)}</Text>,{" "}
                                {schemaOf(model, schema)?.label ?? schema}
                            </span>
                            <button type="button" class="small" onClick={() => step(other)}>
                                {walk.walked.has(other) ? "Go to" : "Expand"}
                                <span class="sr"> {name(other)}</span>
                            </button>
                        </li>
                    );
                })}
            </ul>
            {here !== walk.root && (
                <button type="button" class="small" onClick={() => step(walk.root)}>
                    Back to <Text>{name(walk.root)}</Text>
                </button>
            )}
        </div>
    );
}

// How an edge is called: by the property that it is, by the schema that it is, else by its label.
function edgeLabel(model: Model, walk: Walk, edge: GraphEdge): string {
    const from = schemaOf(model, walk.nodes.get(edge.source)?.schema ?? "");
    const property = from?.properties.find((p) => p.type === "entity" && p.name === edge.label);
    const schema = schemaOf(model, edge.schema);
    return property?.label ?? (schema?.edge ? schema.label : edge.label || edge.schema);
}
