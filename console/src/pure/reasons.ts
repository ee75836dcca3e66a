// SPDX-License-Identifier: Apache-2.0
//
// The reasons of a verdict. A name's reason is written word by word,
//
//   [ferdik = ferdik] [kwentabri ~ kventabri: spelling, 0.20] [aldous: only listed, 0.31]
//
// and is read here into its words, so that each can be shown with its colour. Text of another form
// stays text.
import type { Explanation } from "../types";

export interface Word {
    asked: string;
    listed: string;
    relation: "same" | "near" | "other" | "left";
    why: string;
    cost: number | null;
}

export interface Alignment {
    words: Word[];
    rest: string; // what stands behind the words
}

export function alignment(detail: string): Alignment | null {
    const words: Word[] = [];
    const rest = detail.replace(/\[([^\]]*)\]/g, (_, inside: string) => {
        words.push(word(inside));
        return "";
    });
    return words.length === 0 ? null : { words, rest: rest.replace(/\s+/g, " ").trim() };
}

function word(inside: string): Word {
    const colon = inside.indexOf(": ");
    const pair = colon < 0 ? inside : inside.slice(0, colon);
    const note = colon < 0 ? "" : inside.slice(colon + 2);
    const tail = /,?\s*(-?[0-9]+(?:\.[0-9]+)?)$/.exec(note);
    const why = tail ? note.slice(0, tail.index) : note;
    const cost = tail ? Number(tail[1]) : null;
    const parts = /^(.*) (=|~|\u2260) (.*)$/.exec(pair);
    if (!parts) {
        const asked = why.includes("asked");
        return { asked: asked ? pair : "", listed: asked ? "" : pair, relation: "left", why, cost };
    }
    const relation = parts[2] === "=" ? "same" : parts[2] === "~" ? "near" : "other";
    return { asked: parts[1]!, listed: parts[3]!, relation, why, cost };
}

export interface Feature extends Explanation {
    name: string;
    title: string;
}

export function featuresOf(
    explanations: Record<string, Explanation>,
    titles: Record<string, string> = {},
): Feature[] {
    return Object.entries(explanations).map(([name, e]) => ({
        name,
        title: titles[name] ?? plain(name),
        ...e,
    }));
}

function plain(name: string): string {
    const text = name.replace(/_/g, " ");
    return text.charAt(0).toUpperCase() + text.slice(1);
}

// The features as "explain" writes them, for an entity that no search finds:
//
//   Name (name_match): +0.4908
//     asked Gholam Nadir, listed GHOLAM TAZIR MORVAKHEL
//     [gholam = gholam] ...
export function featuresOfText(text: string): Feature[] {
    const features: Feature[] = [];
    for (const line of text.split("\n")) {
        const head = /^(\S.*) \(([a-z0-9_]+)\): ([+-]?[0-9.]+)$/.exec(line);
        const last = features.at(-1);
        const values = /^\s+asked (.*), listed (.*)$/.exec(line);
        if (head)
            features.push({
                name: head[2]!,
                title: head[1]!,
                score: Number(head[3]),
                detail: "",
                query: null,
                candidate: null,
            });
        else if (last && values && last.query === null) {
            last.query = values[1]!;
            last.candidate = values[2]!;
        } else if (last && line.trim())
            last.detail = last.detail ? `${last.detail} ${line.trim()}` : line.trim();
    }
    return features;
}
