// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, stepPieces, tame } from "../src/pure/direction";

// With < and > around the values.
const shown = (line: string): string =>
    pieces(line)
        .map((p) => (p.value ? `<${p.text}>` : p.text))
        .join("");
const step = (title: string, line: string): string =>
    stepPieces(title, line)
        .map((p) => (p.value ? `<${p.text}>` : p.text))
        .join("");

test("what goes from left to right is one piece", () => {
    for (const line of ["Ferdik Quentabri, 1961", "Фердик 魏兰博 [a = b: c]", "a"])
        assert.deepEqual(pieces(line), [{ text: line, value: false }]);
    assert.deepEqual(pieces(""), []);
});

test("a run goes from its first to its last letter", () => {
    assert.equal(
        shown("قصمار reaches kasmar (0.10, in 3 names), قسمار (0.20, in 1 names)"),
        "<قصمار> reaches kasmar (0.10, in 3 names), <قسمار> (0.20, in 1 names)",
    );
    assert.equal(shown("name: يلتان القصمار / Yeltan"), "name: <يلتان القصمار> / Yeltan");
    assert.equal(shown("a (יל, 24 קס), b"), "a (<יל, 24 קס>), b");
    assert.equal(shown("قَصْمَارٌ, b"), "<قَصْمَارٌ>, b");
});

test("two values never share a piece", () => {
    assert.equal(
        shown("[قصمار = قسمار] [يلتان ~ يلطان: spelling, 0.20] [أ ≠ ب]"),
        "[<قصمار> = <قسمار>] [<يلتان> ~ <يلطان>: spelling, 0.20] [<أ> ≠ <ب>]",
    );
    assert.equal(shown("اسم: 'قصمار'"), "<اسم>: '<قصمار>'");
    assert.equal(shown("١٢:٣٠"), "<١٢:٣٠>");
});

test("a value behind its label is whole", () => {
    assert.equal(step("Entity", "name: شركة ABC للتجارة 24"), "name: <شركة ABC للتجارة 24>");
    assert.equal(step("Query words", "weak alias: Yeltan"), "weak alias: <Yeltan>");
    assert.equal(step("Query words", "  قصمار (Arabic, read x: y)"), "<قصمار> (Arabic, read x: y)");
    assert.equal(step("Entity", "unsc-1, Person"), "unsc-1, Person");
    assert.equal(step("Retrieved by", "list: قصمار reaches kasmar"), "list: <قصمار> reaches kasmar");
});

test("a long line is cut in no time", () => {
    const line = "١ ، ".repeat(50_000) + ": ";
    const start = pieces(line);
    assert.equal(start.map((p) => p.text).join(""), line);
});

test("nothing in a value can leave it", () => {
    assert.equal(tame("a\u202e\u2069b"), "a\ufffd\ufffdb");
    for (const control of "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        assert.equal(tame(control), "\ufffd");
    assert.equal(tame("قصمار \u200d ט"), "قصمار \u200d ט");
});
