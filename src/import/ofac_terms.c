/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac_terms: see ofac_terms.h. Vocabularies, places, papers and dates of the advanced OFAC file.
 */
#include <stdio.h>

#include "ofac_terms.h"

void ofac_terms_open(struct ofac_terms *t, struct reader *in, struct emitter *out)
{
    *t = (struct ofac_terms){.in = in, .out = out};
    t->kept = arena_new();
    t->words = map_new();
    t->places = map_new();
    t->papers = map_new();
}

void ofac_terms_close(struct ofac_terms *t)
{
    VEC_FREE(&t->word);
    VEC_FREE(&t->place);
    VEC_FREE(&t->paper);
    map_free(t->words);
    map_free(t->places);
    map_free(t->papers);
    arena_free(t->kept);
}

static struct span keep(struct ofac_terms *t, struct span text)
{
    return text.n ? arena_span(t->kept, text) : (struct span){0};
}

/* ---- vocabularies --------------------------------------------------------------------------- */

static struct span first_of(const struct node *n, const char *const *names)
{
    struct span text = {0};

    for (; *names && text.n == 0; names++)
        text = node_attr(n, *names);
    return text;
}

/* "FeatureType#8"; the buffer is the caller's. An id too long for it is in no vocabulary. */
static struct span word_key(char buf[96], struct span vocabulary, struct span id)
{
    int n = snprintf(buf, 96, "%.*s#%.*s", SPAN_ARG(vocabulary), SPAN_ARG(id));

    return n > 0 && n < 96 ? (struct span){buf, (size_t)n} : (struct span){0};
}

struct tocsin_err *ofac_terms_words(struct ofac_terms *t, const struct node *n)
{
    static const char *const codes[] = {"ISO2", "ScriptCode", "Description", "LegalBasisShortRef",
                                        NULL};
    static const char *const parents[] = {"PartyTypeID", "CountryID", NULL};
    char key[96];

    for (n = n->child; n; n = n->next) {
        struct ofac_word word = {keep(t, n->text), keep(t, first_of(n, codes)),
                                 keep(t, first_of(n, parents))};
        *VEC_PUSH(&t->word) = word;
        *map_slot(t->words, word_key(key, n->name, node_attr(n, "ID")), NULL) = t->word.n;
    }
    return NULL;
}

const struct ofac_word *ofac_word_maybe(struct ofac_terms *t, struct span id,
                                        const char *vocabulary)
{
    char key[96];
    const uint64_t *at = map_get(t->words, word_key(key, span_of(vocabulary), id));

    return at && id.n ? &t->word.at[*at - 1] : NULL;
}

struct tocsin_err *ofac_word(struct ofac_terms *t, const struct node *n, const char *attr,
                             const char *vocabulary, const struct ofac_word **out)
{
    struct span id = node_attr(n, attr);

    *out = ofac_word_maybe(t, id, vocabulary);
    if (*out)
        return NULL;
    if (id.n == 0)
        return entry_error(t->in, attr, n->line, "is missing");
    return entry_error(t->in, attr, n->line, "'%.*s' is not in the vocabulary %s", SPAN_ARG(id),
                       vocabulary);
}

/* ---- places --------------------------------------------------------------------------------- */

/* The value of a part in the main script; the others are the same part in another one. */
static struct span part_value(const struct node *part)
{
    const struct node *v = node_child(part, "LocationPartValue");
    const struct node *first = v;

    for (; v; v = node_next(v, "LocationPartValue"))
        if (span_eq(node_attr(v, "Primary"), SPAN("true")))
            return node_text(v, "Value");
    return first ? node_text(first, "Value") : (struct span){0};
}

/* The country stands in an area code, in a country reference, or in both. */
static struct tocsin_err *place_country(struct ofac_terms *t, const struct node *n,
                                        struct span *out)
{
    const struct node *c = node_child(n, "LocationCountry");
    const struct node *a = node_child(n, "LocationAreaCode");
    const struct ofac_word *word;

    if (c) {
        TRY(ofac_word(t, c, "CountryID", "Country", &word));
        *out = word->text;
    } else if (a) {
        TRY(ofac_word(t, a, "AreaCodeID", "AreaCode", &word));
        *out = word->code.n ? word->code : word->text;
    }
    return NULL;
}

static const struct {
    const char *text;
    size_t part; /* in the struct of spans */
} place_parts[] = {
    {"ADDRESS1", offsetof(struct entry_address, street)},
    {"CITY", offsetof(struct entry_address, city)},
    {"STATE/PROVINCE", offsetof(struct entry_address, region)},
    {"POSTAL CODE", offsetof(struct entry_address, postcode)},
};

