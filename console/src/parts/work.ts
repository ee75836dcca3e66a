// SPDX-License-Identifier: Apache-2.0
//
// One job as a page sees it: sent, followed to its end, stopped. A page that is opened with the id
// of a job follows that one.
import { useEffect, useRef, useState } from "preact/hooks";
import { endJob, followJob, isAbort, Problem, startJob, type JobRoute } from "../api";
import { asProblem } from "../hooks";
import type { Job } from "../types";

export interface Work {
    job: Job | null;
    sent: number;
    total: number;
    problem: Problem | null;
    running: boolean;
    start: (route: JobRoute, query: URLSearchParams, file: File) => void;
    stop: () => void;
    reset: () => void;
}

const NOTHING = { job: null, sent: 0, total: 0, problem: null, running: false };

export function useWork(id: string, onJob?: (id: string) => void): Work {
    const [state, set] = useState<Omit<Work, "start" | "stop" | "reset">>(NOTHING);
    const control = useRef<AbortController | null>(null);
    const following = useRef("");

    const follow = async (job: string, signal: AbortSignal): Promise<void> => {
        following.current = job;
        const ended = await followJob(
            job,
            (now) => set((s) => ({ ...s, job: now, running: true })),
            signal,
        );
        set((s) => ({
            ...s,
            job: ended,
            running: false,
            problem: ended.problem ? new Problem(ended.problem, ended.problem.status ?? 0) : null,
        }));
    };
    const guarded = (run: (signal: AbortSignal) => Promise<void>): void => {
        control.current?.abort();
        const mine = (control.current = new AbortController());
        run(mine.signal).catch((e: unknown) => {
            if (!isAbort(e) && !mine.signal.aborted)
                set((s) => ({ ...s, running: false, problem: asProblem(e) }));
        });
    };

    useEffect(() => {
        if (id === following.current) return;
        if (id) {
            set({ ...NOTHING, running: true });
            guarded((signal) => follow(id, signal));
        } else {
            following.current = "";
            set(NOTHING);
        }
    }, [id]);
    useEffect(() => () => control.current?.abort(), []);

    return {
        ...state,
        start: (route, query, file) => {
            following.current = "";
            set({ ...NOTHING, running: true, total: file.size });
            guarded(async (signal) => {
                const job = await startJob(
                    route,
                    query,
                    file,
                    (sent, total) => set((s) => ({ ...s, sent, total })),
                    signal,
                );
                following.current = job;
                onJob?.(job);
                await follow(job, signal);
            });
        },
        stop: () => {
            const job = following.current;
            control.current?.abort();
            set((s) => ({ ...s, running: false, job: s.job && { ...s.job, state: "cancelled" } }));
            if (job) endJob(job).catch(() => undefined);
        },
        reset: () => {
            control.current?.abort();
            following.current = "";
            set(NOTHING);
        },
    };
}
