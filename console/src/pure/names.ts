// SPDX-License-Identifier: Apache-2.0
//
// The names of an entity, ordered for reading: by script first, since an officer looks for the one
// that he can read, then by what the list says of them.
import type { Properties, Value } from "../types";

const SCRIPTS: [string, RegExp][] = [
    ["Latin", /\p{Script=Latin}/u],
    ["Cyrillic", /\p{Script=Cyrillic}/u],
    ["Greek", /\p{Script=Greek}/u],
    ["Arabic", /\p{Script=Arabic}/u],
    ["Hebrew", /\p{Script=Hebrew}/u],
    ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
    ["Korean", /\p{Script=Hangul}/u],
    ["Chinese characters", /\p{Script=Han}/u],
    ["Armenian", /\p{Script=Armenian}/u],
    ["Georgian", /\p{Script=Georgian}/u],
    ["Devanagari", /\p{Script=Devanagari}/u],
    ["Bengali", /\p{Script=Bengali}/u],
    ["Gurmukhi", /\p{Script=Gurmukhi}/u],
    ["Gujarati", /\p{Script=Gujarati}/u],
    ["Tamil", /\p{Script=Tamil}/u],
    ["Telugu", /\p{Script=Telugu}/u],
    ["Kannada", /\p{Script=Kannada}/u],
    ["Malayalam", /\p{Script=Malayalam}/u],
    ["Sinhala", /\p{Script=Sinhala}/u],
    ["Thai", /\p{Script=Thai}/u],
    ["Lao", /\p{Script=Lao}/u],
    ["Khmer", /\p{Script=Khmer}/u],
    ["Burmese", /\p{Script=Myanmar}/u],
    ["Ethiopic", /\p{Script=Ethiopic}/u],
    ["Tibetan", /\p{Script=Tibetan}/u],
    ["Mongolian", /\p{Script=Mongolian}/u],
];

// The script that most letters of 'text' have. Japanese mixes Han with kana: one kana decides.
export function scriptOf(text: string): string {
    const counts = new Map<string, number>();
    for (const c of text) {
        const found = SCRIPTS.find(([, pattern]) => pattern.test(c));
        if (found) counts.set(found[0], (counts.get(found[0]) ?? 0) + 1);
    }
    if (counts.has("Japanese")) return "Japanese";
    let best = "Other";
    for (const [script, count] of counts) if (count > (counts.get(best) ?? 0)) best = script;
    return best;
}

export const NAME_KINDS: [string, string][] = [
    ["name", "Name"],
    ["alias", "Alias"],
    ["weakAlias", "Weak alias"],
    ["previousName", "Previous name"],
    ["abbreviation", "Abbreviation"],
];

export interface NameGroup {
    script: string;
    kinds: { kind: string; label: string; names: string[] }[];
}

export function groupNames(properties: Properties): NameGroup[] {
    const groups = new Map<string, NameGroup>();
    for (const [kind, label] of NAME_KINDS) {
        for (const name of new Set(texts(properties[kind]))) {
            const script = scriptOf(name);
            const group = groups.get(script) ?? { script, kinds: [] };
            groups.set(script, group);
            let row = group.kinds.find((k) => k.kind === kind);
            if (!row) group.kinds.push((row = { kind, label, names: [] }));
            row.names.push(name);
        }
    }
    const order = (g: NameGroup): number => {
        const at = SCRIPTS.findIndex(([script]) => script === g.script);
        return at < 0 ? SCRIPTS.length : at;
    };
    return [...groups.values()].sort((a, b) => order(a) - order(b));
}

export function texts(values: Value[] | undefined): string[] {
    return (values ?? []).map((v) => (typeof v === "string" ? v : v.caption));
}

// What met, when it is not the caption itself: the alias to show beside it.
export function metAlias(caption: string, candidate: string | null | undefined): string {
    if (!candidate) return "";
    const fold = (s: string): string =>
        s
            .normalize("NFKC")
            .toLowerCase()
            .replace(/[\s.,]+/g, " ")
            .trim();
    return fold(candidate) === fold(caption) ? "" : candidate;
}
