// SPDX-License-Identifier: Apache-2.0
//
// One verdict: what was asked beside what is listed, what each feature added or took, and the way
// from the line of the source to the score.
import { explain, screen } from "../api";
import { go, useFetch, useKeys } from "../hooks";
import {
    Busy,
    Effect,
    Key,
    Pieces,
    ProblemBox,
    PropertyValue,
    Score,
    Section,
    Sentence,
    Text,
    Verdict,
} from "../parts/basic";
import { stepPieces } from "../pure/direction";
import { texts } from "../pure/names";
import { queryParams, readSearch } from "../pure/query";
import { alignment, featuresOf, featuresOfText, type Feature, type Word } from "../pure/reasons";
import { href, type Route } from "../pure/route";
import { lineOf, propertyLabel, propertyType, recall, useWorld } from "../state";
import { entity as fetchEntity } from "../api";
import type { Entity, ExplainAnswer, Query, ScoredEntity } from "../types";

interface Found {
    explained: ExplainAnswer;
    scored: ScoredEntity | null;
    entity: Entity;
}

const WIDE = 200; // how many results are looked through for the one that was asked for

async function load(
    id: string,
    query: Query,
    algorithm: string,
    signal: AbortSignal,
): Promise<Found> {
    const known = recall(id, query, algorithm);
    const [explained, scored, entity] = await Promise.all([
        explain({ ...query, id, algorithm }, signal),
        known ?? find(id, query, algorithm, signal),
        known ?? fetchEntity(id, signal),
    ]);
    return { explained, scored, entity };
}

async function find(
    id: string,
    query: Query,
    algorithm: string,
    signal: AbortSignal,
): Promise<ScoredEntity | null> {
    const request = {
        ...query,
        dataset: "default",
        threshold: 0.7,
        limit: WIDE,
        algorithm,
        below: true,
    };
    const answer = await screen(request, signal);
    return answer.results.find((r) => r.id === id) ?? null;
}

export function VerdictPage({ route }: { route: Route }) {
    const search = readSearch(route.params, lineOf(useWorld()));
    const query = { schema: search.schema, properties: search.properties };
    const { value, problem, busy } = useFetch(
        (signal) => load(route.id, query, search.algorithm, signal),
        [route.id, route.params.toString()],
    );
    const back = href("search", "", queryParams(query, search.algorithm));
    useKeys({
        e: () => go(href("entity", route.id)),
        u: () => go(back),
    });
    if (problem) return <ProblemBox problem={problem} />;
    if (busy || !value) return <Busy />;
    return (
        <Shown
            {...value}
            query={query}
            algorithm={search.algorithm}
            threshold={search.threshold}
            back={back}
        />
    );
}

function Shown(
    props: Found & { query: Query; algorithm: string; threshold: number; back: string },
) {
    const { explained, scored, entity, query, threshold } = props;
    const score = explained.score;
    const match = score >= threshold;
    const text = explained.steps.find((s) => s.title === "Features")?.text ?? "";
    const features = scored ? featuresOf(scored.explanations, scored.titles) : featuresOfText(text);
    return (
        <>
            <header class="page-head">
                <p class="crumbs">
                    <a href={props.back}>Search</a>
                </p>
                <h1>
                    <span class="quiet">Verdict on</span> <Text>{entity.caption}</Text>
                </h1>
                <div class="verdict-line">
                    <Score value={score} match={match} />
                    <Verdict match={match} />
                    <span class="quiet">
                        the line is {threshold.toFixed(2)}, scored by {props.algorithm}
                    </span>
                    <a class="button" href={href("entity", entity.id)}>
                        Entry <Key>e</Key>
                    </a>
                </div>
            </header>
            <Section title="Side by side">
                <Sides query={query} entity={entity} />
            </Section>
            <Section title="What each feature added or took">
                <Features features={features} total={score} match={match} threshold={threshold} />
            </Section>
            <Section title="Step by step">
                <Steps steps={explained.steps} />
            </Section>
        </>
    );
}

const SHOWN = [
    "name",
    "alias",
    "weakAlias",
    "previousName",
    "birthDate",
    "birthPlace",
    "nationality",
    "citizenship",
    "country",
    "gender",
    "incorporationDate",
    "jurisdiction",
    "registrationNumber",
    "passportNumber",
    "idNumber",
    "imoNumber",
    "flag",
    "address",
];

