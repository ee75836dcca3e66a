// SPDX-License-Identifier: Apache-2.0
//
// A search as parameters of an address, and back:
//
//   name=Ferdik+Quentabri&schema=Person&p.birthDate=1961&list=us_ofac_sdn&topic=sanction&below=1
//
// name is the box in front; every other property is "p." and its name. Several values of one
// property are separated by ";", as in a table.
import type { Query } from "../types";

export const DEFAULT_SCHEMA = "Person";
export const ANY_KIND = "Thing"; // what every schema is
export const DEFAULT_THRESHOLD = 0.7;
export const DEFAULT_ALGORITHM = "tocsin";

export interface SearchParams extends Query {
    lists: string[];
    topic: string;
    below: boolean;
    threshold: number;
    algorithm: string;
}

const split = (text: string): string[] =>
    text
        .split(";")
        .map((v) => v.trim())
        .filter(Boolean);

export function readSearch(params: URLSearchParams, line = DEFAULT_THRESHOLD): SearchParams {
    const properties: Record<string, string[]> = {};
    const name = split(params.get("name") ?? "");
    if (name.length) properties.name = name;
    for (const [key, value] of params)
        if (key.startsWith("p.") && split(value).length) properties[key.slice(2)] = split(value);
    const threshold = Number(params.get("threshold") ?? NaN);
    return {
        schema: params.get("schema") || DEFAULT_SCHEMA,
        properties,
        lists: params.getAll("list"),
        topic: params.get("topic") ?? "",
        below: params.get("below") === "1",
        threshold: threshold >= 0 && threshold <= 1 ? threshold : line,
        algorithm: params.get("algorithm") || DEFAULT_ALGORITHM,
    };
}

// The parameters that say what was asked, without filters: what the verdict page needs.
export function queryParams(query: Query, algorithm = DEFAULT_ALGORITHM): URLSearchParams {
    const params = new URLSearchParams();
    for (const [property, values] of Object.entries(query.properties))
        params.set(property === "name" ? "name" : `p.${property}`, values.join("; "));
    if (query.schema !== DEFAULT_SCHEMA) params.set("schema", query.schema);
    if (algorithm !== DEFAULT_ALGORITHM) params.set("algorithm", algorithm);
    return params;
}
