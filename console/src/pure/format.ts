// SPDX-License-Identifier: Apache-2.0
//
// Numbers, sizes, times and addresses as a person reads them.

export const count = (n: number): string => n.toLocaleString("en-GB");

export const score = (n: number): string => n.toFixed(2);

export const signed = (n: number): string => (n < 0 ? "\u2212" : "+") + Math.abs(n).toFixed(2);

export const percent = (n: number): string => `${(n * 100).toFixed(1)}\u202f%`;

export function size(bytes: number): string {
    const units = ["B", "KB", "MB", "GB"];
    let unit = 0;
    while (bytes >= 1000 && unit < units.length - 1) {
        bytes /= 1000;
        unit++;
    }
    return `${unit === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)}\u00a0${units[unit]}`;
}

export function micros(us: number): string {
    if (us < 1000) return `${Math.round(us)}\u00a0\u00b5s`;
    if (us < 1000000) return `${(us / 1000).toFixed(1)}\u00a0ms`;
    return `${(us / 1000000).toFixed(1)}\u00a0s`;
}

// 2026-01-31T06:00:00Z as 31 Jan 2026, 07:00 in the reader's zone; other text stays as it is.
export function when(at: string | null | undefined): string {
    if (!at) return "";
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return at;
    return date.toLocaleString("en-GB", {
        day: "numeric",
        month: "short",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
    });
}

// The address of a page elsewhere, or "" for text that only looks like one (javascript:, data:).
export function webAddress(text: string): string {
    const bare = /^www\.[^\s]+$/i.test(text) ? `https://${text}` : text;
    if (!/^https?:\/\//i.test(bare)) return "";
    try {
        return new URL(bare).href;
    } catch {
        return "";
    }
}