function Sides({ query, entity }: { query: Query; entity: Entity }) {
    const { model } = useWorld();
    const names = [...new Set([...SHOWN, ...Object.keys(query.properties)])].filter(
        (p) => query.properties[p]?.length || entity.properties[p]?.length,
    );
    const cell = (property: string, values: string[]) =>
        values.length === 0 ? (
            <span class="nothing">not said</span>
        ) : (
            values.map((v, i) => (
                <span key={i} class="one-value">
                    <PropertyValue type={propertyType(model, entity.schema, property)} value={v} />
                </span>
            ))
        );
    return (
        <div class="scroll">
            <table class="sides">
                <thead>
                    <tr>
                        <th scope="col">Property</th>
                        <th scope="col">Asked</th>
                        <th scope="col">Listed</th>
                    </tr>
                </thead>
                <tbody>
                    {names.map((property) => (
                        <tr key={property}>
                            <th scope="row">{propertyLabel(model, entity.schema, property)}</th>
                            <td data-label="Asked">
                                {cell(property, query.properties[property] ?? [])}
                            </td>
                            <td data-label="Listed">
                                {cell(property, texts(entity.properties[property]))}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Features(props: {
    features: Feature[];
    total: number;
    match: boolean;
    threshold: number;
}) {
    let sum = 0;
    const rows = props.features.map((feature) => {
        const from = sum;
        sum += feature.score;
        return { feature, from };
    });
    return (
        <table class="features">
            <thead>
                <tr>
                    <th scope="col">Feature</th>
                    <th scope="col">Asked</th>
                    <th scope="col">Listed</th>
                    <th scope="col" class="effect-head">
                        Effect
                    </th>
                </tr>
            </thead>
            <tbody>
                {rows.map(({ feature, from }) => (
                    <FeatureRow key={feature.name} feature={feature} from={from} />
                ))}
            </tbody>
            <tfoot>
                <tr class="total">
                    <th scope="row" colSpan={3}>
                        Total <Verdict match={props.match} />
                        {sum > props.total + 0.005 && <span class="quiet"> never more than 1</span>}
                    </th>
                    <td class="effect-cell">
                        <Effect from={0} by={props.total} />
                    </td>
                </tr>
            </tfoot>
        </table>
    );
}

function FeatureRow({ feature, from }: { feature: Feature; from: number }) {
    const detail = feature.detail === feature.title ? "" : feature.detail;
    const words = alignment(detail);
    return (
        <>
            <tr class={words || detail ? "has-detail" : ""}>
                <th scope="row">
                    {feature.title}
                    <span class="code quiet feature-name">{feature.name}</span>
                </th>
                <td data-label="Asked">
                    {feature.query ? (
                        <Text>{feature.query}</Text>
                    ) : (
                        <span class="nothing">none</span>
                    )}
                </td>
                <td data-label="Listed">
                    {feature.candidate ? (
                        <Text>{feature.candidate}</Text>
                    ) : (
                        <span class="nothing">none</span>
                    )}
                </td>
                <td class="effect-cell">
                    <Effect from={from} by={feature.score} />
                </td>
            </tr>
            {(words || detail) && (
                <tr class="detail">
                    <td colSpan={4}>
                        {words ? (
                            <ul class="words" aria-label="Word by word">
                                {words.words.map((word, i) => (
                                    <WordPair key={i} word={word} />
                                ))}
                                {words.rest && (
                                    <li class="quiet">
                                        <Sentence>{words.rest}</Sentence>
                                    </li>
                                )}
                            </ul>
                        ) : (
                            <span class="quiet">
                                <Sentence>{detail}</Sentence>
                            </span>
                        )}
                    </td>
                </tr>
            )}
        </>
    );
}

const SIGNS: Record<Word["relation"], [string, string]> = {
    same: ["=", "is"],
    near: ["~", "is nearly"],
    other: ["\u2260", "is not"],
    left: ["", ""],
};

function WordPair({ word }: { word: Word }) {
    const [sign, reading] = SIGNS[word.relation];
    return (
        <li class={`word ${word.relation}`}>
            <span class="word-pair">
                {word.asked && <Text>{word.asked}</Text>}
                {sign && (
                    <span class="sign">
                        <span aria-hidden="true">{sign}</span>
                        <span class="sr"> {reading} </span>
                    </span>
                )}
                {word.listed && <Text>{word.listed}</Text>}
            </span>
            {(word.why || word.cost !== null) && (
                <span class="word-why">
                    {word.why}
                    {word.cost !== null && <span class="number"> {word.cost.toFixed(2)}</span>}
                </span>
            )}
        </li>
    );
}

// What is long and looked at seldom is folded away.
const FOLDED = ["Entity", "Query words", "Candidate words"];

function Steps({ steps }: { steps: ExplainAnswer["steps"] }) {
    return (
        <ol class="steps">
            {steps.map((step) => (
                <li key={step.title}>
                    <details open={!FOLDED.includes(step.title)}>
                        <summary>{step.title}</summary>
                        <div class="step-text">
                            {step.text.split("\n").map((line, i) => (
                                <p
                                    key={i}
                                    class={
                                        line.startsWith("    ")
                                            ? "in2"
                                            : line.startsWith("  ")
                                              ? "in1"
                                              : ""
                                    }
                                >
                                    <Pieces of={stepPieces(step.title, line)} />
                                </p>
                            ))}
                        </div>
                    </details>
                </li>
            ))}
        </ol>
    );
}
