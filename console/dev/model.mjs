// SPDX-License-Identifier: Apache-2.0
//
// GET /api/model for the mock server, read from the tables of the program itself (*.def), so that
// the forms which the console makes from it are the real ones.
import { readFileSync } from "node:fs";

const source = new URL("../../src/", import.meta.url);
const read = (path) => readFileSync(new URL(path, source), "utf8");

// "a" "b" over several lines is one string.
const joined = (text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]).join("");

function schemata(text) {
    const all = new Map();
    for (const m of text.matchAll(
        /^SCHEMA\(\d+, (\w+),\s+"([^"]*)",\s+"([^"]*)",\s+([\w |]+),\s+\(([^)]*)\)/gm,
    ))
        all.set(m[1], {
            name: m[1],
            label: m[2],
            plural: m[3],
            matchable: m[4].includes("MATCHABLE"),
            edge: m[4].includes("EDGE"),
            parents: [...m[5].matchAll(/SCHEMA_(\w+)/g)]
                .map((p) => p[1])
                .filter((p) => p !== "NONE"),
            own: [],
        });
    let property = null;
    for (const m of text.matchAll(/^ *(PROP|IN|TO|AS|AS_TO)\(([^"]*?)(?:, "([^"]*)")?\)$/gm)) {
        const part = m[2].split(",").map((p) => p.trim());
        if (m[1] === "PROP")
            property = {
                name: part[1],
                label: m[3],
                type: part[2].toLowerCase(),
                matchable: part[3].includes("MATCHABLE"),
                hidden: part[3].includes("HIDDEN"),
            };
        else if (property && all.has(part[0])) {
            const type =
                m[1] === "AS" ? part[2].toLowerCase() : /TO/.test(m[1]) ? "entity" : property.type;
            all.get(part[0]).own.push({
                ...property,
                type,
                label: m[1].startsWith("AS") ? m[3] : property.label,
            });
        }
    }
    return all;
}

function propertiesOf(all, name, found = new Map()) {
    const schema = all.get(name);
    for (const p of schema.own) if (!p.hidden && !found.has(p.name)) found.set(p.name, p);
    for (const parent of schema.parents) propertiesOf(all, parent, found);
    return found;
}

export function model() {
    const all = schemata(read("record/schema.def"));
    const topics = {};
    for (const m of read("record/schema.def").matchAll(/^TOPIC\("([^"]+)", "([^"]+)"/gm))
        topics[m[1]] = m[2];
    const countries = {};
    for (const m of read("record/country.def").matchAll(
        /^COUNTRY\("([^"]+)", "[^"]*", "([^"]+)"/gm,
    ))
        countries[m[1]] = m[2];
    const algorithms = [];
    for (const m of read("match/profile.def").matchAll(
        /^PROFILE\("([^"]+)", \w+,\s*([\s\S]*?)\)$/gm,
    ))
        algorithms.push({ name: m[1], description: joined(m[2]), alias_of: null });
    for (const m of read("match/profile.def").matchAll(/^ALIAS\("([^"]+)", "([^"]+)", "([^"]+)"/gm))
        algorithms.push({ name: m[1], description: m[3], alias_of: m[2] });
    const columns = [];
    for (const m of read("import/person_column.def").matchAll(
        /^COLUMN\(\w+, "(\w+)", \w+, \w+,\s*([\s\S]*?)\)$/gm,
    ))
        columns.push({ name: m[1], headings: joined(m[2]).split(/\s+/) });
    return {
        schemata: [...all.values()].map((s) => ({
            name: s.name,
            label: s.label,
            plural: s.plural,
            matchable: s.matchable,
            edge: s.edge,
            properties: [...propertiesOf(all, s.name).values()]
                .sort((a, b) => (a.name < b.name ? -1 : 1))
                .map(({ name, label, type, matchable }) => ({ name, label, type, matchable })),
        })),
        topics,
        countries,
        algorithms,
        columns,
    };
}
