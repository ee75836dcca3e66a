// SPDX-License-Identifier: Apache-2.0
//
// Search as you type. What is asked stands in the address, so that a search can be kept, and come
// back to. j and k walk through the results, Enter opens the verdict, e the entity.
import { useEffect, useRef } from "preact/hooks";
import { screen } from "../api";
import { go, useFetch, useKeys, useParams } from "../hooks";
import {
    Countries,
    Key,
    Lists,
    ProblemBox,
    Score,
    Tag,
    Text,
    Topics,
    Verdict,
} from "../parts/basic";
import { Menu } from "../parts/menu";
import { QueryForm } from "../parts/query_form";
import { count, micros } from "../pure/format";
import { metAlias, texts } from "../pure/names";
import { ANY_KIND, queryParams, readSearch, type SearchParams } from "../pure/query";
import { href, type Route } from "../pure/route";
import { entriesOf, lineOf, remember, schemaOf, useWorld } from "../state";
import type { ScoredEntity, ScreenAnswer } from "../types";

const WAIT = 120; // after the last letter, in ms
const LIMIT = 50;

const asks = (search: SearchParams): boolean => Object.keys(search.properties).length > 0;

export function SearchPage({ route }: { route: Route }) {
    const [params, change] = useParams(route);
    const search = readSearch(params, lineOf(useWorld()));
    const nameBox = useRef<HTMLInputElement>(null);
    const list = useRef<HTMLOListElement>(null);
    const answer = useFetch<ScreenAnswer>(
        (signal) => (asks(search) ? ask(search, signal) : null),
        [params.toString()],
        WAIT,
    );
    useEffect(() => nameBox.current?.focus(), []);

    // Enter before the answer is there means its first result.
    const wanted = useRef(false);
    useEffect(() => {
        if (answer.busy) return;
        if (wanted.current && document.activeElement === nameBox.current) links()[0]?.focus();
        wanted.current = false;
    }, [answer.busy]);

    const links = (): HTMLAnchorElement[] => [
        ...(list.current?.querySelectorAll<HTMLAnchorElement>("a.open") ?? []),
    ];
    const move = (by: number): void => {
        const all = links();
        const at = all.indexOf(document.activeElement as HTMLAnchorElement);
        const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
        next?.focus();
    };
    const enter = (): void => {
        wanted.current = answer.busy;
        if (!answer.busy) move(1);
    };
    const current = (): string =>
        (document.activeElement?.closest("li[data-id]") as HTMLElement | null)?.dataset.id ?? "";
    useKeys({
        "/": (e) => {
            e.preventDefault();
            nameBox.current?.focus();
            nameBox.current?.select();
        },
        j: () => move(1),
        k: () => move(-1),
        ArrowDown: (e) => {
            if (!links().length) return;
            e.preventDefault();
            move(1);
        },
        ArrowUp: (e) => {
            const first = links()[0];
            if (!first) return;
            e.preventDefault();
            if (document.activeElement === first) nameBox.current?.focus();
            else move(-1);
        },
        e: () => current() && go(href("entity", current())),
        b: () => change((p) => (p.get("below") ? p.delete("below") : p.set("below", "1"))),
    });

    const results = answer.value?.results ?? [];
    return (
        <>
            <h1 class="sr">Search</h1>
            <QueryForm
                params={params}
                change={change}
                nameBox={nameBox}
                onDown={() => move(1)}
                onEnter={enter}
            />
            <Filters search={search} params={params} change={change} />
            <Summary search={search} answer={answer.value} busy={answer.busy} />
            {asks(search) && answer.value && !answer.busy && (
                <OtherKinds search={search} answer={answer.value} change={change} />
            )}
            <ProblemBox problem={answer.problem} />
            {asks(search) && results.length > 0 && (
                <ol class="results" ref={list} aria-label="Results">
                    {results.map((result) => (
                        <Result key={result.id} result={result} search={search} />
                    ))}
                </ol>
            )}
            {!asks(search) && <Empty />}
        </>
    );
}

async function ask(search: SearchParams, signal: AbortSignal): Promise<ScreenAnswer> {
    const answer = await screen(requestOf(search), signal);
    remember(search, search.algorithm, answer.results);
    return answer;
}

function requestOf(search: SearchParams) {
    return {
        schema: search.schema,
        properties: search.properties,
        dataset: "default",
        ...(search.lists.length ? { datasets: search.lists } : {}),
        ...(search.topic ? { topics: [search.topic] } : {}),
        threshold: search.threshold,
        limit: LIMIT,
        algorithm: search.algorithm,
        below: search.below,
    };
}

interface FilterProps {
    search: SearchParams;
    params: URLSearchParams;
    change: (edit: (p: URLSearchParams) => void) => void;
}

