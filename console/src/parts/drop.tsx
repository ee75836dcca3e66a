// SPDX-License-Identifier: Apache-2.0
//
// A place where a file is dropped, or chosen with the keyboard: it is a file input with a large
// label around it.
import { useId, useState } from "preact/hooks";
import { count, size } from "../pure/format";
import type { Job } from "../types";

export function Drop(props: {
    label: string;
    hint: string;
    accept?: string;
    file: File | null;
    onFile: (f: File) => void;
}) {
    const id = useId();
    const [over, setOver] = useState(false);
    const take = (files: FileList | null | undefined): void => {
        const file = files?.[0];
        if (file) props.onFile(file);
    };
    return (
        <div
            class={`drop ${over ? "is-over" : ""}`}
            onDragOver={(e) => {
                e.preventDefault();
                setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(e) => {
                e.preventDefault();
                setOver(false);
                take(e.dataTransfer?.files);
            }}
        >
            <input
                id={id}
                type="file"
                accept={props.accept}
                onChange={(e) => {
                    take(e.currentTarget.files);
                    e.currentTarget.value = "";
                }}
            />
            <label for={id}>
                <strong>{props.file ? props.file.name : props.label}</strong>
                <span class="quiet">
                    {props.file ? `${size(props.file.size)}. Choose another` : props.hint}
                </span>
            </label>
        </div>
    );
}

// How far a job is: first the upload, then what the node says of its own work.
export function Progress(props: {
    sent: number;
    total: number;
    job: Job | null;
    onStop: () => void;
}) {
    const { job } = props;
    const uploading = !job;
    const p = job?.progress;
    const part = uploading
        ? ratio(props.sent, props.total)
        : ratio(p?.bytes ?? 0, p?.bytes_total ?? 0);
    const parts = [
        uploading ? "sending" : job?.state === "waiting" ? "waiting" : p?.step || "working",
    ];
    if (uploading && props.total) parts.push(`${size(props.sent)} of ${size(props.total)}`);
    if (!uploading && p?.bytes_total) parts.push(`${size(p.bytes ?? 0)} of ${size(p.bytes_total)}`);
    if (!uploading && p?.records) parts.push(`${count(p.records)} records`);
    const text = parts.join(", ");
    return (
        <div class="progress">
            <progress max={1} value={part ?? undefined} aria-label="Progress" />
            <p role="status">{text.charAt(0).toUpperCase() + text.slice(1)}</p>
            <button type="button" onClick={props.onStop}>
                Stop
            </button>
        </div>
    );
}

function ratio(done: number, all: number): number | null {
    return all > 0 ? Math.min(done / all, 1) : null;
}
