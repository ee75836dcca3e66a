// SPDX-License-Identifier: Apache-2.0
//
// What changed between two versions of an entity: values that came and values that went, property
// by property. Values are a set: their order says nothing. What only moved is not a change.
import type { Entity } from "../types";
import { texts } from "./names";

export interface Change {
    property: string;
    added: string[];
    removed: string[];
    kept: string[];
}

export function diff(before: Entity | null, after: Entity | null): Change[] {
    const was = before?.properties ?? {};
    const is = after?.properties ?? {};
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    const changes: Change[] = [];
    if (before && after && before.schema !== after.schema)
        changes.push({
            property: "schema",
            added: [after.schema],
            removed: [before.schema],
            kept: [],
        });
    for (const property of names) {
        const old = new Set(texts(was[property]));
        const now = new Set(texts(is[property]));
        const added = [...now].filter((v) => !old.has(v));
        const removed = [...old].filter((v) => !now.has(v));
        const kept = [...now].filter((v) => old.has(v));
        if (added.length || removed.length) changes.push({ property, added, removed, kept });
    }
    return changes;
}
