// SPDX-License-Identifier: Apache-2.0
//
// What the suite brings with it: a list of invented persons, with every kind of name that a page
// can stumble over, a table of customers, and labelled pairs.
const bytes = (text) => Buffer.from(text, "utf8");

export const LIST = "browser_suite";

export const HTML_NAME = "<img src=x onerror=alert(1)> <b>Tarvo</b> Quillfeather";
export const ARABIC = "جمال الطرفاوي";
export const HEBREW = "אבנר טרפוני";

export const list = {
    name: "browser_suite.csv",
    mimeType: "text/csv",
    buffer: bytes(
        "id,full_name,alias,gender,date_of_birth,nationality,national_id,type\n" +
            "B-1,Oskar Vandelmere,Oskar Vandelmeer; The Ferryman,male,1958-04-02,mt,,person\n" +
            `B-2,${ARABIC},Jamal Tarfawi,male,1971,eg,,person\n` +
            `B-3,${HEBREW},Avner Tarfoni,male,1962-11,il,,person\n` +
            `B-4,"${HTML_NAME}","<script>alert(2)</script> Quillfeather",male,1980-01-01,gb,,person\n` +
            "B-5,Фалько Вандельмер,Falko Vandelmer,male,1990-09-09,ru,,person\n" +
            "B-6,Vandelmere Ferry Works Ltd,,,,mt,,company\n",
    ),
};

export const brokenList = {
    name: "broken.csv",
    mimeType: "text/csv",
    buffer: bytes('id,full_name,date_of_birth\n1,"Oskar,1958\n'),
};

export const customers = {
    name: "customers.csv",
    mimeType: "text/csv",
    buffer: bytes(
        "Customer no,Vollständiger Name,DOB,Branch\n" +
            "K-1,Oskar Vandelmeer,1958-04-02,Harbour\n" +
            "K-2,Philippa Norrisby,1990-02-03,North\n" +
            `K-3,${ARABIC},1971,Harbour\n` +
            'K-4,"Anstruther, Wilhelmina",1944-12-12,"Old Town, West"\n',
    ),
};

const pairs = ["schema,name1,name2,is_match,quality"];
for (const [a, b, same] of [
    ["Oskar Vandelmere", "Oskar Vandelmeer", true],
    ["Oskar Vandelmere", "Oscar Vandelmere", true],
    ["Oskar Vandelmere", "Vandelmere, Oskar", true],
    ["Falko Vandelmer", "Фалько Вандельмер", true],
    ["Jamal Tarfawi", "Gamal Tarfawy", true],
    ["Avner Tarfoni", HEBREW, true],
    ["Oskar Vandelmere", "Oskar Wandelbeer", false],
    ["Oskar Vandelmere", "Olga Vandelmere", false],
    ["Falko Vandelmer", "Fabio Venturi", false],
    ["Avner Tarfoni", "Jamal Tarfawi", false],
    ["Philippa Norrisby", "Wilhelmina Anstruther", false],
    ["Tarvo Quillfeather", "Tarvo Quillfether", true],
])
    pairs.push(`Person,"${a}","${b}",${same},MEDIUM`);

export const labelled = {
    name: "pairs.csv",
    mimeType: "text/csv",
    buffer: bytes(pairs.join("\n") + "\n"),
};
