// SPDX-License-Identifier: Apache-2.0
//
// Names from right to left within lines from left to right. A browser orders a line by its letters:
// of "[A = B]" with A and B in Arabic it shows "B = A", and a score behind a Hebrew name in front
// of it. What is known to be a value stands in a <bdi> of its own. A sentence of the node that quotes
// values (a step of an explanation, a problem) is cut here: from the first to the last letter that
// goes from right to left, with nothing in between that goes from left to right or is one of the
// signs by which those sentences part values. The program does the same on a terminal
// (src/cmd/text.h).

export interface Piece {
    text: string;
    value: boolean;
}

// The blocks of the scripts that are written from right to left, with their digits and signs.
const RTL =
    "\\u0590-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufefc" +
    "\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const PARTS = "\\[\\]=~\\u2260";
const run = (): RegExp =>
    new RegExp(`[${RTL}](?:(?:(?!: )[^\\p{L}${PARTS}${RTL}]|[${RTL}])*[${RTL}])?`, "gu");

export function pieces(sentence: string): Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const match of sentence.matchAll(run())) {
        if (match.index! > at) found.push({ text: sentence.slice(at, match.index), value: false });
        found.push({ text: match[0], value: true });
        at = match.index! + match[0].length;
    }
    if (at < sentence.length) found.push({ text: sentence.slice(at), value: false });
    return found;
}

const LABELLED = ["Entity", "Query", "Query words", "Candidate words"];

// A line of a step: in these steps one that is not indented is a label and a value.
export function stepPieces(title: string, line: string): Piece[] {
    const colon = line.indexOf(": ");
    if (!LABELLED.includes(title) || line.startsWith(" ") || colon < 0) return pieces(line.trim());
    return [
        ...pieces(line.slice(0, colon + 2)),
        { text: line.slice(colon + 2).trim(), value: true },
    ];
}

// Without the characters by which a text could leave its <bdi> and turn the line around it; they
// are shown as a sign that something stood there.
export function tame(text: string): string {
    return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
