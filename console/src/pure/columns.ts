// SPDX-License-Identifier: Apache-2.0
//
// Which column of a table means what: the headings of the file against those that the node knows
// (GET /api/model, "columns"). The form in which headings are compared is the node's: NFKC, lower
// case, no marks, "_" for every run of other signs.
import type { ModelColumn } from "../types";

export function foldHeading(heading: string): string {
    return heading
        .normalize("NFKC")
        .toLowerCase()
        .normalize("NFD")
        .replace(/\p{Mn}+/gu, "")
        .normalize("NFC")
        .replace(/[^\p{L}\p{N}]+/gu, "_")
        .replace(/^_+|_+$/g, "");
}

// The column that each heading names, "" for none. What two headings claim goes to the first.
export function suggestColumns(headings: string[], columns: ModelColumn[]): string[] {
    const known = new Map<string, string>();
    for (const column of columns)
        for (const heading of [column.name, ...column.headings])
            if (!known.has(foldHeading(heading))) known.set(foldHeading(heading), column.name);
    const taken = new Set<string>();
    return headings.map((heading) => {
        const column = known.get(foldHeading(heading)) ?? "";
        if (!column || taken.has(column)) return "";
        taken.add(column);
        return column;
    });
}

const PROPERTY: Record<string, string> = {
    full_name: "name",
    name: "name",
    organization_name: "name",
    alias: "alias",
    former_name: "previousName",
    gender: "gender",
    date_of_birth: "birthDate",
    year_of_birth: "birthDate",
    place_of_birth: "birthPlace",
    country_of_birth: "birthCountry",
    nationality: "nationality",
    citizenship: "citizenship",
    country: "country",
    passport_number: "passportNumber",
    national_id: "idNumber",
    social_security_number: "socialSecurityNumber",
    tax_id: "taxNumber",
    registration_number: "registrationNumber",
    address: "address",
};

const PARTS = ["first_name", "middle_name", "last_name"];

// One row of a table as a query, for the verdict page. 'columns' says what each cell is.
export function rowQuery(row: string[], columns: string[]): Record<string, string[]> {
    const properties: Record<string, string[]> = {};
    const put = (property: string, value: string): void => {
        (properties[property] ??= []).push(value);
    };
    columns.forEach((column, i) => {
        const value = (row[i] ?? "").trim();
        const property = PROPERTY[column];
        if (value && property) put(property, value);
    });
    const cell = (column: string): string => (row[columns.indexOf(column)] ?? "").trim();
    const parts = PARTS.map(cell).filter(Boolean).join(" ");
    if (parts && !properties.name) put("name", parts);
    return properties;
}

// The type column says who a row is about; a person where it says nothing else.
export function rowSchema(row: string[], columns: string[]): string {
    const type = (row[columns.indexOf("type")] ?? "").trim().toLowerCase();
    if (/^(c|company|firm|business|unternehmen|société|empresa)/.test(type)) return "Company";
    if (/^(o|organi[sz]ation|legal|entity)/.test(type)) return "Organization";
    if (/^(v|vessel|ship)/.test(type)) return "Vessel";
    return "Person";
}
