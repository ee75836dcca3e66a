// SPDX-License-Identifier: Apache-2.0
//
// What the mock server knows: the invented lists of examples/, a history of imports that nobody
// ran, and a way to compare names that is only good enough to have something to show. Real scores
// come from the program alone.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const examples = new URL("../../examples/", import.meta.url);
export const example = (path) => readFileSync(new URL(path, examples), "utf8");
export const sha256 = (text) => createHash("sha256").update(text).digest("hex");

// ---- CSV
// -----------------------------------------------------------------------------------------

export function csv(text) {
    const rows = [];
    let row = [""];
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
            else if (c === '"') quoted = false;
            else row[row.length - 1] += c;
        } else if (c === '"') quoted = true;
        else if (c === ",") row.push("");
        else if (c === "\n") {
            rows.push(row);
            row = [""];
        } else if (c !== "\r") row[row.length - 1] += c;
    }
    if (quoted)
        throw {
            line: rows.length + 1,
            detail: "the file ends inside a quoted field: is it cut short?",
        };
    if (row.length > 1 || row[0]) rows.push(row);
    return rows;
}

export const csvLine = (cells) =>
    cells.map((c) => (/[",\r\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",") + "\n";

// ---- entities
// ------------------------------------------------------------------------------------

export function entity(id, schema, properties, dataset, line, extra = {}) {
    return {
        id,
        caption: (properties.name ?? [id])[0],
        schema,
        properties,
        datasets: [dataset],
        referents: [],
        target: Boolean(properties.topics),
        first_seen: null,
        last_seen: null,
        last_change: null,
        line,
        ...extra,
    };
}

export function personsCsv(text, dataset) {
    const rows = csv(text);
    const heads = rows[0].map((h) =>
        h
            .trim()
            .toLowerCase()
            .replace(/[^a-z]+/g, "_"),
    );
    return rows.slice(1).map((row, i) => {
        const cell = (name) => (row[heads.indexOf(name)] ?? "").trim();
        const properties = { name: [cell("full_name") || cell("name")], topics: ["poi"] };
        const put = (property, values) => {
            if (values.some(Boolean)) properties[property] = values.filter(Boolean);
        };
        put(
            "alias",
            cell("alias")
                .split(";")
                .map((a) => a.trim()),
        );
        put("birthDate", [cell("date_of_birth")]);
        put("nationality", [cell("nationality")]);
        put("gender", [cell("gender")]);
        put("idNumber", [cell("national_id")]);
        const schema = cell("type") === "company" ? "Company" : "Person";
        return entity(`${dataset}-${cell("id") || i + 1}`, schema, properties, dataset, i + 2);
    });
}

export function ftm(text) {
    return text
        .split("\n")
        .filter(Boolean)
        .map((line, i) => ({ ...JSON.parse(line), line: i + 1 }));
}

// ---- comparing
// -----------------------------------------------------------------------------------

const LETTERS = {
    а: "a",
    б: "b",
    в: "v",
    г: "g",
    д: "d",
    е: "e",
    ж: "zh",
    з: "z",
    и: "i",
    й: "y",
    к: "k",
    л: "l",
    м: "m",
    н: "n",
    о: "o",
    п: "p",
    р: "r",
    с: "s",
    т: "t",
    у: "u",
    ф: "f",
    х: "kh",
    ц: "ts",
    ч: "ch",
    ш: "sh",
    ы: "y",
    ю: "yu",
    я: "ya",
    א: "a",
    ב: "b",
    ג: "g",
    ד: "d",
    ה: "h",
    ו: "o",
    ז: "z",
    ח: "h",
    ט: "t",
    י: "i",
    כ: "k",
    ל: "l",
    מ: "m",
    נ: "n",
    ס: "s",
    ע: "e",
    פ: "p",
    צ: "ts",
    ק: "k",
    ר: "r",
    ש: "sh",
    ת: "t",
};

const words = (name) =>
    [
        ...name
            .toLowerCase()
            .normalize("NFD")
            .replace(/\p{Mn}/gu, ""),
    ]
        .map((c) => LETTERS[c] ?? c)
        .join("")
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean);

function distance(a, b) {
    let before = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const now = [i];
        for (let j = 1; j <= b.length; j++)
            now[j] = Math.min(
                before[j] + 1,
                now[j - 1] + 1,
                before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
            );
        before = now;
    }
    return before[b.length];
}

function compareNames(asked, listed) {
    const left = words(listed);
    let cost = 0;
    const parts = words(asked).map((word) => {
        const best = left
            .map((other, i) => ({ other, i, slips: distance(word, other) }))
            .sort((a, b) => a.slips - b.slips)[0];
        if (!best || best.slips > Math.max(word.length, best.other.length) * 0.45) {
            cost += 2.6;
            return `[${word}: only asked, 2.60]`;
        }
        left.splice(best.i, 1);
        const price = best.slips * 0.4;
        cost += price;
        return best.slips === 0
            ? `[${word} = ${best.other}]`
            : `[${word} ~ ${best.other}: spelling, ${price.toFixed(2)}]`;
    });
    for (const word of left) {
        cost += 0.15;
        parts.push(`[${word}: only listed, 0.15]`);
    }
    const score = Math.max(0, 1 - cost * 0.12);
    return { score, detail: `${parts.join(" ")} in all ${cost.toFixed(2)} slips` };
}

const far = (a, b) => Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4)));

