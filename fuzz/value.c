/* SPDX-License-Identifier: Apache-2.0
 *
 * One text read as a date, a country, an identifier of each format, and a value of each type.
 *
 * What is understood has a normal form. That of a date or a country is understood as itself; that
 * of an identifier is short and plain.
 */
#include "fuzz.h"
#include "record/country.h"
#include "record/date.h"
#include "record/ident.h"

static bool same_date(const struct date *a, const struct date *b)
{
    return a->from == b->from && a->to == b->to && a->precision == b->precision &&
           a->circa == b->circa;
}

static void try_date(struct span text, enum date_order order)
{
    struct date d, again;
    struct buf out = {0};
    if (!date_parse(text, order, &d))
        return;
    MUST(d.from <= d.to);
    date_write(&d, &out);
    MUST(date_read(buf_view(&out), &again) && same_date(&d, &again));
    MUST(date_parse(buf_view(&out), order, &again) && same_date(&d, &again));
    buf_free(&out);
}

static void try_country(struct span text)
{
    const char *code = country_parse(text), *again;
    if (!code)
        return;
    again = country_parse(span_of(code));
    MUST(again && strcmp(again, code) == 0);
    MUST(country_name(span_of(code)) != NULL);
    MUST(country_number(span_of(code)) != 0);
    MUST(country_related(span_of(code), span_of(code)));
}

static bool plain(char c, bool small)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (small && c >= 'a' && c <= 'z');
}

static void try_ident(struct span text, enum ident_format f)
{
    char normal[65];
    size_t n = 99;
    (void)ident_valid(f, text);
    if (!ident_normal(f, text, normal, &n)) {
        MUST(n == 0);
        return;
    }
    MUST(n >= 3 && n <= 64 && normal[n] == 0);
    for (size_t i = 0; i < n; i++)
        MUST(plain(normal[i], f == IDENT_CRYPTO));
    (void)ident_valid(f, (struct span){normal, n});
}

static void try_record(struct arena *a, struct span text)
{
    static const enum prop props[] = {PROP_name,   PROP_birthDate, PROP_nationality, PROP_gender,
                                      PROP_topics, PROP_notes,     PROP_idNumber,    PROP_email};
    struct record *r = record_new(a, SCHEMA_Person, SPAN("x-1"));
    for (size_t i = 0; i < ARRAY_LEN(props); i++)
        (void)record_add(r, props[i], text);
    (void)record_add_countries(r, PROP_country, text);
    struct tocsin_err *err = record_finish(r);
    if (!err) {
        fuzz_normal(r);
        fuzz_record(r);
    }
    fuzz_err(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span in = {(const char *)data, size};
    struct arena *a = arena_new();
    try_date(in, DATE_DAY_FIRST);
    try_date(in, DATE_MONTH_FIRST);
    try_country(in);
    for (int f = IDENT_STRICT; f <= IDENT_CRYPTO; f++)
        try_ident(in, (enum ident_format)f);
    try_record(a, in);
    arena_free(a);
    return 0;
}
