// SPDX-License-Identifier: Apache-2.0
//
// One entry with all that hangs on it: names by script and kind, facts, documents, programmes,
// links, the line of its source, its versions, and a graph that can be walked.
import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { entity as fetchEntity } from "../api";
import { go, useFetch, useKeys } from "../hooks";
import {
    Busy,
    Countries,
    Key,
    Lists,
    ProblemBox,
    PropertyValue,
    Section,
    Tag,
    Text,
    Topics,
} from "../parts/basic";
import { GraphSection } from "../parts/graph";
import { diff } from "../pure/diff";
import { when } from "../pure/format";
import { groupNames, NAME_KINDS, texts } from "../pure/names";
import { queryParams } from "../pure/query";
import { href, type Route } from "../pure/route";
import { listTitle, propertyLabel, propertyType, schemaOf, useWorld } from "../state";
import type { Entity, EntityAnswer, Model, Value, Version } from "../types";

export function EntityPage({ route }: { route: Route }) {
    const { value, problem, busy } = useFetch(
        (signal) => fetchEntity(route.id, signal),
        [route.id],
    );
    useKeys({
        g: () => document.getElementById("graph")?.scrollIntoView({ block: "start" }),
        s: () => value && go(href("search", "", sameQuery(value))),
        u: () => history.back(),
    });
    if (problem) return <ProblemBox problem={problem} />;
    if (busy || !value) return <Busy />;
    return <Shown entity={value} />;
}

function sameQuery(entity: Entity): URLSearchParams {
    return queryParams({ schema: entity.schema, properties: { name: [entity.caption] } });
}

const isEntity = (v: Value): v is Entity => typeof v !== "string";
const NAMES = [...NAME_KINDS.map(([kind]) => kind)];
const PROGRAMMES = ["program", "programId", "programUrl", "sanctions", "authority", "reason"];
const DOCUMENT_TYPES = ["identifier", "checksum"];
const ADDRESS = ["address", "addressEntity"];
const ADDRESS_TYPES = ["email", "phone", "address"];

// What an officer looks for first; everything else follows in the order of the alphabet.
const FIRST = [
    "birthDate",
    "deathDate",
    "incorporationDate",
    "dissolutionDate",
    "gender",
    "nationality",
    "citizenship",
    "country",
    "jurisdiction",
    "flag",
    "birthPlace",
    "birthCountry",
    "title",
    "position",
    "type",
];

type Row = [string, Value[]];

// The properties of an entity, each in the section where it is looked for.
function sorted(model: Model, entity: Entity) {
    const rows = Object.entries(entity.properties);
    const type = (p: string): string => propertyType(model, entity.schema, p);
    const section = ([property, values]: Row): string => {
        if (NAMES.includes(property) || property === "topics") return "names";
        if (
            PROGRAMMES.includes(property) ||
            values.some((v) => isEntity(v) && v.schema === "Sanction")
        )
            return "programmes";
        if (ADDRESS.includes(property) || ADDRESS_TYPES.includes(type(property)))
            return "addresses";
        if (DOCUMENT_TYPES.includes(type(property)) || isDocument(values)) return "documents";
        if (values.some(isEntity)) return "links";
        return "facts";
    };
    const all: Record<string, Row[]> = {
        facts: [],
        addresses: [],
        documents: [],
        programmes: [],
        links: [],
    };
    for (const row of rows) all[section(row)]?.push(row);
    const rank = ([p]: Row): number => FIRST.indexOf(p) + 1 || FIRST.length + 1;
    all.facts!.sort((a, b) => rank(a) - rank(b));
    all.addresses = withoutTwice(all.addresses!);
    return all;
}

// An address that stands there as text needs not stand there as an entity again.
function withoutTwice(rows: Row[]): Row[] {
    const said = new Set(rows.flatMap(([, values]) => values.filter((v) => !isEntity(v))));
    return rows
        .map(([p, values]): Row => [p, values.filter((v) => !isEntity(v) || !said.has(v.caption))])
        .filter(([, values]) => values.length > 0);
}

function isDocument(values: Value[]): boolean {
    return values.some((v) => isEntity(v) && /^(Passport|Identification)$/.test(v.schema));
}

