// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { foldHeading, rowQuery, rowSchema, suggestColumns } from "../src/pure/columns";
import { diff } from "../src/pure/diff";
import { percent, signed, size, webAddress } from "../src/pure/format";
import { groupNames, metAlias, scriptOf } from "../src/pure/names";
import { Curve, missingColumns, pairsOf, PairsError } from "../src/pure/quality";
import { alignment, featuresOf, featuresOfText } from "../src/pure/reasons";
import { href, parseRoute } from "../src/pure/route";
import { bars, byDay } from "../src/pure/series";
import { Walk } from "../src/pure/walk";
import type { Entity, ImportRecord } from "../src/types";

const columns = [
    { name: "id", headings: ["id", "customer_id"] },
    { name: "full_name", headings: ["full_name", "vollstandiger_name", "фио"] },
    { name: "date_of_birth", headings: ["date_of_birth", "geburtsdatum"] },
    { name: "first_name", headings: ["prenom"] },
    { name: "last_name", headings: ["nom"] },
    { name: "type", headings: ["type"] },
];

test("an address of a page is read back as it was written", () => {
    const params = new URLSearchParams({ name: "Ferdik & Söhne", "p.birthDate": "1961" });
    const route = parseRoute(href("entity", "a/b c%", params));
    assert.equal(route.page, "entity");
    assert.equal(route.id, "a/b c%");
    assert.equal(route.params.get("name"), "Ferdik & Söhne");
});

test("no address is the search, a broken one is no error", () => {
    assert.equal(parseRoute("").page, "search");
    assert.equal(parseRoute("#/").page, "search");
    assert.equal(parseRoute("#/entity/%E0%A4%A").id, "%E0%A4%A");
});

test("headings are folded as the node folds them", () => {
    assert.equal(foldHeading("  Date of Birth "), "date_of_birth");
    assert.equal(foldHeading("PRÉNOM"), "prenom");
    assert.equal(foldHeading("Ф.И.О."), "ф_и_о");
});

test("a heading names its column, and a column is named once", () => {
    const headings = ["Customer-ID", "Vollständiger Name", "full name", "Geburtsdatum", "Branch"];
    assert.deepEqual(suggestColumns(headings, columns), [
        "id",
        "full_name",
        "",
        "date_of_birth",
        "",
    ]);
});

test("a row becomes the query that it asked", () => {
    assert.deepEqual(rowQuery(["7", " Ada ", "1990"], ["id", "full_name", "date_of_birth"]), {
        name: ["Ada"],
        birthDate: ["1990"],
    });
    assert.deepEqual(rowQuery(["Lovel", "Ada"], ["last_name", "first_name"]), {
        name: ["Ada Lovel"],
    });
    assert.equal(rowSchema(["company"], ["type"]), "Company");
    assert.equal(rowSchema(["person"], ["type"]), "Person");
    assert.equal(rowSchema(["x"], ["id"]), "Person");
});

test("the script of a name is that of most of its letters", () => {
    assert.equal(scriptOf("Ferdik"), "Latin");
    assert.equal(scriptOf("Фердик (Ferd)"), "Cyrillic");
    assert.equal(scriptOf("محمد الزروقاني"), "Arabic");
    assert.equal(scriptOf("響村 颯太朗"), "Chinese characters");
    assert.equal(scriptOf("響村 そうたろう"), "Japanese");
    assert.equal(scriptOf("12-34"), "Other");
});

test("names are grouped by script, then kind, each once", () => {
    const groups = groupNames({
        alias: ["Фердик", "Ferdi"],
        name: ["Ferdik", "Ferdik"],
        weakAlias: ["The Keel"],
        birthDate: ["1961"],
    });
    assert.deepEqual(
        groups.map((g) => [g.script, g.kinds.map((k) => [k.kind, k.names])]),
        [
            [
                "Latin",
                [
                    ["name", ["Ferdik"]],
                    ["alias", ["Ferdi"]],
                    ["weakAlias", ["The Keel"]],
                ],
            ],
            ["Cyrillic", [["alias", ["Фердик"]]]],
        ],
    );
});

test("an alias is shown when it is not the caption", () => {
    assert.equal(metAlias("Ferdik QUENTABRY", "ferdik  quentabry"), "");
    assert.equal(metAlias("Ferdik QUENTABRY", "Ferdi"), "Ferdi");
    assert.equal(metAlias("Ferdik", null), "");
});

function entity(properties: Record<string, string[]>, schema = "Person"): Entity {
    return {
        id: "x",
        caption: "x",
        schema,
        properties,
        datasets: [],
        referents: [],
        target: true,
        first_seen: null,
        last_seen: null,
        last_change: null,
    };
}

test("a difference is what came and what went; order says nothing", () => {
    const before = entity({ name: ["A", "B"], birthDate: ["1960"] });
    const after = entity({ name: ["B", "A", "C"], country: ["mt"] });
    assert.deepEqual(diff(before, after), [
        { property: "birthDate", added: [], removed: ["1960"], kept: [] },
        { property: "country", added: ["mt"], removed: [], kept: [] },
        { property: "name", added: ["C"], removed: [], kept: ["B", "A"] },
    ]);
    assert.deepEqual(diff(before, before), []);
    assert.equal(diff(null, before).length, 2);
    assert.equal(diff(before, null)[0]!.removed.length, 1);
});

