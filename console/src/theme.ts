// SPDX-License-Identifier: Apache-2.0
//
// Light and dark: as the system says, unless the officer says otherwise. Kept in this browser.
export type Theme = "auto" | "light" | "dark";

const KEY = "tocsin-theme";

export function theme(): Theme {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "auto";
}

export function setTheme(next: Theme): void {
    if (next === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    applyTheme();
    window.dispatchEvent(new Event("tocsin-theme"));
}

export function applyTheme(): void {
    const now = theme();
    if (now === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = now;
}
