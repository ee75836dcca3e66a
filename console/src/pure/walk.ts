// SPDX-License-Identifier: Apache-2.0
//
// The part of the web of links that has been walked so far: what each answer of /api/graph adds to
// it, how far each entity is from the one where the walk began, and who is next to whom.
import type { Graph, GraphEdge, GraphNode } from "../types";

// The same link is met again from its other end, and may have another name and direction there.
function keyOf(edge: GraphEdge): string {
    return [edge.schema, ...[edge.source, edge.target].sort()].join("\n");
}

export class Walk {
    readonly nodes = new Map<string, GraphNode>();
    readonly edges = new Map<string, GraphEdge>(); // by what keyOf says
    readonly walked = new Set<string>();

    constructor(readonly root: string) {}

    // Takes the answer for 'id'; says whether anything is new.
    add(id: string, graph: Graph): boolean {
        const before = this.nodes.size + this.edges.size;
        this.walked.add(id);
        for (const node of graph.nodes) this.nodes.set(node.id, node);
        for (const edge of graph.edges) {
            const known = this.nodes.has(edge.source) && this.nodes.has(edge.target);
            const key = keyOf(edge);
            if (known && !this.edges.has(key)) this.edges.set(key, edge);
        }
        return this.nodes.size + this.edges.size > before;
    }

    neighbours(id: string): string[] {
        const found = new Set<string>();
        for (const edge of this.edges.values()) {
            if (edge.source === id) found.add(edge.target);
            if (edge.target === id) found.add(edge.source);
        }
        found.delete(id);
        return [...found];
    }

    // Steps from the root, for rings around it.
    distances(): Map<string, number> {
        const far = new Map([[this.root, 0]]);
        const queue = [this.root];
        for (let id = queue.shift(); id !== undefined; id = queue.shift())
            for (const next of this.neighbours(id))
                if (!far.has(next)) {
                    far.set(next, far.get(id)! + 1);
                    queue.push(next);
                }
        return far;
    }
}
