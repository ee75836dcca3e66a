// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { signIn, type Problem } from "../api";
import { asProblem } from "../hooks";
import { ProblemBox } from "../parts/basic";
import type { Session } from "../types";

export function LoginPage({
    title,
    onSession,
}: {
    title: string;
    onSession: (s: Session) => void;
}) {
    const [name, setName] = useState("");
    const [password, setPassword] = useState("");
    const [problem, setProblem] = useState<Problem | null>(null);
    const [busy, setBusy] = useState(false);
    const first = useRef<HTMLInputElement>(null);
    useEffect(() => first.current?.focus(), []);
    const enter = (): void => {
        setBusy(true);
        setProblem(null);
        signIn(name, password)
            .then(onSession)
            .catch((e: unknown) => {
                setProblem(asProblem(e));
                setPassword("");
            })
            .finally(() => setBusy(false));
    };
    return (
        <main class="login">
            <form
                class="card"
                onSubmit={(e) => {
                    e.preventDefault();
                    enter();
                }}
            >
                <h1>{title}</h1>
                <div class="field">
                    <label for="login-name">Name</label>
                    <input
                        id="login-name"
                        ref={first}
                        autocomplete="username"
                        autocapitalize="off"
                        spellcheck={false}
                        required
                        value={name}
                        onInput={(e) => setName(e.currentTarget.value)}
                    />
                </div>
                <div class="field">
                    <label for="login-password">Password</label>
                    <input
                        id="login-password"
                        type="password"
                        autocomplete="current-password"
                        required
                        value={password}
                        onInput={(e) => setPassword(e.currentTarget.value)}
                    />
                </div>
                <ProblemBox problem={problem} />
                <button type="submit" class="main" disabled={busy}>
                    Sign in
                </button>
            </form>
        </main>
    );
}