const TITLES = {
    name_match: "Name",
    identifier_match: "Identifier",
    dob_match: "Birth date agrees",
    dob_year_disjoint: "Birth year differs",
    country_match: "Country agrees",
    country_mismatch: "Country differs",
    gender_mismatch: "Gender differs",
};

export function compare(query, candidate) {
    const explanations = {};
    const asked = query.properties;
    const listed = candidate.properties;
    const put = (name, score, detail, a, b) => {
        explanations[name] = { score, detail, query: a, candidate: b };
    };
    const names = ["name", "alias", "weakAlias", "previousName"].flatMap((p) => listed[p] ?? []);
    let best = null;
    for (const a of asked.name ?? [])
        for (const b of names) {
            const one = { ...compareNames(a, b), a, b };
            if (!best || one.score > best.score) best = one;
        }
    if (best) put("name_match", best.score, best.detail, best.a, best.b);
    const number = ["passportNumber", "idNumber", "imoNumber", "registrationNumber"].find((p) =>
        (asked[p] ?? []).some((v) => (listed[p] ?? []).includes(v)),
    );
    if (number)
        put("identifier_match", 0.98, "check digit holds", asked[number][0], asked[number][0]);
    if (asked.birthDate && listed.birthDate) {
        const [a, b] = [asked.birthDate[0], listed.birthDate[0]];
        if (a.slice(0, 4) !== b.slice(0, 4))
            put("dob_year_disjoint", far(a, b) > 25 ? -0.45 : -0.3, "", a, b);
        else put("dob_match", a.length > 4 && a === b ? 0.1 : 0.05, "", a, b);
    }
    const land = listed.nationality ?? listed.country;
    const from = asked.nationality ?? asked.country;
    if (land && from) {
        const same = land.some((c) => from.includes(c));
        put(
            same ? "country_match" : "country_mismatch",
            same ? 0.03 : -0.12,
            "",
            from.join(", "),
            land.join(", "),
        );
    }
    if (asked.gender && listed.gender && asked.gender[0] !== listed.gender[0])
        put("gender_mismatch", -0.2, "", asked.gender[0], listed.gender[0]);
    const sum = Object.values(explanations).reduce((s, e) => s + e.score, 0);
    const capped = Math.min(sum, 1);
    if (best && capped < sum) explanations.name_match.score -= sum - capped;
    const titles = Object.fromEntries(Object.keys(explanations).map((k) => [k, TITLES[k]]));
    return { score: Math.max(0, Math.round(capped * 10000) / 10000), explanations, titles };
}
