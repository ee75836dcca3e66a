// SPDX-License-Identifier: Apache-2.0
//
// The small parts. Text of a list goes through Text, which isolates its direction: a Hebrew name
// stands right within an English line and does not turn the line around. A sentence of the node that
// may quote such a name goes through Sentence, which isolates what it quotes.
import type { ComponentChildren } from "preact";
import type { Problem } from "../api";
import { useWorld, listTitle } from "../state";
import { pieces, tame, type Piece } from "../pure/direction";
import { score as scoreText, signed, webAddress } from "../pure/format";

export function Text({ children, class: name = "" }: { children: string; class?: string }) {
    return (
        <bdi dir="auto" class={name || undefined}>
            {tame(children)}
        </bdi>
    );
}

export function Pieces({ of }: { of: Piece[] }) {
    return <>{of.map((p, i) => (p.value ? <Text key={i}>{p.text}</Text> : tame(p.text)))}</>;
}

export function Sentence({ children }: { children: string }) {
    return <Pieces of={pieces(children)} />;
}

export function Tag({ children, kind = "" }: { children: ComponentChildren; kind?: string }) {
    return <span class={`tag ${kind}`}>{children}</span>;
}

export function Lists({ names }: { names: string[] }) {
    const world = useWorld();
    return (
        <>
            {names.map((name) => (
                <Tag key={name} kind="list">
                    <span title={name}>
                        <Text>{listTitle(world, name)}</Text>
                    </span>
                </Tag>
            ))}
        </>
    );
}

export function Topics({ codes }: { codes: string[] }) {
    const { model } = useWorld();
    return (
        <>
            {codes.map((code) => (
                <Tag key={code} kind="topic">
                    <span title={code}>{model.topics[code] ?? code}</span>
                </Tag>
            ))}
        </>
    );
}

export function Countries({ codes }: { codes: string[] }) {
    const { model } = useWorld();
    return <>{[...new Set(codes)].map((c) => model.countries[c] ?? c).join(", ")}</>;
}

// A score with its length beside it. The bar is for the eye; the number is what a reader hears.
export function Score({ value, match }: { value: number; match: boolean }) {
    return (
        <span class={`score ${match ? "is-match" : ""}`}>
            <span class="score-number">{scoreText(value)}</span>
            <span class="score-bar" aria-hidden="true">
                <span style={{ width: `${Math.max(0, Math.min(1, value)) * 100}%` }} />
            </span>
        </span>
    );
}

export function Verdict({ match }: { match: boolean }) {
    return <span class={`verdict ${match ? "is-match" : ""}`}>{match ? "Match" : "Below"}</span>;
}

// What one feature did to the score: a bar from the sum before it to the sum after it.
export function Effect({ from, by }: { from: number; by: number }) {
    const clamp = (n: number): number => Math.max(0, Math.min(1, n));
    const a = clamp(Math.min(from, from + by));
    const b = clamp(Math.max(from, from + by));
    return (
        <span class="effect">
            <span class="effect-bar" aria-hidden="true">
                <span
                    class={by < 0 ? "minus" : "plus"}
                    style={{ left: `${a * 100}%`, width: `${Math.max(b - a, 0.004) * 100}%` }}
                />
            </span>
            <span class="effect-number">{signed(by)}</span>
        </span>
    );
}

export function ProblemBox({
    problem,
    children,
}: {
    problem: Problem | null;
    children?: ComponentChildren;
}) {
    if (!problem) return null;
    const { body } = problem;
    const places: [string, string | number | undefined][] = [
        ["File", body.file],
        ["Line", body.line],
        ["Column", body.column],
        ["Field", body.field],
    ];
    const known = places.filter(([, value]) => value !== undefined && value !== "");
    const causes = [];
    for (let cause = body.cause; cause; cause = cause.cause) causes.push(cause);
    return (
        <div class="problem" role="alert">
            {body.title && body.title !== body.detail && (
                <p class="problem-title">{capital(body.title)}</p>
            )}
            <p>
                <Sentence>{problem.message}</Sentence>
            </p>
            {known.length > 0 && (
                <dl class="places">
                    {known.map(([name, value]) => (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>
                                <Text>{String(value)}</Text>
                            </dd>
                        </div>
                    ))}
                </dl>
            )}
            {causes.map((cause, i) => (
                <p key={i} class="quiet">
                    because: <Sentence>{cause.detail ?? cause.title ?? ""}</Sentence>
                    {cause.line ? ` (line ${cause.line})` : ""}
                </p>
            ))}
            {problem.retryAfter > 0 && <p>Try again in {problem.retryAfter} seconds.</p>}
            {children}
        </div>
    );
}

export function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

// A value of a property, shown by its type.
export function PropertyValue({ type, value }: { type: string; value: string }) {
    const { model } = useWorld();
    if (type === "country") return <span title={value}>{model.countries[value] ?? value}</span>;
    if (type === "topic") return <span title={value}>{model.topics[value] ?? value}</span>;
    const address = type === "url" || type === "string" || type === "text" ? webAddress(value) : "";
    if (address)
        return (
            <a
                href={address}
                target="_blank"
                rel="noopener noreferrer"
                referrerpolicy="no-referrer"
                class="outside"
            >
                <Text>{value}</Text>
            </a>
        );
    if (type === "identifier" || type === "checksum") return <Text class="code">{value}</Text>;
    return <Text>{value}</Text>;
}

export function Section(props: {
    title: string;
    id?: string;
    note?: ComponentChildren;
    children: ComponentChildren;
}) {
    return (
        <section class="card" id={props.id} aria-label={props.title}>
            <header class="card-head">
                <h2>{props.title}</h2>
                {props.note && <span class="quiet">{props.note}</span>}
            </header>
            {props.children}
        </section>
    );
}

export function Busy({ children = "One moment" }: { children?: string }) {
    return (
        <p class="quiet busy" role="status">
            {children}
        </p>
    );
}

export function Key({ children }: { children: string }) {
    return <kbd>{children}</kbd>;
}
