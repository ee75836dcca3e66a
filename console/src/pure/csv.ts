// SPDX-License-Identifier: Apache-2.0
//
// CSV as RFC 4180 has it, read piece by piece: a row may begin in one piece and end in another, and
// so may a quoted cell, a doubled quote or a CRLF. What real files do besides is accepted: a byte
// order mark, LF or CR alone, semicolons or tabs instead of commas, blank lines (skipped), quotes
// within an unquoted cell (kept as they are).
//
//   const csv = new CsvReader();
//   for (const piece of pieces) rows.push(...csv.push(piece));
//   rows.push(...csv.end());
//
// A quoted cell that never ends is an error with its line, since everything after it would be one
// cell.

export class CsvError extends Error {
    constructor(
        message: string,
        readonly line: number,
    ) {
        super(message);
    }
}

const enum At {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

export class CsvReader {
    private at: At = At.CellStart;
    private cell = "";
    private row: string[] = [];
    private rows: string[][] = [];
    private line = 1;
    private quoteLine = 0;
    private afterCr = false;
    private first = true;

    // 'separator' is found in the first piece when it is not given.
    constructor(private separator = "") {}

    push(piece: string): string[][] {
        if (this.first && piece !== "") {
            this.first = false;
            if (piece.charCodeAt(0) === 0xfeff) piece = piece.slice(1);
            if (!this.separator) this.separator = separatorOf(piece);
        }
        for (let i = 0; i < piece.length;) i = this.step(piece, i);
        return this.taken();
    }

    end(): string[][] {
        if (this.at === At.Quoted)
            throw new CsvError("a quoted cell that begins here does not end", this.quoteLine);
        if (this.at !== At.CellStart || this.row.length > 0) this.endRow();
        return this.taken();
    }

    private taken(): string[][] {
        const rows = this.rows;
        this.rows = [];
        return rows;
    }

    // Reads what stands at 'i' and says where to go on.
    private step(text: string, i: number): number {
        const c = text[i]!;
        if (this.afterCr) {
            this.afterCr = false;
            if (c === "\n") return i + 1;
        }
        switch (this.at) {
            case At.Quoted:
                return this.quoted(text, i);
            case At.QuoteInQuoted:
                if (c === '"') {
                    this.cell += '"';
                    this.at = At.Quoted;
                    return i + 1;
                }
                return this.plain(text, i);
            case At.CellStart:
                if (c === '"') {
                    this.at = At.Quoted;
                    this.quoteLine = this.line;
                    return i + 1;
                }
                return this.plain(text, i);
            default:
                return this.plain(text, i);
        }
    }

    private quoted(text: string, i: number): number {
        let end = i;
        while (end < text.length && text[end] !== '"') {
            if (text[end] === "\n") this.line++;
            end++;
        }
        this.cell += text.slice(i, end);
        if (end === text.length) return end;
        this.at = At.QuoteInQuoted;
        return end + 1;
    }

    private plain(text: string, i: number): number {
        const c = text[i]!;
        if (c === this.separator) {
            this.endCell();
            return i + 1;
        }
        if (c === "\n" || c === "\r") {
            this.afterCr = c === "\r";
            this.line++;
            this.endRow();
            return i + 1;
        }
        let end = i + 1;
        while (end < text.length && !this.ends(text[end]!)) end++;
        this.cell += text.slice(i, end);
        this.at = At.Plain;
        return end;
    }

    private ends(c: string): boolean {
        return c === this.separator || c === "\n" || c === "\r";
    }

    private endCell(): void {
        this.row.push(this.cell);
        this.cell = "";
        this.at = At.CellStart;
    }

    private endRow(): void {
        const blank = this.row.length === 0 && this.cell === "" && this.at === At.CellStart;
        this.endCell();
        if (!blank) this.rows.push(this.row);
        this.row = [];
    }
}

// What separates the cells of the first line: the sign that stands there most often.
export function separatorOf(text: string): string {
    const counts: Record<string, number> = { ",": 0, ";": 0, "\t": 0 };
    let quoted = false;
    for (const c of text) {
        if (c === '"') quoted = !quoted;
        else if (!quoted && (c === "\n" || c === "\r")) break;
        else if (!quoted && c in counts) counts[c]!++;
    }
    let best = ",";
    for (const c of [";", "\t"]) if (counts[c]! > counts[best]!) best = c;
    return best;
}

export function parseCsv(text: string): string[][] {
    const csv = new CsvReader();
    return [...csv.push(text), ...csv.end()];
}

// A cell that the node added to a table, as it stands in the list: what a spreadsheet would run as a
// formula has an apostrophe in front.
export function added(cell: string): string {
    return /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}

// The first 'count' rows of a file, of which no more is read than they need.
export async function firstRows(file: Blob, count: number): Promise<string[][]> {
    const rows: string[][] = [];
    await eachRow(file, (row) => {
        rows.push(row);
        return rows.length < count;
    });
    return rows;
}

// Hands over every row; 'take' may answer false to stop.
export async function eachRow(file: Blob, take: (row: string[]) => boolean | void): Promise<void> {
    const csv = new CsvReader();
    const text = new TextDecoder("utf-8");
    const step = 1 << 18;
    for (let at = 0; at < file.size; at += step) {
        const bytes = await file.slice(at, at + step).arrayBuffer();
        const piece = text.decode(bytes, { stream: at + step < file.size });
        for (const row of csv.push(piece)) if (take(row) === false) return;
    }
    for (const row of csv.end()) if (take(row) === false) return;
}