function Shown({ entity }: { entity: EntityAnswer }) {
    const { model } = useWorld();
    const rows = sorted(model, entity);
    const topics = texts(entity.properties.topics);
    const countries = texts([
        ...(entity.properties.nationality ?? []),
        ...(entity.properties.country ?? []),
    ]);
    return (
        <>
            <header class="page-head">
                <p class="crumbs">
                    <a href={href("search")}>Search</a>
                </p>
                <h1>
                    <Text>{entity.caption}</Text>
                </h1>
                <p class="facts">
                    <span>{schemaOf(model, entity.schema)?.label ?? entity.schema}</span>
                    {countries.length > 0 && (
                        <span>
                            <Countries codes={countries} />
                        </span>
                    )}
                    <span class="code">{entity.id}</span>
                </p>
                <p class="tags">
                    <Lists names={entity.datasets} />
                    <Topics codes={topics} />
                </p>
                <p class="page-actions">
                    <a class="button" href={href("search", "", sameQuery(entity))}>
                        Search this name <Key>s</Key>
                    </a>
                </p>
            </header>
            <div class="columns">
                <div>
                    <Names entity={entity} />
                    <Properties title="Facts" entity={entity} rows={rows.facts!} />
                    <Properties title="Documents" entity={entity} rows={rows.documents!} />
                    <Properties title="Addresses" entity={entity} rows={rows.addresses!} />
                </div>
                <div>
                    <Properties title="Programmes" entity={entity} rows={rows.programmes!} />
                    <Links entity={entity} rows={rows.links!} />
                    <Origin entity={entity} />
                    <Versions versions={entity.versions ?? []} schema={entity.schema} />
                </div>
            </div>
            <GraphSection key={entity.id} id={entity.id} caption={entity.caption} />
        </>
    );
}

function Names({ entity }: { entity: Entity }) {
    const groups = groupNames(entity.properties);
    if (groups.length === 0) return null;
    return (
        <Section title="Names">
            {groups.map((group) => (
                <div key={group.script} class="script">
                    <h3>{group.script}</h3>
                    <dl class="pairs">
                        {group.kinds.map((kind) => (
                            <div key={kind.kind}>
                                <dt>{kind.label}</dt>
                                <dd>
                                    {kind.names.map((name) => (
                                        <p key={name} dir="auto" class={`name ${kind.kind}`}>
                                            <Text>{name}</Text>
                                        </p>
                                    ))}
                                </dd>
                            </div>
                        ))}
                    </dl>
                </div>
            ))}
        </Section>
    );
}

function Properties({ title, entity, rows }: { title: string; entity: Entity; rows: Row[] }) {
    if (rows.length === 0) return null;
    return (
        <Section title={title}>
            <Pairs schema={entity.schema} rows={rows} />
        </Section>
    );
}

function Pairs({ schema, rows }: { schema: string; rows: Row[] }) {
    const { model } = useWorld();
    return (
        <dl class="pairs">
            {rows.map(([property, values]) => (
                <div key={property}>
                    <dt>{propertyLabel(model, schema, property)}</dt>
                    <dd>
                        {values.map((value, i) =>
                            isEntity(value) ? (
                                <Nested key={value.id} entity={value} />
                            ) : (
                                <p key={i}>
                                    <PropertyValue
                                        type={propertyType(model, schema, property)}
                                        value={value}
                                    />
                                </p>
                            ),
                        )}
                    </dd>
                </div>
            ))}
        </dl>
    );
}

// A sanction, a passport, an address: its own values, without those that only point back.
function Nested({ entity }: { entity: Entity }) {
    const { model } = useWorld();
    const rows = Object.entries(entity.properties).filter(
        ([p, values]) => !/^(entity|holder|name)$/.test(p) && !values.every(isEntity),
    );
    return (
        <div class="nested">
            <p>
                <Text class="nested-title">{entity.caption}</Text>{" "}
                <span class="quiet">{schemaOf(model, entity.schema)?.label ?? entity.schema}</span>
            </p>
            <Pairs schema={entity.schema} rows={rows} />
        </div>
    );
}

interface Link {
    entity: Entity;
    how: string;
    detail: string[];
}

// Who is at the other end, and how: through an edge (Ownership, Family) or by a property alone.
function linksOf(model: Model, entity: Entity, rows: Row[]): Link[] {
    const found: Link[] = [];
    for (const [property, values] of rows)
        for (const value of values) {
            if (!isEntity(value)) continue;
            const ends = Object.values(value.properties).flat().filter(isEntity);
            const edge = schemaOf(model, value.schema)?.edge ?? ends.length > 0;
            const detail = edge ? edgeDetail(value) : [];
            const how = edge
                ? (schemaOf(model, value.schema)?.label ?? value.schema)
                : propertyLabel(model, entity.schema, property);
            for (const end of edge ? ends : [value])
                if (end.id !== entity.id) found.push({ entity: end, how, detail });
        }
    return found;
}

