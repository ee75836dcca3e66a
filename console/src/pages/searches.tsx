// SPDX-License-Identifier: Apache-2.0
//
// Who searched for what, when, and for what purpose: for those who may read the log.
import { useState } from "preact/hooks";
import { searches } from "../api";
import { useFetch } from "../hooks";
import { Busy, ProblemBox, Section, Text } from "../parts/basic";
import { count, when } from "../pure/format";
import type { SearchRecord } from "../types";

const PAGE = 100;

export function SearchesPage() {
    const [before, setBefore] = useState("");
    const { value, problem, busy } = useFetch(() => searches(PAGE, before), [before]);
    const rows = value ?? [];
    return (
        <>
            <h1>Log</h1>
            <ProblemBox problem={problem} />
            {busy && !value && <Busy />}
            {value && rows.length === 0 && <p class="quiet">Nothing was searched for.</p>}
            {rows.length > 0 && (
                <Section title="Searches, newest first">
                    <div class="scroll" tabIndex={0} role="group" aria-label="Searches">
                        <table class="grid">
                            <thead>
                                <tr>
                                    <th scope="col">When</th>
                                    <th scope="col">Who</th>
                                    <th scope="col">Purpose</th>
                                    <th scope="col">Asked</th>
                                    <th scope="col" class="right">
                                        Matches
                                    </th>
                                </tr>
                            </thead>
                            <tbody>
                                {rows.map((row, i) => (
                                    <Row key={i} row={row} />
                                ))}
                            </tbody>
                        </table>
                    </div>
                    <div class="options">
                        {before && (
                            <button type="button" onClick={() => setBefore("")}>
                                Newest
                            </button>
                        )}
                        {rows.length === PAGE && (
                            <button
                                type="button"
                                onClick={() => setBefore(String(rows.at(-1)!.number))}
                            >
                                Older
                            </button>
                        )}
                    </div>
                </Section>
            )}
        </>
    );
}

function Row({ row }: { row: SearchRecord }) {
    return (
        <tr>
            <td class="number">{when(row.at)}</td>
            <td>
                <Text>{row.who}</Text> <span class="quiet">{row.role}</span>
            </td>
            <td>{row.purpose ? <Text>{row.purpose}</Text> : <span class="nothing">none</span>}</td>
            <td class="asked">
                <Text>{asked(row.query)}</Text>
            </td>
            <td class="right number">
                {count(row.matches)} of {count(row.results)}
            </td>
        </tr>
    );
}

// What was asked for, without the form in which it was sent.
function asked(query: string): string {
    try {
        const body = JSON.parse(query) as { properties?: unknown };
        return valuesOf(body.properties ?? body).join(", ");
    } catch {
        return query;
    }
}

function valuesOf(what: unknown): string[] {
    if (what === null || what === undefined || what === "") return [];
    return typeof what === "object" ? Object.values(what).flatMap(valuesOf) : [String(what)];
}
