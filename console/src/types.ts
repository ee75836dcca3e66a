// SPDX-License-Identifier: Apache-2.0
//
// What the server says, as it goes over the wire. Everything comes from GET and POST under /api.

export interface Session {
    auth: boolean;
    officer: { name: string; role: string } | null;
    permissions: string[];
    csrf: string;
    title: string;
    version: string;
    purpose_required: boolean;
    threshold?: number; // the node's own line
}

// A value is text, or the entity that it names where the answer nests entities.
export type Value = string | Entity;
export type Properties = Record<string, Value[]>;

export interface Entity {
    id: string;
    caption: string;
    schema: string;
    properties: Properties;
    datasets: string[];
    referents: string[];
    target: boolean;
    first_seen: string | null;
    last_seen: string | null;
    last_change: string | null;
}

export interface Explanation {
    detail: string;
    score: number;
    query: string | null;
    candidate: string | null;
}

export interface ScoredEntity extends Entity {
    score: number;
    match: boolean;
    explanations: Record<string, Explanation>;
    titles?: Record<string, string>;
}

export interface Query {
    schema: string;
    properties: Record<string, string[]>;
}

export interface ScreenRequest extends Query {
    dataset: string;
    datasets?: string[];
    topics?: string[];
    threshold: number;
    limit: number;
    algorithm: string;
    below?: boolean;
}

export interface ScreenAnswer {
    results: ScoredEntity[];
    threshold: number;
    limit: number;
    algorithm: string;
    took_us: number;
    titles?: Record<string, string>; // of features
}

export interface ExplainAnswer {
    score: number;
    steps: { title: string; text: string }[];
}

export interface Version {
    dataset: string;
    at: string;
    source: string;
    change: string;
    entity: Entity | null;
}

export interface Source {
    file: string;
    line: number | null;
    sha256: string;
    dataset: string;
}

export interface EntityAnswer extends Entity {
    versions?: Version[];
    source?: Source | null;
}

export interface GraphNode {
    id: string;
    caption: string;
    schema: string;
    target: boolean;
}

export interface GraphEdge {
    id: string;
    source: string;
    target: string;
    schema: string;
    label: string;
}

export interface Graph {
    nodes: GraphNode[];
    edges: GraphEdge[];
}

export interface Dataset {
    name: string;
    title?: string | null;
    format: string;
    version: string;
    sha256: string;
    path: string;
    imported_at: string;
    entities: number;
    targets: number;
    names: number;
}

export interface ImportRecord {
    dataset: string;
    at: string;
    format: string;
    added: number;
    changed: number;
    removed: number;
    unchanged: number;
    by: string | null;
    sources?: { path: string; sha256: string; size: number }[];
}

export interface Datasets {
    datasets: Dataset[];
    imports: ImportRecord[];
}

export interface ModelProperty {
    name: string;
    label: string;
    type: string;
    matchable: boolean;
    hidden?: boolean;
}

export interface ModelSchema {
    name: string;
    label: string;
    plural: string;
    matchable: boolean;
    edge: boolean;
    properties: ModelProperty[];
}

export interface ModelColumn {
    name: string;
    headings: string[];
    property?: string | null;
}

export interface Model {
    schemata: ModelSchema[];
    topics: Record<string, string>;
    countries: Record<string, string>;
    algorithms: { name: string; description: string; alias_of: string | null }[];
    columns: ModelColumn[];
}

export interface ProblemBody {
    type?: string;
    title?: string;
    status?: number;
    detail?: string;
    file?: string;
    line?: number;
    column?: number;
    field?: string;
    cause?: ProblemBody;
}

export type JobKind = "import" | "batch" | "evaluation" | "update";
export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

export interface Job {
    id: string;
    kind: JobKind;
    state: JobState;
    started: string;
    ended: string | null;
    by: string | null;
    file: string | null;
    progress: {
        step?: string | null;
        bytes?: number | null;
        bytes_total?: number | null;
        records?: number | null;
    } | null;
    problem: ProblemBody | null;
    report: Record<string, unknown> | null;
}

export interface SearchRecord {
    number: number;
    at: string;
    who: string;
    role: string;
    route: string;
    purpose: string | null;
    query: string; // the body of the request, or what stood in its address
    results: number;
    matches: number;
}
