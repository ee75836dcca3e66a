// SPDX-License-Identifier: Apache-2.0
//
// A list of choices behind a button. It closes as one expects: by Escape, and by going elsewhere.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Menu({ label, children }: { label: string; children: ComponentChildren }) {
    const box = useRef<HTMLDetailsElement>(null);
    useEffect(() => {
        const elsewhere = (e: Event): void => {
            if (box.current?.open && !box.current.contains(e.target as Node))
                box.current.open = false;
        };
        document.addEventListener("pointerdown", elsewhere);
        document.addEventListener("focusin", elsewhere);
        return () => {
            document.removeEventListener("pointerdown", elsewhere);
            document.removeEventListener("focusin", elsewhere);
        };
    }, []);
    return (
        <details
            class="menu"
            ref={box}
            onKeyDown={(e) => {
                if (e.key !== "Escape" || !box.current?.open) return;
                box.current.open = false;
                box.current.querySelector("summary")?.focus();
            }}
        >
            <summary>{label}</summary>
            <div class="menu-body">{children}</div>
        </details>
    );
}
