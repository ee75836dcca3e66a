// SPDX-License-Identifier: Apache-2.0
//
// The question: one box for the name in front, everything else that the schema has behind it. The
// fields come from the model of the node. Those that decide most often stand there at once, the
// others are added by name.
import { useState } from "preact/hooks";
import type { RefObject } from "preact";
import { useWorld, schemaOf } from "../state";
import { ANY_KIND } from "../pure/query";
import type { ModelProperty } from "../types";

// The fields that stand there at once, in this order: a person's, and those of everything else.
const PERSON = [
    "birthDate",
    "nationality",
    "gender",
    "birthPlace",
    "country",
    "passportNumber",
    "idNumber",
    "address",
];
const OTHER = [
    "jurisdiction",
    "country",
    "incorporationDate",
    "registrationNumber",
    "imoNumber",
    "mmsi",
    "flag",
    "buildDate",
    "publicKey",
    "leiCode",
    "address",
];
const AT_ONCE = 8;
const HIDDEN_TYPES = ["entity", "topic", "json", "html", "mimetype", "checksum"];
// Not matched by themselves, but known to the scoring as parts of a name or beside it.
const EXTRA = [
    "gender",
    "birthPlace",
    "weakAlias",
    "fatherName",
    "firstName",
    "lastName",
    "imoNumber",
    "mmsi",
    "flag",
];

// The fields of a schema in the order in which they are offered. A name has its own box.
export function fieldsOf(properties: ModelProperty[], front: string[]): ModelProperty[] {
    const rank = (p: ModelProperty): number => front.indexOf(p.name) + 1 || front.length + 1;
    return properties
        .filter((p) => p.name !== "name" && !p.hidden && !HIDDEN_TYPES.includes(p.type))
        .filter((p) => p.matchable || EXTRA.includes(p.name))
        .sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
}

interface Props {
    params: URLSearchParams;
    change: (edit: (p: URLSearchParams) => void) => void;
    nameBox: RefObject<HTMLInputElement>;
    onDown: () => void; // to what is there
    onEnter: () => void; // to what answers
}

function put(p: URLSearchParams, key: string, value: string): void {
    if (value) p.set(key, value);
    else p.delete(key);
}

export function QueryForm({ params, change, nameBox, onDown, onEnter }: Props) {
    const { model } = useWorld();
    const schema = params.get("schema") || "Person";
    const first = schema === "Person" ? PERSON : OTHER;
    const fields = fieldsOf(schemaOf(model, schema)?.properties ?? [], first);
    const asked = fields.filter((f) => params.has(`p.${f.name}`));
    const [more, setMore] = useState(asked.length > 0);
    const [added, setAdded] = useState<string[]>(() => asked.map((f) => f.name));
    const front = fields.filter((f) => first.includes(f.name)).slice(0, AT_ONCE);
    const others = fields.filter((f) => !front.includes(f));
    const shown = [...front, ...others.filter((f) => added.includes(f.name))];
    const schemata = model.schemata.filter((s) => s.matchable);
    return (
        <form
            class="query"
            role="search"
            onSubmit={(e) => {
                e.preventDefault();
                onEnter();
            }}
        >
            <div class="query-front">
                <label class="sr" for="name">
                    Name
                </label>
                <input
                    id="name"
                    ref={nameBox}
                    class="name-box"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck={false}
                    placeholder="A name, in any script"
                    value={params.get("name") ?? ""}
                    onInput={(e) => {
                        const { value } = e.currentTarget;
                        change((p) => put(p, "name", value));
                    }}
                    onKeyDown={(e) => {
                        if (e.key === "ArrowDown") {
                            e.preventDefault();
                            onDown();
                        } else if (e.key === "Escape" && e.currentTarget.value) {
                            e.preventDefault();
                            change((p) => p.delete("name"));
                        }
                    }}
                />
                <label class="sr" for="schema">
                    Kind
                </label>
                <select
                    id="schema"
                    value={schema}
                    onChange={(e) => {
                        const { value } = e.currentTarget;
                        change((p) => put(p, "schema", value === "Person" ? "" : value));
                    }}
                >
                    <option value={ANY_KIND}>Every kind</option>
                    {schemata.map((s) => (
                        <option key={s.name} value={s.name}>
                            {s.label}
                        </option>
                    ))}
                </select>
                <button
                    type="button"
                    aria-expanded={more}
                    aria-controls="fields"
                    onClick={() => setMore(!more)}
                >
                    {more ? "Fewer fields" : "More fields"}
                    {!more && asked.length > 0 && <span class="count">{asked.length}</span>}
                </button>
            </div>
            {more && (
                <div class="fields" id="fields">
                    {shown.map((field) => (
                        <Field key={field.name} field={field} params={params} change={change} />
                    ))}
                    <div class="field">
                        <label for="add-field">Another field</label>
                        <select
                            id="add-field"
                            value=""
                            onChange={(e) => {
                                const { value } = e.currentTarget;
                                if (value) setAdded([...added, value]);
                            }}
                        >
                            <option value="">Add</option>
                            {others
                                .filter((f) => !added.includes(f.name))
                                .map((f) => (
                                    <option key={f.name} value={f.name}>
                                        {f.label}
                                    </option>
                                ))}
                        </select>
                    </div>
                </div>
            )}
        </form>
    );
}

const HINTS: Record<string, string> = {
    date: "1961 or 1961-03-14",
    identifier: "",
    phone: "+356",
    email: "name@host",
};
const GENDERS = ["male", "female", "other"];

function Field({
    field,
    params,
    change,
}: { field: ModelProperty } & Pick<Props, "params" | "change">) {
    const { model } = useWorld();
    const key = `p.${field.name}`;
    const value = params.get(key) ?? "";
    const id = `field-${field.name}`;
    const set = (next: string): void => change((p) => put(p, key, next));
    const options =
        field.type === "country"
            ? Object.entries(model.countries).sort((a, b) => a[1].localeCompare(b[1]))
            : field.type === "gender"
              ? GENDERS.map((g) => [g, g.charAt(0).toUpperCase() + g.slice(1)] as [string, string])
              : null;
    return (
        <div class="field">
            <label for={id}>{field.label}</label>
            {options ? (
                <select id={id} value={value} onChange={(e) => set(e.currentTarget.value)}>
                    <option value="">Any</option>
                    {options.map(([code, label]) => (
                        <option key={code} value={code}>
                            {label}
                        </option>
                    ))}
                </select>
            ) : (
                <input
                    id={id}
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    spellcheck={false}
                    placeholder={HINTS[field.type] ?? ""}
                    value={value}
                    onInput={(e) => set(e.currentTarget.value)}
                />
            )}
        </div>
    );
}
