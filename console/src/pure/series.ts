// SPDX-License-Identifier: Apache-2.0
//
// The history of imports as bars: for each day on which something was loaded, what came, what
// changed and what went. Days are those of the reader's clock; days without an import take no room.
import type { ImportRecord } from "../types";

export interface Day {
    day: string; // 2026-01-31
    added: number;
    changed: number;
    removed: number;
    imports: number;
}

export function dayOf(at: string): string {
    const date = new Date(at);
    const two = (n: number): string => String(n).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// 'dataset' "" takes all lists together.
export function byDay(imports: ImportRecord[], dataset = ""): Day[] {
    const days = new Map<string, Day>();
    for (const one of imports) {
        if (dataset && one.dataset !== dataset) continue;
        const day = dayOf(one.at);
        const sum = days.get(day) ?? { day, added: 0, changed: 0, removed: 0, imports: 0 };
        sum.added += one.added;
        sum.changed += one.changed;
        sum.removed += one.removed;
        sum.imports++;
        days.set(day, sum);
    }
    return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

// What uPlot draws: four places for each day, one for each bar and one empty. Nothing is no bar.
export function bars(
    days: Day[],
): [number[], (number | null)[], (number | null)[], (number | null)[]] {
    const x: number[] = [];
    const added: (number | null)[] = [];
    const changed: (number | null)[] = [];
    const removed: (number | null)[] = [];
    days.forEach((d, i) => {
        x.push(i * 4, i * 4 + 1, i * 4 + 2);
        added.push(d.added || null, null, null);
        changed.push(null, d.changed || null, null);
        removed.push(null, null, -d.removed || null);
    });
    return [x, added, changed, removed];
}