static struct tocsin_err *place_part(struct ofac_terms *t, const struct node *part,
                                     struct entry_address *a)
{
    struct span value = keep(t, part_value(part));
    struct span more[] = {a->street2, value};
    const struct ofac_word *word;

    TRY(ofac_word(t, part, "LocPartTypeID", "LocPartType", &word));
    for (size_t i = 0; i < ARRAY_LEN(place_parts); i++)
        if (span_eq(word->text, span_of(place_parts[i].text))) {
            memcpy((char *)a + place_parts[i].part, &value, sizeof value);
            return NULL;
        }
    if (span_eq(word->text, SPAN("REGION"))) {
        struct span region[] = {value, a->region};
        a->region = entry_join(t->kept, ", ", region, ARRAY_LEN(region));
    } else if (span_eq(word->text, SPAN("Unknown"))) {
        /* holds the name of a country, or a text that fits nowhere else */
        if (country_parse(value) && a->country.n == 0)
            a->country = value;
        else if (!country_parse(value))
            a->remarks = value;
    } else {
        a->street2 = entry_join(t->kept, ", ", more, ARRAY_LEN(more));
    }
    return NULL;
}

struct tocsin_err *ofac_terms_place(struct ofac_terms *t, const struct node *n)
{
    struct span id = node_attr(n, "ID");
    const struct node *part = node_child(n, "LocationPart");
    struct entry_address a = {0};

    if (id.n == 0)
        return entry_error(t->in, "Location", n->line, "has no ID");
    TRY(place_country(t, n, &a.country));
    for (; part; part = node_next(part, "LocationPart"))
        TRY(place_part(t, part, &a));
    *VEC_PUSH(&t->place) = a;
    *map_slot(t->places, id, NULL) = t->place.n;
    return NULL;
}

struct tocsin_err *ofac_place(struct ofac_terms *t, const struct node *n,
                              const struct entry_address **out)
{
    struct span id = node_attr(n, "LocationID");
    const uint64_t *at = map_get(t->places, id);

    if (!at)
        return entry_error(t->in, "LocationID", n->line, "'%.*s' is no Location of the file",
                           SPAN_ARG(id));
    *out = &t->place.at[*at - 1];
    return NULL;
}

/* ---- dates ---------------------------------------------------------------------------------- */

struct corner {
    uint64_t year, month, day; /* 0: not said */
};

static struct tocsin_err *read_corner(struct ofac_terms *t, const struct node *n, struct corner *c)
{
    *c = (struct corner){0};
    if (!n || node_text(n, "Year").n == 0)
        return NULL;
    (void)span_u64(node_text(n, "Month"), &c->month);
    (void)span_u64(node_text(n, "Day"), &c->day);
    if (!span_u64(node_text(n, "Year"), &c->year) || c->year > 9999 || c->month > 12 ||
        c->day > 31 || (c->month == 0 && c->day > 0) ||
        !date_real((int)c->year, c->month ? (int)c->month : 1, c->day ? (int)c->day : 1))
        return entry_error(t->in, "Year", n->line, "'%.*s-%.*s-%.*s' is no date",
                           SPAN_ARG(node_text(n, "Year")), SPAN_ARG(node_text(n, "Month")),
                           SPAN_ARG(node_text(n, "Day")));
    return NULL;
}

static int32_t first_day(const struct corner *c)
{
    return date_day((int)c->year, c->month ? (int)c->month : 1, c->day ? (int)c->day : 1);
}

static int32_t last_day(const struct corner *c)
{
    int year = (int)c->year, month = c->month ? (int)c->month : 12;

    if (c->day)
        return date_day(year, month, (int)c->day);
    return month == 12 ? date_day(year + 1, 1, 1) - 1 : date_day(year, month + 1, 1) - 1;
}

/* The normal form finds out whether the two ends are a day, a month or a year. */
static struct tocsin_err *span_days(struct ofac_terms *t, const struct node *n,
                                    const struct corner *lo, const struct corner *hi,
                                    struct date *out)
{
    *out = (struct date){first_day(lo), last_day(hi), DATE_INTERVAL, false};
    if (out->to < out->from)
        return entry_error(t->in, "DatePeriod", n->line, "ends before it begins");
    return NULL;
}

static bool is_approximate(const struct node *n)
{
    return span_eq(node_attr(n, "Approximate"), SPAN("true"));
}

struct tocsin_err *ofac_period(struct ofac_terms *t, const struct node *n, struct date *out)
{
    const struct node *start = node_child(n, "Start"), *end = node_child(n, "End");
    struct corner c[4]; /* Start/From, Start/To, End/From, End/To */
    const struct corner *lo, *hi;

