// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import {
    added,
    CsvError,
    CsvReader,
    eachRow,
    firstRows,
    parseCsv,
    separatorOf,
} from "../src/pure/csv";

// Whatever the pieces, the rows are the same.
function inPieces(text: string, size: number): string[][] {
    const csv = new CsvReader();
    const rows: string[][] = [];
    for (let i = 0; i < text.length; i += size) rows.push(...csv.push(text.slice(i, i + size)));
    return [...rows, ...csv.end()];
}

test("a row ends with LF, CR, CRLF or the file", () => {
    assert.deepEqual(parseCsv("a,b\n1,2\r\n3,4\r5,6"), [
        ["a", "b"],
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
    ]);
});

test("a quoted cell holds commas, line ends and doubled quotes", () => {
    assert.deepEqual(parseCsv('x,"a, ""b""\r\nc",y\n'), [["x", 'a, "b"\r\nc', "y"]]);
});

test("pieces may be cut anywhere", () => {
    const text = 'name,note\r\n"Quentabry, Ferdik","said ""no""\r\ntwice"\r\nجمال,\r\n,\r\n';
    for (let size = 1; size <= text.length; size++)
        assert.deepEqual(inPieces(text, size), parseCsv(text), `pieces of ${size}`);
});

test("empty cells stay, blank lines do not", () => {
    assert.deepEqual(parseCsv('a,,b\n\n,\n""\n'), [["a", "", "b"], ["", ""], [""]]);
});

test("a byte order mark is no part of the first heading", () => {
    assert.deepEqual(parseCsv("\ufeffid,name\n"), [["id", "name"]]);
});

test("semicolons and tabs separate where they are what stands in the first line", () => {
    assert.equal(separatorOf("a;b;c,d\n1,2,3,4,5"), ";");
    assert.equal(separatorOf("a\tb"), "\t");
    assert.equal(separatorOf('"x;y;z",b,c'), ",");
    assert.deepEqual(parseCsv("a;b\n1,5;2\n"), [
        ["a", "b"],
        ["1,5", "2"],
    ]);
});

test("a quote that does not begin a cell is a sign like others", () => {
    assert.deepEqual(parseCsv('5" pipe,b"c"\n'), [['5" pipe', 'b"c"']]);
});

test("a quoted cell that never ends is an error with its line", () => {
    assert.throws(
        () => parseCsv('a,b\n1,2\n3,"open\nmore\n'),
        (e: unknown) => {
            assert.ok(e instanceof CsvError);
            assert.equal(e.line, 3);
            return true;
        },
    );
});

test("a hundred thousand rows are read, and the first rows without the rest", async () => {
    const lines = ["id,name,note"];
    for (let i = 0; i < 100000; i++) lines.push(`${i},"Naïve, Ñandú ${i}",ж`);
    const file = new Blob([lines.join("\n")]);
    let n = 0;
    let last: string[] = [];
    await eachRow(file, (row) => {
        n++;
        last = row;
    });
    assert.equal(n, 100001);
    assert.deepEqual(last, ["99999", "Naïve, Ñandú 99999", "ж"]);
    assert.deepEqual(await firstRows(file, 2), [
        ["id", "name", "note"],
        ["0", "Naïve, Ñandú 0", "ж"],
    ]);
});

test("what was defused for spreadsheets is shown as it stands in the list", () => {
    for (const text of ["=1", "+Plus Trading", "-1", "@x", "\t=1", "\r1", "\uff1d1"])
        assert.equal(added(`'${text}`), text);
    for (const text of ["", "'", "'t Vlonder", "0.98", "=1", "Name +0.98"])
        assert.equal(added(text), text);
});
