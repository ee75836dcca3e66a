// SPDX-License-Identifier: Apache-2.0
//
// The frame: who is there, what for, where to go; and one page in it.
import { Component, type ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import {
    datasets,
    model as fetchModel,
    session as fetchSession,
    setPurpose,
    signOut,
    type Problem,
} from "./api";
import { asProblem, go, useKeys, useRoute } from "./hooks";
import { Busy, Key, ProblemBox, Text } from "./parts/basic";
import { BatchPage } from "./pages/batch";
import { EntityPage } from "./pages/entity";
import { ListsPage } from "./pages/lists";
import { LoginPage } from "./pages/login";
import { QualityPage } from "./pages/quality";
import { SearchPage } from "./pages/search";
import { SearchesPage } from "./pages/searches";
import { VerdictPage } from "./pages/verdict";
import { href, type Route } from "./pure/route";
import { WorldContext, type World } from "./state";
import { setTheme, theme, type Theme } from "./theme";
import type { Dataset, Model, Session } from "./types";

declare const __LICENCES__: string; // vite.config.js

const PURPOSE = "tocsin-purpose";

interface Place {
    page: string;
    title: string;
    permission: string;
}

const PLACES: Place[] = [
    { page: "search", title: "Search", permission: "screen" },
    { page: "batch", title: "Batch", permission: "batch" },
    { page: "lists", title: "Lists", permission: "read" },
    { page: "quality", title: "Quality", permission: "batch" },
    { page: "searches", title: "Log", permission: "audit" },
];

const FIRST_LETTER: Record<string, string> = {
    "1": "search",
    "2": "batch",
    "3": "lists",
    "4": "quality",
    "5": "searches",
};

export function App() {
    const [session, setSession] = useState<Session | null>(null);
    const [problem, setProblem] = useState<Problem | null>(null);
    const load = useCallback(() => {
        fetchSession().then(setSession, (e: unknown) => setProblem(asProblem(e)));
    }, []);
    useEffect(() => {
        setPurpose(sessionStorage.getItem(PURPOSE) ?? "");
        load();
        window.addEventListener("tocsin-signed-out", load);
        return () => window.removeEventListener("tocsin-signed-out", load);
    }, []);
    useEffect(() => {
        if (session) document.title = session.title || "tocsin";
    }, [session]);
    if (problem)
        return (
            <main class="login">
                <ProblemBox problem={problem}>
                    <button type="button" onClick={() => location.reload()}>
                        Try again
                    </button>
                </ProblemBox>
            </main>
        );
    if (!session) return null;
    if (session.auth && !session.officer)
        return <LoginPage title={session.title || "tocsin"} onSession={setSession} />;
    return <Console key={session.officer?.name ?? ""} session={session} onLeave={load} />;
}

function Console({ session, onLeave }: { session: Session; onLeave: () => void }) {
    const [model, setModel] = useState<Model | null>(null);
    const [lists, setLists] = useState<Dataset[]>([]);
    const [problem, setProblem] = useState<Problem | null>(null);
    const route = useRoute();
    const help = useRef<HTMLDialogElement>(null);
    const may = (permission: string): boolean =>
        !session.auth || session.permissions.includes(permission);
    const reloadLists = (): void => {
        datasets().then(
            (d) => setLists(d.datasets),
            (e: unknown) => setProblem(asProblem(e)),
        );
    };
    useEffect(() => {
        fetchModel().then(setModel, (e: unknown) => setProblem(asProblem(e)));
        reloadLists();
    }, []);
    const places = PLACES.filter((p) => may(p.permission));
    const jump: Record<string, () => void> = { "?": () => help.current?.showModal() };
    for (const [key, page] of Object.entries(FIRST_LETTER))
        if (places.some((p) => p.page === page)) jump[key] = () => go(href(page));
    useKeys(jump);
    const leave = (): void => void signOut().then(onLeave, onLeave);
    const world: World | null = model && { session, model, lists, may, reloadLists };
    return (
        <>
            <a
                class="skip"
                href="#main"
                onClick={(e) => (e.preventDefault(), document.getElementById("main")?.focus())}
            >
                To the content
            </a>
            <TopBar
                session={session}
                places={places}
                route={route}
                onHelp={() => help.current?.showModal()}
                onLeave={leave}
            />
            <main id="main" tabIndex={-1}>
                <ProblemBox problem={problem} />
                {world ? (
                    <WorldContext.Provider value={world}>
                        <Guard key={route.page}>
                            <Page route={route} places={places} />
                        </Guard>
                    </WorldContext.Provider>
                ) : (
                    !problem && <Busy />
                )}
            </main>
            <Help dialog={help} version={session.version} />
        </>
    );
}

function Page({ route, places }: { route: Route; places: Place[] }) {
    if (route.page === "entity") return <EntityPage key={route.id} route={route} />;
    if (route.page === "verdict") return <VerdictPage key={route.id} route={route} />;
    const place = places.find((p) => p.page === route.page);
    switch (place?.page) {
        case "search":
            return <SearchPage route={route} />;
        case "batch":
            return <BatchPage route={route} />;
        case "lists":
            return <ListsPage route={route} />;
        case "quality":
            return <QualityPage route={route} />;
        case "searches":
            return <SearchesPage />;
        default:
            return places[0] ? (
                <p>
                    There is no such page. <a href={href(places[0].page)}>{places[0].title}</a>
                </p>
            ) : (
                <p>Your role opens no page here.</p>
            );
    }
}

// A page that fails is told, and the frame around it stays.
class Guard extends Component<{ children: ComponentChildren }, { problem: Problem | null }> {
    override state = { problem: null as Problem | null };
    static override getDerivedStateFromError(e: unknown): { problem: Problem } {
        return { problem: asProblem(e) };
    }
    override render() {
        return this.state.problem ? (
            <ProblemBox problem={this.state.problem} />
        ) : (
            <>{this.props.children}</>
        );
    }
}

interface BarProps {
    session: Session;
    places: Place[];
    route: Route;
    onHelp: () => void;
    onLeave: () => void;
}

function TopBar({ session, places, route, onHelp, onLeave }: BarProps) {
    return (
        <header class="top">
            <a class="brand" href={href("search")}>
                <Bell />
                <span>
                    <Text>{session.title || "tocsin"}</Text>
                </span>
            </a>
            <nav aria-label="Pages">
                {places.map((p) => (
                    <a
                        key={p.page}
                        href={href(p.page)}
                        aria-current={route.page === p.page ? "page" : undefined}
                    >
                        {p.title}
                    </a>
                ))}
            </nav>
            <div class="top-end">
                <Purpose required={session.purpose_required} />
                {session.officer && (
                    <span class="who">
                        <Text>{session.officer.name}</Text>{" "}
                        <span class="quiet">{session.officer.role}</span>
                    </span>
                )}
                <ThemeSwitch />
                <button
                    type="button"
                    class="icon"
                    onClick={onHelp}
                    aria-label="Keys"
                    title="Keys (?)"
                >
                    ?
                </button>
                {session.officer && (
                    <button type="button" class="plain" onClick={onLeave}>
                        Sign out
                    </button>
                )}
            </div>
        </header>
    );
}

function Bell() {
    return (
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path
                d="M12 3.2a5.3 5.3 0 0 0-5.3 5.3c0 4.3-1.4 6-2.5 7h15.600c-1.1-1-2.5-2.7-2.5-7A5.3 5.3 0 0 0 12 3.200z"
                fill="currentColor"
            />
            <path d="M9.7 17.800a2.4 2.4 0 0 0 4.6 0z" class="clapper" />
        </svg>
    );
}

// Why somebody searches: said once, kept while the tab is open, sent with every request.
function Purpose({ required }: { required: boolean }) {
    const [text, setText] = useState(() => sessionStorage.getItem(PURPOSE) ?? "");
    const change = (next: string): void => {
        setText(next);
        sessionStorage.setItem(PURPOSE, next);
        setPurpose(next);
    };
    return (
        <label class={`purpose ${required && !text.trim() ? "is-missing" : ""}`}>
            <span>Purpose</span>
            <input
                type="text"
                dir="auto"
                maxLength={200}
                placeholder={required ? "Needed for every search" : "Case or reason"}
                value={text}
                onInput={(e) => change(e.currentTarget.value)}
            />
        </label>
    );
}

const THEMES: [Theme, string][] = [
    ["auto", "Auto"],
    ["light", "Light"],
    ["dark", "Dark"],
];

function ThemeSwitch() {
    const [now, set] = useState(theme());
    return (
        <select
            class="theme"
            aria-label="Colours"
            value={now}
            onChange={(e) => {
                const next = e.currentTarget.value as Theme;
                setTheme(next);
                set(next);
            }}
        >
            {THEMES.map(([value, label]) => (
                <option key={value} value={value}>
                    {label}
                </option>
            ))}
        </select>
    );
}

const KEYS: [string, [string[], string][]][] = [
    [
        "Everywhere",
        [
            [["1", "2", "3", "4", "5"], "Search, Batch, Lists, Quality, Log"],
            [["?"], "These keys"],
            [["Tab"], "Through everything that can be used"],
        ],
    ],
    [
        "Search",
        [
            [["/"], "To the name box"],
            [["Enter", "\u2193"], "From the box to the results"],
            [["j", "k"], "Next and previous result"],
            [["Enter"], "Open the verdict"],
            [["e"], "Open the entry"],
            [["b"], "Show what is below the line, or hide it"],
            [["Esc"], "Empty the box"],
        ],
    ],
    [
        "Verdict, entry",
        [
            [["u"], "Back"],
            [["e"], "From the verdict to the entry"],
            [["s"], "From the entry to a search for its name"],
            [["g"], "To the graph"],
        ],
    ],
    [
        "Graph",
        [
            [["\u2190", "\u2192"], "Choose another entity"],
            [["Enter"], "Expand it"],
            [["o"], "Open its entry"],
        ],
    ],
];

function Help({
    dialog,
    version,
}: {
    dialog: { current: HTMLDialogElement | null };
    version: string;
}) {
    return (
        <dialog ref={dialog} class="help" aria-labelledby="help-title">
            <form method="dialog">
                <header class="card-head">
                    <h2 id="help-title">Keys</h2>
                    <button type="submit">Close</button>
                </header>
            </form>
            <div class="help-body">
                {KEYS.map(([place, keys]) => (
                    <section key={place}>
                        <h3>{place}</h3>
                        <dl>
                            {keys.map(([names, what]) => (
                                <div key={what}>
                                    <dt>
                                        {names.map((name) => (
                                            <Key key={name}>{name}</Key>
                                        ))}
                                    </dt>
                                    <dd>{what}</dd>
                                </div>
                            ))}
                        </dl>
                    </section>
                ))}
            </div>
            <p class="quiet">
                tocsin {version}. A match is the machine's word; a hit is yours.{" "}
                <a href={__LICENCES__}>Licences of what others wrote</a>
            </p>
        </dialog>
    );
}
