// SPDX-License-Identifier: Apache-2.0
//
// What the whole console knows: who is there, the model, the lists. And what the search has just
// shown, so that the verdict page opens with it and does not ask again.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { DEFAULT_THRESHOLD } from "./pure/query";
import type { Dataset, Model, ModelSchema, Query, ScoredEntity, Session } from "./types";

export interface World {
    session: Session;
    model: Model;
    lists: Dataset[];
    may: (permission: string) => boolean;
    reloadLists: () => void;
}

export const WorldContext = createContext<World | null>(null);

export function useWorld(): World {
    const world = useContext(WorldContext);
    if (!world) throw new Error("a page stands outside of the world");
    return world;
}

// From which score on this node calls a result a match.
export const lineOf = (world: World): number => world.session.threshold ?? DEFAULT_THRESHOLD;

export function schemaOf(model: Model, name: string): ModelSchema | undefined {
    return model.schemata.find((s) => s.name === name);
}

export function propertyLabel(model: Model, schema: string, property: string): string {
    const found = schemaOf(model, schema)?.properties.find((p) => p.name === property);
    if (found) return found.label;
    const spaced = property.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function propertyType(model: Model, schema: string, property: string): string {
    return schemaOf(model, schema)?.properties.find((p) => p.name === property)?.type ?? "string";
}

export function listTitle(world: World, name: string): string {
    return world.lists.find((l) => l.name === name)?.title || name;
}

// How many of a list can be found: its targets; an own list may mark none, and is meant whole.
export const entriesOf = (list: Dataset): number => list.targets || list.entities;

const shown = new Map<string, ScoredEntity>();
const keyOf = (id: string, query: Query, algorithm: string): string =>
    JSON.stringify([id, query.schema, query.properties, algorithm]);

export function remember(query: Query, algorithm: string, results: ScoredEntity[]): void {
    if (shown.size > 500) shown.clear();
    for (const result of results) shown.set(keyOf(result.id, query, algorithm), result);
}

export function recall(id: string, query: Query, algorithm: string): ScoredEntity | undefined {
    return shown.get(keyOf(id, query, algorithm));
}