test("a threshold counts what is at it as a match", () => {
    const rows = [
        ["schema", "name1", "name2", "is_match", "score", "predicted"],
        ["Person", "a", "a", "true", "0.9000", "true"],
        ["Person", "b", "c", "false", "0.7000", "true"],
        ["Person", "d", "d", "true", "0.5000", "false"],
        ["Person", "e", "f", "false", "0.1000", "false"],
    ];
    const curve = new Curve(pairsOf(rows));
    const at = curve.at(0.7);
    assert.deepEqual([at.found, at.wrong, at.missed, at.right], [1, 1, 1, 1]);
    assert.equal(at.precision, 0.5);
    assert.equal(at.recall, 0.5);
    assert.equal(curve.at(0.7001).wrong, 0);
    assert.deepEqual(
        curve.flips(0.7, 0.4).map((p) => p.left),
        ["d"],
    );
    assert.deepEqual(curve.flips(0.4, 0.7), curve.flips(0.7, 0.4));
    assert.deepEqual(curve.flips(0.6, 0.6), []);
    assert.ok(curve.best() > 0.1 && curve.best() <= 0.5);
    assert.equal(curve.points().length, 101);
});

test("pairs without a match or without any pair give figures, not NaN", () => {
    assert.deepEqual(new Curve([]).at(0.5), {
        found: 0,
        missed: 0,
        wrong: 0,
        right: 0,
        precision: 1,
        recall: 1,
        f1: 1,
    });
    assert.throws(() => pairsOf([["name1", "name2"]]), PairsError);
    assert.deepEqual(missingColumns(["name1", "schema"]), ["name2", "is_match"]);
});

test("days are summed, by list or over all", () => {
    const one = (dataset: string, at: string, added: number): ImportRecord => ({
        dataset,
        at,
        format: "f",
        added,
        changed: 1,
        removed: 2,
        unchanged: 0,
        by: null,
    });
    const imports = [
        one("b", "2026-01-03T12:00:00Z", 5),
        one("a", "2026-01-02T12:00:00Z", 3),
        one("a", "2026-01-03T12:30:00Z", 4),
    ];
    assert.deepEqual(
        byDay(imports).map((d) => [d.day, d.added, d.imports]),
        [
            ["2026-01-02", 3, 1],
            ["2026-01-03", 9, 2],
        ],
    );
    assert.deepEqual(
        byDay(imports, "b").map((d) => d.added),
        [5],
    );
    assert.deepEqual(bars(byDay(imports, "b")), [
        [0, 1, 2],
        [5, null, null],
        [null, 1, null],
        [null, null, -2],
    ]);
});

test("only http and https are addresses", () => {
    assert.equal(webAddress("javascript:alert(1)"), "");
    assert.equal(webAddress("data:text/html,x"), "");
    assert.equal(webAddress("https://a.example/x"), "https://a.example/x");
    assert.equal(webAddress("www.brindle.example"), "https://www.brindle.example/");
    assert.equal(webAddress("http://"), "");
});

test("numbers read well", () => {
    assert.equal(signed(-0.3), "\u22120.30");
    assert.equal(signed(0.976), "+0.98");
    assert.equal(size(1234), "1.2\u00a0KB");
    assert.equal(percent(0.9333), "93.3\u202f%");
});

test("a name's reason is read into its words", () => {
    const a = alignment(
        "[ferdik = ferdik] [kwentabri ~ kventabri: spelling, 0.20] [nadir \u2260 omar: other, 2.00] " +
            "[aldous: only listed, 0.31] in all 0.51 slips",
    )!;
    assert.deepEqual(
        a.words.map((w) => w.relation),
        ["same", "near", "other", "left"],
    );
    assert.deepEqual(a.words[1], {
        asked: "kwentabri",
        listed: "kventabri",
        relation: "near",
        why: "spelling",
        cost: 0.2,
    });
    assert.equal(a.words[3]!.listed, "aldous");
    assert.equal(a.rest, "in all 0.51 slips");
    assert.equal(alignment("Birth year differs"), null);
});

test("features are read from the answer, or from the text of explain", () => {
    const text =
        "Name (name_match): +0.4908\n  asked Gholam Nadir, listed GHOLAM TAZIR\n  [gholam = gholam]\n  in all 3.39 slips\n" +
        "Birth year differs (dob_year_disjoint): -0.3\n  asked 1950, listed 1963~";
    const features = featuresOfText(text);
    assert.equal(features.length, 2);
    assert.deepEqual(
        [features[0]!.query, features[0]!.candidate],
        ["Gholam Nadir", "GHOLAM TAZIR"],
    );
    assert.equal(features[0]!.detail, "[gholam = gholam] in all 3.39 slips");
    assert.equal(features[1]!.score, -0.3);
    const one = featuresOf({ x_y: { detail: "", score: 1, query: null, candidate: null } });
    assert.equal(one[0]!.title, "X y");
});

test("a walk meets the same link from both ends, and knows how far everything is", () => {
    const node = (id: string) => ({ id, caption: id, schema: "Person", target: true });
    const edge = (source: string, target: string, label: string) => ({
        id: label,
        source,
        target,
        schema: "Family",
        label,
    });
    const walk = new Walk("a");
    assert.ok(walk.add("a", { nodes: [node("a"), node("b")], edges: [edge("a", "b", "person")] }));
    assert.ok(
        !walk.add("b", { nodes: [node("b"), node("a")], edges: [edge("b", "a", "relative")] }),
    );
    assert.ok(
        walk.add("b", { nodes: [node("c")], edges: [edge("b", "c", "x"), edge("c", "z", "y")] }),
    );
    assert.equal(walk.edges.size, 2);
    assert.deepEqual(walk.neighbours("b"), ["a", "c"]);
    assert.deepEqual(
        [...walk.distances()],
        [
            ["a", 0],
            ["b", 1],
            ["c", 2],
        ],
    );
});