    *out = (struct date){0};
    TRY(read_corner(t, start ? node_child(start, "From") : NULL, &c[0]));
    TRY(read_corner(t, start ? node_child(start, "To") : NULL, &c[1]));
    TRY(read_corner(t, end ? node_child(end, "From") : NULL, &c[2]));
    TRY(read_corner(t, end ? node_child(end, "To") : NULL, &c[3]));
    lo = c[0].year ? &c[0] : c[1].year ? &c[1] : c[2].year ? &c[2] : &c[3];
    hi = c[3].year ? &c[3] : c[2].year ? &c[2] : c[1].year ? &c[1] : &c[0];
    if (lo->year == 0)
        return NULL;
    TRY(span_days(t, n, lo, hi, out));
    out->circa = is_approximate(start) || is_approximate(end);
    return NULL;
}

struct tocsin_err *ofac_day(struct ofac_terms *t, const struct node *n, struct date *out)
{
    struct corner c;

    *out = (struct date){0};
    TRY(read_corner(t, n, &c));
    return c.year ? span_days(t, n, &c, &c, out) : NULL;
}

struct span ofac_date_text(struct arena *a, const struct date *d)
{
    struct buf text = {0};
    struct span out;

    if (!d->precision)
        return (struct span){0};
    date_write(d, &text);
    out = arena_span(a, buf_view(&text));
    buf_free(&text);
    return out;
}

/* ---- papers --------------------------------------------------------------------------------- */

static struct tocsin_err *paper_dates(struct ofac_terms *t, const struct node *n,
                                      struct ofac_value *v)
{
    const struct node *d = node_child(n, "DocumentDate");
    const struct ofac_word *word;
    struct date date;

    for (; d; d = node_next(d, "DocumentDate")) {
        const struct node *period = node_child(d, "DatePeriod");
        TRY(ofac_word(t, d, "IDRegDocDateTypeID", "IDRegDocDateType", &word));
        if (!period)
            continue;
        TRY(ofac_period(t, period, &date));
        if (span_eq(word->text, SPAN("Issue Date")))
            v->issued = ofac_date_text(t->kept, &date);
        else if (span_eq(word->text, SPAN("Expiration Date")))
            v->expires = ofac_date_text(t->kept, &date);
        else
            emit_note(t->out, "date type '%.*s' of documents is not known; left out",
                      SPAN_ARG(word->text));
    }
    return NULL;
}

/* Country of issue, else the country of the place of issue. */
static struct tocsin_err *paper_country(struct ofac_terms *t, const struct node *n,
                                        struct span *out)
{
    struct span place = node_attr(n, "IssuedIn-LocationID");
    const uint64_t *at = map_get(t->places, place);
    const struct ofac_word *word;

    if (node_attr(n, "IssuedBy-CountryID").n) {
        TRY(ofac_word(t, n, "IssuedBy-CountryID", "Country", &word));
        *out = word->text;
    } else if (place.n && at) {
        *out = t->place.at[*at - 1].country;
    }
    return NULL;
}

struct tocsin_err *ofac_terms_paper(struct ofac_terms *t, const struct node *n)
{
    struct span identity = node_attr(n, "IdentityID"), validity;
    struct ofac_paper *p = ARENA_NEW(t->kept, struct ofac_paper);
    const struct ofac_word *word;
    uint64_t *slot;
    bool made;

    TRY(ofac_word(t, n, "IDRegDocTypeID", "IDRegDocType", &word));
    p->type = word->text;
    p->line = n->line;
    p->value.number = keep(t, node_text(n, "IDRegistrationNo"));
    p->value.authority = keep(t, node_text(n, "IssuingAuthority"));
    TRY(paper_country(t, n, &p->value.country));
    TRY(paper_dates(t, n, &p->value));
    word = ofac_word_maybe(t, node_attr(n, "ValidityID"), "Validity");
    validity = word && !span_eq(word->text, SPAN("Valid")) ? word->text : (struct span){0};
    struct span summary[] = {validity, node_text(n, "Comment")};
    p->value.summary = entry_join(t->kept, "; ", summary, ARRAY_LEN(summary));
    slot = map_slot(t->papers, identity, &made);
    p->next = made ? NULL : t->paper.at[*slot - 1];
    *VEC_PUSH(&t->paper) = p;
    *slot = t->paper.n;
    return NULL;
}

const struct ofac_paper *ofac_papers(struct ofac_terms *t, struct span identity)
{
    const uint64_t *at = map_get(t->papers, identity);

    return at ? t->paper.at[*at - 1] : NULL;
}
