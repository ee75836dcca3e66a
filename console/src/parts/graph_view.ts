// SPDX-License-Identifier: Apache-2.0
//
// The drawing: rings around the entity where the walk began, so that the picture is the same each
// time. Its colours are those of the page and follow it into the dark.
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import type { Walk } from "../pure/walk";

export type Label = (edge: string) => string;

export interface View {
    update(walk: Walk, at: string): void;
    select(id: string): void;
    close(): void;
}

const SHAPES: Record<string, string> = {
    Person: "ellipse",
    Company: "round-rectangle",
    Organization: "round-rectangle",
    LegalEntity: "round-rectangle",
    PublicBody: "round-rectangle",
    Vessel: "round-diamond",
    Airplane: "round-diamond",
    Address: "round-tag",
};

export function openView(box: HTMLElement, label: Label, onPick: (id: string) => void): View {
    const cy = cytoscape({ container: box, style: sheet(), minZoom: 0.3, maxZoom: 1.15 });
    cy.userZoomingEnabled(false); // the wheel scrolls the page
    cy.on("tap", "node", (e) => onPick(e.target.id() as string));
    const restyle = (): void => void cy.style(sheet());
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", restyle);
    window.addEventListener("tocsin-theme", restyle);
    const size = new ResizeObserver(() => {
        cy.resize();
        cy.fit(undefined, 30);
    });
    size.observe(box);
    return {
        update: (walk, at) => update(cy, walk, label, at),
        select: (id) => mark(cy, id),
        close: () => {
            size.disconnect();
            dark.removeEventListener("change", restyle);
            window.removeEventListener("tocsin-theme", restyle);
            cy.destroy();
        },
    };
}

function mark(cy: Core, id: string): void {
    cy.nodes().removeClass("here");
    cy.getElementById(id).addClass("here");
}

function update(cy: Core, walk: Walk, label: Label, at: string): void {
    const far = walk.distances();
    const elements: ElementDefinition[] = [];
    for (const node of walk.nodes.values())
        if (cy.getElementById(node.id).empty())
            elements.push({
                data: {
                    id: node.id,
                    caption: short(node.caption),
                    shape: SHAPES[node.schema] ?? "ellipse",
                },
            });
    for (const [key, edge] of walk.edges)
        if (cy.getElementById(key).empty())
            elements.push({
                data: {
                    id: key,
                    source: edge.source,
                    target: edge.target,
                    label: label(key),
                },
            });
    cy.add(elements);
    for (const node of walk.nodes.values()) {
        const drawn = cy.getElementById(node.id);
        drawn.toggleClass("target", node.target);
        drawn.toggleClass("walked", walk.walked.has(node.id));
        drawn.toggleClass("root", node.id === walk.root);
    }
    mark(cy, at);
    const rings = Math.max(...far.values()) + 1;
    cy.layout({
        name: "concentric",
        concentric: (node: { id(): string }) => rings - (far.get(node.id()) ?? rings),
        levelWidth: () => 1,
        minNodeSpacing: 90,
        spacingFactor: 1.4,
        startAngle: -Math.PI / 2,
        padding: 36,
        animate:
            !matchMedia("(prefers-reduced-motion: reduce)").matches &&
            elements.length > 0 &&
            walk.walked.size > 1,
        animationDuration: 250,
    }).run();
}

function short(text: string): string {
    return text.length > 34 ? `${text.slice(0, 33)}\u2026` : text;
}

function sheet(): StylesheetJson {
    const page = getComputedStyle(document.documentElement);
    const colour = (name: string): string => page.getPropertyValue(name).trim();
    const font = getComputedStyle(document.body).fontFamily;
    return [
        {
            selector: "node",
            style: {
                label: "data(caption)",
                shape: "data(shape)" as never,
                width: 22,
                height: 22,
                "background-color": colour("--card"),
                "border-width": 2,
                "border-color": colour("--ink-2"),
                color: colour("--ink"),
                "font-family": font,
                "font-size": 12,
                "text-valign": "bottom",
                "text-margin-y": 6,
                "text-wrap": "wrap",
                "text-max-width": "130px",
                "text-background-color": colour("--card"),
                "text-background-opacity": 0.85,
                "text-background-padding": "2px",
            },
        },
        {
            selector: "node.target",
            style: {
                "border-color": colour("--match"),
                "background-color": colour("--match-weak"),
            },
        },
        { selector: "node.walked", style: { "border-width": 3 } },
        { selector: "node.root", style: { width: 30, height: 30 } },
        {
            selector: "node.here",
            style: {
                "underlay-color": colour("--accent"),
                "underlay-opacity": 0.25,
                "underlay-padding": 7,
                "underlay-shape": "ellipse",
            },
        },
        {
            selector: "edge",
            style: {
                width: 1.5,
                label: "data(label)",
                "line-color": colour("--line-2"),
                "target-arrow-color": colour("--line-2"),
                "target-arrow-shape": "triangle",
                "curve-style": "bezier",
                color: colour("--ink-2"),
                "font-family": font,
                "font-size": 10,
                "text-rotation": "autorotate",
                "text-background-color": colour("--card"),
                "text-background-opacity": 1,
                "text-background-padding": "2px",
            },
        },
    ] as StylesheetJson;
}
