// SPDX-License-Identifier: Apache-2.0
//
// The page /docs: shows /openapi.json, and tries a request. It loads nothing else.
"use strict";

function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name === "on") node.addEventListener(value[0], value[1]);
        else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
}

function resolve(doc, schema) {
    let at = schema;
    while (at && at.$ref) {
        at = at.$ref.slice(2).split("/").reduce((node, part) => node[part], doc);
    }
    return at || {};
}

// What such a value may look like: its example, its default, or one made of its parts.
function sample(doc, schema, depth = 0) {
    const s = resolve(doc, schema);
    if (s.example !== undefined) return s.example;
    if (s.examples) return s.examples[0];
    if (s.default !== undefined) return s.default;
    if (depth > 4) return null;
    if (s.type === "array") return [sample(doc, s.items || {}, depth + 1)];
    if (s.type === "object") {
        const made = {};
        for (const [name, part] of Object.entries(s.properties || {})) made[name] = sample(doc, part, depth + 1);
        return made;
    }
    return { integer: 0, number: 0, boolean: false, string: "" }[s.type] ?? null;
}

function typeName(doc, schema) {
    const s = resolve(doc, schema);
    const list = s.type === "array" ? `list of ${typeName(doc, s.items || {})}` : String(s.type || "any");
    const bounds = [
        s.minimum !== undefined ? `from ${s.minimum}` : "",
        s.maximum !== undefined ? `to ${s.maximum}` : "",
        s.default !== undefined ? `default ${s.default}` : "",
    ];
    return [list, ...bounds.filter(Boolean)].join(", ");
}

function table(heads, rows) {
    const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
    const body = rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell))));
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
}

function parameterTable(doc, parameters) {
    return table(
        ["Parameter", "In", "Type", "Meaning"],
        parameters.map((p) => [
            make("code", {}, p.name),
            p.in,
            typeName(doc, p.schema),
            p.description || (p.required ? "required" : ""),
        ]),
    );
}

function memberTable(doc, schema) {
    const s = resolve(doc, schema);
    const wanted = new Set(s.required || []);
    return table(
        ["Member", "Type", "Meaning"],
        Object.entries(s.properties || {}).map(([name, part]) => [
            make("code", {}, name + (wanted.has(name) ? " *" : "")),
            typeName(doc, part),
            resolve(doc, part).description || "",
        ]),
    );
}

async function send(method, target, body, type, output) {
    const headers = {};
    const key = document.getElementById("key").value.trim();
    if (key) headers.Authorization = `ApiKey ${key}`;
    if (body !== undefined) headers["Content-Type"] = type;
    output.textContent = "...";
    try {
        const answer = await fetch(target, { method, headers, body, credentials: key ? "omit" : "same-origin" });
        const text = await answer.text();
        let shown = text;
        try {
            shown = JSON.stringify(JSON.parse(text), null, 2);
        } catch {
            // Not everything is JSON.
        }
        output.className = answer.ok ? "" : "bad";
        output.textContent = `${answer.status} ${answer.statusText}\n\n${shown}`;
    } catch (error) {
        output.className = "bad";
        output.textContent = String(error);
    }
}

function tryForm(doc, method, path, operation) {
    const content = (operation.requestBody || { content: {} }).content;
    const type = Object.keys(content)[0];
    const captured = path.replace(/\{([^}]+)\}/g, (_, name) => (name === "dataset" ? "default" : `{${name}}`));
    const target = make("input", { value: captured, size: "60", "aria-label": "Path and query" });
    const output = make("pre", { hidden: "" });
    const body =
        type === "application/json"
            ? make("textarea", { rows: "8", "aria-label": "Body", spellcheck: "false" })
            : null;
    if (body) body.value = JSON.stringify(sample(doc, content[type].schema), null, 2);
    const go = () => {
        output.hidden = false;
        send(method.toUpperCase(), target.value, body ? body.value : undefined, type, output);
    };
    const button = make("button", { type: "button", on: ["click", go] }, "Try it");
    return make("div", {}, make("p", {}, target, " ", button), ...(body ? [body] : []), output);
}

function operationNode(doc, path, method, operation) {
    const parts = [];
    const parameters = operation.parameters || [];
    if (parameters.length) parts.push(parameterTable(doc, parameters));
    const content = (operation.requestBody || { content: {} }).content;
    for (const [type, { schema }] of Object.entries(content)) {
        parts.push(make("p", {}, `Body: ${type}`));
        if (type === "application/json") parts.push(memberTable(doc, schema));
    }
    const answer = ((operation.responses["2XX"] || {}).content || {})["application/json"];
    if (answer) parts.push(make("p", {}, "Answer: application/json"), memberTable(doc, answer.schema));
    parts.push(tryForm(doc, method, path, operation));
    return make(
        "details",
        { "data-text": `${method} ${path} ${operation.summary}`.toLowerCase() },
        make(
            "summary",
            {},
            make("span", { class: "method" }, method.toUpperCase()),
            make("span", { class: "path" }, path),
            make("span", { class: "said" }, operation.summary),
        ),
        make("div", {}, ...parts),
    );
}

function show(doc) {
    const groups = new Map();
    for (const [path, methods] of Object.entries(doc.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
            const tag = operation.tags[0];
            if (!groups.has(tag)) groups.set(tag, []);
            groups.get(tag).push(operationNode(doc, path, method, operation));
        }
    }
    const list = document.getElementById("list");
    list.replaceChildren();
    for (const [tag, nodes] of groups) list.append(make("section", {}, make("h2", {}, tag), ...nodes));
    document.getElementById("title").textContent = `${doc.info.title}: what can be asked`;
}

function find() {
    const wanted = document.getElementById("find").value.trim().toLowerCase();
    for (const node of document.querySelectorAll("#list details")) {
        node.hidden = !node.dataset.text.includes(wanted);
    }
}

fetch("/openapi.json")
    .then((answer) => answer.json())
    .then(show)
    .catch((error) => {
        const list = document.getElementById("list");
        list.replaceChildren(make("p", { class: "bad" }, `The description cannot be read: ${error}`));
    });
document.getElementById("find").addEventListener("input", find);