function edgeDetail(edge: Entity): string[] {
    return ["role", "relationship", "percentage", "status", "startDate", "endDate"].flatMap((p) =>
        texts(edge.properties[p]).map((v) => (p === "percentage" ? `${v} %` : v)),
    );
}

function Links({ entity, rows }: { entity: Entity; rows: Row[] }) {
    const { model } = useWorld();
    const links = linksOf(model, entity, rows);
    if (links.length === 0) return null;
    return (
        <Section title="Links">
            <ul class="links">
                {links.map((link, i) => (
                    <li key={i}>
                        <a href={href("entity", link.entity.id)}>
                            <Text>{link.entity.caption}</Text>
                        </a>
                        <span class="quiet">
                            {[link.how, ...link.detail].filter(Boolean).map((part, n) => (
                                <span key={n}>
                                    {n > 0 && ", "}
                                    <Text>{part}</Text>
                                </span>
                            ))}
                        </span>
                        <Topics codes={texts(link.entity.properties.topics).slice(0, 1)} />
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function Origin({ entity }: { entity: EntityAnswer }) {
    const world = useWorld();
    const { source } = entity;
    const seen: [string, string | null][] = [
        ["First seen", entity.first_seen],
        ["Last seen", entity.last_seen],
        ["Last change", entity.last_change],
    ];
    const rows: [string, ComponentChildren][] = [];
    if (source) {
        rows.push(["List", listTitle(world, source.dataset)]);
        rows.push(["File", <Text class="code">{source.file}</Text>]);
        if (source.line)
            rows.push(["Line", <span class="number">{source.line}</span>]);
        rows.push(["SHA-256", <span class="code hash">{source.sha256}</span>]);
    }
    for (const [name, at] of seen)
        if (at) rows.push([name, <span class="number">{when(at)}</span>]);
    if (entity.referents.length)
        rows.push(["Also known as", <span class="code">{entity.referents.join(", ")}</span>]);
    if (rows.length === 0) return null;
    return (
        <Section title="Source">
            <dl class="pairs">
                {rows.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
        </Section>
    );
}

function Versions({ versions, schema }: { versions: Version[]; schema: string }) {
    const sortedVersions = [...versions].sort((a, b) => (a.at < b.at ? -1 : 1));
    const last = sortedVersions.length - 1;
    const [from, setFrom] = useState(Math.max(0, last - 1));
    const [to, setTo] = useState(Math.max(0, last));
    if (versions.length === 0) return null;
    const choice = (label: string, value: number, set: (n: number) => void) => (
        <label>
            <span>{label}</span>
            <select value={value} onChange={(e) => set(Number(e.currentTarget.value))}>
                {sortedVersions.map((v, i) => (
                    <option key={i} value={i}>
                        {when(v.at)} ({v.change})
                    </option>
                ))}
            </select>
        </label>
    );
    return (
        <Section title="Versions" note={versions.length === 1 ? "one" : String(versions.length)}>
            <ol class="versions">
                {sortedVersions.map((v, i) => (
                    <li key={i}>
                        <span class="number">{when(v.at)}</span> <Tag>{v.change}</Tag>{" "}
                        <span class="code quiet" title={v.source}>
                            {v.source.slice(0, 12)}
                        </span>
                    </li>
                ))}
            </ol>
            {versions.length > 1 && (
                <>
                    <div class="choose">
                        {choice("From", from, setFrom)}
                        {choice("to", to, setTo)}
                    </div>
                    <Difference
                        from={sortedVersions[from]!}
                        to={sortedVersions[to]!}
                        schema={schema}
                    />
                </>
            )}
        </Section>
    );
}

function Difference({ from, to, schema }: { from: Version; to: Version; schema: string }) {
    const { model } = useWorld();
    const changes = diff(from.entity, to.entity);
    if (changes.length === 0) return <p class="quiet">The two are the same.</p>;
    return (
        <table class="diff">
            <thead class="sr">
                <tr>
                    <th scope="col">Property</th>
                    <th scope="col">Change</th>
                </tr>
            </thead>
            <tbody>
                {changes.map((change) => (
                    <tr key={change.property}>
                        <th scope="row">{propertyLabel(model, schema, change.property)}</th>
                        <td>
                            {change.removed.map((v) => (
                                <p key={v}>
                                    <del>
                                        <span class="sr">went: </span>
                                        <Text>{v}</Text>
                                    </del>
                                </p>
                            ))}
                            {change.added.map((v) => (
                                <p key={v}>
                                    <ins>
                                        <span class="sr">came: </span>
                                        <Text>{v}</Text>
                                    </ins>
                                </p>
                            ))}
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