function Filters({ search, params, change }: FilterProps) {
    const { model, lists } = useWorld();
    const topics = Object.entries(model.topics).sort((a, b) => a[1].localeCompare(b[1]));
    const algorithms = model.algorithms.filter((a) => !a.alias_of);
    const choose = (key: string, value: string, standard: string): void =>
        change((p) => (value === standard ? p.delete(key) : p.set(key, value)));
    const toggle = (name: string, on: boolean): void =>
        change((p) => {
            const now = p.getAll("list").filter((l) => l !== name);
            p.delete("list");
            for (const one of on ? [...now, name] : now) p.append("list", one);
        });
    return (
        <div class="filters" role="group" aria-label="Filters">
            <Menu
                label={
                    search.lists.length === 0
                        ? "All lists"
                        : `${search.lists.length} of ${lists.length} lists`
                }
            >
                {lists.map((l) => (
                    <label key={l.name} class="check">
                        <input
                            type="checkbox"
                            checked={params.getAll("list").includes(l.name)}
                            onChange={(e) => toggle(l.name, e.currentTarget.checked)}
                        />
                        {l.title || l.name}
                    </label>
                ))}
            </Menu>
            <select
                aria-label="Topic"
                value={search.topic}
                onChange={(e) => choose("topic", e.currentTarget.value, "")}
            >
                <option value="">Any topic</option>
                {topics.map(([code, label]) => (
                    <option key={code} value={code}>
                        {label}
                    </option>
                ))}
            </select>
            <select
                aria-label="Scoring"
                value={search.algorithm}
                onChange={(e) => choose("algorithm", e.currentTarget.value, "tocsin")}
            >
                {algorithms.map((a) => (
                    <option key={a.name} value={a.name} title={a.description}>
                        {a.name}
                    </option>
                ))}
            </select>
            <label class="check switch">
                <input
                    type="checkbox"
                    role="switch"
                    checked={search.below}
                    onChange={(e) => choose("below", e.currentTarget.checked ? "1" : "", "")}
                />
                Below the line too
            </label>
        </div>
    );
}

function Summary(props: { search: SearchParams; answer: ScreenAnswer | null; busy: boolean }) {
    const { search, answer, busy } = props;
    let text = "";
    if (asks(search) && answer) {
        const matches = answer.results.filter((r) => r.match).length;
        const line = answer.threshold.toFixed(2);
        text =
            matches === 0
                ? `No match at ${line} or above`
                : `${count(matches)} ${matches === 1 ? "match" : "matches"} at ${line} or above`;
        const below = answer.results.length - matches;
        if (below) text += `, ${count(below)} below`;
        if (answer.results.length === LIMIT) text += `; the best ${LIMIT} are shown`;
    }
    return (
        <p class={`summary ${busy && asks(search) ? "is-busy" : ""}`} role="status">
            {text || "\u00a0"}
            {text && answer && <span class="quiet"> {micros(answer.took_us)}</span>}
        </p>
    );
}

// Nobody is cleared because the wrong kind was asked for: a bank is no person.
function OtherKinds(props: {
    search: SearchParams;
    answer: ScreenAnswer;
    change: (edit: (p: URLSearchParams) => void) => void;
}) {
    const { search, answer, change } = props;
    const { model } = useWorld();
    if (search.schema === ANY_KIND || answer.results.some((r) => r.match)) return null;
    const kind = schemaOf(model, search.schema)?.label ?? search.schema;
    return (
        <p class="quiet">
            Only the kind {kind} was looked through.{" "}
            <button type="button" onClick={() => change((p) => p.set("schema", ANY_KIND))}>
                Look through every kind
            </button>
        </p>
    );
}

function Result({ result, search }: { result: ScoredEntity; search: SearchParams }) {
    const { model } = useWorld();
    const p = result.properties;
    const name = result.explanations.name_match;
    const alias = metAlias(result.caption, name?.candidate);
    const dates = texts(p.birthDate ?? p.incorporationDate ?? p.buildDate);
    const countries = texts([
        ...(p.nationality ?? []),
        ...(p.country ?? []),
        ...(p.jurisdiction ?? []),
        ...(p.flag ?? []),
    ]);
    const query = queryParams(search, search.algorithm);
    return (
        <li class={result.match ? "result is-match" : "result"} data-id={result.id}>
            <Score value={result.score} match={result.match} />
            <div class="result-what">
                <a class="open" href={href("verdict", result.id, query)}>
                    <Text>{result.caption}</Text>
                </a>
                {alias && (
                    <span class="met">
                        met <Text>{alias}</Text>
                    </span>
                )}
                <p class="facts">
                    <span>{schemaOf(model, result.schema)?.label ?? result.schema}</span>
                    {dates.length > 0 && <span>{dates.slice(0, 3).join(", ")}</span>}
                    {countries.length > 0 && (
                        <span>
                            <Countries codes={countries.slice(0, 4)} />
                        </span>
                    )}
                </p>
            </div>
            <div class="result-tags">
                {result.match ? <Verdict match /> : <span class="sr">below the line</span>}
                <Lists names={result.datasets} />
                <Topics codes={texts(p.topics).slice(0, 3)} />
                {texts(p.topics).length > 3 && <Tag>+{texts(p.topics).length - 3}</Tag>}
            </div>
            <a
                class="to-entity"
                href={href("entity", result.id)}
                aria-label={`Entry of ${result.caption}`}
            >
                Entry
            </a>
        </li>
    );
}

function Empty() {
    const { lists } = useWorld();
    const entities = lists.reduce((n, l) => n + entriesOf(l), 0);
    if (lists.length === 0)
        return (
            <div class="empty">
                <p>No list is loaded yet, so nobody can be found.</p>
                <p>
                    <a href={href("lists")}>Load a list</a>
                </p>
            </div>
        );
    return (
        <div class="empty">
            <p>
                {count(entities)} entries of {count(lists.length)}{" "}
                {lists.length === 1 ? "list" : "lists"} answer while you type.
            </p>
            <p class="quiet">
                <Key>j</Key> <Key>k</Key> move, <Key>Enter</Key> opens the verdict, <Key>e</Key> the
                entry, <Key>?</Key> shows all keys.
            </p>
        </div>
    );
}
