// SPDX-License-Identifier: Apache-2.0
//
// What a threshold does to labelled pairs, computed in the browser so that a slider can move
// through it. A pair counts as a match from the threshold on (score >= threshold), as it does in
// the node.

export interface Pair {
    left: string;
    right: string;
    schema: string;
    label: boolean;
    score: number;
}

export interface Confusion {
    found: number; // matches above the line
    missed: number; // matches below it
    wrong: number; // others above the line
    right: number; // others below it
    precision: number; // 1 where nothing is above the line: nothing is wrong
    recall: number;
    f1: number;
}

export class PairsError extends Error {}

// The pairs of a scored table: a first row of headings, then one row for each pair.
export function pairsOf(rows: string[][]): Pair[] {
    const headings = (rows[0] ?? []).map((h) => h.trim());
    const at = (name: string): number => {
        const i = headings.indexOf(name);
        if (i < 0) throw new PairsError(`The table has no column ${name}.`);
        return i;
    };
    const left = at("name1");
    const right = at("name2");
    const label = at("is_match");
    const score = at("score");
    const schema = headings.indexOf("schema");
    return rows.slice(1).map((row) => ({
        left: row[left] ?? "",
        right: row[right] ?? "",
        schema: schema < 0 ? "" : (row[schema] ?? ""),
        label: isTrue(row[label] ?? ""),
        score: Number(row[score] ?? "0") || 0,
    }));
}

export function missingColumns(headings: string[]): string[] {
    const there = new Set(headings.map((h) => h.trim()));
    return ["schema", "name1", "name2", "is_match"].filter((h) => !there.has(h));
}

function isTrue(text: string): boolean {
    return /^(true|1|yes|y|t)$/i.test(text.trim());
}

// Pairs in order of score, with the number of matches among the first n: every threshold is then a
// binary search.
export class Curve {
    readonly pairs: Pair[];
    private readonly matches: number[] = [0];

    constructor(pairs: Pair[]) {
        this.pairs = [...pairs].sort((a, b) => b.score - a.score);
        for (const pair of this.pairs)
            this.matches.push(this.matches.at(-1)! + (pair.label ? 1 : 0));
    }

    // How many pairs have at least this score.
    above(threshold: number): number {
        let low = 0;
        let high = this.pairs.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.pairs[middle]!.score >= threshold) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    at(threshold: number): Confusion {
        const n = this.above(threshold);
        const found = this.matches[n]!;
        const all = this.matches.at(-1)!;
        const wrong = n - found;
        const missed = all - found;
        const precision = n === 0 ? 1 : found / n;
        const recall = all === 0 ? 1 : found / all;
        const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
        return {
            found,
            missed,
            wrong,
            right: this.pairs.length - n - missed,
            precision,
            recall,
            f1,
        };
    }

    // Points for a drawing: thresholds from 0 to 1 in steps of a hundredth.
    points(): { threshold: number; precision: number; recall: number; f1: number }[] {
        return Array.from({ length: 101 }, (_, i) => {
            const threshold = i / 100;
            const { precision, recall, f1 } = this.at(threshold);
            return { threshold, precision, recall, f1 };
        });
    }

    // The pairs whose verdict is another one when the line moves from 'from' to 'to'.
    flips(from: number, to: number): Pair[] {
        const a = this.above(Math.max(from, to));
        const b = this.above(Math.min(from, to));
        return this.pairs.slice(a, b);
    }

    // The threshold with the highest F1; of several, the one nearest to the middle of them.
    best(): number {
        const points = this.points();
        const top = Math.max(...points.map((p) => p.f1));
        const those = points.filter((p) => p.f1 > top - 1e-9);
        return those[Math.floor(those.length / 2)]!.threshold;
    }
}
