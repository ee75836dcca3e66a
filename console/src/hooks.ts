// SPDX-License-Identifier: Apache-2.0
//
// What pages have in common: where we are, what is being fetched, which keys mean what.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { isAbort, Problem } from "./api";
import { href, parseRoute, type Route } from "./pure/route";

export function useRoute(): Route {
    const [route, set] = useState(() => parseRoute(location.hash));
    useEffect(() => {
        const changed = (): void => set(parseRoute(location.hash));
        window.addEventListener("hashchange", changed);
        return () => window.removeEventListener("hashchange", changed);
    }, []);
    return route;
}

// The parameters of this page as state: a change replaces the address and makes no entry in the
// history, so that "back" leaves the page and does not unwrite it letter by letter.
export function useParams(
    route: Route,
): [URLSearchParams, (change: (p: URLSearchParams) => void) => void] {
    const [params, set] = useState(route.params);
    useEffect(() => set(route.params), [route]);
    const change = useCallback(
        (edit: (p: URLSearchParams) => void) => {
            set((old) => {
                const next = new URLSearchParams(old);
                edit(next);
                history.replaceState(null, "", href(route.page, route.id, next));
                return next;
            });
        },
        [route.page, route.id],
    );
    return [params, change];
}

export function go(to: string): void {
    location.hash = to;
}

export interface Fetched<T> {
    value: T | null;
    problem: Problem | null;
    busy: boolean;
}

export function asProblem(e: unknown): Problem {
    if (e instanceof Problem) return e;
    return new Problem(
        { title: "Something failed", detail: e instanceof Error ? e.message : String(e) },
        0,
    );
}

// Runs 'load' now and whenever 'deps' change; the run before is given up. What was there stays
// until the next is there, so that a list does not blink while somebody types.
export function useFetch<T>(
    load: (signal: AbortSignal) => Promise<T> | null,
    deps: unknown[],
    wait = 0,
): Fetched<T> {
    const [state, set] = useState<Fetched<T>>({ value: null, problem: null, busy: true });
    useEffect(() => {
        const stop = new AbortController();
        set((old) => ({ ...old, busy: true }));
        const timer = setTimeout(() => {
            const running = load(stop.signal);
            if (!running) return set({ value: null, problem: null, busy: false });
            running.then(
                (value) => stop.signal.aborted || set({ value, problem: null, busy: false }),
                (e: unknown) => {
                    if (stop.signal.aborted || isAbort(e)) return;
                    set({ value: null, problem: asProblem(e), busy: false });
                },
            );
        }, wait);
        return () => {
            clearTimeout(timer);
            stop.abort();
        };
    }, deps);
    return state;
}

export function isTyping(e: KeyboardEvent): boolean {
    const on = e.target as HTMLElement | null;
    return !!on && (/^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName) || on.isContentEditable);
}

// Single keys, while nobody is typing and no dialog is open.
export function useKeys(keys: Record<string, (e: KeyboardEvent) => void>): void {
    const now = useRef(keys);
    now.current = keys;
    useEffect(() => {
        const pressed = (e: KeyboardEvent): void => {
            if (
                e.ctrlKey ||
                e.metaKey ||
                e.altKey ||
                isTyping(e) ||
                document.querySelector("dialog[open]")
            )
                return;
            const act = now.current[e.key];
            if (act) act(e);
        };
        window.addEventListener("keydown", pressed);
        return () => window.removeEventListener("keydown", pressed);
    }, []);
}
